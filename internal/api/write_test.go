package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/internal/api"
	"linli/internal/clock"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// open makes an office with the API.
func open(t *testing.T, db *store.DB) *office.Office {
	o := office.Open(t, db)
	o.Site.HandleAPI(api.New(api.Needs{DB: db, Clock: o.Clock, Realms: o.Realms, Places: o.Places, Orgs: o.Orgs, People: o.People, Access: o.Access, Files: o.Files, Books: o.Books, Matters: o.Matters}))
	o.Handler = o.Site.Handler()
	return o
}

func says(v map[string]any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// TestWriteAreas draws, changes and ends an area as the pages do.
func TestWriteAreas(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := open(t, db)
		body := says(map[string]any{"kind": "micro_grid", "title": "三幢微网格", "from": "2026-03-02", "places": []string{o.Home.Code}})
		for by, status := range map[string]int{"": 401, "resident": 403, "gridder": 403} {
			call(o, by, http.MethodPost, "/areas", body, status, nil)
		}
		var a api.Area
		call(o, "worker", http.MethodPost, "/areas", body, 201, &a)
		if a.Title != "三幢微网格" || a.Dwellings != 2 {
			t.Errorf("%+v", a)
		}
		for field, wrong := range map[string]map[string]any{"places": {"places": []string{"none"}}, "from": {"from": "2026-03-01"}, "title": {"title": " "}, "predecessor": {"predecessor": "none"}} {
			v := map[string]any{"kind": "grid", "title": "x", "from": "2026-03-02", "places": []string{o.Home.ID}}
			for k, x := range wrong {
				v[k] = x
			}
			if got := call(o, "worker", http.MethodPost, "/areas", says(v), 422, nil); !strings.Contains(got, `"name":"`+field+`"`) {
				t.Errorf("%s: %s", field, got)
			}
		}
		at := "/areas/" + a.ID
		call(o, "resident", http.MethodPost, at+"/places", `{"in":["`+o.Next.Code+`"],"from":"2026-03-02"}`, 403, nil)
		call(o, "worker", http.MethodPost, at+"/places", `{"from":"2026-03-02"}`, 422, nil)
		call(o, "worker", http.MethodPost, at+"/places", `{"in":["`+o.Next.Code+`"],"from":"2026-03-02"}`, 200, &a)
		if a.Dwellings != 4 {
			t.Errorf("taken in: %+v", a)
		}
		call(o, "worker", http.MethodPost, "/areas/none/end", `{"at":"2026-03-02"}`, 404, nil)
		call(o, "worker", http.MethodPost, at+"/end", `{"at":"2026-03-02"}`, 200, &a)
		if a.Until == nil {
			t.Errorf("ended: %+v", a)
		}
		call(o, "worker", http.MethodPost, at+"/end", `{"at":"2026-03-03"}`, 409, nil)
	})
}

// TestWriteOrgs books, changes, closes and reopens an organisation, and notes why an estate is not covered.
func TestWriteOrgs(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := open(t, db)
		const book = `{"kind":"estate_branch","title":"汽运支部"}`
		for by, status := range map[string]int{"": 401, "resident": 403, "gridder": 403} {
			call(o, by, http.MethodPost, "/orgs", book, status, nil)
		}
		var branch, group api.Org
		call(o, "worker", http.MethodPost, "/orgs", book, 201, &branch)
		call(o, "worker", http.MethodPost, "/orgs", `{"kind":"building_party_group","title":"党小组","parent":"`+branch.ID+`"}`, 201, &group)
		call(o, "worker", http.MethodPost, "/orgs", `{"kind":"moon","title":""}`, 422, nil)
		call(o, "worker", http.MethodPut, "/orgs/"+branch.ID, `{"title":"新支部","parent":"`+group.ID+`"}`, 422, nil)
		call(o, "worker", http.MethodPut, "/orgs/"+branch.ID, `{"title":"新支部","area":"`+o.Grid.ID+`"}`, 200, &branch)
		if branch.Title != "新支部" || branch.Area != o.Grid.ID || branch.Kind != "estate_branch" {
			t.Errorf("%+v", branch)
		}
		call(o, "worker", http.MethodPost, "/orgs/"+branch.ID+"/close", `{"at":"2026-03-02"}`, 409, nil)
		call(o, "worker", http.MethodPost, "/orgs/"+branch.ID+"/close", `{"at":"2026-03-02","all":true}`, 403, nil)
		call(o, "secretary", http.MethodPost, "/orgs/"+branch.ID+"/close", `{"at":"2026-03-02","all":true}`, 200, &branch)
		if branch.Until == nil {
			t.Errorf("closed: %+v", branch)
		}
		call(o, "secretary", http.MethodPost, "/orgs/"+o.Committee.ID+"/close", `{"at":"2026-03-02","all":true}`, 403, nil) // administrators
		if got := call(o, "resident", http.MethodGet, "/orgs", "", 200, nil); strings.Contains(got, branch.ID) || !strings.Contains(got, o.Committee.ID) {
			t.Errorf("to choose from: %s", got)
		}
		call(o, "worker", http.MethodPost, "/orgs/"+branch.ID+"/reopen", "", 200, nil)
		call(o, "worker", http.MethodPost, "/orgs/"+branch.ID+"/reopen", "", 409, nil)

		call(o, "resident", http.MethodPut, "/coverage/"+o.Estate.Code, `{"reason":"党员不足三名"}`, 403, nil)
		call(o, "worker", http.MethodPut, "/coverage/"+o.Estate.Code, `{"reason":"党员不足三名"}`, 204, nil)
		call(o, "worker", http.MethodPut, "/coverage/"+o.Home.Code, `{"reason":"x"}`, 404, nil)
		if got := call(o, "resident", http.MethodGet, "/coverage", "", 200, nil); !strings.Contains(got, "党员不足三名") {
			t.Error(got)
		}
	})
}

// TestWritePosts gives, hands over, calls off and ends a post.
func TestWritePosts(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := open(t, db)
		path := "/orgs/" + o.Committee.ID + "/posts"
		give := func(more ...string) string {
			v := map[string]any{"kind": "building_leader", "person": o.IDs["neighbour"].Person, "place": o.Next.Code, "from": "2026-03-02", "until": "2026-12-31"}
			for i := 0; i < len(more); i += 2 {
				v[more[i]] = more[i+1]
			}
			return says(v)
		}
		for by, status := range map[string]int{"": 401, "resident": 403, "worker": 403} {
			call(o, by, http.MethodPost, path, give(), status, nil)
		}
		for field, b := range map[string]string{"person": give("person", o.IDs["secretary"].Person), "kind": give("kind", "system_admin"), "from": give("from", "x"), "until": give("until", "x"), "place": give("place", "none")} {
			if got := call(o, "secretary", http.MethodPost, path, b, 422, nil); !strings.Contains(got, `"name":"`+field+`"`) {
				t.Errorf("%s: %s", field, got)
			}
		}
		var p, next api.Post
		call(o, "secretary", http.MethodPost, path, give(), 201, &p)
		if p.Where != "汽运小区 4幢" || p.Until == nil || !p.Until.Equal(time.Date(2027, 1, 1, 0, 0, 0, 0, clock.Zone)) {
			t.Errorf("%+v", p)
		}
		if id := o.Identify("neighbour"); len(id.Posts) != 1 {
			t.Error("it gives no authority")
		}
		call(o, "worker", http.MethodPost, "/posts/"+p.ID+"/handover", `{"person":"`+o.IDs["member"].Person+`","at":"2026-03-10"}`, 403, nil)
		call(o, "secretary", http.MethodPost, "/posts/"+p.ID+"/handover", `{"person":"`+o.IDs["secretary"].Person+`","at":"2026-03-10"}`, 422, nil)
		call(o, "secretary", http.MethodPost, "/posts/"+p.ID+"/handover", `{"person":"`+o.IDs["member"].Person+`","at":"2026-03-10"}`, 200, &next)
		if next.Name != "欧阳member" {
			t.Errorf("%+v", next)
		}
		call(o, "secretary", http.MethodPost, "/posts/"+p.ID+"/calloff", "", 409, nil)
		call(o, "secretary", http.MethodPost, "/posts/"+next.ID+"/calloff", "", 200, nil)
		o.Clock.Advance(1e9)
		call(o, "secretary", http.MethodPost, "/posts/"+p.ID+"/end", `{"at":"2020-01-01"}`, 409, nil)
		call(o, "secretary", http.MethodPost, "/posts/"+p.ID+"/end", `{"at":"2026-03-02"}`, 200, &p)
		call(o, "secretary", http.MethodPost, "/posts/none/end", `{"at":"2026-03-02"}`, 404, nil)
		if id := o.Identify("neighbour"); len(id.Posts) != 0 {
			t.Error("it has not ended")
		}
		rec := o.Orgs.Recount(office.Realm)
		_, err := o.Journal.Verify(context.Background(), o.DB, office.Realm, rec.Visit)
		o.Must(err)
		if why, err := rec.Compare(context.Background(), o.DB); err != nil || why != "" {
			t.Errorf("%s, %v", why, err)
		}
	})
}
