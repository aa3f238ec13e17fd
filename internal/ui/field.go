package ui

import (
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Field is one thing that a form asks for, whatever kind of input asks for it.
type Field struct {
	Name   string // what is sent; also gives the id, see [InputID]
	Label  string
	Hint   string // how to answer, below the label
	Error  string // what was wrong with the answer, see [Problems.Of]
	Value  string
	Values []string // what is chosen, where several may be

	Required    bool
	Disabled    bool
	Placeholder string
	Auto        string // the autocomplete token: name, tel, username, current-password
	MaxLen      int    // characters; zero is no limit
	Min, Max    string // of a number or a date (2006-01-02)
	Step        string // of a number; empty is whole numbers
	Attrs       templ.Attributes
}

// Option is one answer among several.
type Option struct {
	Value, Label string
	Hint         string // a line below the label, in choices
	Icon         string // makes choices tiles
	Group        string // a heading in lists; the same for neighbours
	Disabled     bool
}

func (f Field) id() string { return InputID(f.Name) }

// control is what every input of the field has in common.
func (f Field) control(class string) templ.Attributes {
	a := templ.Attributes{
		"id": f.id(), "name": f.Name, "class": class,
		"required": f.Required, "disabled": f.Disabled,
	}
	if f.Placeholder != "" {
		a["placeholder"] = f.Placeholder
	}
	if f.Auto != "" {
		a["autocomplete"] = f.Auto
	}
	for k, v := range map[string]string{"min": f.Min, "max": f.Max} {
		if v != "" {
			a[k] = v
		}
	}
	for k, v := range f.described() {
		a[k] = v
	}
	return with(a, f.Attrs)
}

// described ties hint and error to the input, for those who listen.
func (f Field) described() templ.Attributes {
	var ids []string
	if f.Error != "" {
		ids = append(ids, f.id()+"-error")
	}
	if f.Hint != "" {
		ids = append(ids, f.id()+"-hint")
	}
	a := templ.Attributes{}
	if len(ids) > 0 {
		a["aria-describedby"] = strings.Join(ids, " ")
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

// chosen tells whether the option of that value is the answer, or among the answers.
func (f Field) chosen(value string) bool {
	return f.Value == value && f.Value != "" || slices.Contains(f.Values, value)
}

// optionID numbers the options of a field; the first has the field's own id, so that an error can link to it.
func (f Field) optionID(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + itoa(i)
}

// grouped splits options where the group changes.
func grouped(options []Option) [][]Option {
	var all [][]Option
	for i, o := range options {
		if i == 0 || o.Group != options[i-1].Group {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], o)
	}
	return all
}
