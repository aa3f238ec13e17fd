package ui

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const styles = "../../web/src/"

func TestStylesAreForOldEnginesAndUseTokens(t *testing.T) {
	sheets, err := filepath.Glob(styles + "*.css")
	if err != nil || len(sheets) < 5 {
		t.Fatalf("sheets %v, %v", sheets, err)
	}
	young := regexp.MustCompile(`:has\(|:is\(|:where\(|color-mix|light-dark|oklch|clamp\(|[^-]\bgap:|\binset:|aspect-ratio|margin-inline|@layer|@container`)
	literal := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(`)
	remarks := regexp.MustCompile(`(?s)/\*.*?\*/`)
	for _, sheet := range sheets {
		b, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		css := remarks.ReplaceAll(b, nil)
		for _, bad := range young.FindAll(css, -1) {
			t.Errorf("%s: %s is younger than the engines that residents have", sheet, bad)
		}
		switch filepath.Base(sheet) {
		case "tokens.css", "dark.css", "print.css":
			continue
		}
		for _, bad := range literal.FindAll(css, -1) {
			t.Errorf("%s: the colour %s is no token", sheet, bad)
		}
	}
}

// TestEveryRuleIsUsed looks for each class of the sheets in what templates, this package and the scripts write between
// quotes, and so do the pages in Go.
func TestEveryRuleIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, s := range Statuses {
		used[s.class()] = true
	}
	quoted, word := regexp.MustCompile("\"[^\"\n]*\"|'[^'\n]*'"), regexp.MustCompile(`[a-z][a-z-]*`)
	for _, pattern := range []string{"*.go", "*.templ", "../*/*.templ", "../*/*/*.templ", "../*/*/*.go", styles + "*.ts"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range quoted.FindAllString(string(b), -1) {
				for _, w := range word.FindAllString(s, -1) {
					used[w] = true
				}
			}
		}
	}
	class, remarks, block := regexp.MustCompile(`\.([a-z][a-z-]*)`), regexp.MustCompile(`(?s)/\*.*?\*/`), regexp.MustCompile(`\{[^{}]*\}`)
	sheets, _ := filepath.Glob(styles + "*.css")
	for _, sheet := range sheets {
		b, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		selectors := regexp.MustCompile(`@import[^;]*;`).ReplaceAll(block.ReplaceAll(remarks.ReplaceAll(b, nil), nil), nil)
		for _, c := range class.FindAllSubmatch(selectors, -1) {
			if !used[string(c[1])] && !strings.HasPrefix(string(c[1]), "leaflet-") { // the map's own parts
				t.Errorf("%s: nothing has the class %s", sheet, c[1])
			}
		}
	}
}

// TestContrast computes WCAG's contrast of the pairs of tokens that stand on each other, in both themes and both sizes.
func TestContrast(t *testing.T) {
	light := tokens(t, nil, "tokens.css", ":root")
	dark := tokens(t, light, "dark.css", ":root")
	themes := map[string]map[string]string{
		"light":       light,
		"light large": tokens(t, light, "tokens.css", `html\[data-size=large\]`),
		"dark":        dark,
		"dark large":  tokens(t, dark, "dark.css", `html\[data-size=large\]`),
	}
	pairs := []struct {
		on, under string
		least     float64
	}{
		{"ink", "page", 4.5}, {"ink", "card", 4.5}, {"ink-2", "page", 4.5}, {"ink-2", "sunk", 4.5},
		{"ink-3", "page", 4.5}, {"ink-3", "card", 4.5}, {"ink-3", "sunk", 4.5}, {"ink-3", "brand-soft", 4.5},
		{"brand", "card", 4.5}, {"brand", "page", 4.5}, {"brand-deep", "brand-soft", 4.5}, {"on-brand", "brand", 4.5},
		{"on-bar", "bar", 4.5}, {"on-hero", "hero", 4.5}, {"hero", "on-hero", 3},
		{"side-ink", "side", 4.5}, {"side-quiet", "side", 4.5}, {"side-white", "side-on", 4.5}, {"side-white", "side-mark", 4.5},
		{"new", "new-bg", 4.5}, {"assigned", "assigned-bg", 4.5}, {"doing", "doing-bg", 4.5}, {"verify", "verify-bg", 4.5},
		{"done", "done-bg", 4.5}, {"overdue", "overdue-bg", 4.5}, {"returned", "returned-bg", 4.5}, {"still", "still-bg", 4.5},
		{"overdue", "card", 4.5}, {"verify", "card", 4.5}, {"done", "card", 4.5}, {"on-danger", "danger", 4.5},
		{"overdue", "brand-soft", 4.5}, {"verify", "brand-soft", 4.5},
		{"star", "card", 3}, {"edge", "card", 3}, {"brand", "brand-soft", 3},
	}
	for theme, colours := range themes {
		for _, p := range pairs {
			if got := contrast(t, colours[p.on], colours[p.under]); got < p.least {
				t.Errorf("%s: %s on %s is %.2f, below %.1f", theme, p.on, p.under, got, p.least)
			}
		}
	}
}

// tokens are the colours that a rule of a sheet sets, over those of base.
func tokens(t *testing.T, base map[string]string, sheet, rule string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(styles + sheet)
	if err != nil {
		t.Fatal(err)
	}
	body := regexp.MustCompile(`(?ms)^` + rule + ` \{(.*?)^\}`).FindSubmatch(b)
	if body == nil {
		t.Fatalf("%s has no rule %s", sheet, rule)
	}
	all := map[string]string{}
	for k, v := range base {
		all[k] = v
	}
	found := regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]+);`).FindAllSubmatch(body[1], -1)
	if len(found) == 0 {
		t.Fatalf("%s sets no colour in %s", sheet, rule)
	}
	for _, m := range found {
		all[string(m[1])] = string(m[2])
	}
	return all
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + hex[1:2] + hex[1:2] + hex[2:3] + hex[2:3] + hex[3:] + hex[3:]
	}
	if len(hex) != 7 {
		t.Fatalf("%q is no colour", hex)
	}
	weights := [3]float64{.2126, .7152, .0722}
	sum := 0.0
	for i, w := range weights {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += w * c
	}
	return sum
}
