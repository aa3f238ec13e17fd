package matter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/search"
	"linli/internal/store"
)

// Filter says which matters are listed. Empty parts do not narrow.
type Filter struct {
	State  string // open, closed, suspended
	Stage  string
	Kind   string
	Kinds  []string
	Stages []string
	Grid   string
	Shows  string
	In     string // a place's path: matters there and in what lies in it
	Late   bool
	Words  string // all of them stand in the title or the text; a number also finds the matter that has it
	Mine   bool   // raised by the caller, or they are a party
	Doing  bool   // handled by the caller
	Where  []playbook.Match
	Before int64 // matters with smaller numbers: where the page before ended
	Limit  int   // 1 to 200; 0 means 50
	ByDue  bool  // soonest deadline first, one page only

	realm string
}

// Item is a matter in a list.
type Item struct {
	ID      string
	Number  int64
	KindID  string
	Book    string
	Title   string
	AtPlace string
	Grid    string
	Raiser  string
	Handler string
	Stage   string
	Shows   playbook.Status
	Ending  playbook.Ending
	Due     time.Time
	Created time.Time
	Closed  time.Time
	Version int64

	Kind      *playbook.Kind
	StageText lang.Text
	Veiled    bool // the caller sees only what the kind shows to everyone
}

// Says is what it is called: its title, or what its kind is called where it has no title of its own.
func (it Item) Says(l lang.Lang) string {
	if it.Title == it.Kind.Title.String() {
		return it.Kind.Title.In(l)
	}
	return it.Title
}

// Page is one page of a list; Next is 0 on the last one.
type Page struct {
	Items []Item
	Next  int64
}

const itemColumns = `m.id, m.number, m.kind, m.book, m.title, m.path, m.at_place, m.grid, m.raiser, m.handler, m.stage, m.shows, m.ending, m.due, m.created, m.closed, m.version`

type itemRow struct {
	Item
	path  string
	state *playbook.State // read by scanState only
	due   time.Time       // the deadline, also where it is veiled
}

func scanItem(r store.Row) (v itemRow, err error) {
	var due, created, closed int64
	err = r.Scan(&v.ID, &v.Number, &v.KindID, &v.Book, &v.Title, &v.path, &v.AtPlace, &v.Grid, &v.Raiser, &v.Handler, &v.Stage, (*string)(&v.Shows), (*string)(&v.Ending), &due, &created, &closed, &v.Version)
	v.Due, v.Created, v.Closed = clock.FromMillis(due), clock.FromMillis(created), clock.FromMillis(closed)
	return v, err
}

// scanState scans a row with the matter's state as its last column.
func scanState(r store.Row) (v itemRow, err error) {
	var state string
	if v, err = scanItem(longer{r, &state}); err != nil {
		return v, err
	}
	v.state = new(playbook.State)
	if err := json.Unmarshal([]byte(state), v.state); err != nil {
		return v, fmt.Errorf("matter %s: %w", v.ID, err)
	}
	return v, nil
}

// longer is a row with one more column than a scan knows.
type longer struct {
	store.Row
	last any
}

// Scan reads the row, and its last column apart.
func (l longer) Scan(dest ...any) error { return l.Row.Scan(append(dest, l.last)...) }

// List reads a page of the matters that somebody may see, newest first.
func (s *Service) List(ctx context.Context, r store.Reader, id *access.Identity, realm string, f Filter) (Page, error) {
	id = here(id, realm)
	set, err := s.books.CurrentAt(ctx, r, realm, id.Version())
	if err != nil {
		return Page{}, err
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	f.realm = realm
	q, newest := s.asked(itemColumns, id, set, realm, f)
	switch {
	case f.ByDue:
		q.Add("and m.due > 0 order by m.due, m.number limit ?", f.Limit+1)
	case f.Mine, f.In != "": // they are few: find them first, rather than walk the realm by number
		q.Add("order by m.number + 0 desc limit ?", f.Limit+1)
	default:
		q.Add("order by "+newest+" desc limit ?", f.Limit+1)
	}
	rows, err := store.All(ctx, r, scanItem, q.Text(), q.Args()...)
	if err != nil {
		return Page{}, fmt.Errorf("list matters of %s: %w", realm, err)
	}
	var p Page
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		p.Next = rows[f.Limit-1].Number
	}
	p.Items, _, err = s.items(ctx, r, realm, rows, id, set)
	return p, err
}

// asked begins the query of a filter, kept to what the caller may find, and says what to order it by for the newest first.
// By words in the text of a matter only those find it to whom its kind shows the text, or who see it whole.
func (s *Service) asked(columns string, id *access.Identity, set practice.Set, realm string, f Filter) (q *store.Q, newest string) {
	q, newest = s.source(columns, realm, f.Words)
	f.narrow(q, id)
	parts := f.asks()
	if search.Ask(f.Words).Empty() {
		reachOf(id, set, parts...).narrow(q, id)
		return q, newest
	}
	titles, texts := reachOf(id, set, append(parts, "title")...), reachOf(id, set, append(parts, "title", "body")...)
	if reflect.DeepEqual(titles, texts) {
		texts.narrow(q, id)
		return q, newest
	}
	q.Add("and ((1 = 1")
	texts.narrow(q, id)
	s.titled(q.Add(") or ("), realm, f.Words)
	titles.narrow(q, id)
	return q.Add("))"), newest
}

// items words rows for somebody, and veils of each what its kind does not show them. Rows that are not for their eyes are
// left out; kept are those that are not, beside their items.
func (s *Service) items(ctx context.Context, r store.Reader, realm string, rows []itemRow, id *access.Identity, set practice.Set) (items []Item, kept []itemRow, err error) {
	o := onlooker{id: id, set: set}
	items, kept = make([]Item, 0, len(rows)), rows[:0:len(rows)]
	var less []string // of these they see less than those who have to do with them
	sees := make([]sight, len(rows))
	for i := range rows {
		if err := s.word(ctx, r, &rows[i], &o); err != nil {
			return nil, nil, err
		}
		if sees[i] = o.sight(s, &rows[i]); sees[i] < own {
			less = append(less, rows[i].ID)
		}
	}
	party, err := s.partyTo(ctx, r, realm, id, less)
	if err != nil {
		return nil, nil, err
	}
	for i := range rows {
		v := &rows[i]
		switch {
		case sees[i] >= own || party[v.ID]:
		case sees[i] == shown:
			m := Matter{Kind: v.Item.Kind, Title: v.Title, AtPlace: v.AtPlace, Grid: v.Grid, Shows: v.Shows, State: playbook.State{Stage: v.Stage}}
			m.veil()
			v.due = v.Due
			v.Title, v.AtPlace, v.Grid, v.Shows, v.Due, v.Raiser, v.Veiled = m.Title, m.AtPlace, m.Grid, m.Shows, time.Time{}, "", true
		default:
			continue
		}
		items, kept = append(items, v.Item), append(kept, *v)
	}
	return items, kept, nil
}

// word finds the kind that a row was begun with, as it is to be seen now, and what its stage is called.
func (s *Service) word(ctx context.Context, r store.Reader, v *itemRow, o *onlooker) error {
	book, err := s.books.Version(ctx, r, v.Book)
	if err != nil {
		return err
	}
	_, name, _ := strings.Cut(v.KindID, "/")
	k := book.Kind(name)
	if k == nil {
		return fmt.Errorf("matter %s: no kind %s", v.ID, v.KindID)
	}
	v.Kind = o.seen(k)
	v.StageText = k.StageTitle(v.Stage, v.Shows)
	return nil
}

// partyTo tells which of these matters somebody is a party to, or asks along in.
func (s *Service) partyTo(ctx context.Context, r store.Reader, realm string, id *access.Identity, matters []string) (map[string]bool, error) {
	if who(id) == nobody || len(matters) == 0 {
		return nil, nil
	}
	q := store.Query(`select matter from party where realm = ? and person = ? and role <> ? and`, realm, id.Person, joined)
	found, err := store.All(ctx, r, store.Value[string], store.In(q, "matter", matters).Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("parties in %s: %w", realm, err)
	}
	party := make(map[string]bool, len(found))
	for _, m := range found {
		party[m] = true
	}
	return party, nil
}

// onlooker is who looks at a list, and how much they were found to see: rows of one kind, stage and place are seen
// alike, but by those who have to do with them.
type onlooker struct {
	id    *access.Identity
	set   practice.Set
	kinds map[*playbook.Kind]*playbook.Kind // as begun with, to as seen now
	sees  map[spot]sight
}

type spot struct {
	kind        *playbook.Kind
	stage, path string
}

// seen is a kind as it is to be seen now.
func (o *onlooker) seen(k *playbook.Kind) *playbook.Kind {
	now := o.kinds[k]
	if now == nil {
		if o.kinds == nil {
			o.kinds = map[*playbook.Kind]*playbook.Kind{}
		}
		now = o.set.Seen(k)
		o.kinds[k] = now
	}
	return now
}

// sight tells how much of a row somebody may see.
func (o *onlooker) sight(s *Service, v *itemRow) sight {
	if p := who(o.id); p == v.Raiser || p == v.Handler {
		return own
	}
	if v.state != nil { // the whole state was read: no need to guess
		m := Matter{Kind: v.Kind, State: *v.state}
		see, _ := s.sight(&m, caller(o.id, o.set.Actors(v.Kind), v.path, v.state.Fields))
		return see
	}
	at := spot{v.Kind, v.Stage, ""}
	if o.id != nil && (v.path == "" || slices.ContainsFunc(o.id.Posts, func(h access.Held) bool { return h.Scope != nil })) {
		at.path = v.path // it depends on where
	}
	if found, ok := o.sees[at]; ok {
		return found
	}
	m := Matter{Kind: v.Kind, State: playbook.State{Stage: v.Stage}}
	found, _ := s.sight(&m, caller(o.id, o.set.Actors(v.Kind), v.path, nil))
	if o.sees == nil {
		o.sees = map[spot]sight{}
	}
	o.sees[at] = found
	return found
}

// asks names the parts of a matter that the filter asks about. Of a kind that does not show such a part to everyone, only
// those find matters by it who see them whole.
func (f Filter) asks() []string {
	var parts []string
	if f.Grid != "" {
		parts = append(parts, "place")
	}
	if f.Late || f.Shows == string(playbook.Overdue) {
		parts = append(parts, "lateness") // which no kind shows
	}
	for _, w := range f.Where {
		parts = append(parts, w.Field)
	}
	return parts
}

func (f Filter) narrow(q *store.Q, id *access.Identity) {
	switch f.State {
	case "open":
		q.Add("and m.ending = ''")
	case "closed":
		q.Add("and m.ending <> ''")
	case "suspended":
		q.Add("and m.shows = 'suspended'")
	}
	if f.Kind != "" {
		f.Kinds = append(f.Kinds, f.Kind)
	}
	if f.Stage != "" {
		f.Stages = append(f.Stages, f.Stage)
	}
	if len(f.Kinds) > 0 {
		store.In(q.Add("and"), "m.kind", f.Kinds)
	}
	if len(f.Stages) > 0 {
		store.In(q.Add("and"), "m.stage", f.Stages)
	}
	if f.Grid != "" {
		q.Add("and m.grid = ?", f.Grid)
	}
	if f.Shows != "" {
		q.Add("and m.shows = ?", f.Shows)
	}
	if f.In != "" {
		q.Add("and m.place <> '' and m.place in (select id from place where realm = ? and path like ?)", f.realm, f.In+"%")
	}
	if f.Late {
		q.Add("and m.shows = 'overdue' and m.ending = ''")
	}
	if f.Mine { // union all: to merge two lists by id the whole realm would be walked
		q.Add("and m.id in (select id from matter where realm = ? and raiser = ? and raiser <> '' union all select matter from party where realm = ? and person = ?)", ownRealm(id), who(id), ownRealm(id), who(id))
	}
	if f.Doing {
		q.Add("and m.handler = ? and m.handler <> ''", who(id)) // the second lets the index be used, which holds only rows with a handler
	}
	for _, w := range f.Where {
		q.Add("and m.state -> 'fields' ->> ? = ?", w.Field, w.Value)
	}
	if f.Before > 0 {
		q.Add("and m.number < ?", f.Before)
	}
}

// escapeLike makes the wildcards of like stand for themselves.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s)
}

// nobody is a person's id that no row has.
const nobody = "-"

func who(id *access.Identity) string {
	if id == nil || id.Person == "" {
		return nobody
	}
	return id.Person
}

// ownRealm is the realm in which an identity counts, given as a value: a subquery that names no row of the query around
// it is carried out once.
func ownRealm(id *access.Identity) string {
	if id == nil {
		return nobody
	}
	return id.Realm
}

// errPage is returned for a cursor that no page gave.
var errPage = fault.New(fault.Invalid, lang.T("翻页的位置不对，请从第一页开始", "That is not a page's cursor. Start from the first page."))

// Cursor reads the cursor of a page.
func Cursor(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	var n int64
	if _, err := fmt.Sscanf(s, "%d", &n); err != nil || n < 1 || fmt.Sprint(n) != s {
		return 0, errors.Join(errPage)
	}
	return n, nil
}
