package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"linli/internal/api"
	"linli/internal/journal"
	"linli/internal/office"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// call asks the API as somebody, "" for a visitor, and reads the answer into v, which may be nil.
func call(o *office.Office, by, method, path, body string, status int, v any) string {
	o.T.Helper()
	r := httptest.NewRequest(method, "/api/v1/realms/nanmen"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if by != "" {
		r.Header.Set("Authorization", "Bearer "+o.Tokens[by])
	}
	w := httptest.NewRecorder()
	o.Handler.ServeHTTP(w, r)
	if w.Code != status {
		o.T.Errorf("%s %s as %q: %d, want %d: %s", method, path, by, w.Code, status, w.Body)
	}
	if v != nil {
		o.Must(json.Unmarshal(w.Body.Bytes(), v))
	}
	return w.Body.String()
}

func TestGround(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := open(t, db)

		var at api.Place
		call(o, "", http.MethodGet, "/places/"+strings.ToLower(o.Flat.Code), "", 200, &at)
		if at.ID != o.Flat.ID || at.Name != "汽运小区 3幢 101室" || len(at.Areas) != 1 || at.Areas[0].Title != "汽运网格" {
			t.Errorf("%+v", at)
		}
		call(o, "", http.MethodGet, "/places/none", "", 404, nil)

		var who struct{ Items []api.Answerer }
		call(o, "resident", http.MethodGet, "/places/"+o.Flat.ID+"/answers", "", 200, &who)
		if len(who.Items) < 3 || who.Items[0].Name != "欧阳leader" || who.Items[0].Level != "building" {
			t.Errorf("%+v", who.Items)
		}
		if says := call(o, "", http.MethodGet, "/places/"+o.Flat.ID+"/answers", "", 200, nil); strings.Contains(says, "leader\",\"post") || !strings.Contains(says, "欧阳worker") {
			t.Errorf("to a stranger: %s", says)
		}
		call(o, "resident", http.MethodGet, "/places/"+o.Flat.ID+"/answers?on=2020-01-01", "", 200, &who)
		if len(who.Items) != 0 {
			t.Errorf("before anybody: %+v", who.Items)
		}
		if says := call(o, "", http.MethodGet, "/places/"+o.Flat.ID+"/answers?on=x", "", 422, nil); !strings.Contains(says, `"name":"on"`) {
			t.Error(says)
		}

		unit := `{"kind":"unit","title":"1单元","parent":"` + o.Home.Code + `"}`
		call(o, "", http.MethodPost, "/places", unit, 401, nil)
		call(o, "resident", http.MethodPost, "/places", unit, 403, nil)
		call(o, "gridder", http.MethodPost, "/places", `{"kind":"estate","title":"新苑"}`, 403, nil)
		call(o, "gridder", http.MethodPost, "/places", unit, 201, &at)
		if at.Name != "汽运小区 3幢 1单元" || len(at.Code) != 6 {
			t.Errorf("booked %+v", at)
		}
		call(o, "gridder", http.MethodPost, "/places", unit, 422, nil)
		call(o, "worker", http.MethodPost, "/places", `{"kind":"unit","title":"1单元","parent":"none"}`, 422, nil)

		var areas struct{ Items []api.Area }
		call(o, "", http.MethodGet, "/areas", "", 200, &areas)
		if len(areas.Items) != 1 || areas.Items[0].Dwellings != 4 {
			t.Errorf("%+v", areas.Items)
		}
		call(o, "", http.MethodGet, "/areas?kind=moon", "", 422, nil)
		call(o, "", http.MethodGet, "/areas/flaws", "", 401, nil)
		call(o, "resident", http.MethodGet, "/areas/flaws", "", 403, nil)
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			return o.Places.ChangeArea(ctx, tx, journal.Actor{}, office.Realm, o.Grid.ID, []string{o.Home.ID}, []string{o.Estate.ID}, o.Clock.Now())
		})
		var flaws struct{ Items []api.Flaw }
		call(o, "worker", http.MethodGet, "/areas/flaws?kind="+string(place.Grid), "", 200, &flaws)
		if len(flaws.Items) != 1 || flaws.Items[0].Place.ID != o.Next.ID || flaws.Items[0].Dwellings != 2 || len(flaws.Items[0].Areas) != 0 {
			t.Errorf("%+v", flaws.Items)
		}

		var body api.Org
		call(o, "", http.MethodGet, "/orgs/"+o.Committee.ID, "", 401, nil)
		call(o, "resident", http.MethodGet, "/orgs/"+o.Committee.ID, "", 200, &body)
		if body.Title != "居委会" || len(body.Posts) != 8 {
			t.Errorf("%+v", body)
		}
		call(o, "resident", http.MethodGet, "/orgs/none", "", 404, nil)
		var covered struct{ Items []api.Covered }
		call(o, "", http.MethodGet, "/coverage", "", 401, nil)
		call(o, "resident", http.MethodGet, "/coverage", "", 200, &covered)
		if len(covered.Items) != 1 || covered.Items[0].Title != "汽运小区" || len(covered.Items[0].Branches) != 0 {
			t.Errorf("%+v", covered.Items)
		}
	})
}
