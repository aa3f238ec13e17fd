package desk

import (
	"net/http"
	"strings"

	"linli/internal/person"
	"linli/internal/ui"
	"linli/internal/web"
)

// journalFollow is somebody or something that the journal is narrowed to by a link: the form keeps the id and says a name.
type journalFollow struct{ Name, Value, Label, Says, Clear string }

// followed says in words whom and what a link narrowed the journal to. What somebody typed stays in its field.
func (p *Pages) followed(r *http.Request, v *web.Visit, m *journalPage, without func(name string) string) error {
	ctx := r.Context()
	if id := m.Person.Value; id != "" {
		people, err := p.People.ByIDs(ctx, p.DB, v.Realm.ID, []string{id})
		if err != nil {
			return err
		}
		if who, ok := people[id]; ok {
			m.Person.Value = ""
			m.Follows = append(m.Follows, journalFollow{"person", id, v.Page.T("谁", "Who"), person.Mask(who.Name), without("person")})
		}
	}
	if id := m.Subject.Value; strings.Contains(id, ":") || len(id) == idLength {
		row := []journalRow{{SubjectSays: id}}
		if err := p.subjects(ctx, v.Page, v.Realm.ID, row); err != nil {
			return err
		}
		m.Subject.Value = ""
		m.Follows = append(m.Follows, journalFollow{"subject", id, v.Page.T("关于", "About"), row[0].SubjectSays, without("subject")})
	}
	return nil
}

// idLength is how long the ids are that rows go by.
const idLength = 26

// follows tells whether a link narrowed the journal by that name.
func (m journalPage) follows(name string) (ui.Field, bool) {
	for _, f := range m.Follows {
		if f.Name == name {
			return ui.Field{Name: name, Value: f.Value}, true
		}
	}
	return ui.Field{}, false
}
