package placeweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// checkPage is where dwellings lie in no area of a kind or in several, and how that is mended.
type checkPage struct {
	Page     ui.Page
	Problems ui.Problems
	Note     *flawNote
	Action   string
	Kind     string
	Rows     []flawRow
	Into     ui.Field
	Areas    []ui.Option // nil for those who may not mend
}

type flawRow struct {
	ID, Href, Title, Says string
	Dwellings             int
	Gap                   bool
	Picked                bool
}

func (p *Pages) check(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.checking(w, r, v, nil)
}

func (p *Pages) checking(w http.ResponseWriter, r *http.Request, v *web.Visit, wrong error) error {
	if err := v.Staff(); err != nil {
		return err
	}
	ctx, now, k := r.Context(), p.Clock.Now(), areaKind(r)
	m := checkPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/areas/check", Kind: string(k)}
	m.Page.Title = v.Page.T("网格的空白和重叠", "Gaps and overlaps")
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/areas?kind=" + string(k), Label: heading(v.Page, k.Title())}}
	flaws, err := p.Places.Flaws(ctx, p.DB, v.Realm.ID, k, now)
	if err != nil {
		return err
	}
	m.Note = noteOf(v.Page, flaws)
	picked := map[string]bool{}
	for _, id := range r.PostForm["place"] {
		picked[id] = true
	}
	for _, f := range flaws {
		row := flawRow{f.Place.ID, pathOf(f.Place), f.Place.Full, v.Page.T("不在任何网格里", "In no grid"), f.Dwellings, len(f.Areas) == 0, picked[f.Place.ID]}
		for i, a := range f.Areas {
			if i == 0 {
				row.Says = v.Page.T("同时在：", "In several: ") + a.Title
			} else {
				row.Says += v.Page.T("、", ", ") + a.Title
			}
		}
		m.Rows = append(m.Rows, row)
	}
	if _, err := v.ID.Keeps(access.Areas, ""); err == nil {
		all, err := p.Places.Areas(ctx, p.DB, v.Realm.ID, k, now)
		if err != nil {
			return err
		}
		for _, a := range all {
			m.Areas = append(m.Areas, ui.Option{Value: a.ID, Label: a.Title})
		}
		m.Into = ui.Field{Name: "area", Label: v.Page.T("放进哪个网格", "Into which grid"), Value: r.PostFormValue("area"), Required: true, Error: m.Problems.Of("area")}
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, checkView(m))
}

// mend puts the picked places into one area, and out of the others of its kind.
func (p *Pages) mend(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Areas, "")
	if err != nil {
		return err
	}
	var to place.Area
	err = p.DB.Tx(r.Context(), func(tx *store.Tx) (err error) {
		if to, err = p.Places.Area(r.Context(), tx, v.Realm.ID, r.PostFormValue("area")); fault.Is(err, fault.NotFound) {
			return fault.InField("area", lang.T("请选择网格", "Please choose the grid."))
		} else if err != nil {
			return err
		}
		return p.Places.PutInto(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, to.ID, r.PostForm["place"], p.Clock.Now())
	})
	if fault.Is(err, fault.Invalid) {
		return p.checking(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/areas/check?kind="+string(to.Kind), lang.F("已放进“%s”", "They lie in “%s” now.", to.Title))
}
