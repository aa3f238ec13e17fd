package placeweb

import (
	"bytes"
	"io"
	"net/http"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/lang"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// export sends every shape as a GeoJSON file, in WGS 84 whatever the tiles are.
func (p *Pages) export(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	all, err := p.Places.Export(r.Context(), p.DB, v.Realm.ID, p.Clock.Now())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := geo.Encode(&b, all); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/geo+json")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.Realm.ID+`.geojson"`)
	_, err = w.Write(b.Bytes())
	return err
}

// importPage asks for a GeoJSON file.
type importPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	File     ui.Field
}

func (p *Pages) newImport(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.importForm(w, r, v, nil)
}

func (p *Pages) importForm(w http.ResponseWriter, r *http.Request, v *web.Visit, wrong error) error {
	if _, err := v.ID.Keeps(access.Areas, ""); err != nil {
		return err
	}
	m := importPage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: "/" + v.Realm.ID + "/map/import"}
	m.Page.Title = v.Page.T("导入形状", "Import shapes")
	m.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/map", Label: v.Page.T("地图", "Map")}}
	if n := len(m.Problems.List); n > maxWrong {
		m.Problems.List = append(m.Problems.List[:maxWrong], ui.Problem{Name: "file", Says: v.Page.Say(lang.F("还有 %d 处", "and %d more", n-maxWrong))})
	}
	m.File = ui.Field{Name: "file", Label: v.Page.T("GeoJSON 文件", "A GeoJSON file"), Required: true, Error: m.Problems.Of("file")}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, importView(m))
}

// takeIn takes shapes from a file: all of them, or none and a page that says which features are wrong.
func (p *Pages) takeIn(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	post, err := v.ID.Keeps(access.Areas, "")
	if err != nil {
		return err
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return p.importForm(w, r, v, fault.InField("file", lang.T("请选择文件", "Please choose a file.")))
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, geo.MaxFile+1))
	if err != nil {
		return err
	}
	features, err := geo.Decode(b)
	taken := 0
	if err == nil {
		err = p.DB.Tx(r.Context(), func(tx *store.Tx) (err error) {
			taken, err = p.Places.Import(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, features, p.Clock.Now())
			return err
		})
	}
	if fault.Is(err, fault.Invalid) {
		return p.importForm(w, r, v, err)
	}
	if err != nil {
		return err
	}
	return v.Done(w, r, "/"+v.Realm.ID+"/map", lang.F("已导入 %d 个形状", "Shapes taken in: %d.", taken))
}
