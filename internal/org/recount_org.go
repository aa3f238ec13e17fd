package org

import (
	"context"
	"fmt"
	"time"

	"linli/internal/lang"
	"linli/internal/store"
)

// visitOrg takes an entry about an organisation into account.
func (c *Recount) visitOrg(kind string, read func(any) error) error {
	switch kind {
	case Added{}.Kind():
		var a Added
		if err := read(&a); err != nil {
			return err
		}
		c.orgs[a.ID] = Org{Realm: c.realm, ID: a.ID, Kind: a.Type, Title: a.Title, Parent: a.Parent, Area: a.Area, USCC: a.USCC}
	case Changed{}.Kind():
		var e Changed
		if err := read(&e); err != nil {
			return err
		}
		o := c.orgs[e.ID]
		o.Title, o.Parent, o.Area, o.USCC = e.Title, e.Parent, e.Area, e.USCC
		c.orgs[e.ID] = o
	case Closed{}.Kind():
		var e Closed
		if err := read(&e); err != nil {
			return err
		}
		o := c.orgs[e.ID]
		o.Until = kept(e.At)
		c.orgs[e.ID] = o
	case Reopened{}.Kind():
		var e Reopened
		if err := read(&e); err != nil {
			return err
		}
		o := c.orgs[e.ID]
		o.Until = time.Time{}
		c.orgs[e.ID] = o
	}
	return nil
}

func (c *Recount) compareOrgs(ctx context.Context, r store.Reader) (string, error) {
	rows, err := store.All(ctx, r, scan, `select `+columns+` from org where realm = $1 order by id`, c.realm)
	if err != nil {
		return "", fmt.Errorf("rows of organisations: %w", err)
	}
	for _, o := range rows {
		o.own = lang.Text{}
		says, ok := c.orgs[o.ID]
		delete(c.orgs, o.ID)
		switch {
		case c.erased[o.ID] || says == o:
		case !ok:
			return fmt.Sprintf("organisation %s is not in the record", o.ID), nil
		case !says.Until.Equal(o.Until):
			return fmt.Sprintf("organisation %s is closed %s, the record says %s", o.ID, day(o.Until), day(says.Until)), nil
		default:
			return fmt.Sprintf("organisation %s is not that of the record", o.ID), nil
		}
	}
	for id := range c.orgs {
		if !c.erased[id] {
			return fmt.Sprintf("organisation %s is in the record and has no row", id), nil
		}
	}
	return "", nil
}
