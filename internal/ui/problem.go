package ui

import (
	"strings"

	"linli/internal/fault"
)

// Problems is what is wrong in a form that came back, in the page's language.
type Problems struct {
	Says string
	List []Problem
}

// Problem is one thing that is wrong in one field.
type Problem struct{ Name, Says string }

// Problems words err for the page: nothing when err is nil, one sentence when it is about no field.
func (p Page) Problems(err error) Problems {
	if err == nil {
		return Problems{}
	}
	f := fault.As(err)
	ps := Problems{Says: p.Say(f.Says)}
	for _, field := range f.Fields {
		ps.List = append(ps.List, Problem{field.Name, p.Say(field.Says)})
	}
	return ps
}

// Of is what is wrong in the field of that name; empty when nothing is.
func (ps Problems) Of(name string) string {
	for _, p := range ps.List {
		if p.Name == name {
			return p.Says
		}
	}
	return ""
}

// InputID is the id of the input of that name, or of the first of its choices.
func InputID(name string) string {
	return "f-" + plain.Replace(name)
}

var plain = strings.NewReplacer(".", "-", "[", "-", "]", "")
