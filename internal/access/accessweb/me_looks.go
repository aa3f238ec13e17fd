package accessweb

import (
	"context"
	"slices"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/ui"
)

const (
	looksShown  = 50
	looksRaised = 500 // matters whose looks are told of
)

// looks say who looked at the personal data of somebody in a realm: of the person, and of the matters they raised. The newest
// come first. Who looked is named, and by which post: whoever looks by a post is known to those they serve.
func (p *Pages) looks(ctx context.Context, page ui.Page, id *access.Identity) ([]string, error) {
	if id.Person == "" {
		return nil, nil
	}
	raised, err := p.Ask.Matters.Raised(ctx, p.DB, id.Realm, id.Person, looksRaised)
	if err != nil {
		return nil, err
	}
	subjects := []string{id.Person}
	for s := range raised {
		subjects = append(subjects, s)
	}
	slices.Sort(subjects)
	seen, err := p.Journal.LooksAt(ctx, p.DB, id.Realm, subjects, looksShown)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, s := range seen {
		people = append(people, s.By.Person)
	}
	names, err := p.People.ByIDs(ctx, p.DB, id.Realm, people)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, s := range seen {
		who := lang.Same(names[s.By.Person].Name)
		if s.By.Person == id.Person {
			who = lang.T("您自己", "you")
		}
		if s.By.Post != "" {
			post, err := p.Orgs.Post(ctx, p.DB, id.Realm, s.By.Post)
			if err != nil {
				return nil, err
			}
			who = lang.F("%s %s", "%s %s", post.Says(), who)
		}
		all = append(all, page.Say(lang.F("%s，%s看了%s", "%s: %s saw %s", page.Moment(s.At), who, whatOf(s.What, raised[s.Subject]))))
	}
	return all, nil
}

// whatOf says what was looked at.
func whatOf(what string, number int64) lang.Text {
	switch {
	case number != 0:
		return lang.F("您第 %d 号事项里的保密内容和联系方式", "what is sealed in your matter no. %d, and how to reach you", number)
	case what == "phone":
		return lang.T("您的电话", "your phone number")
	case what == "idnumber":
		return lang.T("您的身份证号", "your identity number")
	}
	return lang.Same(what)
}
