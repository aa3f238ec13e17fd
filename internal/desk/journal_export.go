package desk

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/web"
)

// exported is an entry or a look as a file has it: who and what by their identities, times in the zone of China, and
// nothing of what an entry holds.
type exported struct {
	Number  int64     `json:"number,omitempty"`
	At      time.Time `json:"at"`
	Kind    string    `json:"kind"`
	Account string    `json:"account,omitempty"`
	Person  string    `json:"person,omitempty"`
	Post    string    `json:"post,omitempty"`
	Subject string    `json:"subject"`
}

// exportSize is how many are read at once, so that memory does not grow with the record.
const exportSize = 1000

// journalExport writes what a filter finds as CSV or as a JSON object a line. That it was taken away is noted as a look.
func (p *Pages) journalExport(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	by, err := auditor(v)
	if err != nil {
		return err
	}
	f, err := p.follow(r, v)
	if err != nil {
		return err
	}
	f.Before, f.Limit = "", exportSize
	if err := p.Journal.Look(r.Context(), p.DB, v.Realm.ID, by, "journal", "export"); err != nil {
		return err
	}
	table := strings.HasSuffix(r.URL.Path, ".csv")
	kind, end := "application/jsonl", ".jsonl"
	if table {
		kind, end = "text/csv; charset=utf-8", ".csv"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.Realm.ID+"-journal-"+p.Clock.Now().Format("20060102-1504")+end+`"`)
	w.Header().Set("Cache-Control", "no-store")
	lines, rows := json.NewEncoder(w), csv.NewWriter(w)
	if table {
		_, _ = w.Write([]byte("\ufeff")) // spreadsheets take it for UTF-8 only then
		_ = rows.Write([]string{"number", "at", "kind", "account", "person", "post", "subject"})
	}
	for more := true; more; {
		page, next, err := p.exportPage(r, v, f)
		if err != nil {
			panic(http.ErrAbortHandler) // the answer has begun: break it off, so that it is not taken for whole
		}
		for _, e := range page {
			if table {
				err = rows.Write([]string{strconv.FormatInt(e.Number, 10), e.At.Format(time.RFC3339), e.Kind, e.Account, e.Person, e.Post, e.Subject})
			} else {
				err = lines.Encode(e)
			}
			if err != nil {
				return nil // whoever asked has left
			}
		}
		rows.Flush()
		f.Before, more = next, next != ""
	}
	return nil
}

func (p *Pages) exportPage(r *http.Request, v *web.Visit, f journal.Follow) (page []exported, next string, err error) {
	if r.URL.Query().Get("of") == "looks" {
		looks, next, err := p.Journal.Looks(r.Context(), p.DB, v.Realm.ID, f)
		for _, l := range looks {
			page = append(page, exported{0, l.At.In(clock.Zone), l.What, l.By.Account, l.By.Person, l.By.Post, l.Subject})
		}
		return page, next, err
	}
	entries, next, err := p.Journal.Entries(r.Context(), p.DB, v.Realm.ID, f)
	for _, e := range entries {
		page = append(page, exported{e.Number, e.At.In(clock.Zone), e.Kind, e.By.Account, e.By.Person, e.By.Post, e.Subject})
	}
	return page, next, err
}
