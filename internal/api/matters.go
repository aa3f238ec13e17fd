package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/person"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Matter is a matter as this caller may see it.
type Matter struct {
	ID        string         `json:"id"`
	Number    int64          `json:"number"`
	Code      string         `json:"code,omitempty" doc:"The tracking code; given once, when it is raised"`
	Kind      string         `json:"kind"`
	KindTitle string         `json:"kind_title"`
	Title     string         `json:"title"`
	Body      string         `json:"body,omitempty"`
	Place     string         `json:"place,omitempty"`
	PlaceName string         `json:"place_name,omitempty"`
	Grid      string         `json:"grid,omitempty"`
	State     string         `json:"state" enum:"open,suspended,closed"`
	Ending    string         `json:"ending,omitempty" enum:"done,declined,withdrawn,merged,lapsed"`
	Stage     string         `json:"stage"`
	StageName string         `json:"stage_title"`
	Shows     string         `json:"shows"`
	Due       *time.Time     `json:"due,omitempty"`
	Guessed   bool           `json:"due_guessed,omitempty" doc:"The deadline touches a year whose rest days are not known"`
	Created   *time.Time     `json:"created"`
	Closed    *time.Time     `json:"closed,omitempty"`
	Version   int64          `json:"version"`
	Fields    map[string]any `json:"fields,omitempty"`
	Rating    int            `json:"rating,omitempty"`
	Away      bool           `json:"at_street,omitempty"`
	Review    *time.Time     `json:"review,omitempty" doc:"When a suspended matter is looked at again"`
	Asked     *Asked         `json:"asked,omitempty" doc:"More time or a suspension that waits for a leader's word"`
	Merged    int64          `json:"merged_into,omitempty"`
	Tally     []Tally        `json:"tally,omitempty" doc:"What residents' voices came to, of each move by which everybody speaks once"`
	Timeline  []Step         `json:"timeline,omitempty"`
	Moves     []Move         `json:"moves"`
}

// Asked is what waits for a leader's word.
type Asked struct {
	Move  string     `json:"move" enum:"extend,suspend"`
	Until *time.Time `json:"until"`
}

// Step is one entry of a timeline.
type Step struct {
	At     time.Time      `json:"at"`
	Kind   string         `json:"kind"`
	Move   string         `json:"move,omitempty"`
	What   string         `json:"what,omitempty"`
	By     string         `json:"by,omitempty" doc:"A person's id"`
	Name   string         `json:"by_name,omitempty" doc:"Their name as this caller may read it: whole, or masked"`
	Post   string         `json:"post,omitempty" doc:"The id of the post by which"`
	Held   string         `json:"post_title,omitempty" doc:"What the post is called"`
	From   string         `json:"from,omitempty"`
	Stage  string         `json:"stage"`
	Note   string         `json:"note,omitempty"`
	Values map[string]any `json:"values,omitempty"`
	Realm  string         `json:"realm,omitempty"`
	Number int64          `json:"number,omitempty"`
	Erased bool           `json:"erased,omitempty"`
	Tally  []Tally        `json:"tally,omitempty" doc:"What voices came to that could no longer change"`
}

// Move is what this caller may do now.
type Move struct {
	Move   string         `json:"move"`
	Title  string         `json:"title"`
	Common bool           `json:"common"`
	Danger bool           `json:"danger,omitempty"`
	Once   bool           `json:"once,omitempty" doc:"Everybody has one voice, which may be changed, is counted, and is not shown by name"`
	Given  map[string]any `json:"given,omitempty" doc:"What this caller answered before and may change"`
	Fields []Field        `json:"fields"`
}

// Row is a matter in a list.
type Row struct {
	ID        string     `json:"id"`
	Number    int64      `json:"number"`
	Kind      string     `json:"kind"`
	KindTitle string     `json:"kind_title"`
	Title     string     `json:"title"`
	PlaceName string     `json:"place_name,omitempty"`
	Grid      string     `json:"grid,omitempty"`
	Handler   string     `json:"handler,omitempty"`
	State     string     `json:"state"`
	Ending    string     `json:"ending,omitempty"`
	Stage     string     `json:"stage"`
	StageName string     `json:"stage_title"`
	Shows     string     `json:"shows"`
	Due       *time.Time `json:"due,omitempty"`
	Created   time.Time  `json:"created"`
	Version   int64      `json:"version"`
}

type raise struct {
	Realm   string `path:"realm"`
	Key     string `header:"Idempotency-Key" maxLength:"200"`
	RawBody []byte
	Body    struct {
		Kind    string         `json:"kind"`
		Title   string         `json:"title,omitempty"`
		Body    string         `json:"body,omitempty"`
		Place   string         `json:"place,omitempty" doc:"A place's id or its code"`
		Fields  map[string]any `json:"fields,omitempty"`
		Files   []string       `json:"files,omitempty" maxItems:"9"`
		Contact struct {
			Name    string `json:"name,omitempty" maxLength:"60"`
			Phone   string `json:"phone,omitempty" maxLength:"30"`
			Channel string `json:"channel,omitempty" enum:"phone,counter"`
		} `json:"contact,omitempty" doc:"How to reach somebody without an account, or on whose behalf staff raise it"`
		For  string `json:"for,omitempty" doc:"A person's id, when staff raise it on their behalf"`
		Spot *act   `json:"spot,omitempty" doc:"Close it on the spot, where the kind has such a move"`
		Hint bool   `json:"suggested,omitempty" doc:"Whoever decided was shown what suggest-placing gives: it is noted beside what was decided"`
	}
}

type act struct {
	Move    string         `json:"move,omitempty"`
	Note    string         `json:"note,omitempty"`
	Fields  map[string]any `json:"fields,omitempty"`
	Version int64          `json:"version,omitempty" doc:"The version that you saw; another one is refused with 409"`
	Hint    bool           `json:"suggested,omitempty" doc:"Whoever decided was shown what suggest-handlers gives: it is noted beside what was decided"`
}

type moving struct {
	Realm   string `path:"realm"`
	ID      string `path:"id"`
	Move    string `path:"move"`
	Code    string `query:"code" doc:"The tracking code, for those without an account"`
	Key     string `header:"Idempotency-Key" maxLength:"200"`
	RawBody []byte
	Body    act
}

type showing struct {
	Realm string `path:"realm"`
	ID    string `path:"id" doc:"A matter's id or number"`
	Code  string `query:"code" doc:"The tracking code, for those without an account"`
}

type listing struct {
	Realm  string `path:"realm"`
	State  string `query:"state" enum:"open,closed,suspended"`
	Stage  string `query:"stage"`
	Kind   string `query:"kind"`
	Grid   string `query:"grid"`
	Q      string `query:"q" maxLength:"100" doc:"Words that all stand in the title or the text, as far as the caller may read them, or a number; one character is enough"`
	Mine   bool   `query:"mine" doc:"Only what the caller raised or is a party to"`
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *server) matters(a huma.API) {
	op(a, http.MethodPost, "/realms/{realm}/matters", "raise-matter", "Raise a matter", 201, s.raise)
	op(a, http.MethodGet, "/realms/{realm}/matters", "list-matters", "Matters that this caller may see, newest first", 200, s.list)
	op(a, http.MethodGet, "/realms/{realm}/matters/{id}", "show-matter", "One matter, with its timeline and what this caller may do now", 200, s.show)
	op(a, http.MethodPost, "/realms/{realm}/matters/{id}/moves/{move}", "move-matter", "Make a move", 200, s.move)
	a.OpenAPI().Paths["/api/v1/realms/{realm}/matters/{id}/moves/{move}"].Post.RequestBody.Required = false // a move may ask nothing
	op(a, http.MethodGet, "/realms/{realm}/track/{code}", "track-matter", "The matter of a tracking code", 200, func(ctx context.Context, in *struct {
		Realm string `path:"realm"`
		Code  string `path:"code"`
	}) (*body[Matter], error) {
		return s.read(ctx, in.Realm, matter.Ref{Realm: in.Realm, Code: in.Code})
	})
}

func ref(realm, id, code string) matter.Ref {
	r := matter.Ref{Realm: realm, Code: code}
	if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 {
		r.Number = n
	} else {
		r.ID = id
	}
	return r
}

func (s *server) raise(ctx context.Context, in *raise) (*body[json.RawMessage], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	b := &in.Body
	d := matter.Draft{Kind: b.Kind, Title: b.Title, Body: b.Body, Place: b.Place, Fields: b.Fields, Files: b.Files, For: b.For, Suggested: b.Hint,
		Contact: matter.Contact{Name: b.Contact.Name, Phone: b.Contact.Phone, Channel: b.Contact.Channel}}
	if b.Spot != nil {
		d.Spot = &matter.Act{Move: b.Spot.Move, Note: b.Spot.Note, Fields: b.Spot.Fields}
	}
	d = s.Matters.Prepare(ctx, rl.ID, d)
	return s.once(ctx, once.Request{Realm: rl.ID, Caller: v.caller(id), Key: in.Key, Body: in.RawBody}, func(tx *store.Tx) (any, error) {
		m, code, err := s.Matters.Raise(ctx, tx, id, rl.ID, string(rl.Kind), d)
		if err != nil {
			return nil, err
		}
		return Raised{m.ID, m.Number, code, m.State.Stage, m.Version}, nil
	})
}

// caller is in whose name a key counts: an account, or, for those without one, where they ask from.
func (v visit) caller(id *access.Identity) string {
	if id.Account != "" {
		return id.Account
	}
	return "visitor " + v.from
}

// Raised is the answer to raising a matter.
type Raised struct {
	ID      string `json:"id"`
	Number  int64  `json:"number"`
	Code    string `json:"code" doc:"The tracking code; it is not shown again"`
	Stage   string `json:"stage"`
	Version int64  `json:"version"`
}

// once carries out a change, once for each Idempotency-Key.
func (s *server) once(ctx context.Context, r once.Request, do func(*store.Tx) (any, error)) (*body[json.RawMessage], error) {
	var answer []byte
	err := s.DB.Tx(ctx, func(tx *store.Tx) error {
		var err error
		answer, err = s.Once.Do(ctx, tx, r, func() ([]byte, error) {
			v, err := do(tx)
			if err != nil {
				return nil, err
			}
			return json.Marshal(v)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return reply(json.RawMessage(answer)), nil
}

func (s *server) list(ctx context.Context, in *listing) (*body[Items[Row]], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	before, err := matter.Cursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	p, err := s.Matters.List(ctx, s.DB, id, rl.ID, matter.Filter{State: in.State, Stage: in.Stage, Kind: in.Kind, Grid: in.Grid, Words: in.Q, Mine: in.Mine, Before: before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	return reply(rows(p, v.lang)), nil
}

func rows(p matter.Page, l lang.Lang) Items[Row] {
	out := Items[Row]{Items: make([]Row, len(p.Items))}
	for i := range p.Items {
		it := &p.Items[i]
		if it.Veiled { // who handles it is told in words where it is shown, and not by a mark that follows a person around
			it.Handler = ""
		}
		out.Items[i] = Row{ID: it.ID, Number: it.Number, Kind: it.KindID, KindTitle: it.Kind.Title.In(l), Title: it.Says(l), PlaceName: it.AtPlace, Grid: it.Grid,
			Handler: it.Handler, State: state(it.Ending, it.Shows), Ending: string(it.Ending), Stage: it.Stage, StageName: it.StageText.In(l), Shows: string(it.Shows),
			Due: when(it.Due), Created: it.Created, Version: it.Version}
	}
	if p.Next > 0 {
		out.Next = strconv.FormatInt(p.Next, 10)
	}
	return out
}

func state(e playbook.Ending, shows playbook.Status) string {
	switch {
	case e != "":
		return "closed"
	case shows == playbook.Suspended:
		return "suspended"
	}
	return "open"
}

func (s *server) show(ctx context.Context, in *showing) (*body[Matter], error) {
	return s.read(ctx, in.Realm, ref(in.Realm, in.ID, in.Code))
}

func (s *server) read(ctx context.Context, realm string, r matter.Ref) (*body[Matter], error) {
	_, id, v, err := s.in(ctx, realm)
	if err != nil {
		return nil, err
	}
	m, err := s.Matters.Show(ctx, s.DB, id, r)
	if err != nil {
		return nil, err
	}
	out := matterOf(m, v.lang)
	return reply(out), s.name(ctx, id, m, out.Timeline, v.lang)
}

// name says who did each step and by which post, as a page of the matter does: names are whole to those who answer for it, and of
// oneself.
func (s *server) name(ctx context.Context, id *access.Identity, m *matter.View, steps []Step, l lang.Lang) error {
	var ids []string
	for _, st := range steps {
		if st.By != "" {
			ids = append(ids, st.By)
		}
	}
	people, err := s.People.ByIDs(ctx, s.DB, m.Realm, ids)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for i := range steps {
		st := &steps[i]
		if p, ok := people[st.By]; ok {
			if st.Name = p.Name; !m.Whole && (id == nil || id.Person != p.ID) {
				st.Name = person.Mask(p.Name)
			}
		}
		if st.Post == "" {
			continue
		}
		if _, ok := titles[st.Post]; !ok {
			held, err := s.Orgs.Post(ctx, s.DB, m.Realm, st.Post)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
			titles[st.Post] = ""
			if err == nil {
				titles[st.Post] = held.Says().In(l)
			}
		}
		st.Held = titles[st.Post]
	}
	return nil
}

func matterOf(m *matter.View, l lang.Lang) Matter {
	if !m.Mine { // a page notes each look at what is sealed; here nobody looks
		m.CloseSealed()
	}
	st := &m.State
	out := Matter{ID: m.ID, Number: m.Number, Kind: m.KindID, KindTitle: m.Kind.Title.In(l), Title: m.Title, Body: m.Body, Place: m.Place, PlaceName: m.AtPlace, Grid: m.Grid,
		State: state(st.Ending, m.Shows), Ending: string(st.Ending), Stage: st.Stage, Shows: string(m.Shows), Due: when(st.Due), Guessed: st.Guessed,
		Created: when(m.Created), Closed: when(m.Closed), Version: m.Version, Fields: st.Fields, Rating: st.Rating, Away: st.Away != nil, Merged: m.Merged, Tally: talliesOf(m.Tallies, l), Moves: []Move{}}
	if st.Paused != nil {
		out.Review = when(st.Paused.Review)
	}
	if st.Asked != nil && !m.Shown {
		out.Asked = &Asked{st.Asked.Move, when(st.Asked.Until)}
	}
	out.StageName = m.Kind.StageTitle(st.Stage, m.Shows).In(l)
	for _, e := range m.Timeline {
		out.Timeline = append(out.Timeline, Step{At: e.At, Kind: e.Kind, Move: e.Move, What: e.What, By: e.By.Person, Post: e.By.Post, From: e.From, Stage: e.Stage, Note: e.Note, Values: e.Values,
			Realm: e.Realm, Number: e.Number, Erased: e.Erased, Tally: talliesOf(e.Tally, l)})
	}
	for _, o := range m.Offers {
		out.Moves = append(out.Moves, moveOf(o, m.Realm, l))
	}
	return out
}

func moveOf(o playbook.Offer, realm string, l lang.Lang) Move {
	x := Move{Move: o.Move, Title: o.Title.In(l), Common: o.Common, Danger: o.Danger, Once: o.Once, Given: o.Given, Fields: fieldsOf(o.Fields, realm, l)}
	if o.Noted {
		x.Fields = append(x.Fields, Field{Name: "note", Title: lang.T("说明", "Note").In(l), Type: "text", Required: true})
	}
	return x
}

func (s *server) move(ctx context.Context, in *moving) (*body[json.RawMessage], error) {
	rl, id, v, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	a := matter.Act{Move: in.Move, Note: in.Body.Note, Fields: in.Body.Fields, Version: in.Body.Version, Suggested: in.Body.Hint}
	if n, ok := a.Fields["note"].(string); ok && a.Note == "" { // a program may answer the note like any other field
		a.Note = n
		delete(a.Fields, "note")
	}
	request := once.Request{Realm: rl.ID, Caller: v.caller(id), Key: in.Key, Body: append([]byte(in.ID+"/"+in.Move+"/"+in.Code+"\n"), in.RawBody...)}
	return s.once(ctx, request, func(tx *store.Tx) (any, error) {
		m, err := s.Matters.Move(ctx, tx, id, ref(rl.ID, in.ID, in.Code), a)
		if err != nil {
			return nil, err
		}
		return Moved{m.ID, m.Number, state(m.State.Ending, m.Shows), string(m.State.Ending), m.State.Stage, m.Version}, nil
	})
}

// Moved is the answer to a move.
type Moved struct {
	ID      string `json:"id"`
	Number  int64  `json:"number"`
	State   string `json:"state"`
	Ending  string `json:"ending,omitempty"`
	Stage   string `json:"stage"`
	Version int64  `json:"version"`
}
