package matter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/internal/access"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/playbook"
	"linli/internal/store"
)

// HandOver gives a post to another person from the moment at, and with it the open work: the matters that its holder handles
// under this post go to the successor. When at is still to come, they go on that day. It returns the successor's post and
// how many went now, or [org.Pending].
func (s *Service) HandOver(ctx context.Context, tx *store.Tx, by journal.Actor, realm, post, to string, at time.Time) (org.Post, int, error) {
	next, err := s.orgs.HandOver(ctx, tx, by, realm, post, to, at)
	if err != nil {
		return next, 0, err
	}
	if at.After(s.clock.Now()) {
		return next, org.Pending, s.jobs.PutAt(ctx, tx, realm, "matter.handover", parcelOfPost{realm, post, next.ID}, at)
	}
	n, err := s.handOn(ctx, tx, by, realm, post, next)
	return next, n, err
}

type parcelOfPost struct{ Realm, Before, After string }

// handover moves the work of a post on the day on which it went over.
func (s *Service) handover(ctx context.Context, j job.Job) error {
	var p parcelOfPost
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return err
	}
	done, err := store.One(ctx, s.db, store.Value[bool], `select moved >= 0 from handover where realm = $1 and after = $2`, p.Realm, p.After)
	if errors.Is(err, store.ErrNone) || done { // called off, or moved already
		return nil
	}
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		next, err := s.orgs.Post(ctx, tx, p.Realm, p.After)
		if err != nil {
			return err
		}
		_, err = s.handOn(ctx, tx, journal.Actor{}, p.Realm, p.Before, next)
		return err
	})
}

// handOn moves the open matters that are handled under the post before to the holder of the post next, once.
func (s *Service) handOn(ctx context.Context, tx *store.Tx, by journal.Actor, realm, before string, next org.Post) (int, error) {
	old, err := s.orgs.Post(ctx, tx, realm, before)
	if err != nil {
		return 0, err
	}
	leaver, err := access.OfPerson(ctx, tx, realm, old.Person, next.From.Add(-time.Millisecond))
	if err != nil {
		return 0, err
	}
	set, err := s.books.Current(ctx, tx, realm)
	if err != nil {
		return 0, err
	}
	ids, err := store.All(ctx, tx, store.Value[string], `select id from matter where realm = $1 and handler = $2 and handler <> '' and ending = '' order by number`, realm, old.Person)
	if err != nil {
		return 0, fmt.Errorf("work of %s: %w", old.Person, err)
	}
	var mine []*Matter
	for _, id := range ids {
		m, err := s.find(ctx, tx, realm, "id", id)
		if err != nil {
			return 0, err
		}
		if under(leaver, set.Actors(m.Kind), m) == before && next.HeldAt(s.clock.Now()) {
			mine = append(mine, m)
		}
	}
	if first, err := s.orgs.Moved(ctx, tx, by, realm, next.ID, len(mine)); err != nil || !first {
		return 0, err
	}
	for _, m := range mine {
		m.State.Handler = next.Person
		if !slices.Contains(m.State.Handlers, next.Person) {
			m.State.Handlers = append(m.State.Handlers, next.Person)
		}
		if err := s.update(ctx, tx, m); err != nil {
			return 0, err
		}
		if _, err := s.journal.Append(ctx, tx, realm, by, Handed{m.after(nil), next.ID, old.Person, next.Person}); err != nil {
			return 0, err
		}
	}
	return len(mine), nil
}

// under is the post under which somebody handles a matter: the first of theirs, a post for a place before one for the whole
// realm, by which the playbook gives them a part in it and which answers for where it is. It is "" when there is none, as for
// a volunteer.
func under(id *access.Identity, actors []playbook.Actor, m *Matter) string {
	named := m.Kind.Posts()
	for _, h := range id.Posts {
		for _, a := range actors {
			if slices.Contains(named, a.Name) && slices.Contains(a.Posts, h.Kind) && (m.Path == "" && !a.OfPlace || access.Covers(h.Scope, m.Path) && m.Path != "") {
				return h.Post.ID
			}
		}
	}
	return ""
}
