package playbooks_test

import (
	"testing"

	"linli/internal/playbook"
	"linli/playbooks"
)

// whole reads a shipped playbook, which has no problem and says everything in both languages.
func whole(t *testing.T, name string) *playbook.Playbook {
	t.Helper()
	p, problems := playbook.Parse(playbooks.File(name), playbooks.Texts()[name])
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
