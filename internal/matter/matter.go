// Package matter is everything that has an owner, a clock and an end: an incident, a wish, a dispute, an aid
// application, a rectification, a campaign's measure, a pledge, a project. Kinds differ only in their playbook.
//
// The package keeps matters and carries out what the engine, package playbook, decides: it finds out who the caller is
// in the playbook's words, lets the engine take the step, writes the row and tells the journal. A matter never lives in
// two realms: what goes to the street is a second matter, tied to the first by a referral, and news crosses as jobs.
package matter

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/form"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/seal"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the tables of matters.
var Migrations = store.Set{Name: "matter", FS: files}

// ErrNone is returned for a matter that is not there, or not for this person's eyes.
var ErrNone = fault.New(fault.NotFound, lang.T("没有这件事，或者您看不到它", "There is no such matter, or it is not for you to see."))

// ErrStale is returned when somebody else moved the matter since the caller looked.
var ErrStale = fault.New(fault.Conflict, lang.T("别人刚刚动过这件事，您填的内容还在；请看看现在到了哪一步，再决定要不要提交", "Somebody else moved this matter meanwhile. What you entered is kept; look where it stands and decide again."))

// Matter is one matter as it is kept.
type Matter struct {
	Realm   string
	ID      string
	Number  int64
	KindID  string // <playbook>/<kind>
	Book    string // the hash of the version it began with
	Title   string
	Body    string
	Place   string // a place's id, or ""
	Path    string // the place's path
	AtPlace string // the place's full name
	Grid    string // the grid it lies in
	Shows   playbook.Status
	Created time.Time
	Closed  time.Time
	Version int64
	Merged  string // the id of the matter that answers it
	Origin  string // <realm>/<matter>/<referral> when it was made from one in a community
	State   playbook.State
	Contact Contact

	Kind *playbook.Kind // as pinned; for somebody's eyes, with what [practice.Set.Seen] leaves of what it shows

	closed map[string]bool // answers that were sealed, and stay so whatever a later version says
	hidden bool            // its body was
	said   string          // what the move that is being made says to those who asked
	hints  []Suggested     // to whoever is raising it
}

// Contact is how a petitioner without an account can be reached, and how the matter came in.
type Contact struct {
	Name    string `json:"name,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Channel string `json:"channel,omitempty"` // "", phone or counter
}

// sealed is what is kept closed at rest.
type sealed struct {
	Body    string      `json:"body,omitempty"`
	Fields  form.Values `json:"fields,omitempty"`
	Contact Contact     `json:"contact,omitzero"`
}

// Calendar gives the rest days by which clocks run.
type Calendar = *clock.Calendar

// Service keeps matters.
type Service struct {
	db       *store.DB
	journal  *journal.Journal
	ring     *seal.Ring
	clock    clock.Clock
	calendar Calendar
	books    *practice.Service
	places   *place.Service
	orgs     *org.Service
	people   *person.Service
	files    *file.Service
	jobs     *job.Queue
	changed  func(realm, id string)
}

// OnChange has f called after every committed change of a matter. Call it before the service is used.
func (s *Service) OnChange(f func(realm, id string)) { s.changed = f }

// Needs are what the service is built from.
type Needs struct {
	DB       *store.DB
	Journal  *journal.Journal
	Ring     *seal.Ring
	Clock    clock.Clock
	Calendar Calendar
	Books    *practice.Service
	Places   *place.Service
	Orgs     *org.Service
	People   *person.Service
	Files    *file.Service
	Jobs     *job.Queue
}

// New makes a service and takes up its jobs.
func New(n Needs) *Service {
	s := &Service{n.DB, n.Journal, n.Ring, n.Clock, n.Calendar, n.Books, n.Places, n.Orgs, n.People, n.Files, n.Jobs, func(string, string) {}}
	s.jobs.Handle("matter.refer", s.refer)
	s.jobs.Handle("matter.back", s.back)
	s.jobs.Handle("matter.recall", s.recall)
	s.jobs.Handle("matter.handover", s.handover)
	return s
}

const columns = `realm, id, number, kind, book, title, body, place, path, at_place, grid, shows, created, closed, version, merged_into, origin, state, sealed`

type row struct {
	Matter
	state  []byte
	sealed []byte
}

func scan(r store.Row) (v row, err error) {
	var created, closed int64
	var state string
	err = r.Scan(&v.Realm, &v.ID, &v.Number, &v.KindID, &v.Book, &v.Title, &v.Body, &v.Place, &v.Path, &v.AtPlace, &v.Grid, &v.Shows, &created, &closed, &v.Version, &v.Merged, &v.Origin, &state, &v.sealed)
	v.state, v.Created, v.Closed = []byte(state), clock.FromMillis(created), clock.FromMillis(closed)
	return v, err
}

// find reads a matter by a condition on realm and one more column.
func (s *Service) find(ctx context.Context, r store.Reader, realm, column string, value any) (*Matter, error) {
	v, err := store.One(ctx, r, scan, `select `+columns+` from matter where realm = $1 and `+column+` = $2`, realm, value)
	if errors.Is(err, store.ErrNone) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("matter %v of %s: %w", value, realm, err)
	}
	return s.open(ctx, r, v)
}

// open brings a row to life: its pinned kind, its state, and what was sealed.
func (s *Service) open(ctx context.Context, r store.Reader, v row) (*Matter, error) {
	m := v.Matter
	book, err := s.books.Version(ctx, r, m.Book)
	if err != nil {
		return nil, fmt.Errorf("matter %s: %w", m.ID, err)
	}
	_, name, _ := strings.Cut(m.KindID, "/")
	if m.Kind = book.Kind(name); m.Kind == nil {
		return nil, fmt.Errorf("matter %s: its playbook has no kind %s", m.ID, m.KindID)
	}
	if err := json.Unmarshal(v.state, &m.State); err != nil {
		return nil, fmt.Errorf("matter %s: %w", m.ID, err)
	}
	if m.State.Fields == nil {
		m.State.Fields = form.Values{}
	}
	if v.sealed != nil {
		plain, err := s.ring.Open(use(m.Realm)+"/"+m.ID, v.sealed)
		if err != nil {
			return nil, fmt.Errorf("matter %s: %w", m.ID, err)
		}
		var c sealed
		if err := json.Unmarshal(plain, &c); err != nil {
			return nil, fmt.Errorf("matter %s: %w", m.ID, err)
		}
		if c.Body != "" {
			m.Body, m.hidden = c.Body, true
		}
		m.closed = map[string]bool{}
		for name, value := range c.Fields {
			m.State.Fields[name], m.closed[name] = value, true
		}
		m.Contact = c.Contact
	}
	return &m, nil
}

func use(realm string) string { return realm + "/matter" }

// closedPart splits what must be sealed from a matter: sealed answers, and those to fields that its kind does not know any
// more; the contact; and the body of a matter that only its parties may see. What was ever sealed stays so.
func (s *Service) closedPart(m *Matter) (body string, state []byte, closed []byte, err error) {
	body = m.Body
	c := sealed{Contact: m.Contact, Fields: form.Values{}}
	if m.Kind.Seen.By == "parties" || m.hidden {
		body, c.Body = "", m.Body
	}
	st := m.State
	st.Fields = form.Values{}
	for name, v := range m.State.Fields {
		if m.open(name) {
			st.Fields[name] = v
		} else {
			c.Fields[name] = v
		}
	}
	if state, err = json.Marshal(st); err != nil {
		return "", nil, nil, err
	}
	if c.Body == "" && len(c.Fields) == 0 && c.Contact == (Contact{}) {
		return body, state, nil, nil
	}
	plain, err := json.Marshal(c)
	if err != nil {
		return "", nil, nil, err
	}
	return body, state, s.ring.Seal(use(m.Realm)+"/"+m.ID, plain), nil
}

// insert writes a new matter.
func (s *Service) insert(ctx context.Context, tx *store.Tx, m *Matter, code string) error {
	body, state, closed, err := s.closedPart(m)
	if err != nil {
		return err
	}
	st := &m.State
	m.Shows = st.Shows(m.Kind)
	if _, err := tx.Exec(ctx, `insert into matter (realm, id, number, code, kind, book, title, body, place, path, at_place, grid, raiser, handler, stage, shows, ending, reached, due, wake, created, closed, version, merged_into, origin, state, sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1, '', $23, $24, $25)`,
		m.Realm, m.ID, m.Number, s.ring.Digest(use(m.Realm), code), m.KindID, m.Book, m.Title, body, m.Place, m.Path, m.AtPlace, m.Grid,
		st.Raiser, st.Handler, st.Stage, m.Shows, st.Ending, reached(st), clock.Millis(st.Due), clock.Millis(playbook.Wake(*st)),
		clock.Millis(m.Created), clock.Millis(st.Closed), m.Origin, string(state), closed); err != nil {
		return fmt.Errorf("raise in %s: %w", m.Realm, err)
	}
	if err := s.index(ctx, tx, m); err != nil {
		return err
	}
	if err := stands(ctx, tx, m, false, st.Ending == ""); err != nil {
		return err
	}
	m.Version = 1
	realm, id := m.Realm, m.ID
	tx.After(func() { s.changed(realm, id) })
	return nil
}

// update writes what a step changed; the version says whether anybody was faster.
func (s *Service) update(ctx context.Context, tx *store.Tx, m *Matter) error {
	if err := s.journal.Hold(ctx, tx, m.Realm); err != nil {
		return err
	}
	body, state, closed, err := s.closedPart(m)
	if err != nil {
		return err
	}
	st := &m.State
	m.Shows = st.Shows(m.Kind)
	n, err := tx.Exec(ctx, `update matter set body = $4, raiser = $5, handler = $6, stage = $7, shows = $8, ending = $9, reached = $10, due = $11, wake = $12, closed = $13, merged_into = $14, state = $15, sealed = $16, book = $17, version = version + 1
		where realm = $1 and id = $2 and version = $3`,
		m.Realm, m.ID, m.Version, body, st.Raiser, st.Handler, st.Stage, m.Shows, st.Ending, reached(st), clock.Millis(st.Due), clock.Millis(playbook.Wake(*st)),
		clock.Millis(st.Closed), m.Merged, string(state), closed, m.Book)
	if err != nil {
		return fmt.Errorf("matter %s: %w", m.ID, err)
	}
	if n == 0 {
		return ErrStale
	}
	if err := stands(ctx, tx, m, m.Closed.IsZero(), st.Ending == ""); err != nil {
		return err
	}
	m.Version++
	m.Closed = st.Closed
	realm, id := m.Realm, m.ID
	tx.After(func() { s.changed(realm, id) })
	return nil
}

// reached is the stages that it ever entered, each between spaces, so that they can be asked for.
func reached(s *playbook.State) string { return " " + strings.Join(s.Reached, " ") + " " }

// here gives the identity that counts in a realm. An identity is worth nothing in another realm than its own.
func here(id *access.Identity, realm string) *access.Identity {
	if id == nil || id.Realm != realm {
		return nil
	}
	return id
}

// caller tells who an identity is in a kind's words, at a place. Who may act is read from the realm's current version
// of the playbook; stages, moves and clocks are those of the version that the matter began with.
func caller(id *access.Identity, actors []playbook.Actor, path string, fields form.Values) playbook.Caller {
	c := playbook.Caller{Is: map[string]string{}}
	if id == nil {
		return c
	}
	c.Person = id.Person
	if id.Person != "" {
		c.Is[playbook.Resident] = ""
	}
	for _, a := range actors {
		where := ""
		if a.OfPlace {
			where = path
		}
		if len(a.Posts) > 0 && (!a.OfPlace || path != "") {
			if post, ok := id.Post(a.Posts, where); ok {
				c.Is[a.Name] = post
				continue
			}
		}
		if len(a.Members) > 0 && id.Member(a.Members...) {
			skill, _ := fields[a.Skill].(string)
			if a.Skill == "" || skill != "" && id.Member("skill:"+skill) {
				c.Is[a.Name] = ""
			}
		}
	}
	return c
}

// callerIn is the caller in one matter, whose kind from then on shows no more than it does now.
func (s *Service) callerIn(ctx context.Context, r store.Reader, id *access.Identity, m *Matter, code bool) (playbook.Caller, error) {
	id = here(id, m.Realm)
	set, err := s.books.CurrentAt(ctx, r, m.Realm, id.Version())
	if err != nil {
		return playbook.Caller{}, err
	}
	m.Kind = set.Seen(m.Kind)
	c := caller(id, set.Actors(m.Kind), m.Path, m.State.Fields)
	c.Code, c.Voice = code, s.voice(m, c.Person)
	return c, nil
}
