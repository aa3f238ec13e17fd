package realm

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Added is the first entry of a realm's journal.
type Added struct {
	ID     string    `json:"id"`
	Type   Kind      `json:"kind"`
	Street string    `json:"street,omitempty"`
	Title  lang.Text `json:"title"`
}

// Kind names the event.
func (Added) Kind() string { return "realm.added" }

// Subject is the realm.
func (e Added) Subject() string { return e.ID }

var slug = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// reserved are first parts of addresses that are not a realm's.
var reserved = []string{"api", "assets", "demo", "healthz", "login", "logout", "metrics", "open311", "prefs", "readyz", "me", "sign-in", "sign-out", "signin", "signout", "static", "style", "styleguide"}

// Add makes a realm and begins its journal.
func (s *Service) Add(ctx context.Context, tx *store.Tx, by journal.Actor, v Realm) (Realm, error) {
	v.Title.Zh, v.Title.En = strings.TrimSpace(v.Title.Zh), strings.TrimSpace(v.Title.En)
	if err := s.check(ctx, tx, v); err != nil {
		return v, err
	}
	n, err := tx.Exec(ctx, `insert into realm (realm, kind, street, title, title_en) values ($1, $2, $3, $4, $5) on conflict do nothing`,
		v.ID, v.Kind, v.Street, v.Title.Zh, v.Title.En)
	if err != nil {
		return v, fmt.Errorf("add realm %s: %w", v.ID, err)
	}
	if n == 0 {
		return v, fault.InField("id", lang.F("代号 %s 已经有了", "The short name %s is taken.", v.ID))
	}
	if _, err := tx.Exec(ctx, `insert into authority (realm, version) values ($1, 1)`, v.ID); err != nil {
		return v, fmt.Errorf("add realm %s: %w", v.ID, err)
	}
	if err := s.journal.Begin(ctx, tx, v.ID); err != nil {
		return v, fmt.Errorf("add realm %s: %w", v.ID, err)
	}
	_, err = s.journal.Append(ctx, tx, v.ID, by, Added{ID: v.ID, Type: v.Kind, Street: v.Street, Title: v.Title})
	return v, err
}

func (s *Service) check(ctx context.Context, r store.Reader, v Realm) error {
	var c fault.Check
	if len(v.ID) < 2 || len(v.ID) > 40 || !slug.MatchString(v.ID) {
		c.Add("id", lang.T("代号用 2–40 个小写字母、数字和连字符，以字母开头", "A short name has 2–40 small letters, digits and hyphens, and begins with a letter."))
	} else if slices.Contains(reserved, v.ID) {
		c.Add("id", lang.F("代号 %s 另有用处，请换一个", "The short name %s is used for something else; please choose another.", v.ID))
	}
	if v.Title.Zh == "" {
		c.Add("title", lang.T("请填写名称", "Please give its name."))
	}
	switch v.Kind {
	case Street:
		if v.Street != "" {
			c.Add("street", lang.T("街道之上没有街道", "A street office has no street above it."))
		}
	case Community:
		above, err := s.Get(ctx, r, v.Street)
		if err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		if err != nil || above.Kind != Street {
			c.Add("street", lang.T("请选择上级街道", "Please choose the street above it."))
		}
	default:
		c.Add("kind", lang.T("请选择社区或街道", "Please choose community or street."))
	}
	return c.Err()
}
