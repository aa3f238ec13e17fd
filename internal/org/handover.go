package org

import (
	"context"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// Handover is a post that went, or will go, from one person to another.
type Handover struct {
	Before, After    Post
	LeaverName, Name string // whole names: who leaves, who takes over
	OrgTitle         string
	Where            string // for what the post is; "" for the whole realm
	At               time.Time
	Moved            int // matters that went along; Pending until the day has come
}

// Pending is what Handover.Moved is before its day.
const Pending = -1

// HandedOver says that a post goes from one person to another.
type HandedOver struct {
	ID        string    `json:"id"` // the successor's post
	Before    string    `json:"before"`
	Leaver    string    `json:"leaver"`
	Successor string    `json:"successor"`
	At        time.Time `json:"at"`
}

// Kind names the event.
func (HandedOver) Kind() string { return "post.handed_over" }

// Subject is the successor's post.
func (e HandedOver) Subject() string { return e.ID }

// HandOver gives a post to another person from the moment at, when its holder's term ends: the same kind and duties, for the
// same place or area. Standing in for the old post ends with it. The open work is moved by whoever keeps it, who then
// calls Moved; until then the handover is Pending.
func (s *Service) HandOver(ctx context.Context, tx *store.Tx, by journal.Actor, in, post, to string, at time.Time) (Post, error) {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return Post{}, err
	}
	old, err := s.Post(ctx, tx, in, post)
	if err != nil {
		return Post{}, err
	}
	switch {
	case old.For != "":
		return Post{}, fault.InField("person", lang.T("代理的岗位不能移交，请改原岗位", "Who stands in cannot hand over; change the post that they stand in for."))
	case old.Person == to:
		return Post{}, fault.InField("person", lang.T("这个岗位本来就是这个人的，请选接任的人", "That person holds the post already. Please choose who takes over."))
	case !old.HeldAt(at):
		return Post{}, fault.InField("at", lang.T("这一天不在任期里", "The post is not held on that day."))
	}
	next := old
	next.ID, next.Person, next.From = "", to, at
	if !at.After(old.From) {
		return Post{}, fault.InField("at", lang.T("要晚于现任的开始", "It must be later than the present holder's beginning."))
	}
	if err := s.EndPost(ctx, tx, by, in, old.ID, at); err != nil {
		return Post{}, err
	}
	if next, err = s.AddPost(ctx, tx, by, next); err != nil {
		return Post{}, err
	}
	if _, err := tx.Exec(ctx, `insert into handover (realm, after, before, leaver, successor, at, moved) values ($1, $2, $3, $4, $5, $6, $7)`,
		in, next.ID, old.ID, old.Person, to, clock.Millis(at), Pending); err != nil {
		return Post{}, fmt.Errorf("hand over post %s: %w", post, err)
	}
	_, err = s.journal.Append(ctx, tx, in, by, HandedOver{next.ID, old.ID, old.Person, to, at})
	return next, err
}

// WorkMoved says how much open work went along with a post.
type WorkMoved struct {
	ID    string `json:"id"` // the successor's post
	Moved int    `json:"moved"`
}

// Kind names the event.
func (WorkMoved) Kind() string { return "post.work_moved" }

// Subject is the successor's post.
func (e WorkMoved) Subject() string { return e.ID }

// Moved notes how many matters go along with a handover. It tells whether they had not gone yet: a job that comes twice
// moves them once.
func (s *Service) Moved(ctx context.Context, tx *store.Tx, by journal.Actor, in, after string, n int) (first bool, err error) {
	rows, err := tx.Exec(ctx, `update handover set moved = $3 where realm = $1 and after = $2 and moved = -1`, in, after, n)
	if err != nil {
		return false, fmt.Errorf("work of post %s: %w", after, err)
	}
	if rows == 0 {
		return false, nil
	}
	_, err = s.journal.Append(ctx, tx, in, by, WorkMoved{after, n})
	return true, err
}

const handoverColumns = `b.id, w.leaver, lp.name, np.name, o.title, coalesce(l.fullname, a.title, ''), w.at, w.moved`

const handoverFrom = ` from handover w
	join post p on p.realm = w.realm and p.id = w.after
	join post b on b.realm = w.realm and b.id = w.before
	join person lp on lp.realm = w.realm and lp.id = w.leaver
	join person np on np.realm = w.realm and np.id = w.successor
	join org o on o.realm = p.realm and o.id = p.org
	left join place l on l.realm = p.realm and l.id = p.place
	left join area a on a.realm = p.realm and a.id = p.area`

func scanHandover(r store.Row) (h Handover, err error) {
	var at int64
	h.After, err = ScanPost(r, &h.Before.ID, &h.Before.Person, &h.LeaverName, &h.Name, &h.OrgTitle, &h.Where, &at, &h.Moved)
	h.At = clock.FromMillis(at)
	return h, err
}

// Handovers reads the handovers that a person leaves or takes over in, which took effect after a moment or are to come,
// the latest first.
func (s *Service) Handovers(ctx context.Context, r store.Reader, in, person string, after time.Time) ([]Handover, error) {
	all, err := store.All(ctx, r, scanHandover, `select `+PostColumns+`, `+handoverColumns+handoverFrom+`
		where w.realm = $1 and (w.leaver = $2 or w.successor = $2) and w.at > $3 order by w.at desc, p.id`, in, person, clock.Millis(after))
	if err != nil {
		return nil, fmt.Errorf("handovers of %s: %w", person, err)
	}
	return all, nil
}

// HandoversIn reads the handovers of an organisation's posts, the latest first.
func (s *Service) HandoversIn(ctx context.Context, r store.Reader, in, org string) ([]Handover, error) {
	all, err := store.All(ctx, r, scanHandover, `select `+PostColumns+`, `+handoverColumns+handoverFrom+`
		where w.realm = $1 and p.org = $2 order by w.at desc, p.id`, in, org)
	if err != nil {
		return nil, fmt.Errorf("handovers in %s: %w", org, err)
	}
	return all, nil
}
