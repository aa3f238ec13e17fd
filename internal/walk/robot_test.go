package walk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// A robot is a program that knows no playbook: it walks matters by what the API offers to whom, with the
// demonstration's own people.
type robot struct {
	t *testing.T
	*demo
	people  map[string][]account // by realm
	rand    *rand.Rand
	streets map[string]string // a realm's street
	tried   map[string]int    // how often a move was tried, by kind, stage and name
	files   int
}

// account is what `linli demo --accounts` writes.
type account struct {
	Realm, Role, Account, Password, Token, Name string
}

type field struct {
	Name, Type, URL string
	Required        bool
	Options         []struct{ Value string }
	Min, Max        *float64
}

type move struct {
	Move   string
	Common bool
	Fields []field
}

type standing struct {
	ID       string
	Number   int64
	Title    string
	State    string
	Ending   string
	Stage    string
	Version  int64
	Due      *time.Time
	AtStreet bool `json:"at_street"`
	Moves    []move
}

type kind struct {
	Kind, Place string
	May         bool
	Fields      []field
	Ends        []string
	Stages      []struct{ Stage, End string }
}

func newRobot(t *testing.T, d *demo) *robot {
	r := &robot{t: t, demo: d, people: map[string][]account{}, rand: rand.New(rand.NewPCG(1, 2)), streets: map[string]string{}, tried: map[string]int{}}
	for _, a := range d.accounts {
		r.people[a.Realm] = append(r.people[a.Realm], a)
	}
	var realms struct {
		Items []struct{ Realm, Street string }
	}
	r.get(account{}, "/realms", &realms)
	for _, x := range realms.Items {
		r.streets[x.Realm] = x.Street
	}
	return r
}

// call sends a request as somebody and returns the status; the answer goes into out.
func (r *robot) call(as account, method, path string, body, out any) int {
	r.t.Helper()
	var b io.Reader
	if body != nil {
		j, err := json.Marshal(body)
		if err != nil {
			r.t.Fatal(err)
		}
		b = bytes.NewReader(j)
	}
	if !strings.HasPrefix(path, "/api/") {
		path = "/api/v1" + path
	}
	req, err := http.NewRequest(method, r.base+path, b)
	if err != nil {
		r.t.Fatal(err)
	}
	if as.Token != "" {
		req.Header.Set("Authorization", "Bearer "+as.Token)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if res.StatusCode >= 500 {
		r.t.Errorf("%s %s as %s: %d %s", method, path, as.Role, res.StatusCode, text)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			r.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
	return res.StatusCode
}

func (r *robot) get(as account, path string, out any) {
	r.t.Helper()
	if s := r.call(as, "GET", path, nil, out); s != 200 {
		r.t.Fatalf("GET %s as %s: %d", path, as.Role, s)
	}
}

// answer fills in fields as a person would who does not know what they mean.
func (r *robot) answer(as account, realm string, fields []field) map[string]any {
	out := map[string]any{}
	for _, f := range fields {
		if !f.Required && r.rand.IntN(2) == 0 {
			continue
		}
		lo := 1.0
		if f.Min != nil && *f.Min > lo {
			lo = *f.Min
		}
		switch f.Type {
		case "text":
			s := strings.Repeat("按程序办理", 1+int(lo)/5)
			if f.Max != nil && float64(len([]rune(s))) > *f.Max {
				s = string([]rune(s)[:int(*f.Max)])
			}
			out[f.Name] = s
		case "number", "quantity", "money":
			out[f.Name] = lo
		case "date":
			out[f.Name] = r.today().AddDate(0, 0, 7).Format(time.DateOnly)
		case "choice":
			out[f.Name] = f.Options[r.rand.IntN(len(f.Options))].Value
		case "choices":
			out[f.Name] = []string{f.Options[r.rand.IntN(len(f.Options))].Value}
		case "rating":
			out[f.Name] = 1 + r.rand.IntN(5)
		case "person", "place", "org":
			var options struct{ Items []struct{ ID string } }
			if s := r.call(as, "GET", f.URL, nil, &options); s != 200 || len(options.Items) == 0 {
				if f.Required {
					r.t.Errorf("%s as %s: %d, no options for %s", f.URL, as.Role, s, f.Name)
				}
				continue
			}
			out[f.Name] = options.Items[r.rand.IntN(min(3, len(options.Items)))].ID
		case "file":
			out[f.Name] = []string{r.upload(as, realm)}
		default:
			r.t.Errorf("a field of type %q", f.Type)
		}
	}
	return out
}

func (r *robot) upload(as account, realm string) string {
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	r.files++
	img.Pix[0] = byte(r.files)
	if err := png.Encode(&b, img); err != nil {
		r.t.Fatal(err)
	}
	req, _ := http.NewRequest("POST", r.base+"/api/v1/realms/"+realm+"/files", &b)
	req.Header.Set("Authorization", "Bearer "+as.Token)
	req.Header.Set("Content-Type", "image/png")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	var f struct{ ID string }
	if err := json.NewDecoder(res.Body).Decode(&f); err != nil || res.StatusCode != 201 {
		r.t.Fatalf("upload: %d %v", res.StatusCode, err)
	}
	return f.ID
}

// today is the demonstration's present, about.
func (r *robot) today() time.Time {
	if r.now.IsZero() {
		return time.Now()
	}
	return r.now
}

func (r *robot) advance(by string) {
	r.t.Helper()
	var to struct{ Now time.Time }
	if s := r.call(account{}, "POST", "/demo/clock", map[string]string{"advance": by}, &to); s != 200 {
		r.t.Fatalf("advance %s: %d", by, s)
	}
	r.now = to.Now
}

// raise raises a matter of a kind as the first person who may.
func (r *robot) raise(realm string, k kind) (standing, account) {
	r.t.Helper()
	for _, as := range r.shuffled(realm) {
		var kinds struct{ Items []kind }
		r.get(as, "/realms/"+realm+"/kinds", &kinds)
		i := slices.IndexFunc(kinds.Items, func(x kind) bool { return x.Kind == k.Kind })
		if i < 0 || !kinds.Items[i].May {
			continue
		}
		body := map[string]any{"kind": k.Kind, "title": fmt.Sprintf("走一遍 %s %d", strings.SplitN(k.Kind, "/", 2)[1], r.rand.IntN(1e9)), "body": "机器人走流程"}
		if k.Place != "none" {
			var places struct{ Items []struct{ ID string } }
			r.get(as, "/realms/"+realm+"/places", &places)
			if len(places.Items) > 0 {
				body["place"] = places.Items[0].ID
			}
		}
		body["fields"] = r.answer(as, realm, k.Fields)
		var m struct {
			standing
			Message string
		}
		if s := r.call(as, "POST", "/realms/"+realm+"/matters", body, &m); s != 201 {
			r.t.Fatalf("raise %s in %s as %s: %d %s", k.Kind, realm, as.Role, s, m.Message)
		}
		m.Title = body["title"].(string)
		return m.standing, as
	}
	r.t.Fatalf("nobody in %s may raise %s", realm, k.Kind)
	return standing{}, account{}
}

func (r *robot) shuffled(realm string) []account {
	all := slices.Clone(r.people[realm])
	r.rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

type option struct {
	as   account
	move move
}

// options are the moves, of those that not every kind has, that anybody may make, and how the matter stands. Where a job moved
// the matter on meanwhile, everybody is asked again.
func (r *robot) options(realm, id string) ([]option, standing) {
	var all []option
	var at standing
	have := map[string]bool{}
	for _, as := range r.shuffled(realm) {
		var m standing
		if s := r.call(as, "GET", "/realms/"+realm+"/matters/"+id, nil, &m); s == 404 {
			continue
		} else if s != 200 {
			r.t.Fatalf("show %s: %d", id, s)
		}
		if at.Stage != "" && (m.Stage != at.Stage || m.AtStreet != at.AtStreet) {
			return r.options(realm, id)
		}
		at = m
		for _, mv := range m.Moves {
			if !mv.Common && !have[mv.Move] {
				have[mv.Move] = true
				all = append(all, option{as, mv})
			}
		}
	}
	return all, at
}

// step makes the move that was tried least, or lets time pass when that is tried less.
func (r *robot) step(realm, kind, id string) (standing, bool) {
	all, at := r.options(realm, id)
	if at.State != "open" {
		return at, at.State == "closed"
	}
	key := func(move string) string { return kind + " " + at.Stage + " " + move }
	if at.AtStreet {
		r.street(realm, kind, at)
		return at, false
	}
	best := -1
	for i, o := range all {
		if best < 0 || r.tried[key(o.move.Move)] < r.tried[key(all[best].move.Move)] {
			best = i
		}
	}
	if at.Due != nil && (best < 0 || r.tried[key("time")] < r.tried[key(all[best].move.Move)]-1) || best < 0 {
		if at.Due == nil {
			r.t.Errorf("%s sticks at %s: nobody may do anything and no time runs", kind, at.Stage)
			return at, true
		}
		r.tried[key("time")]++
		wait := max(1, int(at.Due.Sub(r.serverNow()).Hours())+2)
		r.advance(fmt.Sprintf("%d hours", min(wait, 24*399)))
		return at, false
	}
	o := all[best]
	r.tried[key(o.move.Move)]++
	body := map[string]any{"fields": r.answer(o.as, realm, o.move.Fields), "version": at.Version}
	var said struct{ Message string }
	if s := r.call(o.as, "POST", "/realms/"+realm+"/matters/"+id+"/moves/"+o.move.Move, body, &said); s != 200 && s != 409 {
		r.t.Errorf("%s at %s: %s as %s: %d %s", kind, at.Stage, o.move.Move, o.as.Role, s, said.Message)
	}
	return at, false
}

func (r *robot) serverNow() time.Time {
	if r.now.IsZero() {
		r.advance("1 hour")
	}
	return r.now
}

// street walks the matter that the street was given, one step, and waits for its news.
func (r *robot) street(realm, kind string, at standing) {
	street := r.streets[realm]
	for range 50 {
		var found struct{ Items []standing }
		r.get(r.people[street][0], "/realms/"+street+"/matters?state=open&limit=20&q="+url.QueryEscape(at.Title), &found)
		if i := slices.IndexFunc(found.Items, func(m standing) bool { return m.Title == at.Title }); i >= 0 {
			r.step(street, kind+"@street", found.Items[i].ID)
			return
		}
		time.Sleep(20 * time.Millisecond) // its news is on the way
		if _, now := r.options(realm, at.ID); !now.AtStreet {
			return
		}
	}
	r.t.Fatalf("%s waits for the street and the street has nothing", kind)
}
