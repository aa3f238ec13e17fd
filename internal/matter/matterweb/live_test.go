package matterweb_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/internal/web"
)

// stream opens a queue's stream and gives its messages, one at a time; the channel closes when the stream ends.
func stream(o *office.Office, srv *httptest.Server, by, query string) <-chan string {
	o.T.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL+"/nanmen/queue/stream"+query, nil)
	o.Must(err)
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: o.Tokens[by]})
	res, err := srv.Client().Do(r)
	o.Must(err)
	o.T.Cleanup(func() { stop(); res.Body.Close() })
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		o.T.Fatalf("the stream answers %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	said := make(chan string, 100)
	lines := bufio.NewScanner(res.Body)
	lines.Scan() // that it is open
	go func() {
		defer close(said)
		var one strings.Builder
		for lines.Scan() {
			switch line, data := strings.CutPrefix(lines.Text(), "data: "); {
			case data:
				one.WriteString(line + "\n")
			case line == "" && one.Len() > 0:
				said <- one.String()
				one.Reset()
			}
		}
	}()
	return said
}

func TestRowsLive(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, hub := atWork(t, db)
		srv := httptest.NewServer(o.Handler)
		defer srv.Close()
		defer hub.Close()
		o.Raise("resident", office.Wish("台灯"))
		aid := matter.Draft{Kind: "nanmen/subsistence", Title: "申请低保", Place: o.Home.ID, Fields: answers(o, "nanmen/subsistence")}
		o.Raise("resident", aid)
		desk := stream(o, srv, "worker", "?kind=nanmen%2Fwish&shows=new&rows=1")
		leader := stream(o, srv, "leader", "?rows=1.2")

		o.Move("secretary", 2, matter.Act{Move: "comment", Note: "不给楼长看"})
		o.Move("worker", 1, matter.Act{Move: "place"})
		for _, said := range []string{<-desk, <-leader} {
			office.Has(t, said, `<hx-partial hx-target="#m-1" hx-swap="outerMorph">`, `id="m-1"`, "已派单")
			if strings.Contains(said, "m-2") || strings.Contains(said, "低保") {
				t.Errorf("a page that does not show it, or may not, is sent it: %s", said)
			}
		}

		o.Raise("neighbour", office.Wish("新的心愿"))
		said := <-desk
		office.Has(t, said, `hx-target="#queue-news"`, "有 1 件新事项", "/nanmen/queue?kind=nanmen%2Fwish&amp;shows=new")
		if strings.Contains(said, "新的心愿") {
			t.Error("a new matter is shown before it is asked for")
		}
		<-leader

		hub.Close()
		if said, open := <-desk; open {
			t.Errorf("after the hub was closed the stream says %q", said)
		}
		late := stream(o, srv, "worker", "?rows=1")
		if said, open := <-late; open {
			t.Errorf("a stream of a closed hub says %q", said)
		}
	})
}

// TestStreamEnds makes sure that who lost their post hears nothing more.
func TestStreamEnds(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, hub := atWork(t, db)
		srv := httptest.NewServer(o.Handler)
		defer srv.Close()
		defer hub.Close()
		o.Raise("resident", office.Wish("台灯"))
		said := stream(o, srv, "second", "?rows=1")
		o.Must(db.Tx(t.Context(), func(tx *store.Tx) error {
			return o.Orgs.EndPost(t.Context(), tx, o.IDs["secretary"].Actor(""), "nanmen", o.IDs["second"].Posts[0].Post.ID, o.Clock.Now())
		}))
		o.Clock.Advance(1000000)
		o.Move("worker", 1, matter.Act{Move: "place"})
		if row, open := <-said; open {
			t.Errorf("without a post it is still told %q", row)
		}
	})
}
