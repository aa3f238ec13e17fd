package access

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/org"
	"linli/internal/store"
)

// Identify works out who an account is in a realm at a moment, in two queries. An account that is no person there gets
// an Identity with only the account; the account "" is nobody.
func Identify(ctx context.Context, r store.Reader, realm, account string, now time.Time) (*Identity, error) {
	i := &Identity{Realm: realm, Account: account, at: now}
	if account == "" {
		return i, nil
	}
	if err := i.readPerson(ctx, r, now); err != nil {
		return nil, fmt.Errorf("identify %s in %s: %w", account, realm, err)
	}
	if i.Person == "" {
		return i, nil
	}
	if err := i.readPosts(ctx, r, now); err != nil {
		return nil, fmt.Errorf("identify %s in %s: %w", account, realm, err)
	}
	return i, nil
}

// OfPerson works out what a person holds in a realm at a moment, with or without an account.
func OfPerson(ctx context.Context, r store.Reader, realm, person string, now time.Time) (*Identity, error) {
	i := &Identity{Realm: realm, Person: person, at: now}
	if err := i.readPosts(ctx, r, now); err != nil {
		return nil, fmt.Errorf("posts of %s in %s: %w", person, realm, err)
	}
	return i, nil
}

func (i *Identity) readPerson(ctx context.Context, r store.Reader, now time.Time) error {
	type row struct {
		id, name, kind string
		since, until   int64
	}
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) { return v, r.Scan(&v.id, &v.name, &v.kind, &v.since, &v.until) }, `
		select p.id, p.name, coalesce(m.kind, ''), coalesce(m.since, 0), coalesce(m.until, 0) from person p
			left join membership m on m.realm = p.realm and m.person = p.id and (m.until = 0 or m.until > $3)
			where p.realm = $1 and p.account = $2 and p.account <> ''
		union all
		select p.id, p.name, 'owner', d.since, d.until from person p
			join dwelling_owner d on d.realm = p.realm and d.person = p.id and (d.until = 0 or d.until > $3)
			where p.realm = $1 and p.account = $2 and p.account <> ''`, i.Realm, i.Account, clock.Millis(now))
	if err != nil {
		return err
	}
	for _, v := range rows {
		i.Person, i.Name = v.id, v.name
		if v.kind != "" && i.holds(v.since, v.until, now) {
			if i.Members == nil {
				i.Members = map[string]bool{}
			}
			i.Members[v.kind] = true
		}
	}
	return nil
}

func (i *Identity) readPosts(ctx context.Context, r store.Reader, now time.Time) error {
	type row struct {
		Held
		place        string
		since, until int64
	}
	rows, err := store.All(ctx, r, func(r store.Row) (v row, err error) {
		v.Post, err = org.ScanPost(r, &v.Org, &v.Where, &v.place, &v.since, &v.until)
		return v, err
	}, `select `+org.PostColumns+`, o.title, coalesce(l.fullname, a.title, ''), coalesce(ap.place, ''), coalesce(ap.since, 0), coalesce(ap.until, 0)
		from post p
		join org o on o.realm = p.realm and o.id = p.org
		left join place l on l.realm = p.realm and l.id = p.place
		left join area a on a.realm = p.realm and a.id = p.area
		left join area_place ap on ap.realm = p.realm and ap.area = p.area and (ap.until = 0 or ap.until > $3)
		where p.realm = $1 and p.person = $2 and (p.until = 0 or p.until > $3)
		order by p.id`, i.Realm, i.Person, clock.Millis(now))
	if err != nil {
		return err
	}
	for _, v := range rows {
		p := v.Post
		if !i.holds(clock.Millis(p.From), clock.Millis(p.Until), now) {
			continue
		}
		if n := len(i.Posts); n == 0 || i.Posts[n-1].Post.ID != p.ID {
			v.Kind = p.Kind
			if p.Place != "" || p.Area != "" {
				v.Scope = []string{}
			}
			if p.Place != "" {
				v.Scope = append(v.Scope, p.Place)
			}
			i.Posts = append(i.Posts, v.Held)
		}
		if v.place != "" && i.holds(v.since, v.until, now) {
			last := &i.Posts[len(i.Posts)-1]
			last.Scope = append(last.Scope, v.place)
		}
	}
	slices.SortStableFunc(i.Posts, func(a, b Held) int {
		return cmp.Or(cmp.Compare(whole(a), whole(b)), a.Post.From.Compare(b.Post.From), strings.Compare(a.Post.ID, b.Post.ID))
	})
	return nil
}

func whole(h Held) int {
	if h.Scope == nil {
		return 1
	}
	return 0
}

// holds tells whether what lasts from since until until holds now, and notes when that changes next.
func (i *Identity) holds(since, until int64, now time.Time) bool {
	for _, ms := range []int64{since, until} {
		if t := clock.FromMillis(ms); ms != 0 && t.After(now) && (i.until.IsZero() || t.Before(i.until)) {
			i.until = t
		}
	}
	return since <= clock.Millis(now) && (until == 0 || until > clock.Millis(now))
}
