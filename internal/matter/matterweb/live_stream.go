package matterweb

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/matter"
	"linli/internal/web"
)

// Times of a stream: what changes within a breath goes out together, a silent line is kept open, and one whose reader takes
// nothing any more is left.
const (
	liveBreath   = 200 * time.Millisecond
	liveBeat     = 25 * time.Second
	livePatience = 30 * time.Second
)

// live is one open queue: which rows it shows, and what came after it was opened.
type live struct {
	*desk
	visit *web.Visit
	ask   queueAsk
	shown map[int64]bool
	top   int64 // the highest number shown
	fresh map[int64]bool
}

// queueStream sends the rows of a queue anew as their matters change, as far as its reader may see them then, and says
// when there are new ones. It ends when the reader leaves, when their authority ends, or when the server stops.
func (d *desk) queueStream(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := forWork(v); err != nil {
		return err
	}
	ask, err := readAsk(r)
	if err != nil {
		return err
	}
	l := &live{desk: d, visit: v, ask: ask, shown: map[int64]bool{}, fresh: map[int64]bool{}}
	for part := range strings.SplitSeq(r.URL.Query().Get("rows"), ".") {
		if n, err := strconv.ParseInt(part, 10, 64); err == nil && len(l.shown) < queueSize {
			l.shown[n] = true
			l.top = max(l.top, n)
		}
	}
	out := line{w, http.NewResponseController(w), livePatience}
	_ = out.SetReadDeadline(time.Time{}) // a recorder in a test has none
	ear, stop := d.Hub.listen(v.Realm.ID)
	defer stop()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	if out.send(": open\n\n") != nil {
		return nil
	}
	beat := time.NewTicker(liveBeat)
	defer beat.Stop()
	for {
		text := ": still here\n\n"
		select {
		case <-r.Context().Done():
			return nil
		case <-ear.ended:
			return nil
		case <-beat.C:
		case <-ear.wake:
			select {
			case <-time.After(liveBreath):
			case <-r.Context().Done():
				return nil
			case <-ear.ended:
				return nil
			}
			ids, many := ear.take()
			if text, err = l.tell(r, ids, many); err != nil {
				return nil // whoever may not see any more, or a database that is gone: the page asks again
			}
		}
		if text != "" && out.send(text) != nil {
			return nil
		}
	}
}

// tell words what changed as one message of the stream; "" when there is nothing for this page.
func (l *live) tell(r *http.Request, ids []string, many bool) (string, error) {
	ctx := r.Context()
	id, err := l.visit.Site.Access.Authenticate(ctx, l.DB, web.Secret(r), l.visit.Realm.ID)
	if err != nil {
		return "", err
	}
	v := *l.visit
	v.ID = id
	if err := forWork(&v); err != nil {
		return "", err
	}
	var b bytes.Buffer
	if many {
		l.news(&b, ctx, v.Page.T("有不少事项变了", "Many matters have changed"))
	}
	before := len(l.fresh)
	var changed []matter.Item
	for _, mid := range ids {
		m, err := l.Matters.Find(ctx, l.DB, matter.Ref{Realm: v.Realm.ID, ID: mid})
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return "", err
		}
		switch {
		case l.shown[m.Number]:
			it, ok, err := l.one(ctx, id, matter.Filter{}, m.Number)
			if err != nil {
				return "", err
			}
			if ok {
				changed = append(changed, it)
			}
		case m.Number > l.top && l.ask.Cursor == 0 && !l.fresh[m.Number]:
			_, ok, err := l.one(ctx, id, l.ask.filter(1), m.Number)
			if err != nil {
				return "", err
			}
			if ok {
				l.fresh[m.Number] = true
			}
		}
	}
	now := l.Clock.Now()
	rows, err := l.rows(r, &v, changed, now)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		if err := partial(ctx, &b, "#"+row.ID, "outerMorph", queueTableRow(v.Page, row, now, true)); err != nil {
			return "", err
		}
	}
	if n := len(l.fresh); n > before && !many {
		says := fmt.Sprintf(v.Page.T("有 %d 件新事项", "%d new matters"), n)
		if n == 1 {
			says = v.Page.T("有 1 件新事项", "1 new matter")
		}
		l.news(&b, ctx, says)
	}
	return message(b.String()), nil
}

// one reads a single matter as it stands in a list, if this caller sees it there.
func (l *live) one(ctx context.Context, id *access.Identity, f matter.Filter, number int64) (matter.Item, bool, error) {
	f.Before, f.Limit = number+1, 1
	p, err := l.Matters.List(ctx, l.DB, id, l.visit.Realm.ID, f)
	if err != nil || len(p.Items) == 0 || p.Items[0].Number != number {
		return matter.Item{}, false, err
	}
	return p.Items[0], true, nil
}

func (l *live) news(b *bytes.Buffer, ctx context.Context, says string) {
	href := "/" + l.visit.Realm.ID + "/queue" + l.ask.query(nil)
	_ = partial(ctx, b, "#queue-news", "innerHTML", queueNews(l.visit.Page, says, href)) // a buffer takes all
}

// partial writes a part of the page that replaces another.
func partial(ctx context.Context, b *bytes.Buffer, target, swap string, c templ.Component) error {
	fmt.Fprintf(b, `<hx-partial hx-target="%s" hx-swap="%s">`, target, swap)
	if err := c.Render(ctx, b); err != nil {
		return err
	}
	b.WriteString("</hx-partial>")
	return nil
}

// message frames a text as one message of a stream.
func message(text string) string {
	if text == "" {
		return ""
	}
	return "data: " + strings.ReplaceAll(strings.ReplaceAll(text, "\r", ""), "\n", "\ndata: ") + "\n\n"
}
