package matter

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Draft is a matter that somebody wants to raise.
type Draft struct {
	Kind   string // <playbook>/<kind>
	Title  string
	Body   string
	Place  string // a place's id, or ""
	Fields map[string]any
	Files  []string
	// Contact is how to reach a visitor without an account, or the person on whose behalf staff raise it.
	Contact Contact
	// For is the person on whose behalf staff raise it; "" for oneself.
	For string
	// Spot makes the kind's on-the-spot move in the same go.
	Spot *Act
	// Suggested says that whoever raises it was shown what Placing gives. It is computed again, and stands in the record
	// beside what was decided.
	Suggested bool

	known *known // by Prepare
}

// known is what a draft names, as it was found.
type known struct {
	kind *playbook.Kind
	located
}

// located is where a draft says that it is.
type located struct{ place, path, full, grid string }

// ErrKind is returned for a kind that the realm does not play.
var ErrKind = fault.New(fault.Invalid, lang.T("这里没有这一类事项", "There is no such kind of matter here."))

const (
	maxTitle = 60
	maxBody  = 5000
)

// Prepare looks up what a draft names. Raise does so too, but then others who write wait for it.
func (s *Service) Prepare(ctx context.Context, realm string, d Draft) Draft {
	if k, err := s.know(ctx, s.db, realm, d); err == nil { // else Raise says what is wrong
		d.known = &k
	}
	return d
}

// know finds what a draft names. The kind is there too when only the place is wrong.
func (s *Service) know(ctx context.Context, r store.Reader, realm string, d Draft) (k known, err error) {
	if d.known != nil {
		return *d.known, nil
	}
	set, err := s.books.Current(ctx, r, realm)
	if err != nil {
		return k, err
	}
	if k.kind = set.Kind(d.Kind); k.kind == nil {
		return k, ErrKind
	}
	k.located, err = s.locate(ctx, r, realm, d.Place, k.kind.Raise.Place)
	return k, err
}

// Raise opens a matter and returns it with its tracking code, which is shown this once and kept only as a digest.
func (s *Service) Raise(ctx context.Context, tx *store.Tx, id *access.Identity, realm string, at string, d Draft) (*Matter, string, error) {
	id = here(id, realm)
	var c fault.Check
	found, wrong := s.know(ctx, tx, realm, d)
	k := found.kind
	if k == nil {
		return nil, "", wrong
	}
	if k.At != at {
		return nil, "", ErrKind
	}
	m := &Matter{Realm: realm, KindID: d.Kind, Book: k.Playbook.Hash, Kind: k, Title: form.Line(d.Title), Body: form.Plain(d.Body), Contact: d.Contact,
		Place: found.place, Path: found.path, AtPlace: found.full, Grid: found.grid}
	if m.Title == "" && k.Seen.By == "parties" && m.Body != "" { // the body is sealed, and so is its first line
		m.Title = k.Title.String()
	} else if m.Title == "" {
		m.Title = firstLine(m.Body)
	}
	switch n := utf8.RuneCountInString(m.Title); {
	case n == 0:
		c.Add("title", lang.T("请说说是什么事", "Please say what it is about."))
	case n > maxTitle:
		c.Add("title", lang.F("标题最多 %d 个字，现在有 %d 个", "The title may have at most %d characters; it has %d.", maxTitle, n))
	}
	if says := form.Private(m.Title); !says.Empty() {
		c.Add("title", lang.F("标题%s", "The title %s.", says))
	}
	if says := form.Private(m.Body); !says.Empty() && k.Seen.By != "parties" { // else the body is sealed
		c.Add("body", lang.F("这段话%s", "This %s.", says))
	}
	if n := utf8.RuneCountInString(m.Body); n > maxBody {
		c.Add("body", lang.F("最多 %d 个字，现在有 %d 个", "It may have at most %d characters; it has %d.", maxBody, n))
	}
	m.Contact.check(&c)
	if err := c.Take(wrong); err != nil {
		return nil, "", err
	}
	if err := c.Take(s.exist(ctx, tx, realm, k.Raise.Fields, d.Fields)); err != nil {
		return nil, "", err
	}
	by := caller(id, k.Playbook.Actors, m.Path, d.Fields)
	taken, err := playbook.Open(k, by, d.Fields, m.Place != "", s.clock.Now(), s.calendar)
	if _, may := (playbook.State{}).As(k, anywhere(id, k.Playbook.Actors), k.Raise.By...); fault.Is(err, fault.Forbidden) && may {
		err = fault.InField("place", lang.T("这里不归您负责，请选您负责的范围里的地方", "You do not answer for this place. Please pick one that you answer for."))
	}
	if err := c.Take(err); err != nil {
		return nil, "", err
	}
	if err := c.Err(); err != nil {
		return nil, "", err
	}
	m.State = taken.State
	if d.For != "" || d.Contact.Name != "" {
		if !id.Serves() {
			return nil, "", fault.New(fault.Forbidden, lang.T("只有工作人员可以代别人登记", "Only staff may raise a matter for somebody else."))
		}
		if d.For != "" {
			if _, err := s.people.Get(ctx, tx, realm, d.For); fault.Is(err, fault.NotFound) {
				return nil, "", fault.InField("for", lang.T("没有这位居民，请重新选择", "There is no such resident; please pick again."))
			} else if err != nil {
				return nil, "", err
			}
		}
		m.State.Raiser = d.For
	}
	if d.Suggested {
		p, err := s.placing(ctx, tx, id, realm, at, d)
		if err != nil {
			return nil, "", err
		}
		m.hints = append(suggested(AboutKind, p.Kinds, d.Kind), suggested(AboutPlace, p.Places, m.Place)...)
	}
	code, err := s.begin(ctx, tx, actor(id, taken.Post), m, taken, d.Files, "")
	if err != nil {
		return nil, "", err
	}
	if d.Spot != nil {
		if d.Spot.Move != k.Raise.Spot || k.Raise.Spot == "" {
			return nil, "", fault.InField("spot", lang.T("这一类事项不能当场办结", "This kind cannot be closed on the spot."))
		}
		d.Spot.Version = m.Version
		if err := s.move(ctx, tx, id, m, *d.Spot, false); err != nil {
			return nil, "", err
		}
	}
	return m, code, nil
}

// check puts a contact in its normal form.
func (t *Contact) check(c *fault.Check) {
	t.Name, t.Phone = form.Line(t.Name), person.CleanPhone(t.Phone)
	if says := form.Private(t.Name); !says.Empty() {
		c.Add("contact.name", lang.F("姓名%s", "The name %s.", says))
	}
	if utf8.RuneCountInString(t.Name) > maxTitle {
		c.Add("contact.name", lang.F("姓名最多 %d 个字", "A name has at most %d characters.", maxTitle))
	}
	if t.Phone != "" && !person.ValidPhone(t.Phone) {
		c.Add("contact.phone", lang.T("电话像是少了或多了数字，请核对", "The phone number seems to have a digit too few or too many."))
	}
	if t.Channel != "" && t.Channel != "phone" && t.Channel != "counter" {
		c.Add("contact.channel", lang.T("来源写 phone（电话）或 counter（窗口）", "The channel is phone or counter."))
	}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > maxTitle {
		return string(r[:maxTitle-1]) + "…"
	}
	return s
}

// begin writes a matter whose first step was taken, and what follows from it.
func (s *Service) begin(ctx context.Context, tx *store.Tx, by journal.Actor, m *Matter, taken playbook.Taken, files []string, from string) (code string, err error) {
	m.ID, m.Created = store.NewID(), s.clock.Now()
	if m.Number, err = s.journal.NextMatter(ctx, tx, m.Realm); err != nil {
		return "", fmt.Errorf("number a matter of %s: %w", m.Realm, err)
	}
	code = newCode()
	if err := s.insert(ctx, tx, m, code); err != nil {
		return "", err
	}
	for name, v := range taken.Values {
		if f, ok := m.Kind.Field(name); ok && f.Type == form.File {
			for _, id := range v.([]string) {
				if !slices.Contains(files, id) {
					files = append(files, id)
				}
			}
		}
	}
	if len(files) > 0 {
		if err := s.files.Attach(ctx, tx, m.Realm, by, files, subject(m.ID)); err != nil {
			return "", err
		}
	}
	if err := s.parties(ctx, tx, m); err != nil {
		return "", err
	}
	if err := s.follow(ctx, tx, by, m, taken.Effects); err != nil {
		return "", err
	}
	e, err := s.journal.Append(ctx, tx, m.Realm, by, Opened{After: m.after(taken.Effects), Number: m.Number, KindID: m.KindID, Book: m.Book,
		Title: m.Title, Body: m.Body, Place: m.Place, Values: taken.Values, Files: files, Channel: m.Contact.Channel, From: from, Suggested: m.hints})
	if err != nil {
		return "", err
	}
	return code, countSuggested(ctx, tx, m.Realm, m.KindID, m.hints, e.At)
}

// newCode makes a tracking code: 10 letters and digits that are not mistaken for each other, 47 bits.
func newCode() string {
	const letters = "23456789ABCDEFGHJKMNPQRTUVWXY"
	b := make([]byte, 10)
	for i := range b {
		for {
			var r [1]byte
			rand.Read(r[:])
			if int(r[0]) < 256/len(letters)*len(letters) {
				b[i] = letters[int(r[0])%len(letters)]
				break
			}
		}
	}
	return string(b)
}

// locate finds the place that a draft names, and the grid it lies in.
func (s *Service) locate(ctx context.Context, r store.Reader, realm, id, rule string) (at located, err error) {
	if id == "" || rule == "none" {
		return at, nil
	}
	p, err := s.places.Get(ctx, r, realm, id)
	if fault.Is(err, fault.NotFound) {
		p, err = s.places.ByCode(ctx, r, realm, id)
	}
	if fault.Is(err, fault.NotFound) {
		return at, fault.InField("place", lang.T("没有这个地方，请重新选择", "There is no such place; please pick again."))
	}
	if err != nil {
		return at, err
	}
	grid, err := s.places.AreaAt(ctx, r, realm, place.Grid, p.Path, s.clock.Now())
	if err != nil && !fault.Is(err, fault.NotFound) {
		return at, err
	}
	return located{p.ID, p.Path, p.Full, grid.ID}, nil
}

// exist makes sure that the people, places and organisations in answers are of this realm.
func (s *Service) exist(ctx context.Context, r store.Reader, realm string, fields []form.Field, raw map[string]any) error {
	var c fault.Check
	for _, f := range fields {
		id, _ := raw[f.Name].(string)
		if id == "" {
			continue
		}
		var err error
		switch f.Type {
		case form.Person:
			_, err = s.people.Get(ctx, r, realm, id)
		case form.Place:
			_, err = s.places.Get(ctx, r, realm, id)
		case form.Org:
			_, err = s.orgs.Get(ctx, r, realm, id)
		}
		if fault.Is(err, fault.NotFound) {
			c.Add("fields."+f.Name, lang.F("“%s”要从名单里选", "“%s” must be picked from the list", f.Title))
		} else if err != nil {
			return err
		}
	}
	return c.Err()
}

// joined is the role of those who said that a matter is theirs too. It finds the matter among their own, and opens nothing
// of it that its kind does not show to everyone: else whoever wants to read would join.
const joined = "joined"

// parties keeps who has to do with the matter beside its raiser and handler. Who was named by mistake is not a party.
func (s *Service) parties(ctx context.Context, tx *store.Tx, m *Matter) error {
	for _, role := range m.Kind.Parties {
		p, _ := m.State.Fields[role].(string)
		if _, err := tx.Exec(ctx, `delete from party where realm = $1 and matter = $2 and role = $3 and person <> $4`, m.Realm, m.ID, role, p); err != nil {
			return fmt.Errorf("parties of %s: %w", m.ID, err)
		}
	}
	add := func(person, role string) error {
		_, err := tx.Exec(ctx, `insert into party (realm, person, matter, role) values ($1, $2, $3, $4) on conflict do nothing`, m.Realm, person, m.ID, role)
		return err
	}
	for _, role := range m.Kind.Parties {
		if p, _ := m.State.Fields[role].(string); p != "" {
			if err := add(p, role); err != nil {
				return fmt.Errorf("parties of %s: %w", m.ID, err)
			}
		}
	}
	for _, p := range m.State.Petitioners {
		if err := add(p, "petitioner"); err != nil {
			return fmt.Errorf("petitioners of %s: %w", m.ID, err)
		}
	}
	for _, p := range m.State.Joined {
		if err := add(p, joined); err != nil {
			return fmt.Errorf("who joined %s: %w", m.ID, err)
		}
	}
	return nil
}

// raised raises a matter that another one asks for, as the playbook words it.
func (s *Service) raised(ctx context.Context, tx *store.Tx, by journal.Actor, from *Matter, r playbook.Raised) error {
	k := from.Kind.Playbook.Kind(r.Kind)
	m := &Matter{Realm: from.Realm, KindID: k.ID(), Book: k.Playbook.Hash, Kind: k, Title: r.Title.In(lang.Zh), Body: r.Body.In(lang.Zh),
		Place: from.Place, Path: from.Path, AtPlace: from.AtPlace, Grid: from.Grid}
	if r.Title.Empty() {
		m.Title = from.Title
	}
	taken, err := playbook.Open(k, playbook.Caller{Person: by.Person, Time: true}, r.Fields, true, s.clock.Now(), s.calendar)
	if err != nil {
		return fmt.Errorf("%s raises %s: %w", from.KindID, k.ID(), err)
	}
	m.State = taken.State
	_, err = s.begin(ctx, tx, by, m, taken, nil, from.ID)
	return err
}

// splitOff opens a second matter of the same kind, with the same raiser and answers.
func (s *Service) splitOff(ctx context.Context, tx *store.Tx, by journal.Actor, from *Matter, e playbook.SplitOff) (*Matter, error) {
	k := from.Kind
	if set, err := s.books.Current(ctx, tx, from.Realm); err != nil {
		return nil, err
	} else if now := set.Kind(from.KindID); now != nil {
		k = now
	}
	m := &Matter{Realm: from.Realm, KindID: from.KindID, Book: k.Playbook.Hash, Kind: k, Title: e.Title, Body: e.Body, Contact: from.Contact,
		Place: from.Place, Path: from.Path, AtPlace: from.AtPlace, Grid: from.Grid}
	raw := map[string]any{}
	for _, f := range k.Raise.Fields {
		if v, ok := from.State.Fields[f.Name]; ok && f.Type != form.File { // a photo stays with the matter that it came with
			raw[f.Name] = v
		}
	}
	taken, err := playbook.Open(lenient(k), playbook.Caller{Person: from.State.Raiser, Time: true}, raw, true, s.clock.Now(), s.calendar)
	if err != nil {
		return nil, fmt.Errorf("split %s: %w", from.ID, err)
	}
	taken.State.Petitioners = append([]string(nil), from.State.Petitioners...)
	m.State = taken.State
	_, err = s.begin(ctx, tx, by, m, taken, nil, from.ID)
	return m, err
}

func actor(id *access.Identity, post string) journal.Actor {
	if id == nil {
		return journal.Actor{}
	}
	return id.Actor(post)
}

// copyOf is a copy of answers that can be changed.
func copyOf(v form.Values) form.Values {
	if v == nil {
		return form.Values{}
	}
	return maps.Clone(v)
}
