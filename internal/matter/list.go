package matter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/practice"
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
	Words  string // part of the title, or a number
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
}

// Page is one page of a list; Next is 0 on the last one.
type Page struct {
	Items []Item
	Next  int64
}

const itemColumns = `m.id, m.number, m.kind, m.book, m.title, m.path, m.at_place, m.grid, m.raiser, m.handler, m.stage, m.shows, m.ending, m.due, m.created, m.closed, m.version`

type itemRow struct {
	Item
	path string
}

func scanItem(r store.Row) (v itemRow, err error) {
	var due, created, closed int64
	err = r.Scan(&v.ID, &v.Number, &v.KindID, &v.Book, &v.Title, &v.path, &v.AtPlace, &v.Grid, &v.Raiser, &v.Handler, &v.Stage, (*string)(&v.Shows), (*string)(&v.Ending), &due, &created, &closed, &v.Version)
	v.Due, v.Created, v.Closed = clock.FromMillis(due), clock.FromMillis(created), clock.FromMillis(closed)
	return v, err
}

// List reads a page of the matters that somebody may see, newest first.
func (s *Service) List(ctx context.Context, r store.Reader, id *access.Identity, realm string, f Filter) (Page, error) {
	id = here(id, realm)
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return Page{}, err
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	q := store.Query(`select `+itemColumns+` from matter m where m.realm = ?`, realm)
	reach := reachOf(id, set)
	f.realm = realm
	f.narrow(q, id)
	reach.narrow(q, id)
	switch {
	case f.ByDue:
		q.Add("and m.due > 0 order by m.due, m.number limit ?", f.Limit+1)
	case f.Mine, f.In != "": // they are few: find them first, rather than walk the realm by number
		q.Add("order by m.number + 0 desc limit ?", f.Limit+1)
	default:
		q.Add("order by m.number desc limit ?", f.Limit+1)
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
	p.Items = make([]Item, len(rows))
	o := onlooker{id: id, set: set}
	for i := range rows {
		if p.Items[i], err = s.itemFor(ctx, r, &rows[i], &o); err != nil {
			return Page{}, err
		}
	}
	return p, nil
}

// item words a row, and veils what its kind does not show to this caller.
func (s *Service) item(ctx context.Context, r store.Reader, v *itemRow, id *access.Identity, set practice.Set) (Item, error) {
	return s.itemFor(ctx, r, v, &onlooker{id: id, set: set})
}

// onlooker is who looks at a list, and how much they were found to see: rows of one kind, stage and place are seen
// alike, but by those who have to do with them.
type onlooker struct {
	id   *access.Identity
	set  practice.Set
	sees map[spot]sight
}

type spot struct {
	kind        *playbook.Kind
	stage, path string
}

// sight tells how much of a row somebody may see who neither raised nor handles it.
func (o *onlooker) sight(s *Service, k *playbook.Kind, v *itemRow) sight {
	at := spot{k, v.Stage, ""}
	if o.id != nil && slices.ContainsFunc(o.id.Posts, func(h access.Held) bool { return h.Scope != nil }) {
		at.path = v.path // a post for a part of the realm: it depends on where
	}
	if found, ok := o.sees[at]; ok {
		return found
	}
	m := Matter{Kind: k, State: playbook.State{Stage: v.Stage, Raiser: v.Raiser, Handler: v.Handler}}
	found := s.sight(&m, caller(o.id, o.set.Actors(k), v.path, nil))
	if o.sees == nil {
		o.sees = map[spot]sight{}
	}
	o.sees[at] = found
	return found
}

func (s *Service) itemFor(ctx context.Context, r store.Reader, v *itemRow, o *onlooker) (Item, error) {
	it := v.Item
	book, err := s.books.Version(ctx, r, it.Book)
	if err != nil {
		return it, err
	}
	_, name, _ := strings.Cut(it.KindID, "/")
	if it.Kind = book.Kind(name); it.Kind == nil {
		return it, fmt.Errorf("matter %s: no kind %s", it.ID, it.KindID)
	}
	if st := it.Kind.Stage(it.Stage); st != nil {
		it.StageText = st.Title
	}
	if id := o.id; id != nil && id.Person != "" && (id.Person == it.Raiser || id.Person == it.Handler) {
		return it, nil
	}
	if o.sight(s, it.Kind, v) == shown {
		veiled := View{Matter: &Matter{Kind: it.Kind, Title: it.Title, AtPlace: it.AtPlace}}
		veiled.veil()
		it.Title, it.AtPlace, it.Raiser = veiled.Title, veiled.AtPlace, ""
	}
	return it, nil
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
		q.Add("and m.place in (select id from place where realm = ? and path like ?)", f.realm, f.In+"%")
	}
	if f.Late {
		q.Add("and m.shows = 'overdue' and m.ending = ''")
	}
	if w := strings.TrimSpace(f.Words); w != "" {
		q.Add(`and (lower(m.title) like ? escape '\' or cast(m.number as text) = ?)`, "%"+escapeLike(strings.ToLower(w))+"%", strings.TrimPrefix(w, "#"))
	}
	if f.Mine {
		q.Add("and m.id in (select id from matter where realm = ? and raiser = ? and raiser <> '' union select matter from party where realm = ? and person = ?)", ownRealm(id), who(id), ownRealm(id), who(id))
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

// reach is which kinds of matter somebody may see in a list: everywhere, or only where their post answers.
type reach struct {
	all    bool // every kind that the realm plays, everywhere
	kinds  []string
	scoped []scopedKinds
}

type scopedKinds struct {
	kinds []string
	area  string   // a grid
	scope []string // place ids
}

// reachOf computes the reach of an identity from the current playbooks.
func reachOf(id *access.Identity, set practice.Set) reach {
	var rc reach
	rc.all = true
	scoped := map[string]*scopedKinds{}
	for _, b := range set {
		c := caller(id, b.Actors, "", nil)
		for _, k := range b.Kinds {
			if seesEverywhere(k, c, id) {
				rc.kinds = append(rc.kinds, k.ID())
				continue
			}
			rc.all = false
			if id == nil {
				continue
			}
			for _, name := range k.Posts() {
				a := b.Actor(name)
				for _, h := range id.Posts {
					if !a.OfPlace || !contains(a.Posts, h.Kind) || h.Scope == nil {
						continue
					}
					sk := scoped[h.Post.ID]
					if sk == nil {
						sk = &scopedKinds{area: h.Post.Area, scope: h.Scope}
						scoped[h.Post.ID] = sk
					}
					if !contains(sk.kinds, k.ID()) {
						sk.kinds = append(sk.kinds, k.ID())
					}
				}
			}
		}
	}
	if id != nil {
		for _, h := range id.Posts { // in the order of the posts, so that the same person's query is the same text
			if sk := scoped[h.Post.ID]; sk != nil {
				rc.scoped = append(rc.scoped, *sk)
			}
		}
	}
	return rc
}

func seesEverywhere(k *playbook.Kind, c playbook.Caller, id *access.Identity) bool {
	switch k.Seen.By {
	case "public":
		return true
	case "neighbours":
		if c.Person != "" {
			return true
		}
	}
	for _, name := range k.Posts() {
		if _, ok := c.Is[name]; ok {
			return true
		}
		if a := k.Playbook.Actor(name); a.OfPlace && id != nil {
			for _, h := range id.Posts {
				if contains(a.Posts, h.Kind) && h.Scope == nil {
					return true
				}
			}
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// narrow keeps a query to what may be seen. Claimable matters are on the claiming board, a query of its own.
func (rc reach) narrow(q *store.Q, id *access.Identity) {
	if rc.all {
		return
	}
	q.Add("and (")
	if len(rc.kinds) > 0 { // first, since it is true of most rows
		store.In(q, "m.kind", rc.kinds).Add("or")
	}
	q.Add("m.raiser = ? or m.handler = ? or m.id in (select matter from party where realm = ? and person = ?)", who(id), who(id), ownRealm(id), who(id))
	for _, sk := range rc.scoped {
		store.In(q.Add("or ("), "m.kind", sk.kinds)
		if sk.area != "" {
			q.Add("and m.grid = ?", sk.area)
		} else {
			q.Add("and (1 = 0")
			for _, p := range sk.scope {
				q.Add("or m.path like ?", "%/"+p+"/%")
			}
			q.Add(")")
		}
		q.Add(")")
	}
	q.Add(")")
}

// Counts counts the matters of a filter by what they show, for the chips above a queue.
func (s *Service) Counts(ctx context.Context, r store.Reader, id *access.Identity, realm string, f Filter) (map[playbook.Status]int, error) {
	id = here(id, realm)
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return nil, err
	}
	f.Shows, f.Before, f.Late, f.realm = "", 0, false, realm
	q := store.Query(`select m.shows, count(*) from matter m where m.realm = ?`, realm)
	f.narrow(q, id)
	reachOf(id, set).narrow(q, id)
	q.Add("group by m.shows")
	type pair struct {
		shows playbook.Status
		n     int
	}
	rows, err := store.All(ctx, r, func(row store.Row) (p pair, err error) { return p, row.Scan(&p.shows, &p.n) }, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("count matters of %s: %w", realm, err)
	}
	counts := map[playbook.Status]int{}
	for _, p := range rows {
		counts[p.shows] = p.n
	}
	return counts, nil
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
