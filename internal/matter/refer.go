package matter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/playbook"
	"linli/internal/store"
)

// parcel is what a job about a matter carries: only who and where, never what.
type parcel struct {
	Realm, Matter, Referral string
}

// told is what a community tells the street about a matter, sealed in the referral.
type told struct {
	Title, Body, Place string
	Fields             form.Values
}

// send writes a referral to the street and puts the job that makes the matter there.
func (s *Service) send(ctx context.Context, tx *store.Tx, m *Matter, r *playbook.Refer) error {
	street, err := store.One(ctx, tx, store.Value[string], `select street from realm where realm = $1`, m.Realm)
	if err != nil {
		return fmt.Errorf("street of %s: %w", m.Realm, err)
	}
	t := told{Title: m.Kind.Title.String(), Fields: form.Values{}}
	for _, name := range r.Tells {
		switch name {
		case "title":
			t.Title = m.Title
		case "body":
			t.Body = m.Body
		case "place":
			t.Place = m.AtPlace
		default:
			if v, ok := m.State.Fields[name]; ok {
				t.Fields[name] = v
			}
		}
	}
	plain, err := json.Marshal(t)
	if err != nil {
		return err
	}
	id := store.NewID()
	if _, err := tx.Exec(ctx, `insert into referral (realm, id, matter, street, kind, told, at, other_number, stage, ending) values ($1, $2, $3, $4, $5, $6, $7, 0, '', '')`,
		m.Realm, id, m.ID, street, m.Kind.Playbook.Name+"/"+r.Kind, s.ring.Seal(m.Realm+"/referral/"+id, plain), clock.Millis(s.clock.Now())); err != nil {
		return err
	}
	return s.jobs.Put(ctx, tx, m.Realm, "matter.refer", parcel{m.Realm, m.ID, id})
}

// refer makes the matter at the street. Doing it again finds the one already made.
func (s *Service) refer(ctx context.Context, j job.Job) error {
	var p parcel
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return err
	}
	type referral struct {
		street, kind string
		told         []byte
	}
	ref, err := store.One(ctx, s.db, func(r store.Row) (v referral, err error) { return v, r.Scan(&v.street, &v.kind, &v.told) },
		`select street, kind, told from referral where realm = $1 and id = $2`, p.Realm, p.Referral)
	if err != nil {
		return fmt.Errorf("referral %s: %w", p.Referral, err)
	}
	plain, err := s.ring.Open(p.Realm+"/referral/"+p.Referral, ref.told)
	if err != nil {
		return err
	}
	var t told
	if err := json.Unmarshal(plain, &t); err != nil {
		return err
	}
	from, err := s.find(ctx, s.db, p.Realm, "id", p.Matter)
	if err != nil {
		return err
	}
	origin := p.Realm + "/" + p.Matter + "/" + p.Referral
	var number int64
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		number, err = store.One(ctx, tx, store.Value[int64], `select number from matter where realm = $1 and origin = $2 and origin <> ''`, ref.street, origin)
		if err == nil || !errors.Is(err, store.ErrNone) {
			return err
		}
		over, err := store.One(ctx, tx, store.Value[string], `select ending from referral where realm = $1 and id = $2`, p.Realm, p.Referral)
		if err != nil || over != "" { // the community asks no more
			return err
		}
		set, err := s.books.Current(ctx, tx, ref.street)
		if err != nil {
			return err
		}
		k := set.Kind(ref.kind)
		if k == nil || k.At != "street" { // the street does not play it: take it as the community's own version words it
			_, name, _ := strings.Cut(ref.kind, "/")
			k = from.Kind.Playbook.Kind(name)
		}
		m := &Matter{Realm: ref.street, KindID: ref.kind, Book: k.Playbook.Hash, Kind: k, Title: t.Title, Body: t.Body, AtPlace: t.Place, Origin: origin}
		fields := map[string]any{}
		for _, f := range k.Raise.Fields {
			// People and places belong to their own realm; the street sees the community's through the referral's words only.
			if v, ok := t.Fields[f.Name]; ok && !slices.Contains([]form.Type{form.Person, form.Place, form.Org, form.File}, f.Type) {
				fields[f.Name] = v
			}
		}
		taken, err := playbook.Open(lenient(k), playbook.Caller{Time: true}, fields, true, s.clock.Now(), s.calendar)
		if err != nil {
			return fmt.Errorf("refer %s to %s: %w", p.Matter, ref.street, err)
		}
		m.State = taken.State
		_, err = s.begin(ctx, tx, journal.Actor{}, m, taken, nil, origin)
		number = m.Number
		return err
	})
	if err != nil || number == 0 {
		return err
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, `update referral set other_number = $3 where realm = $1 and id = $2 and other_number = 0`, p.Realm, p.Referral, number)
		if err != nil || n == 0 {
			return err
		}
		over, err := store.One(ctx, tx, store.Value[string], `select ending from referral where realm = $1 and id = $2`, p.Realm, p.Referral)
		if err != nil {
			return err
		}
		if over != "" { // it was recalled while the matter was being made
			if err := s.jobs.Put(ctx, tx, p.Realm, "matter.recall", p); err != nil {
				return err
			}
		}
		m, err := s.find(ctx, tx, p.Realm, "id", p.Matter)
		if err != nil {
			return err
		}
		_, err = s.journal.Append(ctx, tx, p.Realm, journal.Actor{}, News{After: m.after(nil), What: "referred", Realm: ref.street, Number: number})
		return err
	})
}

// lenient is a kind whose questions may all go unanswered: a matter made from another one brings what is known.
func lenient(k *playbook.Kind) *playbook.Kind {
	optional := *k
	optional.Raise.Fields = slices.Clone(k.Raise.Fields)
	for i := range optional.Raise.Fields {
		optional.Raise.Fields[i].Required = false
	}
	return &optional
}

// back carries the street's result home. Doing it again finds that the community was told already. One that was reopened and ended
// again is told once more; the community's matter went on by then, and stays where it is.
func (s *Service) back(ctx context.Context, j job.Job) error {
	var p parcel
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return err
	}
	there, err := s.find(ctx, s.db, p.Realm, "id", p.Matter)
	if err != nil {
		return err
	}
	at := strings.Split(there.Origin, "/")
	if len(at) != 3 || there.State.Open() { // reopened meanwhile: it will end again
		return nil
	}
	realm, id, referral := at[0], at[1], at[2]
	note, err := s.lastNote(ctx, s.db, there)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.journal.Hold(ctx, tx, realm); err != nil {
			return err
		}
		before, err := store.One(ctx, tx, store.Value[string], `select ending from referral where realm = $1 and id = $2`, realm, referral)
		if err != nil {
			return fmt.Errorf("referral %s: %w", referral, err)
		}
		n, err := tx.Exec(ctx, `update referral set stage = $3, ending = $4, answered = $5 where realm = $1 and id = $2 and answered < $5`, realm, referral, there.State.Stage, there.State.Ending, clock.Millis(there.State.Closed))
		if err != nil || n == 0 {
			return err
		}
		m, err := s.find(ctx, tx, realm, "id", id)
		if err != nil {
			return err
		}
		var effects []playbook.Effect
		if m.State.Open() && before == "" {
			taken := playbook.Back(m.Kind, m.State, there.State.Stage, there.State.Ending, s.clock.Now(), s.calendar)
			m.State, effects = taken.State, taken.Effects
			if err := s.update(ctx, tx, m); err != nil {
				return err
			}
			if err := s.follow(ctx, tx, journal.Actor{}, m, effects); err != nil {
				return err
			}
		}
		_, err = s.journal.Append(ctx, tx, realm, journal.Actor{}, News{After: m.after(effects), What: "answered", Realm: p.Realm, Number: there.Number,
			Stage: there.State.Stage, End: there.State.Ending, Note: note})
		return err
	})
}

// lastNote is what was last written for those who asked: a note by somebody else than its raiser, and no appraisal.
func (s *Service) lastNote(ctx context.Context, r store.Reader, m *Matter) (string, error) {
	entries, err := s.journal.About(ctx, r, m.Realm, subject(m.ID))
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(entries) {
		var ev Moved
		if e.Kind == ev.Kind() && e.Payload != nil && json.Unmarshal(e.Payload, &ev) == nil && ev.Note != "" && ev.Move != "comment" &&
			ev.Values["rating"] == nil && (e.By.Person == "" || e.By.Person != m.State.Raiser) {
			return ev.Note, nil
		}
	}
	return "", nil
}

// toldNoMore is when a community was last told of a matter that it recalled: later than any end of it.
const toldNoMore = 9_000_000_000_000_000_000

// sendRecall ends the referrals that a matter still waits for, and puts the jobs that withdraw what they made.
func (s *Service) sendRecall(ctx context.Context, tx *store.Tx, m *Matter) error {
	open, err := store.All(ctx, tx, store.Value[string], `select id from referral where realm = $1 and matter = $2 and ending = ''`, m.Realm, m.ID)
	if err != nil {
		return err
	}
	for _, id := range open {
		if _, err := tx.Exec(ctx, `update referral set ending = $3, answered = $4 where realm = $1 and id = $2`, m.Realm, id, string(playbook.EndWithdrawn), int64(toldNoMore)); err != nil {
			return err
		}
		if err := s.jobs.Put(ctx, tx, m.Realm, "matter.recall", parcel{m.Realm, m.ID, id}); err != nil {
			return err
		}
	}
	return nil
}

// recall withdraws the matter that a referral made at the street. Before there is one, it does nothing: what makes it
// looks whether the referral was ended meanwhile.
func (s *Service) recall(ctx context.Context, j job.Job) error {
	var p parcel
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return err
	}
	type there struct {
		street string
		number int64
	}
	o, err := store.One(ctx, s.db, func(r store.Row) (v there, err error) { return v, r.Scan(&v.street, &v.number) },
		`select street, other_number from referral where realm = $1 and id = $2`, p.Realm, p.Referral)
	if err != nil || o.number == 0 {
		return err
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		m, err := s.Find(ctx, tx, Ref{Realm: o.street, Number: o.number})
		if err != nil || !m.State.Open() {
			return err
		}
		from := m.State.Stage
		taken, err := playbook.Step(m.Kind, m.State, playbook.Event{Move: "withdraw", By: playbook.Caller{Time: true}}, s.clock.Now(), s.calendar)
		if err != nil {
			return err
		}
		m.State = taken.State
		if err := s.update(ctx, tx, m); err != nil {
			return err
		}
		if err := s.follow(ctx, tx, journal.Actor{}, m, taken.Effects); err != nil {
			return err
		}
		_, err = s.journal.Append(ctx, tx, o.street, journal.Actor{}, Moved{After: m.after(taken.Effects), Move: "withdraw", From: from})
		return err
	})
}
