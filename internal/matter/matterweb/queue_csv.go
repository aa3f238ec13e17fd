package matterweb

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// exportMost is how many rows one export has at most: what a table program still opens at ease.
const exportMost = 50_000

// queueCSV writes the matters of a filter as a table for spreadsheets, page by page, so that memory does not grow with
// their number.
func (d *desk) queueCSV(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := forWork(v); err != nil {
		return err
	}
	ask, err := readAsk(r)
	if err != nil {
		return err
	}
	known, err := d.choices(r.Context(), v)
	if err != nil {
		return err
	}
	f := ask.filter(200)
	f.Before = 0
	page, err := d.Matters.List(r.Context(), d.DB, v.ID, v.Realm.ID, f)
	if err != nil {
		return err
	}
	now := d.Clock.Now()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.Realm.ID+"-"+now.Format("20060102-1504")+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	if _, err := w.Write([]byte("\ufeff")); err != nil { // spreadsheets take it for UTF-8 only then
		return nil
	}
	out := csv.NewWriter(w)
	p := v.Page
	_ = out.Write([]string{p.T("编号", "Number"), p.T("事项", "Matter"), p.T("类别", "Kind"), p.T("状态", "Status"), p.T("阶段", "Stage"), p.T("地点", "Place"),
		p.T("网格", "Grid"), p.T("办理人", "Handler"), p.T("登记时间", "Raised"), p.T("时限", "Deadline"), p.T("结束时间", "Closed")})
	grids := map[string]string{}
	for _, g := range known.grids {
		grids[g.Value] = g.Label
	}
	for written := 0; ; {
		names, err := d.names(r, v, page.Items)
		if err != nil {
			panic(http.ErrAbortHandler) // the answer has begun: break it off, so that it is not taken for whole
		}
		for _, it := range page.Items {
			_ = out.Write(exportRow(p, it, grids[it.Grid], names[it.Handler]))
		}
		if out.Flush(); out.Error() != nil {
			return nil // whoever asked has left
		}
		if written += len(page.Items); page.Next == 0 || written >= exportMost {
			return nil
		}
		f.Before = page.Next
		if page, err = d.Matters.List(r.Context(), d.DB, v.ID, v.Realm.ID, f); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

func exportRow(p ui.Page, it matter.Item, grid, who string) []string {
	due, closed := "", ""
	if !it.Due.IsZero() {
		due = it.Due.Format("2006-01-02 15:04")
	}
	if !it.Closed.IsZero() {
		closed = it.Closed.Format("2006-01-02 15:04")
	}
	return []string{strconv.FormatInt(it.Number, 10), harmless(it.Says(p.Lang)), harmless(p.Say(it.Kind.Title)), p.Say(ui.Status(it.Shows).Text()), harmless(p.Say(it.StageText)),
		harmless(it.AtPlace), harmless(grid), harmless(who), it.Created.Format("2006-01-02 15:04"), due, closed}
}

// harmless keeps a spreadsheet from taking what somebody wrote for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
