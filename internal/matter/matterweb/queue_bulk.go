package matterweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// bulkPage is an act on many matters: first the question, then what came of it.
type bulkPage struct {
	Page   ui.Page
	Action string
	Back   string
	Key    string
	Act    string
	Says   string // the act in words
	Noted  bool
	Note   ui.Field
	Moves  []ui.Option // to choose from, when the act is not chosen yet
	Rows   []bulkRow
	Able   int // how many of them can be asked to take the act
	Fault  ui.Problems
}

type bulkRow struct {
	Number, Version string
	Href, Title     string
	Able            bool
	Done            bool
	Says            string // what came of it, or why it cannot be
}

// bulkMost is how many matters one act takes: a page of the queue.
const bulkMost = queueSize

var (
	errNonePicked = fault.New(fault.Invalid, lang.T("没有选中任何事项，请先勾选要处理的行", "Nothing is selected. Tick the rows first."))
	errManyPicked = fault.New(fault.Invalid, lang.F("一次最多处理 %d 件，请分几次", "At most %d at once; please do it in several goes.", bulkMost))
)

// queueBulk acts on the picked matters, each in its own transaction, after a page that asks.
func (d *desk) queueBulk(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := forWork(v); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, lang.T("提交的内容读不出来", "What was sent cannot be read."))
	}
	base := "/" + v.Realm.ID + "/queue"
	p := bulkPage{Page: v.Page, Action: base + "/bulk", Back: web.Back(r.PostFormValue("back"), base), Key: r.PostFormValue("key"), Act: r.PostFormValue("act")}
	p.Page.Title = v.Page.T("批量办理", "Act on many")
	picked := r.PostForm["pick"]
	switch {
	case len(picked) == 0:
		return errNonePicked
	case len(picked) > bulkMost:
		return errManyPicked
	}
	views, err := d.picked(r.Context(), v, picked, &p)
	if err != nil {
		return err
	}
	if r.PostFormValue("confirm") == "" || p.Act == "" || p.Key == "" {
		return d.bulkAsk(w, r, v, p, views, nil)
	}
	p.Says = actTitle(v.Page, p.Act, views)
	note := strings.TrimSpace(r.PostFormValue("note"))
	if note == "" && r.PostFormValue("noted") != "" {
		return d.bulkAsk(w, r, v, p, views, fault.InField("note", lang.T("请写一句说明", "Please add a note.")))
	}
	for i := range p.Rows {
		if row := &p.Rows[i]; views[i] != nil {
			row.Done, row.Says = d.carryOut(r.Context(), v, views[i].ID, matter.Act{Move: p.Act, Note: note, Version: version(r, row.Number)}, p.Key)
		}
	}
	return v.Render(w, r, http.StatusOK, bulkTold(p))
}

// bulkAsk asks what to do, or whether to do it.
func (d *desk) bulkAsk(w http.ResponseWriter, r *http.Request, v *web.Visit, p bulkPage, views []*matter.View, wrong error) error {
	p.choose(v.Page, views)
	if p.Key == "" {
		p.Key = onceKey()
	}
	p.Fault = v.Page.Problems(wrong)
	p.Note = ui.Field{Name: "note", Label: p.Page.T("说明", "Note"), Value: r.PostFormValue("note"), Required: p.Noted, MaxLen: 2000,
		Hint: p.Page.T("每一件都会记上这段话", "It goes on the record of each"), Error: p.Fault.Of("note")}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, bulkAsk(p))
}

// actTitle is an act in words, as the picked matters or all matters know it.
func actTitle(p ui.Page, act string, views []*matter.View) string {
	if playbook.Common(act) {
		return p.Say(playbook.CommonTitle(act))
	}
	for _, m := range views {
		if m != nil && m.Kind.Move(act) != nil {
			return p.Say(m.Kind.Move(act).Title)
		}
	}
	return p.T("批量办理", "Act on many")
}

// version is which version of a matter the page showed that asked.
func version(r *http.Request, number string) int64 {
	n, _ := strconv.ParseInt(r.PostFormValue("version-"+number), 10, 64)
	return n
}

// picked looks at each picked matter as the caller may see it now. One that is not there for them is told so.
func (d *desk) picked(ctx context.Context, v *web.Visit, numbers []string, p *bulkPage) ([]*matter.View, error) {
	var views []*matter.View
	seen := map[int64]bool{}
	for _, s := range numbers {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 1 || seen[n] {
			continue
		}
		seen[n] = true
		m, err := d.Matters.Show(ctx, d.DB, v.ID, matter.Ref{Realm: v.Realm.ID, Number: n})
		if fault.Is(err, fault.NotFound) {
			views = append(views, nil)
			p.Rows = append(p.Rows, bulkRow{Number: s, Title: "#" + s, Says: v.Page.Say(matter.ErrNone.Says)})
			continue
		}
		if err != nil {
			return nil, err
		}
		views = append(views, m)
		p.Rows = append(p.Rows, bulkRow{Number: s, Version: strconv.FormatInt(m.Version, 10), Title: m.Title, Href: "/" + v.Realm.ID + "/matters/" + s})
	}
	return views, nil
}

// choose notes which of the picked matters can take the act. Without an act it gathers those to choose from: moves that
// ask no fields and that every picked matter offers.
func (p *bulkPage) choose(page ui.Page, views []*matter.View) {
	kind := sameKind(views)
	if p.Act == "" {
		for _, o := range offeredByAll(views, kind) {
			p.Moves = append(p.Moves, ui.Option{Value: o.Move, Label: page.Say(o.Title)})
		}
		return
	}
	p.Says = actTitle(page, p.Act, views)
	for i, m := range views {
		if m == nil {
			continue
		}
		for _, o := range m.Offers {
			if o.Move == p.Act && simple(o, kind) {
				p.Rows[i].Able, p.Noted = true, p.Noted || o.Noted
				p.Able++
			}
		}
		if !p.Rows[i].Able {
			p.Rows[i].Says = page.Say(notOffered)
		}
	}
}

var notOffered = lang.T("现在不能对它这样做", "This cannot be done to it now.")

// sameKind tells whether all matters are of one version of one kind and at one stage: only then is a move of the kind
// the same move.
func sameKind(views []*matter.View) bool {
	for _, m := range views {
		if m == nil || views[0] == nil || m.Kind != views[0].Kind || m.State.Stage != views[0].State.Stage {
			return false
		}
	}
	return true
}

// simple tells whether an offer asks for nothing but a note, and so can be made for many at once.
func simple(o playbook.Offer, kind bool) bool {
	return len(o.Fields) == 0 && !o.Danger && (kind || o.Common)
}

func offeredByAll(views []*matter.View, kind bool) []playbook.Offer {
	var all []playbook.Offer
	if len(views) == 0 || views[0] == nil {
		return nil
	}
	for _, o := range views[0].Offers {
		everywhere := simple(o, kind)
		for _, m := range views {
			everywhere = everywhere && m != nil && slices.ContainsFunc(m.Offers, func(x playbook.Offer) bool { return x.Move == o.Move && simple(x, kind) })
		}
		if everywhere {
			all = append(all, o)
		}
	}
	return all
}

// carryOut makes the move in a transaction of its own. The page's key makes sending it twice harmless.
func (d *desk) carryOut(ctx context.Context, v *web.Visit, id string, a matter.Act, key string) (done bool, says string) {
	err := d.DB.Tx(ctx, func(tx *store.Tx) error {
		_, err := d.Once.Do(ctx, tx, once.Request{Realm: v.Realm.ID, Caller: v.Account, Key: "bulk/" + key + "/" + id, Body: []byte(a.Move + "\n" + a.Note)}, func() ([]byte, error) {
			_, err := d.Matters.Move(ctx, tx, v.ID, matter.Ref{Realm: v.Realm.ID, ID: id}, a)
			return []byte("done"), err
		})
		return err
	})
	if err != nil {
		return false, v.Page.Say(web.Fault(err).Says)
	}
	return true, v.Page.T("已办", "Done")
}
