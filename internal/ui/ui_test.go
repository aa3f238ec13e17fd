package ui

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
)

// find is the first element of that name in what c draws.
func find(t *testing.T, c templ.Component, name string) *html.Node {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			return n
		}
	}
	return nil
}

func TestStatusesAllHaveWordsAndAnIcon(t *testing.T) {
	if len(Statuses) != len(looks) {
		t.Errorf("%d statuses are listed, %d are drawn", len(Statuses), len(looks))
	}
	icons := map[string]Status{}
	for _, s := range Statuses {
		if !s.Text().Whole() {
			t.Errorf("%s is not worded in both languages", s)
		}
		if other, taken := icons[s.Icon()]; taken {
			t.Errorf("%s and %s look alike", s, other)
		}
		icons[s.Icon()] = s
	}
	if odd := Status("odd"); odd.Known() || odd.class() != "is-plain" || odd.Text().In(lang.Zh) != "odd" {
		t.Error("an unknown status is not drawn plainly, as it is")
	}
}

func TestDue(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, clock.Zone)
	tests := []struct {
		name, class string
		due         time.Time
		used        int
		meter       string // the value of the measure; empty is none
	}{
		{"early", "due", now.Add(time.Hour), 74, "74"},
		{"near", "due warn", now.Add(time.Hour), 75, "75"},
		{"at the moment", "due warn", now, 100, "100"},
		{"late", "due late", now.Add(-time.Second), 140, "100"},
		{"not measured", "due", now.Add(time.Hour), -1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Due(Page{}, tt.due, now, tt.used)
			if got := strings.TrimSpace(attr(find(t, c, "span"), "class")); got != tt.class {
				t.Errorf("class %q, want %q", got, tt.class)
			}
			meter := ""
			if n := find(t, c, "progress"); n != nil {
				meter = attr(n, "value")
			}
			if meter != tt.meter {
				t.Errorf("measure %q, want %q", meter, tt.meter)
			}
		})
	}
	if find(t, Due(Page{}, time.Time{}, now, 50), "time") != nil {
		t.Error("no deadline is drawn as a time")
	}
	if got := attr(find(t, Due(Page{}, now.UTC(), now, 0), "time"), "datetime"); got != "2026-11-20T10:00:00+08:00" {
		t.Errorf("datetime %s is not in China's zone", got)
	}
}

func TestProblemsReachTheirFields(t *testing.T) {
	err := &fault.Error{Kind: fault.Invalid, Says: lang.T("有 2 处", "2 things"), Fields: []fault.Field{
		{Name: "fields.wish", Says: lang.T("请写心愿", "Please write the wish")},
		{Name: "place", Says: lang.T("请选地点", "Please choose a place")},
	}}
	p := Page{Lang: lang.En}
	ps := p.Problems(err)
	if ps.Says != "2 things" || ps.Of("place") != "Please choose a place" || ps.Of("title") != "" {
		t.Errorf("got %+v", ps)
	}
	f := Field{Name: "fields.wish", Label: "Wish", Hint: "One", Error: ps.Of("fields.wish"), Value: `"<b>`}
	input := find(t, Text(p, f), "input")
	if attr(input, "aria-describedby") != "f-fields-wish-error f-fields-wish-hint" || attr(input, "aria-invalid") != "true" {
		t.Errorf("error and hint are not tied to the input: %+v", input.Attr)
	}
	if attr(input, "value") != `"<b>` {
		t.Errorf("what was typed came back as %q", attr(input, "value"))
	}
	if link := find(t, ErrorSummary(p, ps), "a"); attr(link, "href") != "#"+attr(input, "id") {
		t.Errorf("the summary links to %s", attr(link, "href"))
	}
	one := p.Problems(fault.InField("fields.wish", lang.T("请写心愿", "Please write the wish")))
	if find(t, ErrorSummary(p, one), "ul") != nil || attr(find(t, ErrorSummary(p, one), "a"), "href") != "#f-fields-wish" {
		t.Error("one thing that is wrong is said twice, or not linked")
	}
	if find(t, ErrorSummary(p, p.Problems(nil)), "div") != nil {
		t.Error("a form without problems has a summary")
	}
	if got := p.Problems(errors.New("disk on fire")); strings.Contains(got.Says, "disk") || len(got.List) != 0 {
		t.Errorf("an internal error is told: %+v", got)
	}
}

func TestFirstChoiceHasTheFieldsID(t *testing.T) {
	f := Field{Name: "sort", Label: "Sort", Required: true}
	options := []Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}
	if got := attr(find(t, Choices(Page{}, f, options), "input"), "id"); got != InputID("sort") {
		t.Errorf("the first choice is #%s, which the summary does not link to", got)
	}
	for n := range find(t, Checks(Page{}, f, options), "fieldset").Descendants() {
		for _, a := range n.Attr {
			if a.Key == "required" {
				t.Error("each of several checks is required by itself")
			}
		}
	}
}

func TestPicker(t *testing.T) {
	few, many := Page{}.samplePlaces(few), Page{}.samplePlaces(few+1)
	f := Field{Name: "place", Label: "Where", Value: "23"}
	if find(t, Picker(Page{}, f, "map-pin", few), "select") == nil {
		t.Error("few options are no list")
	}
	input := find(t, Picker(Page{}, f, "map-pin", many), "input")
	if input == nil || attr(input, "value") != "2 幢 3 单元" {
		t.Errorf("many options are not typed, or the one chosen is not shown: %v", input)
	}
}

func TestPicked(t *testing.T) {
	options := []Option{{Value: "p1", Label: "Wu"}, {Value: "p2", Label: "Zhou"}, {Value: "p3", Label: "Zhou"}}
	tests := []struct {
		sent, value string
		ok          bool
	}{
		{"p2", "p2", true},
		{"Wu", "p1", true},
		{"  Wu ", "p1", true},
		{"Zhou", "", false}, // two of that name
		{"Sun", "", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if value, ok := Picked(options, tt.sent); value != tt.value || ok != tt.ok {
			t.Errorf("Picked(%q) = %q, %t; want %q, %t", tt.sent, value, ok, tt.value, tt.ok)
		}
	}
}

func TestFromRequest(t *testing.T) {
	r := httptest.NewRequest("GET", "/wutong/matters?q=a&b=c", nil)
	r.Header.Set("Cookie", "lang=en; theme=dark; size=large")
	p := FromRequest(r)
	if p.Lang != lang.En || p.Theme != ThemeDark || !p.Large {
		t.Errorf("got %+v", p)
	}
	if got := p.pref("size", "normal"); got != "/prefs?back=%2Fwutong%2Fmatters%3Fq%3Da%26b%3Dc&size=normal" {
		t.Errorf("the way back is %s", got)
	}
	r.Header.Set("Cookie", "theme=screen{}; size=huge")
	if p := FromRequest(r); p.Theme != "" || p.Large {
		t.Errorf("odd cookies are believed: %+v", p)
	}
}

func TestThemeChoosesWhenDarkCounts(t *testing.T) {
	for theme, media := range map[string]string{"": "screen and (prefers-color-scheme: dark)", ThemeDark: "screen", ThemeLight: "not all"} {
		var b strings.Builder
		if err := Bare(Page{Theme: theme}).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), `media="`+media+`"`) {
			t.Errorf("theme %q does not link the dark sheet for %s", theme, media)
		}
	}
}

func TestScriptAddressesAreNotFollowed(t *testing.T) {
	if got := attr(find(t, LinkButton(Plain, "", "x", "javascript:alert(1)"), "a"), "href"); strings.HasPrefix(got, "javascript") {
		t.Errorf("href %q", got)
	}
	if got := attr(find(t, Contact(Page{}, "Wu", "", "0511-5550103"), "a"), "href"); got != "tel:0511-5550103" {
		t.Errorf("a phone number is linked as %q", got)
	}
}

func TestAnItemThatLeadsNowhereIsNoLink(t *testing.T) {
	if find(t, Item("", "home", Doing, "3幢 101室", ""), "a") != nil {
		t.Error("a link to nowhere, in which no other link may stand")
	}
	if find(t, Item("/nanmen", "home", Doing, "3幢 101室", ""), "a") == nil {
		t.Error("an item leads on by no link")
	}
}
