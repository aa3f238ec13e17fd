package org

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// OwnKind is a sort of organisation that a realm named for itself, beside Kinds. It is worth a name and nothing else: what is
// counted or allowed by a kind goes by those of every realm.
type OwnKind struct {
	Realm   string
	ID      string    // made by AddKind; the Kind of the organisations that are of this sort
	Title   lang.Text // the English may be empty
	Retired bool      // chosen no more; organisations that are of it stay so
}

// ErrNoKind is returned when a realm has no such kind of its own.
var ErrNoKind = fault.New(fault.NotFound, lang.T("没有这个自定的组织类型", "There is no such kind of your own."))

// KindAdded says that a realm named a sort of organisation.
type KindAdded struct {
	ID    string    `json:"id"`
	Title lang.Text `json:"title"`
}

// Kind names the event.
func (KindAdded) Kind() string { return "own_kind.added" }

// Subject is the sort.
func (e KindAdded) Subject() string { return e.ID }

// KindChanged says how a realm's sort of organisation is called from now on, and whether it can be chosen.
type KindChanged struct {
	ID      string    `json:"id"`
	Title   lang.Text `json:"title"`
	Retired bool      `json:"retired,omitempty"`
}

// Kind names the event.
func (KindChanged) Kind() string { return "own_kind.changed" }

// Subject is the sort.
func (e KindChanged) Subject() string { return e.ID }

// KindRemoved says that a sort of organisation which was never used is gone.
type KindRemoved struct {
	ID string `json:"id"`
}

// Kind names the event.
func (KindRemoved) Kind() string { return "own_kind.removed" }

// Subject is the sort.
func (e KindRemoved) Subject() string { return e.ID }

// OwnKinds reads a realm's own sorts of organisation, retired ones last.
func (s *Service) OwnKinds(ctx context.Context, r store.Reader, realm string) ([]OwnKind, error) {
	return ownKinds(ctx, r, `select realm, id, title, title_en, retired from own_kind where realm = $1 order by retired, title`, realm)
}

func ownKinds(ctx context.Context, r store.Reader, text string, args ...any) ([]OwnKind, error) {
	all, err := store.All(ctx, r, func(r store.Row) (k OwnKind, err error) {
		var retired int
		err = r.Scan(&k.Realm, &k.ID, &k.Title.Zh, &k.Title.En, &retired)
		k.Retired = retired == 1
		return k, err
	}, text, args...)
	if err != nil {
		return nil, fmt.Errorf("kinds of organisation: %w", err)
	}
	return all, nil
}

// OwnKind reads one of a realm's own sorts of organisation, or gives ErrNoKind.
func (s *Service) OwnKind(ctx context.Context, r store.Reader, realm, id string) (OwnKind, error) {
	all, err := ownKinds(ctx, r, `select realm, id, title, title_en, retired from own_kind where realm = $1 and id = $2`, realm, id)
	if err == nil && len(all) == 0 {
		err = ErrNoKind
	}
	if err != nil {
		return OwnKind{}, err
	}
	return all[0], nil
}

// AddKind lets a realm name a sort of organisation.
func (s *Service) AddKind(ctx context.Context, tx *store.Tx, by journal.Actor, k OwnKind) (OwnKind, error) {
	k.ID, k.Retired = store.NewID(), false
	k, err := s.checkTitle(ctx, tx, k)
	if err != nil {
		return k, err
	}
	if _, err := tx.Exec(ctx, `insert into own_kind (realm, id, title, title_en, retired) values ($1, $2, $3, $4, 0)`, k.Realm, k.ID, k.Title.Zh, k.Title.En); err != nil {
		return k, fmt.Errorf("add kind %s: %w", k.ID, err)
	}
	_, err = s.journal.Append(ctx, tx, k.Realm, by, KindAdded{k.ID, k.Title})
	return k, err
}

// ChangeKind calls a sort of organisation otherwise, retires it or takes it back into use.
func (s *Service) ChangeKind(ctx context.Context, tx *store.Tx, by journal.Actor, k OwnKind) error {
	was, err := s.OwnKind(ctx, tx, k.Realm, k.ID)
	if err != nil {
		return err
	}
	if k, err = s.checkTitle(ctx, tx, k); err != nil || k == was {
		return err
	}
	retired := 0
	if k.Retired {
		retired = 1
	}
	if _, err := tx.Exec(ctx, `update own_kind set title = $3, title_en = $4, retired = $5 where realm = $1 and id = $2`, k.Realm, k.ID, k.Title.Zh, k.Title.En, retired); err != nil {
		return fmt.Errorf("change kind %s: %w", k.ID, err)
	}
	_, err = s.journal.Append(ctx, tx, k.Realm, by, KindChanged{k.ID, k.Title, k.Retired})
	return err
}

// RemoveKind removes a sort of organisation that no organisation is or was of; others can only be retired.
func (s *Service) RemoveKind(ctx context.Context, tx *store.Tx, by journal.Actor, realm, id string) error {
	n, err := tx.Exec(ctx, `delete from own_kind where realm = $1 and id = $2 and not exists (select 1 from org where realm = $1 and kind = $2)`, realm, id)
	if err != nil {
		return fmt.Errorf("remove kind %s: %w", id, err)
	}
	if n == 0 {
		if _, err := s.OwnKind(ctx, tx, realm, id); err != nil {
			return err
		}
		return fault.New(fault.Conflict, lang.T("已经有组织用了这个类型，不能删除，可以停用", "There are organisations of this kind. It cannot be removed; it can be retired."))
	}
	_, err = s.journal.Append(ctx, tx, realm, by, KindRemoved{id})
	return err
}

func (s *Service) checkTitle(ctx context.Context, r store.Reader, k OwnKind) (OwnKind, error) {
	k.Title.Zh, k.Title.En = strings.TrimSpace(k.Title.Zh), strings.TrimSpace(k.Title.En)
	var c fault.Check
	if n := utf8.RuneCountInString(k.Title.Zh); n == 0 || n > 20 {
		c.Add("title", lang.T("请填写名称，不超过 20 字", "Please give a name of at most 20 characters."))
	}
	if utf8.RuneCountInString(k.Title.En) > 60 {
		c.Add("title_en", lang.T("英文名称不超过 60 个字符", "An English name has at most 60 characters."))
	}
	if says := form.Private(k.Title.Zh); !says.Empty() {
		c.Add("title", lang.F("名称%s", "The name %s.", says))
	}
	if says := form.Private(k.Title.En); !says.Empty() {
		c.Add("title_en", lang.F("英文名称%s", "The English name %s.", says))
	}
	taken, err := exists(ctx, r, `select count(*) from own_kind where realm = $1 and title = $2 and id <> $3`, k.Realm, k.Title.Zh, k.ID)
	if err != nil {
		return k, err
	}
	for _, x := range Kinds {
		taken = taken || x.Title.Zh == k.Title.Zh
	}
	if taken {
		c.Add("title", lang.F("已经有“%s”这个类型了", "There is a kind “%s” already.", k.Title.Zh))
	}
	return k, c.Err()
}

// checkKind sees that an organisation is of a kind that can be chosen.
func (s *Service) checkKind(ctx context.Context, r store.Reader, o Org) error {
	if _, ok := kinds[o.Kind]; ok {
		return nil
	}
	k, err := s.OwnKind(ctx, r, o.Realm, o.Kind)
	switch {
	case errors.Is(err, ErrNoKind):
		return fault.InField("kind", lang.T("请选择组织类型", "Please choose the kind of organisation."))
	case err == nil && k.Retired:
		return fault.InField("kind", lang.F("“%s”已停用，请选别的类型", "“%s” is retired. Please choose another kind.", k.Title))
	}
	return err
}
