package matterweb

import (
	"net/http"

	"linli/internal/web"
)

// queueCounts answers with the chips of a queue, each with its count. It is a part of the page, asked for apart, so that
// the page itself need not wait for it.
func (d *desk) queueCounts(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := forWork(v); err != nil {
		return err
	}
	ask, err := readAsk(r)
	if err != nil {
		return err
	}
	counts, more, err := d.Matters.Counts(r.Context(), d.DB, v.ID, v.Realm.ID, ask.filter(0))
	if err != nil {
		return err
	}
	return v.Render(w, r, http.StatusOK, queueChips(v.Page, ask.chips(v.Page, "/"+v.Realm.ID+"/queue", counts, more), ""))
}
