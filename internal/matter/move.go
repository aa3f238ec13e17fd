package matter

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/store"
)

// Act is a move that somebody wants to make.
type Act struct {
	Move    string
	Note    string
	Fields  map[string]any
	Version int64 // the version that they saw; 0 does not ask
	// Suggested says that they were shown what Suggest gives. It is computed again, and stands in the record beside what was
	// decided.
	Suggested bool
}

// Ref names a matter of a realm: by its number, its id, or its tracking code, which also opens it.
type Ref struct {
	Realm  string
	ID     string
	Number int64
	Code   string
}

// Find reads a matter, whoever asks; permission is Show's and Move's.
func (s *Service) Find(ctx context.Context, r store.Reader, ref Ref) (*Matter, error) {
	switch {
	case ref.ID != "":
		return s.find(ctx, r, ref.Realm, "id", ref.ID)
	case ref.Number > 0:
		return s.find(ctx, r, ref.Realm, "number", ref.Number)
	case ref.Code != "":
		return s.find(ctx, r, ref.Realm, "code", s.ring.Digest(use(ref.Realm), ref.Code))
	}
	return nil, ErrNone
}

// proves tells whether a reference carries the matter's own tracking code.
func (s *Service) proves(ctx context.Context, r store.Reader, ref Ref, m *Matter) (bool, error) {
	if ref.Code == "" {
		return false, nil
	}
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from matter where realm = $1 and id = $2 and code = $3`, m.Realm, m.ID, s.ring.Digest(use(m.Realm), ref.Code))
	return n == 1, err
}

// Move makes a move and returns the matter as it then stands.
func (s *Service) Move(ctx context.Context, tx *store.Tx, id *access.Identity, ref Ref, a Act) (*Matter, error) {
	m, err := s.Find(ctx, tx, ref)
	if err != nil {
		return nil, err
	}
	code, err := s.proves(ctx, tx, ref, m)
	if err != nil {
		return nil, err
	}
	err = s.move(ctx, tx, id, m, a, code)
	for range voicesAtOnce {
		if own := m.Kind.Move(a.Move); own == nil || !own.Once || !errors.Is(err, ErrStale) {
			break
		}
		if m, err = s.Find(ctx, tx, Ref{Realm: m.Realm, ID: m.ID}); err != nil {
			return nil, err
		}
		err = s.move(ctx, tx, id, m, a, code)
	}
	return m, err
}

// voicesAtOnce is how often a voice that met another on its way is given again before the caller is told.
const voicesAtOnce = 20

func (s *Service) move(ctx context.Context, tx *store.Tx, id *access.Identity, m *Matter, a Act, code bool) error {
	by, err := s.callerIn(ctx, tx, id, m, code)
	if err != nil {
		return err
	}
	if see, _ := s.sight(m, by); see == unseen {
		return ErrNone
	}
	own := m.Kind.Move(a.Move)
	if a.Version != 0 && a.Version != m.Version && (own == nil || !own.Once) { // one voice does not wait for another
		return ErrStale
	}
	if own != nil {
		if err := s.exist(ctx, tx, m.Realm, own.Fields, a.Fields); err != nil {
			return err
		}
	}
	var made []Suggestion
	if a.Suggested && own != nil {
		if made, err = s.handlers(ctx, tx, id, m, own); err != nil {
			return err
		}
	}
	from := m.State.Stage
	taken, err := playbook.Step(m.Kind, m.State, playbook.Event{Move: a.Move, By: by, Note: a.Note, Fields: a.Fields}, s.clock.Now(), s.calendar)
	if err != nil {
		return err
	}
	who := actor(id, taken.Post)
	m.State = taken.State
	ev := Moved{Move: a.Move, From: from, Values: copyOf(taken.Values)}
	if taken.Voice {
		who, ev.Voice = journal.Actor{}, by.Voice
	}
	ev.Note, _ = taken.Values["note"].(string)
	if taken.Values["rating"] == nil && (by.Person == "" || by.Person != m.State.Raiser) {
		m.said = ev.Note
	}
	delete(ev.Values, "note")
	if ev.Files, err = s.attach(ctx, tx, who, m, a.Move, taken.Values); err != nil {
		return err
	}
	if ev.Other, err = s.others(ctx, tx, id, who, m, taken.Effects); err != nil {
		return err
	}
	if err := s.update(ctx, tx, m); err != nil {
		return err
	}
	if err := s.parties(ctx, tx, m); err != nil {
		return err
	}
	if err := s.follow(ctx, tx, who, m, taken.Effects); err != nil {
		return err
	}
	ev.After = m.after(taken.Effects)
	if len(made) > 0 {
		gave, _ := taken.Values[own.Gives].(string)
		ev.Suggested = suggested(AboutHandler, made, gave)
	}
	e, err := s.journal.Append(ctx, tx, m.Realm, who, ev)
	if err != nil {
		return err
	}
	return countSuggested(ctx, tx, m.Realm, m.KindID, ev.Suggested, e.At)
}

// attach ties the files that a move's answers name to the matter.
func (s *Service) attach(ctx context.Context, tx *store.Tx, by journal.Actor, m *Matter, move string, values form.Values) ([]string, error) {
	var ids []string
	for name, v := range values {
		f, ok := m.Kind.Field(name)
		if list, isList := v.([]string); isList && (name == "photos" || ok && f.Type == form.File) {
			ids = append(ids, list...)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return ids, s.files.Attach(ctx, tx, m.Realm, by, ids, subject(m.ID))
}

// others carries out what a step asks of other matters of the realm before this one is written: merging and splitting.
func (s *Service) others(ctx context.Context, tx *store.Tx, id *access.Identity, by journal.Actor, m *Matter, effects []playbook.Effect) (other string, err error) {
	for _, e := range effects {
		switch e := e.(type) {
		case playbook.MergedInto:
			master, err := s.master(ctx, tx, id, m, e.Number)
			if err != nil {
				return "", err
			}
			m.Merged = master.ID
			return strconv.FormatInt(master.Number, 10), s.join(ctx, tx, by, master, m)
		case playbook.SplitOff:
			second, err := s.splitOff(ctx, tx, by, m, e)
			if err != nil {
				return "", err
			}
			return strconv.FormatInt(second.Number, 10), nil
		}
	}
	return "", nil
}

// master finds the matter that another one of its kind is to be merged into, by somebody who may merge that one too: who
// merges opens the master to those who asked for the other.
func (s *Service) master(ctx context.Context, tx *store.Tx, id *access.Identity, m *Matter, number int64) (*Matter, error) {
	none := fault.InField("fields.into", lang.F("没有您在办的、同一类的第 %d 号事项可以并入", "There is no other open matter number %d of this kind that you may merge into.", number))
	master, err := s.Find(ctx, tx, Ref{Realm: m.Realm, Number: number})
	if fault.Is(err, fault.NotFound) {
		return nil, none
	}
	if err != nil {
		return nil, err
	}
	by, err := s.callerIn(ctx, tx, id, master, false)
	if err != nil {
		return nil, err
	}
	may := slices.ContainsFunc(playbook.Offers(master.Kind, master.State, by, s.clock.Now()), func(o playbook.Offer) bool { return o.Move == "merge" })
	if master.ID == m.ID || master.KindID != m.KindID || !may {
		return nil, none
	}
	return master, nil
}

// join adds the petitioners of a merged matter to its master. Where only parties may see a matter, they are told its result
// on their own: what the master's raiser said is not for them.
func (s *Service) join(ctx context.Context, tx *store.Tx, by journal.Actor, master, merged *Matter) error {
	asks := append([]string{merged.State.Raiser}, merged.State.Petitioners...)
	if master.Kind.Seen.By == "parties" {
		asks = nil
	}
	for _, p := range asks {
		if p != "" && p != master.State.Raiser && !slices.Contains(master.State.Petitioners, p) {
			master.State.Petitioners = append(master.State.Petitioners, p)
		}
	}
	for _, p := range merged.State.Joined {
		if p != master.State.Raiser && !slices.Contains(master.State.Petitioners, p) && !slices.Contains(master.State.Joined, p) {
			master.State.Joined = append(master.State.Joined, p)
		}
	}
	if err := s.update(ctx, tx, master); err != nil {
		return err
	}
	if err := s.parties(ctx, tx, master); err != nil {
		return err
	}
	_, err := s.journal.Append(ctx, tx, master.Realm, by, News{After: master.after(nil), What: "joined", Number: merged.Number})
	return err
}

// follow carries out what follows from a step once the matter is written.
func (s *Service) follow(ctx context.Context, tx *store.Tx, by journal.Actor, m *Matter, effects []playbook.Effect) error {
	for _, e := range effects {
		var err error
		switch e := e.(type) {
		case playbook.Counted:
			_, err = tx.Exec(ctx, `insert into outcome (realm, matter, field, slot, unit, milli, at) values ($1, $2, $3, $4, $5, $6, $7)
				on conflict (realm, matter, field, slot) do update set milli = excluded.milli, at = excluded.at`,
				m.Realm, m.ID, e.Field.Name, e.Slot, e.Field.Unit.In(lang.Zh), milli(e.Amount), clock.Millis(s.clock.Now()))
		case playbook.Raises:
			for _, r := range e.Raised {
				if err = s.raised(ctx, tx, by, m, r); err != nil {
					break
				}
			}
		case playbook.Referred:
			err = s.send(ctx, tx, m, e.Refer)
		case playbook.Recalled:
			err = s.sendRecall(ctx, tx, m)
		case playbook.Ended:
			if err = s.settle(ctx, tx, by, m); err == nil && m.Origin != "" {
				err = s.jobs.Put(ctx, tx, m.Realm, "matter.back", parcel{Realm: m.Realm, Matter: m.ID})
			}
		}
		if err != nil {
			return fmt.Errorf("what follows for %s: %w", m.ID, err)
		}
	}
	return nil
}

func milli(n float64) int64 { return int64(math.Round(n * 1000)) }

// settle tells every matter that was merged into this one how it ended, so that each petitioner is answered.
func (s *Service) settle(ctx context.Context, tx *store.Tx, by journal.Actor, master *Matter) error {
	merged, err := store.All(ctx, tx, store.Value[string], `select id from matter where realm = $1 and merged_into = $2 and merged_into <> ''`, master.Realm, master.ID) // without an order, for which the whole realm would be walked
	if err != nil {
		return err
	}
	if len(merged) == 0 {
		return nil
	}
	note := master.said
	if note == "" {
		if note, err = s.lastNote(ctx, tx, master); err != nil {
			return err
		}
	}
	slices.Sort(merged) // in the order in which they were raised
	for _, id := range merged {
		m, err := s.find(ctx, tx, master.Realm, "id", id)
		if err != nil {
			return err
		}
		news := News{What: "settled", Number: master.Number, Stage: master.State.Stage, End: master.State.Ending, Note: note}
		if master.Merged != "" { // their answer comes from further on
			next, err := s.find(ctx, tx, master.Realm, "id", master.Merged)
			if err != nil {
				return err
			}
			m.Merged, news = next.ID, News{What: "follows", Number: next.Number}
		}
		if err := s.update(ctx, tx, m); err != nil {
			return err
		}
		news.After = m.after(nil)
		if _, err := s.journal.Append(ctx, tx, m.Realm, by, news); err != nil {
			return err
		}
	}
	return nil
}
