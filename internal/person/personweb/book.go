package personweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/form/formweb"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// bookPage asks for one person. Where somebody who is booked may be the same, it shows them and asks first.
type bookPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Known    string // who it is, where that is settled
	KnownAs  string
	Name     ui.Field
	Phone    ui.Field
	Ask      []formweb.Input
	Alike    []alikeRow
}

type alikeRow struct{ ID, Name, Under string }

var bookFields = []form.Field{
	{Name: "dwelling", Type: form.Place, Title: lang.T("房屋", "Dwelling"), Hint: lang.T("写到房号，或者写地点码。", "With the number of the flat, or the code of the place."), Required: true},
	{Name: "relation", Type: form.Choice, Title: lang.T("和房屋的关系", "What they have to do with it"), Required: true, Options: relations()},
	{Name: "apart", Type: form.Choices, Title: lang.T("单独成户", "A household apart"), Options: []form.Option{{Key: "yes", Title: lang.T("另算一户（合租等）", "on their own, as in a shared flat")}}},
}

func relations() []form.Option {
	var all []form.Option
	for _, r := range person.Relations {
		all = append(all, form.Option{Key: string(r), Title: r.Title()})
	}
	return all
}

func (p *Pages) newPerson(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := somewhere(v); err != nil {
		return err
	}
	ans := formweb.None()
	if code := r.URL.Query().Get("in"); code != "" {
		at, err := p.Places.ByCode(r.Context(), p.DB, v.Realm.ID, code)
		if err != nil {
			return err
		}
		ans.Set("dwelling", at.ID, at.Full)
	}
	m := bookPage{Known: r.URL.Query().Get("known")}
	return p.bookForm(w, r, v, m, ans, nil)
}

func (p *Pages) bookForm(w http.ResponseWriter, r *http.Request, v *web.Visit, m bookPage, ans *formweb.Answers, wrong error) error {
	m.Page, m.Action, m.Problems = v.Page, peoplePath(v), v.Page.Problems(wrong)
	m.Page.Title, m.Page.Crumbs = v.Page.T("登记住户", "Book somebody"), crumbs(v)
	if m.Known != "" {
		who, _, err := p.known(r.Context(), v, m.Known)
		if err != nil {
			return err
		}
		m.KnownAs = who.Name
	}
	m.Name = ui.Field{Name: "name", Label: v.Page.T("姓名", "Name"), Value: r.PostFormValue("name"), Required: true, MaxLen: 50, Auto: "off", Error: m.Problems.Of("name")}
	m.Phone = ui.Field{Name: "phone", Label: v.Page.T("电话", "Phone"), Value: r.PostFormValue("phone"), MaxLen: 20, Auto: "off", Error: m.Problems.Of("phone"), Attrs: templ.Attributes{"type": "tel"},
		Hint: v.Page.T("可以不填。加密保存，看一次记一次。", "Optional. It is kept sealed, and every look at it is noted.")}
	var err error
	if m.Ask, err = p.asker(v).Inputs(r.Context(), formweb.Asking{}, bookFields, ans, m.Problems); err != nil {
		return err
	}
	status := statusOf(wrong)
	if len(m.Alike) > 0 {
		status = http.StatusConflict
	}
	return v.Render(w, r, status, bookView(m))
}

func (p *Pages) book(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := somewhere(v); err != nil {
		return err
	}
	ctx := r.Context()
	ans, err := p.asker(v).Read(ctx, r, formweb.Asking{}, bookFields)
	if err != nil {
		return err
	}
	m := bookPage{Known: r.PostFormValue("known")}
	b := person.Booking{Realm: v.Realm.ID, Known: m.Known, Name: r.PostFormValue("name"), Phone: r.PostFormValue("phone"), At: p.Clock.Now(), Apart: r.PostFormValue("apart") == "yes"}
	b.Dwelling, _ = ans.Raw["dwelling"].(string)
	relation, _ := ans.Raw["relation"].(string)
	b.Relation = person.Relation(relation)
	var post string
	if err = ans.Check(bookFields); err == nil {
		post, err = p.mayBook(ctx, v, b.Dwelling)
	}
	if err == nil && (b.Known != "" || r.PostFormValue("sure") == "") {
		alike, asks, e := p.alike(ctx, v, post, b)
		if e != nil {
			return e
		}
		if b.Known == "" && len(alike) > 0 {
			m.Alike = asks
			return p.bookForm(w, r, v, m, ans, nil)
		}
		if b.Known != "" && !slices.ContainsFunc(alike, func(x person.Person) bool { return x.ID == b.Known }) {
			if _, _, err := p.known(ctx, v, b.Known); err != nil {
				return err
			}
		}
	}
	var who person.Person
	if err == nil {
		err = p.DB.Tx(ctx, func(tx *store.Tx) (err error) {
			who, err = p.People.Book(ctx, tx, v.ID.Actor(post), b)
			return err
		})
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return p.bookForm(w, r, v, m, ans, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, personPath(v, who.ID), lang.F("已登记%s", "%s is booked.", who.Name))
}

// mayBook gives the post by which the visitor books who lives in a dwelling.
func (p *Pages) mayBook(ctx context.Context, v *web.Visit, dwelling string) (string, error) {
	at, err := p.Places.Get(ctx, p.DB, v.Realm.ID, dwelling)
	if err != nil {
		return "", err
	}
	if at.Kind != place.Dwelling {
		return "", fault.InField("dwelling", lang.T("请写到房号，例如 3幢 101室", "Please give the flat, such as 3幢 101室."))
	}
	return books(v, at.Path)
}

// alike finds who may be the person that is to be booked, with how each is shown: whole to those who answer for them.
func (p *Pages) alike(ctx context.Context, v *web.Visit, post string, b person.Booking) ([]person.Person, []alikeRow, error) {
	found, err := p.People.Alike(ctx, p.DB, v.ID.Actor(post), b)
	if err != nil {
		return nil, nil, err
	}
	knows, err := v.ID.Knows(ctx, p.DB, p.People, found)
	if err != nil {
		return nil, nil, err
	}
	var rows []alikeRow
	for _, x := range found {
		row := alikeRow{x.ID, person.Mask(x.Name), v.Page.T("电话相同", "the same phone number")}
		if knows(x) {
			row.Name = x.Name
		}
		doors, err := p.doors(ctx, v, x)
		if err != nil {
			return nil, nil, err
		}
		for _, d := range doors {
			if d.ID == b.Dwelling {
				row.Name = x.Name // the visitor answers for this door
				if x.Name == strings.Join(strings.Fields(b.Name), " ") {
					row.Under = v.Page.T("已登记在这套房屋", "booked at this dwelling already")
				}
			}
			if _, err := books(v, d.Path); err == nil {
				row.Under += " · " + d.Full
			}
		}
		rows = append(rows, row)
	}
	return found, rows, nil
}
