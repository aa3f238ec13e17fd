package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var eventKind = regexp.MustCompile(`\) Kind\(\) string \{ return "([a-z_]+\.[a-z_]+)" \}`)

// TestEventsAreWorded holds that the auditors' journal has a word for every sort of entry that is written.
func TestEventsAreWorded(t *testing.T) {
	words, err := os.ReadFile("../desk/journal_says.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	err = filepath.WalkDir("..", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range eventKind.FindAllSubmatch(text, -1) {
			found++
			if !strings.Contains(string(words), `{"`+string(m[1])+`",`) {
				t.Errorf("%s writes %s, which the journal's page has no word for", path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 30 {
		t.Errorf("only %d sorts of entry were found", found)
	}
}
