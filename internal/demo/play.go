package demo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"linli/internal/job"
	"linli/internal/matter"
	"linli/internal/store"
)

// player runs the acts of a plan.
type player struct {
	World
	ctx context.Context
}

type doing func(*player) error

// run plays every act in the order of its moment, and lets time pass to today.
func (p *plan) run(ctx context.Context, progress Progress) error {
	slices.SortStableFunc(p.acts, func(a, b act) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.story, b.story)) })
	r := &player{World: p.World, ctx: ctx}
	for i, a := range p.acts {
		if i%100 == 0 {
			progress(len(p.acts)/9+i, len(p.acts)/9+len(p.acts), a.at.Format("2006-01"))
		}
		if err := Pass(ctx, p.Clock, p.Matters, p.Jobs, a.at); err != nil {
			return err
		}
		if err := a.do(r); err != nil {
			return fmt.Errorf("%s, %s: %w", a.at.Format("2006-01-02 15:04"), a.says, err)
		}
	}
	if err := Pass(ctx, p.Clock, p.Matters, p.Jobs, p.today); err != nil {
		return err
	}
	progress(1, 1, p.today.Format(time.DateOnly))
	return nil
}

// Mover is a clock that can be put forward.
type Mover interface {
	Now() time.Time
	Set(time.Time)
}

// Pass lets time pass to a moment: it first does the jobs that are waiting, then stops wherever time does something to a
// matter, lets it happen, and does the jobs that follow. It never goes back.
func Pass(ctx context.Context, c Mover, matters *matter.Service, jobs *job.Queue, to time.Time) error {
	for {
		if err := drain(ctx, jobs); err != nil {
			return err
		}
		next, err := matters.NextDue(ctx)
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(to) {
			break
		}
		if next.After(c.Now()) {
			c.Set(next)
		}
		if _, err := matters.Due(ctx); err != nil {
			return err
		}
	}
	if to.After(c.Now()) {
		c.Set(to)
	}
	return nil
}

func drain(ctx context.Context, jobs *job.Queue) error {
	for {
		if n, err := jobs.Drain(ctx); err != nil || n == 0 {
			return err
		}
	}
}

func (r *player) raise(by *who, m *thing, d matter.Draft) error {
	return r.DB.Tx(r.ctx, func(tx *store.Tx) error {
		made, _, err := r.Matters.Raise(r.ctx, tx, by.id, m.realm, m.kind.At, d)
		if err == nil {
			m.id, m.number = made.ID, made.Number
		}
		return err
	})
}

// shoot hands in a photo that goes with a matter when it is raised.
func (r *player) shoot(by *who, m *thing, d *matter.Draft, photo []byte) error {
	f, err := r.Files.Put(r.ctx, r.DB, m.realm, by.id.Actor(""), bytes.NewReader(photo))
	if err != nil {
		return err
	}
	d.Files = []string{f.ID}
	d.Fields = maps.Clone(d.Fields)
	if d.Fields == nil {
		d.Fields = fields{}
	}
	d.Fields["photos"] = d.Files
	return nil
}

func (r *player) move(by *who, m *thing, move, note string, f fields) error {
	return r.DB.Tx(r.ctx, func(tx *store.Tx) error {
		_, err := r.Matters.Move(r.ctx, tx, by.id, matter.Ref{Realm: m.realm, ID: m.id}, matter.Act{Move: move, Note: note, Fields: f, Suggested: by.id.Serves()})
		return err
	})
}

// above finds the matter at the street by the news that came of it.
func (r *player) above(m, up *thing) error {
	entries, err := r.Journal.About(r.ctx, r.DB, m.realm, "matter:"+m.id)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(entries) {
		var news matter.News
		if e.Kind != news.Kind() {
			continue
		}
		if err := json.Unmarshal(e.Payload, &news); err != nil {
			return err
		}
		if news.What == "referred" {
			there, err := r.Matters.Find(r.ctx, r.DB, matter.Ref{Realm: news.Realm, Number: news.Number})
			if err == nil {
				up.id, up.number = there.ID, there.Number
			}
			return err
		}
	}
	return fmt.Errorf("matter %d of %s was not referred", m.number, m.realm)
}

// below finds the newest matters of a kind: what was raised last has the highest numbers.
func (r *player) below(by *who, all []*thing) error {
	k := all[0].kind
	found, err := r.Matters.List(r.ctx, r.DB, by.id, all[0].realm, matter.Filter{Kind: k.ID(), Limit: len(all)})
	if err != nil {
		return err
	}
	if len(found.Items) != len(all) {
		return fmt.Errorf("%d matters of kind %s, not %d", len(found.Items), k.ID(), len(all))
	}
	for i, it := range found.Items {
		m := all[len(all)-1-i]
		m.id, m.number = it.ID, it.Number
	}
	return nil
}
