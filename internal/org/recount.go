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

// Recount computes again, from a realm's record alone, who held which post from when to when: what authority rests on.
type Recount struct {
	realm  string
	posts  map[string]Post
	erased map[string]bool // posts of which some entry is gone
}

// Recount begins; give every entry of the realm's journal to Visit, then Compare.
func (s *Service) Recount(realm string) *Recount {
	return &Recount{realm, map[string]Post{}, map[string]bool{}}
}

// Visit takes an entry into account.
func (c *Recount) Visit(e journal.Entry) error {
	if !strings.HasPrefix(e.Kind, "post.") {
		return nil
	}
	if e.Payload == nil {
		c.erased[e.Subject] = true
		return nil
	}
	switch e.Kind {
	case PostAdded{}.Kind():
		var a PostAdded
		if err := json.Unmarshal(e.Payload, &a); err != nil {
			return fmt.Errorf("entry %s/%d: %w", e.Realm, e.Number, err)
		}
		c.posts[a.ID] = Post{Realm: c.realm, ID: a.ID, Org: a.Org, Kind: a.Post, Title: a.Title, Duties: a.Duties, Person: a.Person,
			Place: a.Place, Area: a.Area, For: a.For, From: kept(a.From), Until: kept(a.Until)}
	case PostEnded{}.Kind():
		var over PostEnded
		if err := json.Unmarshal(e.Payload, &over); err != nil {
			return fmt.Errorf("entry %s/%d: %w", e.Realm, e.Number, err)
		}
		p := c.posts[over.ID]
		p.Until = kept(over.At)
		c.posts[over.ID] = p
	}
	return nil
}

// kept is a moment as a row keeps it.
func kept(t time.Time) time.Time { return clock.FromMillis(clock.Millis(t)) }

// Compare compares with the rows and words the first thing that does not agree; "" when everything does. Read as the record
// was, at the same moment. A post of which an entry was erased by law is not compared.
func (c *Recount) Compare(ctx context.Context, r store.Reader) (string, error) {
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
