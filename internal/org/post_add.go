package org

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// PostAdded says that a person took a post.
type PostAdded struct {
	ID     string    `json:"id"`
	Org    string    `json:"org"`
	Post   string    `json:"kind"`
	Title  string    `json:"title,omitempty"`
	Duties string    `json:"duties,omitempty"`
	Person string    `json:"person"`
	Place  string    `json:"place,omitempty"`
	Area   string    `json:"area,omitempty"`
	For    string    `json:"for,omitempty"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
}

// Kind names the event.
func (PostAdded) Kind() string { return "post.added" }

// Subject is the post.
func (e PostAdded) Subject() string { return e.ID }

// AddPost gives a person a post. The system, security and audit administrators are never the same person, at no
// moment that their posts share.
func (s *Service) AddPost(ctx context.Context, tx *store.Tx, by journal.Actor, p Post) (Post, error) {
	p.Title, p.Duties = strings.TrimSpace(p.Title), strings.TrimSpace(p.Duties)
	if p.ID == "" {
		p.ID = store.NewID()
	}
	if err := realm.Bump(ctx, tx, p.Realm); err != nil {
		return p, err
	}
	if err := s.checkPost(ctx, tx, p); err != nil {
		return p, err
	}
	if _, err := tx.Exec(ctx, `insert into post (realm, id, org, kind, title, duties, person, place, area, stands_for, since, until)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.Realm, p.ID, p.Org, p.Kind, p.Title, p.Duties, p.Person, p.Place, p.Area, p.For, clock.Millis(p.From), clock.Millis(p.Until)); err != nil {
		return p, fmt.Errorf("add post %s: %w", p.ID, err)
	}
	_, err := s.journal.Append(ctx, tx, p.Realm, by, PostAdded{ID: p.ID, Org: p.Org, Post: p.Kind, Title: p.Title, Duties: p.Duties,
		Person: p.Person, Place: p.Place, Area: p.Area, For: p.For, From: p.From, Until: p.Until})
	return p, err
}

func (s *Service) checkPost(ctx context.Context, tx *store.Tx, p Post) error {
	var c fault.Check
	kind, ok := postKinds[p.Kind]
	if !ok {
		c.Add("kind", lang.T("请选择岗位类型", "Please choose the kind of post."))
	}
	if o, err := s.Get(ctx, tx, p.Realm, p.Org); errors.Is(err, ErrNone) {
		c.Add("org", lang.T("请选择所在的组织", "Please choose the organisation."))
	} else if err != nil {
		return err
	} else if !o.Until.IsZero() && (p.Until.IsZero() || p.Until.After(o.Until)) {
		c.Add("until", lang.F("“%s”从 %s 起撤销，岗位最晚到前一天为止", "“%s” is closed from %s; no post in it lasts longer.", o.Title, o.Until.In(clock.Zone).Format(time.DateOnly)))
	}
	if says := form.Private(p.Title); !says.Empty() {
		c.Add("title", lang.F("岗位名称%s", "What the post is called %s.", says))
	}
	if says := form.Private(p.Duties); !says.Empty() {
		c.Add("duties", lang.F("职责%s", "What its duties are %s.", says))
	}
	if p.Place != "" && p.Area != "" {
		c.Add("area", lang.T("地点和范围只能选一个", "Please choose either a place or an area, not both."))
	}
	if !p.Until.IsZero() && !p.Until.After(p.From) {
		c.Add("until", lang.T("结束要晚于开始", "The end must be later than the beginning."))
	}
	for _, x := range []struct {
		field, id, count string
		says             lang.Text
	}{
		{"person", p.Person, `select count(*) from person where realm = $1 and id = $2`, lang.T("请选择任职的人", "Please choose who takes the post.")},
		{"place", p.Place, `select count(*) from place where realm = $1 and id = $2`, lang.T("没有这个地点", "There is no such place.")},
		{"area", p.Area, `select count(*) from area where realm = $1 and id = $2`, lang.T("没有这个范围", "There is no such area.")},
	} {
		if x.id == "" && x.field != "person" {
			continue
		}
		found, err := exists(ctx, tx, x.count, p.Realm, x.id)
		if err != nil {
			return fmt.Errorf("add post: %w", err)
		}
		if !found {
			c.Add(x.field, x.says)
		}
	}
	if err := s.checkFor(ctx, tx, &c, p); err != nil {
		return err
	}
	if kind.Admin {
		if err := checkAdmin(ctx, tx, &c, p); err != nil {
			return err
		}
	}
	return c.Err()
}

// checkFor sees that whoever stands in has the same kind of post, within its scope, and an end.
func (s *Service) checkFor(ctx context.Context, r store.Reader, c *fault.Check, p Post) error {
	if p.For == "" {
		return nil
	}
	own, err := s.Post(ctx, r, p.Realm, p.For)
	if errors.Is(err, ErrNoPost) {
		c.Add("for", lang.T("没有这个岗位", "There is no such post."))
		return nil
	}
	if err != nil {
		return err
	}
	if own.Kind != p.Kind || own.Place != p.Place || own.Area != p.Area {
		c.Add("for", lang.T("代理的岗位类型和范围要与原岗位相同", "Whoever stands in has the same kind of post, for the same place or area."))
	}
	if p.Until.IsZero() || !own.Until.IsZero() && p.Until.After(own.Until) || p.From.Before(own.From) {
		c.Add("until", lang.T("代理要有结束时间，并在原岗位的任期之内", "Standing in needs an end, and lies within the term of the post."))
	}
	return nil
}

func checkAdmin(ctx context.Context, r store.Reader, c *fault.Check, p Post) error {
	q := store.Query(`select count(*) from post where realm = ? and person = ? and kind <> ? and (until = 0 or until > ? and until > since)`,
		p.Realm, p.Person, p.Kind, clock.Millis(p.From))
	if !p.Until.IsZero() {
		q.Add(`and since < ?`, clock.Millis(p.Until))
	}
	store.In(q.Add(`and`), "kind", []string{SystemAdmin, SecurityAdmin, AuditAdmin})
	other, err := exists(ctx, r, q.Text(), q.Args()...)
	if err != nil {
		return fmt.Errorf("add post: %w", err)
	}
	if other {
		c.Add("person", lang.T("系统管理员、安全管理员和审计管理员不能由同一个人担任", "The system, security and audit administrators must be different people."))
	}
	return nil
}
