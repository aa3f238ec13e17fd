// Package practice keeps which playbooks a realm plays. A version is an immutable text known by its hash: matters name
// the version that they began with, so a version that was ever installed stays.
package practice

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"sync"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/realm"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the tables of playbooks and of who plays them.
var Migrations = store.Set{Name: "practice", FS: files}

// Installed is journaled when a realm takes up a version of a playbook.
type Installed struct {
	Playbook string `json:"playbook"`
	Hash     string `json:"hash"`
	Version  string `json:"version"`
	Before   string `json:"before,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// Kind is the entry's kind.
func (Installed) Kind() string { return "practice.installed" }

// Subject is the playbook.
func (i Installed) Subject() string { return "playbook:" + i.Playbook }

// Service installs and finds playbooks.
type Service struct {
	journal *journal.Journal
	clock   clock.Clock
	books   sync.Map // hash to *playbook.Playbook; versions never change
	sets    sync.Map // realm to what it played at a version of its authority
}

// New makes a service.
func New(j *journal.Journal, c clock.Clock) *Service { return &Service{journal: j, clock: c} }

// Set is what a realm plays: its playbooks, in the order of their names.
type Set []*playbook.Playbook

// Kind finds a kind by its full name, <playbook>/<kind>.
func (s Set) Kind(id string) *playbook.Kind {
	for _, b := range s {
		if len(id) > len(b.Name) && id[:len(b.Name)] == b.Name && id[len(b.Name)] == '/' {
			return b.Kind(id[len(b.Name)+1:])
		}
	}
	return nil
}

// Book finds a playbook by name.
func (s Set) Book(name string) *playbook.Playbook {
	for _, b := range s {
		if b.Name == name {
			return b
		}
	}
	return nil
}

// Actors are those of a kind's playbook as the realm plays it now, or those that it was pinned with when the realm plays
// it no more: permission is always read from the current version.
func (s Set) Actors(k *playbook.Kind) []playbook.Actor {
	if now := s.Book(k.Playbook.Name); now != nil {
		return now.Actors
	}
	return k.Playbook.Actors
}

// Seen gives a kind as it is to be seen now. What was promised when a matter began holds for it, and what the realm's
// current version keeps closer is closed at once: of the two, the stricter counts.
func (s Set) Seen(k *playbook.Kind) *playbook.Kind {
	book := s.Book(k.Playbook.Name)
	if book == nil || book == k.Playbook {
		return k
	}
	now := book.Kind(k.Name)
	if now == nil {
		return k
	}
	strict := *k
	strict.Seen = k.Seen.Stricter(now.Seen)
	return &strict
}

// Install makes a realm play p from now on. A playbook with problems never gets here: p is what [Parse] returned, or a
// version that was installed before. Running matters keep the version they began with.
func (s *Service) Install(ctx context.Context, tx *store.Tx, by journal.Actor, in string, p *playbook.Playbook, reason string) error {
	if p.Hash == "" {
		return fmt.Errorf("install %s: it was not loaded from a text", p.Name)
	}
	before, err := store.One(ctx, tx, store.Value[string], `select hash from practice where realm = $1 and playbook = $2`, in, p.Name)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return fmt.Errorf("install %s: %w", p.Name, err)
	}
	if before == p.Hash {
		return fault.New(fault.Conflict, lang.T("这个社区已经在用这一版", "This community plays this version already."))
	}
	if err := realm.Bump(ctx, tx, in); err != nil { // its actors say who may do what
		return fmt.Errorf("install %s: %w", p.Name, err)
	}
	now := clock.Millis(s.clock.Now())
	if _, err := tx.Exec(ctx, `insert into playbook (hash, name, version, text, at) values ($1, $2, $3, $4, $5) on conflict (hash) do nothing`,
		p.Hash, p.Name, p.Version, p.Text, now); err != nil {
		return fmt.Errorf("install %s: %w", p.Name, err)
	}
	if _, err := tx.Exec(ctx, `insert into practice (realm, playbook, hash, since) values ($1, $2, $3, $4)
		on conflict (realm, playbook) do update set hash = excluded.hash, since = excluded.since`, in, p.Name, p.Hash, now); err != nil {
		return fmt.Errorf("install %s: %w", p.Name, err)
	}
	s.books.Store(p.Hash, p)
	_, err = s.journal.Append(ctx, tx, in, by, Installed{p.Name, p.Hash, p.Version, before, reason})
	return err
}

// Current reads what a realm plays now.
func (s *Service) Current(ctx context.Context, r store.Reader, realm string) (Set, error) {
	hashes, err := store.All(ctx, r, store.Value[string], `select hash from practice where realm = $1 order by playbook`, realm)
	if err != nil {
		return nil, fmt.Errorf("playbooks of %s: %w", realm, err)
	}
	set := make(Set, len(hashes))
	for i, h := range hashes {
		if set[i], err = s.Version(ctx, r, h); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// CurrentAt is Current for who knows the version of the realm's authority, which changes with what it plays: what was read at a
// version is remembered. At 0 nothing is known, and it is read; as it is in a transaction, which may have changed it and may yet fail.
func (s *Service) CurrentAt(ctx context.Context, r store.Reader, realm string, version int64) (Set, error) {
	type at struct {
		version int64
		set     Set
	}
	if _, changing := r.(*store.Tx); changing || version == 0 {
		return s.Current(ctx, r, realm)
	}
	if v, ok := s.sets.Load(realm); ok && v.(at).version == version {
		return v.(at).set, nil
	}
	set, err := s.Current(ctx, r, realm)
	if err == nil {
		s.sets.Store(realm, at{version, set})
	}
	return set, err
}

// Version finds one version by its hash.
func (s *Service) Version(ctx context.Context, r store.Reader, hash string) (*playbook.Playbook, error) {
	if b, ok := s.books.Load(hash); ok {
		return b.(*playbook.Playbook), nil
	}
	text, err := store.One(ctx, r, store.Value[string], `select text from playbook where hash = $1`, hash)
	if errors.Is(err, store.ErrNone) {
		return nil, fault.New(fault.NotFound, lang.T("没有这一版工作法", "There is no such version of a playbook."))
	}
	if err != nil {
		return nil, fmt.Errorf("playbook %s: %w", hash, err)
	}
	b, err := playbook.Load("playbook "+hash, []byte(text))
	if err != nil {
		return nil, fmt.Errorf("playbook %s was installed and cannot be loaded: %w", hash, err)
	}
	s.books.Store(hash, b)
	return b, nil
}

// Namesake tells whether another text was installed before under the same playbook's name and the same version: people could not tell
// the two apart by what they are called.
func (s *Service) Namesake(ctx context.Context, r store.Reader, p *playbook.Playbook) (bool, error) {
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from playbook where name = $1 and version = $2 and hash <> $3`, p.Name, p.Version, p.Hash)
	if err != nil {
		return false, fmt.Errorf("versions of %s: %w", p.Name, err)
	}
	return n > 0, nil
}

// Warning words a namesake.
func Warning(p *playbook.Playbook) lang.Text {
	return lang.F("“%s”已经有过另一份 %s 版，内容不一样；请把 version 改成新的，免得分不清", "“%s” has another text by the name of version %s already. Change version, so that the two can be told apart.", p.Title, p.Version)
}

// Version is one version in a realm's history.
type Version struct {
	Hash, Name, Version string
	At                  int64
}

// Versions lists the versions of a playbook that were ever installed anywhere, newest first.
func (s *Service) Versions(ctx context.Context, r store.Reader, name string) ([]Version, error) {
	return store.All(ctx, r, func(row store.Row) (v Version, err error) {
		return v, row.Scan(&v.Hash, &v.Name, &v.Version, &v.At)
	}, `select hash, name, version, at from playbook where name = $1 order by at desc, hash`, name)
}
