package matterweb

import (
	"errors"
	"strings"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/person"
)

// wrong says what is wrong before the domain is asked, and then everything that is. What the domain alone knows it says
// when all of this is right.
func (q questions) wrong(s sent) error {
	own := q.check(s)
	if own == nil && s.about.Err(q.about) == nil && s.fields.Err(q.kind.Raise.Fields) == nil && (!s.settle || s.spot.Err(q.spot) == nil) {
		return nil
	}
	var c fault.Check
	all := []error{own, s.fields.Check(q.kind.Raise.Fields), s.about.Check(q.about)}
	if s.settle {
		all = append(all, s.spot.Check(q.spot))
	}
	for _, err := range all {
		if err := c.Take(err); err != nil {
			return err
		}
	}
	return c.Err()
}

// check is what only the page asks.
func (q questions) check(s sent) error {
	var c fault.Check
	if s.title == "" && s.body == "" {
		c.Add("body", lang.T("请说说是什么事", "Please say what it is about."))
	}
	if s.phone != "" && !person.ValidPhone(person.CleanPhone(s.phone)) {
		c.Add("phone", lang.T("电话像是少了或多了数字，请核对", "The phone number seems to have a digit too few or too many."))
	}
	if len([]rune(s.name)) > 60 {
		c.Add("name", lang.T("姓名最多 60 个字", "A name has at most 60 characters."))
	}
	return c.Err()
}

// rename ties a fault of the domain to the input that asks for it: without a title of its own, the title is the first
// line of the text; what only the settling move asks for stands in its part of the form.
func (q questions) rename(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || len(f.Fields) == 0 {
		return err
	}
	var c fault.Check
	for _, x := range f.Fields {
		name, own := strings.CutPrefix(x.Name, formweb.Fields.Prefix)
		switch {
		case x.Name == "title" && !q.staff:
			x.Name = "body"
		case own && !asks(q.kind.Raise.Fields, name) && asks(q.spot, name):
			x.Name = onSpot.Prefix + name
		}
		c.Add(x.Name, x.Says)
	}
	return c.Err()
}

func asks(fields []form.Field, name string) bool {
	for _, f := range fields {
		if f.Name == name {
			return true
		}
	}
	return false
}
