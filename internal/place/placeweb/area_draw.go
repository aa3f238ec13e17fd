package placeweb

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// drawPage asks for a new area.
type drawPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Kind     ui.Field
	Kinds    []ui.Option
	Name     ui.Field
	From     ui.Field
	Places   ui.Field
	Checked  []string
	Estates  []drawEstate
	After    string // the area that it follows
	AfterIs  string
}

// drawEstate is an estate with its buildings, to be ticked.
type drawEstate struct {
	Title   string
	Options []ui.Option
}

func (p *Pages) newArea(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := v.ID.Keeps(access.Areas, ""); err != nil {
		return err
	}
	a := place.Area{Realm: v.Realm.ID, Kind: areaKind(r), Predecessor: r.URL.Query().Get("after")}
	var checked []string
	if a.Predecessor != "" {
		before, err := p.Places.Area(r.Context(), p.DB, v.Realm.ID, a.Predecessor)
		if err != nil {
			return err
		}
		a.Kind, a.Title = before.Kind, before.Title
		there, err := p.Places.PlacesOf(r.Context(), p.DB, v.Realm.ID, before.ID, p.Clock.Now())
		if err != nil {
			return err
		}
		for _, x := range there {
			checked = append(checked, x.ID)
		}
	}
	return p.drawForm(w, r, v, a, p.Clock.Now().In(clock.Zone).Format(time.DateOnly), checked, "", nil)
}

func (p *Pages) drawForm(w http.ResponseWriter, r *http.Request, v *web.Visit, a place.Area, from string, checked []string, typed string, wrong error) error {
	ctx := r.Context()
	m := drawPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/areas", After: a.Predecessor}
	m.Page.Title = v.Page.Say(lang.F("划一个%s", "Draw a new %s", a.Kind.Title()))
	m.Page.Crumbs = []ui.Link{{Href: m.Action + "?kind=" + string(a.Kind), Label: heading(v.Page, a.Kind.Title())}}
	for _, k := range place.AreaKinds {
		m.Kinds = append(m.Kinds, ui.Option{Value: string(k), Label: heading(v.Page, k.Title())})
	}
	m.Kind = ui.Field{Name: "kind", Label: v.Page.T("类型", "Kind"), Value: string(a.Kind), Required: true}
	m.Name = ui.Field{Name: "title", Label: v.Page.T("名称", "Name"), Value: a.Title, Required: true, MaxLen: 60, Error: m.Problems.Of("title")}
	m.From = ui.Field{Name: "from", Label: v.Page.T("从哪天起", "From which day"), Value: from, Required: true, Error: m.Problems.Of("from")}
	m.Places = ui.Field{Name: "in", Label: v.Page.T("别的地点", "Other places"), Value: typed, Error: m.Problems.Of("places"),
		Hint: v.Page.T("一行一个：全名或地点码，比如一个单元、一套房屋。", "One a line: a full name or a code, such as a unit or a dwelling.")}
	if a.Predecessor != "" {
		before, err := p.Places.Area(ctx, p.DB, v.Realm.ID, a.Predecessor)
		if err != nil {
			return err
		}
		m.AfterIs = before.Title
	}
	m.Checked = checked
	var err error
	if m.Estates, err = p.estates(ctx, v, a.Kind); err != nil {
		return err
	}
	m.Places.Value = strings.TrimSpace(strings.Join(append([]string{m.Places.Value}, p.unlisted(ctx, v, m.Estates, checked)...), "\n"))
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, drawView(m))
}

// estates are what can be ticked: each estate and its buildings, with the area of the kind that a building lies in now.
func (p *Pages) estates(ctx context.Context, v *web.Visit, k place.AreaKind) ([]drawEstate, error) {
	estates, err := p.Places.OfKind(ctx, p.DB, v.Realm.ID, place.Estate)
	if err != nil {
		return nil, err
	}
	buildings, err := p.Places.OfKind(ctx, p.DB, v.Realm.ID, place.Building)
	if err != nil {
		return nil, err
	}
	var all []drawEstate
	for _, e := range estates {
		d := drawEstate{Title: e.Title, Options: []ui.Option{{Value: e.ID, Label: v.Page.T("整个小区", "The whole estate")}}}
		for _, b := range buildings {
			if b.Parent == e.ID {
				d.Options = append(d.Options, ui.Option{Value: b.ID, Label: b.Title})
			}
		}
		all = append(all, d)
	}
	loose := drawEstate{Title: v.Page.T("不在小区里的楼", "Buildings outside the estates")}
	for _, b := range buildings {
		if b.Parent == "" {
			loose.Options = append(loose.Options, ui.Option{Value: b.ID, Label: b.Title})
		}
	}
	if len(loose.Options) > 0 {
		all = append(all, loose)
	}
	return all, nil
}

// unlisted are the full names of ticked places that have no box: they go into the words.
func (p *Pages) unlisted(ctx context.Context, v *web.Visit, estates []drawEstate, checked []string) []string {
	box := map[string]bool{}
	for _, e := range estates {
		for _, o := range e.Options {
			box[o.Value] = true
		}
	}
	var names []string
	for _, id := range checked {
		if box[id] {
			continue
		}
		if name, err := p.Places.Name(ctx, p.DB, v.Realm.ID, id); err == nil {
			names = append(names, name)
		}
	}
	return names
}

func (p *Pages) draw(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Areas, "")
	if err != nil {
		return err
	}
	var c fault.Check
	a := place.Area{Realm: v.Realm.ID, Kind: areaKind(r), Title: r.PostFormValue("title"), Predecessor: r.PostFormValue("after")}
	a.From, err = p.dayIn(r, "from")
	if err := c.Take(err); err != nil {
		return err
	}
	typed, checked := r.PostFormValue("in"), tickedIn(r)
	more, err := p.named(r.Context(), v, typed)
	if err := c.Take(err); err != nil {
		return err
	}
	over := append(append([]string(nil), checked...), more...)
	if len(over) == 0 && c.Err() == nil {
		c.Add("places", lang.T("请勾选或填写地点", "Please tick or name the places."))
	}
	if err = c.Err(); err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) error {
			made, err := p.Places.AddArea(r.Context(), tx, v.ID.Actor(post), a, over)
			if err == nil {
				a = made
			}
			return err
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.drawForm(w, r, v, a, r.PostFormValue("from"), checked, typed, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, areaPath(a), lang.F("已划定“%s”，从 %s 起", "“%s” is drawn, from %s.", a.Title, v.Page.Day(a.From)))
}

// named finds places by lines of full names or codes.
func (p *Pages) named(ctx context.Context, v *web.Visit, lines string) (ids []string, err error) {
	var c fault.Check
	for line := range strings.Lines(lines) {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			continue
		}
		at, err := p.Places.ByName(ctx, p.DB, v.Realm.ID, line)
		switch {
		case fault.Is(err, fault.NotFound):
			c.Add("places", lang.F("没有叫“%s”的地点，请写全名或地点码", "No place is called “%s”. Please give a full name or a code.", line))
		case err != nil:
			return nil, err
		default:
			ids = append(ids, at.ID)
		}
	}
	return ids, c.Err()
}

// pickable are the places that are suggested while one is typed.
func (p *Pages) pickable(ctx context.Context, v *web.Visit) ([]ui.Option, error) {
	var all []ui.Option
	for _, k := range []place.Kind{place.Estate, place.Building} {
		some, err := p.Places.OfKind(ctx, p.DB, v.Realm.ID, k)
		if err != nil {
			return nil, err
		}
		for _, x := range some {
			all = append(all, ui.Option{Value: x.ID, Label: x.Full})
		}
	}
	return all, nil
}

// Field asks for the buildings of the i-th estate, with those ticked that are in checked.
func (e drawEstate) Field(i int, checked []string) ui.Field {
	f := ui.Field{Name: boxes + strconv.Itoa(i), Label: e.Title}
	for _, o := range e.Options {
		if slices.Contains(checked, o.Value) {
			f.Values = append(f.Values, o.Value)
		}
	}
	return f
}

// boxes is what the names of an estate's boxes begin with: each estate has its own, for ids on a page are unique.
const boxes = "place."

// tickedIn are the places that were ticked under any estate.
func tickedIn(r *http.Request) (ids []string) {
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if strings.HasPrefix(name, boxes) {
			ids = append(ids, r.PostForm[name]...)
		}
	}
	return ids
}
