// Package realm knows the bodies whose records the rows are: communities, and the street offices above them.
//
// Every domain table's primary key starts with realm. A realm is the unit of the journal's chain, of backup, export
// and deletion, and the shard key. What lies in a realm (its places, organisations, people) belongs to other packages.
package realm

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"sync"
	"time"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the tables realm and authority.
var Migrations = store.Set{Name: "realm", FS: files}

// Kind is what sort of body a realm is.
type Kind string

// The two kinds: a community has a street above it, a street has none.
const (
	Community Kind = "community"
	Street    Kind = "street"
)

// Title names the kind.
func (k Kind) Title() lang.Text {
	if k == Street {
		return lang.T("街道", "street office")
	}
	return lang.T("社区", "community")
}

// Realm is one community or street office.
type Realm struct {
	ID     string // a slug, the first part of its addresses, such as nanmen; never changed
	Kind   Kind
	Street string // the realm of the street above; "" for a street
	Title  lang.Text
	Contact
}

// ErrNone is returned when there is no such realm.
var ErrNone = fault.New(fault.NotFound, lang.T("没有这个社区或街道", "There is no such community or street."))

// Service keeps the realms.
type Service struct {
	journal *journal.Journal
	known   sync.Map // id to known, of those that were committed
}

// known is a realm as it was read at a moment.
type known struct {
	Realm
	at time.Time
}

// remembered is how long a realm is known without asking: so long another node may show its former name or telephone.
const remembered = 5 * time.Second

// New makes a Service that records in j.
func New(j *journal.Journal) *Service { return &Service{journal: j} }

const columns = `realm, kind, street, title, title_en, phone, hours, address`

func scan(r store.Row) (v Realm, err error) {
	return v, r.Scan(&v.ID, &v.Kind, &v.Street, &v.Title.Zh, &v.Title.En, &v.Phone, &v.Hours, &v.Address)
}

// Get reads one realm, or gives ErrNone. It asks the database every few seconds: every request names a realm.
func (s *Service) Get(ctx context.Context, r store.Reader, id string) (Realm, error) {
	if v, ok := s.known.Load(id); ok && time.Since(v.(known).at) < remembered {
		return v.(known).Realm, nil
	}
	at := time.Now()
	v, err := s.read(ctx, r, id)
	if err != nil {
		return v, err
	}
	if _, committed := r.(*store.DB); committed {
		s.known.Store(id, known{v, at})
	}
	return v, nil
}

func (s *Service) read(ctx context.Context, r store.Reader, id string) (Realm, error) {
	v, err := store.One(ctx, r, scan, `select `+columns+` from realm where realm = $1`, id)
	if errors.Is(err, store.ErrNone) {
		return v, ErrNone
	}
	if err != nil {
		return v, fmt.Errorf("realm %s: %w", id, err)
	}
	return v, nil
}

// All reads every realm: each street followed by its communities.
func (s *Service) All(ctx context.Context, r store.Reader) ([]Realm, error) {
	all, err := store.All(ctx, r, scan, `select `+columns+` from realm
		order by case when street = '' then realm else street end, case when street = '' then 0 else 1 end, realm`)
	if err != nil {
		return nil, fmt.Errorf("realms: %w", err)
	}
	return all, nil
}

// Under reads the communities of a street.
func (s *Service) Under(ctx context.Context, r store.Reader, street string) ([]Realm, error) {
	all, err := store.All(ctx, r, scan, `select `+columns+` from realm where street = $1 order by realm`, street)
	if err != nil {
		return nil, fmt.Errorf("realms under %s: %w", street, err)
	}
	return all, nil
}
