package org

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

// Post is what a person holds in an organisation. Place or Area says for what; with neither it is for the whole realm.
type Post struct {
	Realm       string
	ID          string // made by AddPost when empty
	Org         string
	Kind        string // one of PostKinds
	Title       string // what people call it where that differs from its kind; may be empty
	Duties      string // written duties; may be empty
	Person      string
	Place       string
	Area        string
	For         string    // the post that this one stands in for; "" for a post of its own
	From, Until time.Time // half open: at Until it is over; a zero Until has no end
}

// Says is what the post is called.
func (p Post) Says() lang.Text {
	if p.Title != "" {
		return lang.Same(p.Title)
	}
	if k, ok := postKinds[p.Kind]; ok {
		return k.Title
	}
	return lang.Same(p.Kind)
}

// HeldAt tells whether the post is held at a moment.
func (p Post) HeldAt(on time.Time) bool {
	return !on.Before(p.From) && (p.Until.IsZero() || on.Before(p.Until))
}

// ErrNoPost is returned when there is no such post.
var ErrNoPost = fault.New(fault.NotFound, lang.T("没有这个岗位", "There is no such post."))

// PostColumns are the columns that ScanPost reads, of a table named p.
const PostColumns = `p.realm, p.id, p.org, p.kind, p.title, p.duties, p.person, p.place, p.area, p.stands_for, p.since, p.until`

// ScanPost reads PostColumns, and what is selected after them into more.
func ScanPost(r store.Row, more ...any) (p Post, err error) {
	var since, until int64
	err = r.Scan(append([]any{&p.Realm, &p.ID, &p.Org, &p.Kind, &p.Title, &p.Duties, &p.Person, &p.Place, &p.Area, &p.For, &since, &until}, more...)...)
	p.From, p.Until = clock.FromMillis(since), clock.FromMillis(until)
	return p, err
}

func scanPost(r store.Row) (Post, error) { return ScanPost(r) }

// Post reads one post, or gives ErrNoPost.
func (s *Service) Post(ctx context.Context, r store.Reader, realm, id string) (Post, error) {
	p, err := store.One(ctx, r, scanPost, `select `+PostColumns+` from post p where p.realm = $1 and p.id = $2`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return p, ErrNoPost
	}
	if err != nil {
		return p, fmt.Errorf("post %s: %w", id, err)
	}
	return p, nil
}

// PostsOf reads the posts that a person holds at the moment on.
func (s *Service) PostsOf(ctx context.Context, r store.Reader, realm, person string, on time.Time) ([]Post, error) {
	return posts(ctx, r, store.Query(`select `+PostColumns+` from post p where p.realm = ? and p.person = ?`, realm, person), on)
}

// Holders reads the posts of these kinds that are held at the moment on.
func (s *Service) Holders(ctx context.Context, r store.Reader, realm string, kinds []string, on time.Time) ([]Post, error) {
	return posts(ctx, r, store.In(store.Query(`select `+PostColumns+` from post p where p.realm = ? and`, realm), "p.kind", kinds), on)
}

// PostsIn reads the posts of an organisation that are held at the moment on.
func (s *Service) PostsIn(ctx context.Context, r store.Reader, realm, org string, on time.Time) ([]Post, error) {
	return posts(ctx, r, store.Query(`select `+PostColumns+` from post p where p.realm = ? and p.org = ?`, realm, org), on)
}

func posts(ctx context.Context, r store.Reader, q *store.Q, on time.Time) ([]Post, error) {
	q.Add(`and p.since <= ? and (p.until = 0 or p.until > ?) order by p.since, p.id`, clock.Millis(on), clock.Millis(on))
	all, err := store.All(ctx, r, scanPost, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("posts: %w", err)
	}
	return all, nil
}
