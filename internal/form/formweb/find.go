package formweb

import (
	"context"
	"strings"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/ui"
)

// offered is how many suggestions a page carries; more are found by typing.
const offered = 100

// found is how many things typed words may mean and still be chosen from.
const found = 20

// suggest gives what a field may be answered with before anything is typed.
func (a *Asker) suggest(ctx context.Context, t form.Type) ([]ui.Option, error) {
	switch t {
	case form.Person:
		return a.people(ctx)
	case form.Place:
		return a.places(ctx, "", offered)
	case form.Org:
		return a.orgs(ctx, "")
	}
	return nil, nil
}

// search gives what words may mean.
func (a *Asker) search(ctx context.Context, t form.Type, words string) ([]ui.Option, error) {
	switch t {
	case form.Person:
		return a.searchPeople(ctx, words)
	case form.Place:
		return a.places(ctx, words, found)
	case form.Org:
		return a.orgs(ctx, words)
	}
	return nil, nil
}

func (a *Asker) places(ctx context.Context, words string, limit int) ([]ui.Option, error) {
	near, err := a.Matters.PlacesFor(ctx, a.DB, a.id, a.realm, words, limit)
	if err != nil {
		return nil, err
	}
	all := make([]ui.Option, len(near))
	for i, p := range near {
		all[i] = ui.Option{Value: p.ID, Label: p.Full}
	}
	return all, nil
}

func (a *Asker) orgs(ctx context.Context, words string) ([]ui.Option, error) {
	list, err := a.Orgs.Open(ctx, a.DB, a.realm, a.Clock.Now())
	if err != nil {
		return nil, err
	}
	var all []ui.Option
	for _, o := range list {
		if strings.Contains(strings.ToLower(o.Title), strings.ToLower(words)) {
			all = append(all, ui.Option{Value: o.ID, Label: o.Title, Group: a.page.Say(o.KindTitle())})
		}
	}
	return all, nil
}

// resolve finds what was sent: an id from a list, a suggestion's label, or words. When the words mean several things it
// gives them all.
func (a *Asker) resolve(ctx context.Context, f form.Field, sent string) (one ui.Option, several []ui.Option, says lang.Text, err error) {
	near, err := a.suggest(ctx, f.Type)
	if err != nil {
		return one, nil, says, err
	}
	if id, ok := ui.Picked(near, sent); ok {
		return optionOf(near, id), nil, says, nil
	}
	if name, err := a.name(ctx, f.Type, sent); err == nil {
		return ui.Option{Value: sent, Label: name}, nil, says, nil
	} else if !fault.Is(err, fault.NotFound) {
		return one, nil, says, err
	}
	several, err = a.search(ctx, f.Type, sent)
	if err != nil {
		return one, nil, says, err
	}
	if id, ok := ui.Picked(several, sent); ok && (f.Type != form.Person || len(several) == 1) {
		return optionOf(several, id), nil, says, nil
	}
	switch {
	case len(several) == 1:
		return several[0], nil, says, nil
	case len(several) == 0:
		return one, nil, lang.F("没有找到“%s”，请换几个字，或从提示中选", "Nothing here is called “%s”. Try other words, or take a suggestion.", sent), nil
	case f.Type == form.Person && !a.id.Serves():
		return one, nil, lang.F("“%s”不止一位，请写全姓名", "There are several “%s”. Please give the whole name.", sent), nil
	}
	return one, several, lang.F("“%s”不止一个，请选一个", "“%s” may be several things. Please choose one.", sent), nil
}

// name is what the thing with an id is called, or a fault of kind NotFound.
func (a *Asker) name(ctx context.Context, t form.Type, id string) (string, error) {
	switch t {
	case form.Person:
		p, err := a.People.Get(ctx, a.DB, a.realm, id)
		if err != nil {
			return "", err
		}
		knows, err := a.id.Knows(ctx, a.DB, a.People, []person.Person{p})
		if err != nil {
			return "", err
		}
		return a.shown(p, knows(p)), nil
	case form.Place:
		return a.Places.Name(ctx, a.DB, a.realm, id)
	case form.Org:
		o, err := a.Orgs.Get(ctx, a.DB, a.realm, id)
		return o.Title, err
	}
	return "", place.ErrNone
}

func optionOf(all []ui.Option, value string) ui.Option {
	for _, o := range all {
		if o.Value == value {
			return o
		}
	}
	return ui.Option{}
}
