package org

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/form"
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
	o = o.clean()
	if o.ID == "" {
		o.ID = store.NewID()
	}
	o.Until = time.Time{}
	var c fault.Check
	if err := c.Take(s.checkKind(ctx, tx, o)); err != nil {
		return o, err
	}
	if err := c.Take(s.check(ctx, tx, o)); err != nil {
		return o, err
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

func (o Org) clean() Org {
	o.Title, o.USCC = strings.TrimSpace(o.Title), strings.ToUpper(strings.TrimSpace(o.USCC))
	return o
}

// check sees that what is said of an organisation can be so.
func (s *Service) check(ctx context.Context, r store.Reader, o Org) error {
	var c fault.Check
	if n := utf8.RuneCountInString(o.Title); n == 0 || n > 80 {
		c.Add("title", lang.T("请填写名称，不超过 80 字", "Please give a name of at most 80 characters."))
	}
	if says := form.Private(o.Title); !says.Empty() {
		c.Add("title", lang.F("名称%s", "The name %s.", says))
	}
	if o.USCC != "" && !ValidUSCC(o.USCC) {
		c.Add("uscc", lang.T("统一社会信用代码有误，请核对 18 位代码", "The unified social credit identifier has a mistake; please compare its 18 characters."))
	}
	if err := c.Take(s.checkParent(ctx, r, o)); err != nil {
		return err
	}
	if ok, err := exists(ctx, r, `select count(*) from area where realm = $1 and id = $2`, o.Realm, o.Area); err != nil {
		return err
	} else if o.Area != "" && !ok {
		c.Add("area", lang.T("没有这个范围", "There is no such area."))
	}
	return c.Err()
}

// checkParent sees that the organisation above is there, is not being closed, and does not lie below this one.
func (s *Service) checkParent(ctx context.Context, r store.Reader, o Org) error {
	for id, first := o.Parent, true; id != ""; first = false {
		if id == o.ID {
			return fault.InField("parent", lang.T("上级不能是它自己，也不能是它下属的组织", "It cannot be above itself, nor can one that lies below it."))
		}
		above, err := s.Get(ctx, r, o.Realm, id)
		switch {
		case errors.Is(err, ErrNone):
			return fault.InField("parent", lang.T("没有这个上级组织", "There is no such organisation above it."))
		case err != nil:
			return err
		case first && !above.Until.IsZero():
			return fault.InField("parent", lang.F("“%s”已经撤销或将要撤销，请另选上级", "“%s” is closed or about to be. Please choose another one above.", above.Title))
		}
		id = above.Parent
	}
	return nil
}

func exists(ctx context.Context, r store.Reader, count string, args ...any) (bool, error) {
	n, err := store.One(ctx, r, store.Value[int], count, args...)
	return n > 0, err
}
