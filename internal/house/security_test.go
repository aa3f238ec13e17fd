package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest = regexp.MustCompile("`([a-z]+)\\.(Test[A-Za-z]+)`")
	testFunc  = regexp.MustCompile(`(?m)^func (Test[A-Za-z]+)\(`)
)

// TestSecurityNamesTests looks for every test that SECURITY.md rests a claim on.
func TestSecurityNamesTests(t *testing.T) {
	there := map[string]bool{}
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, m := range testFunc.FindAllStringSubmatch(string(text), -1) {
			there[filepath.Base(filepath.Dir(name))+"."+m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	named := namedTest.FindAllStringSubmatch(string(text), -1)
	if len(named) < 40 {
		t.Errorf("it names only %d tests", len(named))
	}
	for _, m := range named {
		if !there[m[1]+"."+m[2]] {
			t.Errorf("there is no test %s.%s", m[1], m[2])
		}
	}
}
