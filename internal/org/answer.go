package org

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
)

// Answerer is somebody who answers for a place.
type Answerer struct {
	Post     Post
	Title    lang.Text // what the post is called
	OrgTitle string
	Person   string
	Name     string // whole
	Level    string // a kind of place or of area, such as building or grid; "realm" for the whole realm
	Where    string // the full name of that place, the title of that area; "" for the whole realm
}

// levels are from the nearest to the widest; places before areas of the same width.
var levels = map[string]int{
	string(place.Dwelling): 0, string(place.Unit): 1, string(place.Building): 2, string(place.MicroGrid): 3, string(place.Venue): 4, string(place.Public): 4,
	string(place.Estate): 5, string(place.Assembly): 6, string(place.Grid): 7, string(place.Branch): 8, "realm": 9,
}

// Answerers reads who answers for a place at the moment on, from the nearest to the whole realm. There is nobody for a
// place that does not exist.
func (s *Service) Answerers(ctx context.Context, r store.Reader, realm, id string, on time.Time) ([]Answerer, error) {
	path, err := store.One(ctx, r, store.Value[string], `select path from place where realm = $1 and id = $2`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("who answers for %s: %w", id, err)
	}
	return s.AnswerersAt(ctx, r, realm, path, on)
}

// AnswerersAt is Answerers for a caller who has the place's path. It is one query.
func (s *Service) AnswerersAt(ctx context.Context, r store.Reader, realm, path string, on time.Time) ([]Answerer, error) {
	at, ids := clock.Millis(on), place.PathIDs(path)
	q := store.Query(`select `+PostColumns+`, o.title, h.name, coalesce(l.kind, a.kind, 'realm'), coalesce(l.fullname, a.title, '')
		from post p
		join org o on o.realm = p.realm and o.id = p.org
		join person h on h.realm = p.realm and h.id = p.person
		left join place l on l.realm = p.realm and l.id = p.place
		left join area a on a.realm = p.realm and a.id = p.area
		where p.realm = ? and p.since <= ? and (p.until = 0 or p.until > ?) and (p.place = '' and p.area = '' or`, realm, at, at)
	store.In(q, "p.place", ids)
	q.Add(`or p.area in (select ap.area from area_place ap where ap.realm = ? and ap.since <= ? and (ap.until = 0 or ap.until > ?) and`, realm, at, at)
	store.In(q, "ap.place", ids)
	store.In(q.Add(`)) and`), "p.kind", answering())
	all, err := store.All(ctx, r, func(r store.Row) (a Answerer, err error) {
		a.Post, err = ScanPost(r, &a.OrgTitle, &a.Name, &a.Level, &a.Where)
		a.Title, a.Person = a.Post.Says(), a.Post.Person
		return a, err
	}, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("who answers for %s: %w", path, err)
	}
	slices.SortFunc(all, func(a, b Answerer) int {
		return cmp.Or(cmp.Compare(levels[a.Level], levels[b.Level]), cmp.Compare(postOrder[a.Post.Kind], postOrder[b.Post.Kind]),
			a.Post.From.Compare(b.Post.From), cmp.Compare(a.Post.ID, b.Post.ID))
	})
	return all, nil
}

func answering() []string {
	var keys []string
	for _, k := range PostKinds {
		if k.Answers {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// ForArea reads who holds a post for an area at the moment on, in the order of the posts' kinds.
func (s *Service) ForArea(ctx context.Context, r store.Reader, realm, area string, on time.Time) ([]Answerer, error) {
	at := clock.Millis(on)
	all, err := store.All(ctx, r, func(r store.Row) (a Answerer, err error) {
		a.Post, err = ScanPost(r, &a.OrgTitle, &a.Name, &a.Level, &a.Where)
		a.Title, a.Person = a.Post.Says(), a.Post.Person
		return a, err
	}, `select `+PostColumns+`, o.title, h.name, a.kind, a.title from post p
		join org o on o.realm = p.realm and o.id = p.org
		join person h on h.realm = p.realm and h.id = p.person
		join area a on a.realm = p.realm and a.id = p.area
		where p.realm = $1 and p.area = $2 and p.since <= $3 and (p.until = 0 or p.until > $3)`, realm, area, at)
	if err != nil {
		return nil, fmt.Errorf("who answers for area %s: %w", area, err)
	}
	slices.SortFunc(all, func(a, b Answerer) int {
		return cmp.Or(cmp.Compare(postOrder[a.Post.Kind], postOrder[b.Post.Kind]), a.Post.From.Compare(b.Post.From), cmp.Compare(a.Post.ID, b.Post.ID))
	})
	return all, nil
}
