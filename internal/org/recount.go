package org

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/store"
)

// Recount computes again, from a realm's record alone, which organisations there are, and who held which post from when to
// when: what authority rests on.
type Recount struct {
	realm  string
	posts  map[string]Post
	orgs   map[string]Org
	erased map[string]bool // posts and organisations of which some entry is gone
}

// Recount begins; give every entry of the realm's journal to Visit, then Compare.
func (s *Service) Recount(realm string) *Recount {
	return &Recount{realm, map[string]Post{}, map[string]Org{}, map[string]bool{}}
}

// Visit takes an entry into account.
func (c *Recount) Visit(e journal.Entry) error {
	if !strings.HasPrefix(e.Kind, "post.") && !strings.HasPrefix(e.Kind, "org.") {
		return nil
	}
	if e.Payload == nil {
		c.erased[e.Subject] = true
		return nil
	}
	read := func(v any) error {
		if err := json.Unmarshal(e.Payload, v); err != nil {
			return fmt.Errorf("entry %s/%d: %w", e.Realm, e.Number, err)
		}
		return nil
	}
	if strings.HasPrefix(e.Kind, "org.") {
		return c.visitOrg(e.Kind, read)
	}
	return c.visitPost(e.Kind, read)
}

func (c *Recount) visitPost(kind string, read func(any) error) error {
	switch kind {
	case PostAdded{}.Kind():
		var a PostAdded
		if err := read(&a); err != nil {
			return err
		}
		c.posts[a.ID] = Post{Realm: c.realm, ID: a.ID, Org: a.Org, Kind: a.Post, Title: a.Title, Duties: a.Duties, Person: a.Person,
			Place: a.Place, Area: a.Area, For: a.For, From: kept(a.From), Until: kept(a.Until)}
	case PostEnded{}.Kind():
		var over PostEnded
		if err := read(&over); err != nil {
			return err
		}
		c.until(over.ID, over.At)
	case PostCalledOff{}.Kind():
		var off PostCalledOff
		if err := read(&off); err != nil {
			return err
		}
		c.until(off.ID, c.posts[off.ID].From)
	case PostGoesOn{}.Kind():
		var on PostGoesOn
		if err := read(&on); err != nil {
			return err
		}
		c.until(on.ID, on.Until)
	}
	return nil
}

func (c *Recount) until(post string, at time.Time) {
	p := c.posts[post]
	p.Until = kept(at)
	c.posts[post] = p
}

// kept is a moment as a row keeps it.
func kept(t time.Time) time.Time { return clock.FromMillis(clock.Millis(t)) }

// Compare compares with the rows and words the first thing that does not agree; "" when everything does. Read as the record
// was, at the same moment. What has an entry that was erased by law is not compared.
func (c *Recount) Compare(ctx context.Context, r store.Reader) (string, error) {
	if why, err := c.compareOrgs(ctx, r); err != nil || why != "" {
		return why, err
	}
	rows, err := store.All(ctx, r, scanPost, `select `+PostColumns+` from post p where p.realm = $1 order by p.id`, c.realm)
	if err != nil {
		return "", fmt.Errorf("rows of posts: %w", err)
	}
	for _, p := range rows {
		says, ok := c.posts[p.ID]
		delete(c.posts, p.ID)
		switch {
		case c.erased[p.ID] || says == p:
		case !ok:
			return fmt.Sprintf("post %s is not in the record", p.ID), nil
		case !says.From.Equal(p.From) || !says.Until.Equal(p.Until):
			return fmt.Sprintf("post %s is held %s to %s, the record says %s to %s", p.ID, day(p.From), day(p.Until), day(says.From), day(says.Until)), nil
		default:
			return fmt.Sprintf("post %s is not that of the record", p.ID), nil
		}
	}
	for id := range c.posts {
		if !c.erased[id] {
			return fmt.Sprintf("post %s is in the record and has no row", id), nil
		}
	}
	return "", nil
}

func day(t time.Time) string {
	if t.IsZero() {
		return "(no end)"
	}
	return t.In(clock.Zone).Format(time.DateTime)
}
