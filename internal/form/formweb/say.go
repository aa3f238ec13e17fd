package formweb

import (
	"context"
	"strconv"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
)

// Answer is a field with the value, in normal form, that it was answered with.
type Answer struct {
	Field form.Field
	Value any
}

// Words says answers for one visitor: people, places and organisations by their names.
type Words struct {
	asker  *Asker
	whole  bool
	people map[string]person.Person
	places map[string]place.Place
	orgs   map[string]org.Org
}

// Words reads the names that answers refer to, and those of more people, in a query for each sort. Names of people are
// whole where the visitor may see who they are, and masked elsewhere, but for the visitor's own.
func (a *Asker) Words(ctx context.Context, whole bool, answers []Answer, people ...string) (*Words, error) {
	w := &Words{asker: a, whole: whole}
	var places, orgs []string
	for _, x := range answers {
		id, _ := x.Value.(string)
		switch x.Field.Type {
		case form.Person:
			people = append(people, id)
		case form.Place:
			places = append(places, id)
		case form.Org:
			orgs = append(orgs, id)
		}
	}
	var err error
	if len(people) > 0 {
		if w.people, err = a.People.ByIDs(ctx, a.DB, a.realm, people); err != nil {
			return nil, err
		}
	}
	if len(places) > 0 {
		if w.places, err = a.Places.ByIDs(ctx, a.DB, a.realm, places); err != nil {
			return nil, err
		}
	}
	if len(orgs) > 0 {
		if w.orgs, err = a.Orgs.ByIDs(ctx, a.DB, a.realm, orgs); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// Name is a person's name as this visitor may read it; "" for one who is not known.
func (w *Words) Name(id string) string { return w.asker.shown(w.people[id], w.whole) }

// shown is a name as the visitor may read it.
func (a *Asker) shown(p person.Person, whole bool) string {
	if p.ID == "" {
		return ""
	}
	if whole || a.id != nil && a.id.Person == p.ID {
		return p.Name
	}
	return person.Mask(p.Name)
}

// Say is an answer in words; "" when there is none.
func (w *Words) Say(f form.Field, value any) string {
	p := w.asker.page
	switch v := value.(type) {
	case float64:
		switch f.Type {
		case form.Money:
			return p.T(Amount(v)+" 元", "¥ "+Amount(v))
		case form.Rating:
			return p.T(Amount(v)+" 星", Amount(v)+" of 5")
		}
		return strings.TrimSpace(Amount(v) + " " + p.Say(f.Unit))
	case []string:
		if f.Type == form.File {
			return p.T(strconv.Itoa(len(v))+" 个文件", strconv.Itoa(len(v))+" files")
		}
		words := make([]string, len(v))
		for i, key := range v {
			words[i] = w.option(f, key)
		}
		return strings.Join(words, p.T("、", ", "))
	case string:
		switch f.Type {
		case form.Choice:
			return w.option(f, v)
		case form.Person:
			return w.Name(v)
		case form.Place:
			return w.places[v].Full
		case form.Org:
			return w.orgs[v].Title
		case form.Date:
			if d, err := time.ParseInLocation(time.DateOnly, v, clock.Zone); err == nil {
				return p.Day(d)
			}
		}
		return v
	}
	return ""
}

// option is a choice's title; a key that the playbook no longer has is given as it is.
func (w *Words) option(f form.Field, key string) string {
	if t, ok := f.Option(key); ok {
		return w.asker.page.Say(t)
	}
	return key
}

// Amount is a number with thousands apart, and at most three decimals.
func Amount(n float64) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(n, 'f', 3, 64), ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		return whole + "." + part
	}
	return whole
}
