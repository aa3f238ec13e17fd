// Package house holds the rules of the house as tests: who may import whom, and what every package must say of itself.
package house

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ranks is the map of the house from the ground up: a package imports only from lines above its own. What stands on one
// line does not import each other, unless it says so in siblings.
var ranks = []string{
	"lang assets search",
	"fault",
	"clock",
	"store seal",
	"journal job once",
	"form geo",
	"playbook",
	"realm",
	"place",
	"person",
	"org",
	"access",
	"practice file",
	"archive",
	"matter",
	"ui",
	"web",
	"form/formweb",
	"access/accessweb matter/matterweb practice/practiceweb place/placeweb person/personweb org/orgweb desk api",
	"metric",
	"app",
	"demo",
	"cli",
}

// tests are packages that only tests import; they may import anything.
var tests = []string{"store/cluster", "store/storetest", "office", "house", "walk"}

func TestRanks(t *testing.T) {
	out, err := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "linli/internal/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	rank := map[string]int{}
	for i, line := range ranks {
		for _, p := range strings.Fields(line) {
			rank["linli/internal/"+p] = i
		}
	}
	free := map[string]bool{}
	for _, p := range tests {
		free["linli/internal/"+p] = true
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		p := words[0]
		if free[p] {
			continue
		}
		mine, ok := rank[p]
		if !ok {
			t.Errorf("%s has no place on the map", p)
			continue
		}
		for _, i := range words[1:] {
			if !strings.HasPrefix(i, "linli/internal/") {
				continue
			}
			if free[i] {
				t.Errorf("%s imports %s, which is for tests", p, i)
			}
			if its, ok := rank[i]; ok && its >= mine {
				t.Errorf("%s imports %s, which does not stand above it on the map", p, i)
			}
		}
	}
}

// TestPackageComments asks every package to say what it is for.
func TestPackageComments(t *testing.T) {
	for _, root := range []string{"../../internal", "../../cmd", "../../playbooks", "../../bench"} {
		if _, err := os.Stat(root); err != nil {
			continue
		}
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.IsDir() || d.Name() == "testdata" || d.Name() == "dist" {
				return err
			}
			files, _ := filepath.Glob(filepath.Join(path, "*.go"))
			said := len(files) == 0
			for _, f := range files {
				parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.PackageClauseOnly|parser.ParseComments)
				if err != nil {
					return err
				}
				said = said || parsed.Doc != nil
			}
			if !said {
				t.Errorf("%s does not say what it is for", path)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
