package cli

import (
	"fmt"
	"os"

	"linli/internal/playbook"
	"linli/internal/practice"
)

type playbk struct {
	Check checkBooks `cmd:"" help:"Say what is wrong in playbooks, by file, line and column."`
	Draw  drawBook   `cmd:"" help:"Draw the kinds of a playbook as diagrams, or as an outline in words."`
}

type checkBooks struct {
	File []string `arg:"" help:"Playbooks, YAML." type:"existingfile"`
}

func (c *checkBooks) Run(e *env) error {
	bad, seen := false, map[[2]string]string{} // hashes by name and version
	for _, name := range c.File {
		p, problems, err := load(name)
		if err != nil {
			return err
		}
		if p == nil {
			bad = true
			fmt.Fprintln(e.out, problems.In(e.lang))
			continue
		}
		fmt.Fprintf(e.out, "%s: %s %s, %d kinds, nothing wrong\n", name, p.Title.In(e.lang), p.Version, len(p.Kinds))
		called := [2]string{p.Name, p.Version}
		if seen[called] != "" && seen[called] != p.Hash {
			fmt.Fprintf(e.out, "%s: %s\n", name, practice.Warning(p).In(e.lang))
		}
		seen[called] = p.Hash
	}
	if bad {
		return errSaid
	}
	return nil
}

type drawBook struct {
	File  string `arg:"" help:"A playbook, YAML." type:"existingfile"`
	Kind  string `help:"Only this kind."`
	Words bool   `help:"An outline in words instead of SVG."`
}

func (c *drawBook) Run(e *env) error {
	p, problems, err := load(c.File)
	if err != nil {
		return err
	}
	if p == nil {
		fmt.Fprintln(e.out, problems.In(e.lang))
		return errSaid
	}
	if c.Kind != "" && p.Kind(c.Kind) == nil {
		return fmt.Errorf("%s has no kind %s", c.File, c.Kind)
	}
	if !c.Words && c.Kind == "" && len(p.Kinds) > 1 {
		return fmt.Errorf("an SVG shows one kind: say which by --kind, or ask for --words")
	}
	for _, k := range p.Kinds {
		if c.Kind != "" && k.Name != c.Kind {
			continue
		}
		if c.Words {
			fmt.Fprintln(e.out, playbook.Text(k, e.lang))
		} else {
			fmt.Fprintln(e.out, string(playbook.Draw(k, e.lang)))
		}
	}
	return nil
}

func load(name string) (*playbook.Playbook, playbook.Problems, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	p, problems := practice.Parse(name, text)
	return p, problems, nil
}
