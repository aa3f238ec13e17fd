package org

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Added says that an organisation was booked.
type Added struct {
	ID     string `json:"id"`
	Type   string `json:"kind"`
	Title  string `json:"title"`
	Parent string `json:"parent,omitempty"`
	Area   string `json:"area,omitempty"`
	USCC   string `json:"uscc,omitempty"`
}

// Kind names the event.
func (Added) Kind() string { return "org.added" }

// Subject is the organisation.
func (e Added) Subject() string { return e.ID }

// Add books an organisation. It makes the id where it is empty.
func (s *Service) Add(ctx context.Context, tx *store.Tx, by journal.Actor, o Org) (Org, error) {
	o.Title, o.USCC = strings.TrimSpace(o.Title), strings.ToUpper(strings.TrimSpace(o.USCC))
	if o.ID == "" {
		o.ID = store.NewID()
	}
	var c fault.Check
	if n := utf8.RuneCountInString(o.Title); n == 0 || n > 80 {
		c.Add("title", lang.T("请填写名称，不超过 80 字", "Please give a name of at most 80 characters."))
	}
	if _, ok := kinds[o.Kind]; !ok {
		c.Add("kind", lang.T("请选择组织类型", "Please choose the kind of organisation."))
	}
	if o.USCC != "" && !ValidUSCC(o.USCC) {
		c.Add("uscc", lang.T("统一社会信用代码有误，请核对 18 位代码", "The unified social credit identifier has a mistake; please compare its 18 characters."))
	}
	if o.Parent != "" {
		if _, err := s.Get(ctx, tx, o.Realm, o.Parent); errors.Is(err, ErrNone) {
			c.Add("parent", lang.T("没有这个上级组织", "There is no such organisation above it."))
		} else if err != nil {
			return o, err
		}
	}
	if ok, err := exists(ctx, tx, `select count(*) from area where realm = $1 and id = $2`, o.Realm, o.Area); err != nil {
		return o, err
	} else if o.Area != "" && !ok {
		c.Add("area", lang.T("没有这个范围", "There is no such area."))
	}
	if err := c.Err(); err != nil {
		return o, err
	}
	if _, err := tx.Exec(ctx, `insert into org (realm, id, kind, title, parent, area, uscc) values ($1, $2, $3, $4, $5, $6, $7)`,
		o.Realm, o.ID, o.Kind, o.Title, o.Parent, o.Area, o.USCC); err != nil {
		return o, fmt.Errorf("add org %s: %w", o.ID, err)
	}
	if err := names.Put(ctx, tx, o.Realm, o.ID, o.Title); err != nil {
		return o, err
	}
	_, err := s.journal.Append(ctx, tx, o.Realm, by, Added{ID: o.ID, Type: o.Kind, Title: o.Title, Parent: o.Parent, Area: o.Area, USCC: o.USCC})
	return o, err
}

func exists(ctx context.Context, r store.Reader, count string, args ...any) (bool, error) {
	n, err := store.One(ctx, r, store.Value[int], count, args...)
	return n > 0, err
}
