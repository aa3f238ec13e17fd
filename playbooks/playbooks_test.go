package playbooks_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/playbooks"
)

// whole reads a shipped playbook, which has no problem and says everything in both languages.
func whole(t *testing.T, name string) *playbook.Playbook {
	t.Helper()
	p, problems := practice.Parse(playbooks.File(name), playbooks.Texts()[name])
	if len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	if problems := playbook.CheckWhole(p); len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	return p
}

// The five methods ship whole, each under its folder's name.
func TestShippedPlaybooks(t *testing.T) {
	names := playbooks.Names()
	if len(names) != 5 {
		t.Fatalf("%d playbooks ship: %v", len(names), names)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			p := whole(t, name)
			if p.Name != name {
				t.Errorf("the playbook in folder %s calls itself %s", name, p.Name)
			}
			// Every community can hand up to its street, and the street can begin such a matter itself.
			if k := p.Kind("referred"); k == nil || k.At != "street" {
				t.Error("there is no kind referred at the street")
			}
		})
	}
}

// An icon that is not in the sprite would be drawn as nothing.
func TestIconsAreInTheSprite(t *testing.T) {
	list, err := os.ReadFile("../web/icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	var sprite []string
	for line := range strings.Lines(string(list)) {
		if !strings.HasPrefix(line, "#") {
			sprite = append(sprite, strings.Fields(line)...)
		}
	}
	for _, name := range playbooks.Names() {
		for _, k := range whole(t, name).Kinds {
			if !slices.Contains(sprite, k.Icon) {
				t.Errorf("%s: the icon %q is not in web/icons.txt", k.ID(), k.Icon)
			}
		}
	}
}
