// Package journal is the record: append-only, one chain of hashes for each realm, written last in the same transaction
// as the change that it tells of.
//
// An entry's header (realm, number, time, who and as which post, what kind, about what) holds no names and no free
// text. Its payload is the event itself as JSON, sealed, and lies beside the header; the chain holds only
//
//	hash = SHA-256(previous hash ‖ header ‖ SHA-256(salt ‖ payload))
//
// so that what the law says must go can go: an entry with neither salt nor payload is erased by law, and the chain
// still holds. Looks at personal data go to a table of their own, so that reading stays reading.
package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"linli/internal/clock"
	"linli/internal/seal"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the journal's tables.
var Migrations = store.Set{Name: "journal", FS: files}

// Actor is who did it: which account, which person of the realm, and by the authority of which post; each may be
// empty, as for a resident without a post, a visitor without an account, or the clock.
type Actor struct {
	Account, Person, Post string
}

// Event is a past fact. Its JSON is the payload of the entry, and what is once written never changes its meaning.
type Event interface {
	// Kind names the fact, such as "matter.moved".
	Kind() string
	// Subject is the identity of the thing that it is about.
	Subject() string
}

// Entry is one entry of a realm's journal. Payload is nil when it was erased by law.
type Entry struct {
	Realm   string
	Number  int64
	At      time.Time
	By      Actor
	Kind    string
	Subject string
	Payload json.RawMessage
}

// Journal writes and reads the record.
type Journal struct {
	ring  *seal.Ring
	clock clock.Clock
}

// New makes a journal that seals with ring and dates by c.
func New(ring *seal.Ring, c clock.Clock) *Journal { return &Journal{ring: ring, clock: c} }

// Begin opens a realm's chain; its first hash is that of the realm's name.
func (j *Journal) Begin(ctx context.Context, tx *store.Tx, realm string) error {
	first := sha256.Sum256([]byte(realm))
	_, err := tx.Exec(ctx, `insert into head (realm, number, hash, matters) values ($1, 0, $2, 0)`, realm, first[:])
	return err
}

// head is how far a realm's chain reaches. It is read once in a transaction, in which nobody else writes to the chain from
// then on, and written at its end.
type head struct {
	number, matters int64
	hash            []byte
	changed         bool
}

func (j *Journal) head(ctx context.Context, tx *store.Tx, realm string) (*head, error) {
	type of string
	return store.Kept(tx, of(realm), func() (*head, error) {
		text := `select number, matters, hash from head where realm = $1`
		if tx.Dialect() == store.Postgres { // SQLite has one writer, who waits for nobody
			text += ` for update`
		}
		h, err := store.One(ctx, tx, func(r store.Row) (h head, err error) { return h, r.Scan(&h.number, &h.matters, &h.hash) }, text, realm)
		if err != nil {
			return nil, fmt.Errorf("journal of %s: %w", realm, err)
		}
		tx.Before(func() error {
			if !h.changed {
				return nil
			}
			if _, err := tx.Exec(ctx, `update head set number = $2, matters = $3, hash = $4 where realm = $1`, realm, h.number, h.matters, h.hash); err != nil {
				return fmt.Errorf("journal of %s: %w", realm, err)
			}
			return nil
		})
		return &h, nil
	})
}

// Hold keeps others from writing to a realm's chain until the transaction ends, as Append does. Call it before a change of
// rows that others may change too, while they wait for the chain: so every transaction waits for the chain first, and none
// for another that waits for it.
func (j *Journal) Hold(ctx context.Context, tx *store.Tx, realm string) error {
	_, err := j.head(ctx, tx, realm)
	return err
}

// NextMatter counts up the realm's matters and returns the new one's number.
func (j *Journal) NextMatter(ctx context.Context, tx *store.Tx, realm string) (int64, error) {
	h, err := j.head(ctx, tx, realm)
	if err != nil {
		return 0, err
	}
	h.matters++
	h.changed = true
	return h.matters, nil
}

// Append writes what happened and returns its entry. Call it after the change itself: it holds the realm's chain until
// the transaction ends.
func (j *Journal) Append(ctx context.Context, tx *store.Tx, realm string, by Actor, ev Event) (Entry, error) {
	payload, err := json.Marshal(ev)
	if err != nil {
		return Entry{}, fmt.Errorf("journal %s: %w", ev.Kind(), err)
	}
	e := Entry{Realm: realm, At: j.clock.Now().Truncate(time.Millisecond), By: by, Kind: ev.Kind(), Subject: ev.Subject(), Payload: payload}
	h, err := j.head(ctx, tx, realm)
	if err != nil {
		return Entry{}, err
	}
	e.Number = h.number + 1
	var salt [16]byte
	rand.Read(salt[:])
	digest := digestOf(salt[:], payload)
	hash := e.chain(h.hash, digest)
	if _, err := tx.Exec(ctx, `insert into journal (realm, number, at, account, person, post, kind, subject, hash, digest, salt, payload)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		realm, e.Number, clock.Millis(e.At), by.Account, by.Person, by.Post, e.Kind, e.Subject, hash, digest, salt[:], j.ring.Seal(use(realm, e.Number), payload)); err != nil {
		return Entry{}, fmt.Errorf("journal %s: %w", e.Kind, err)
	}
	h.number, h.hash, h.changed = e.Number, hash, true
	tx.Recorded()
	return e, nil
}

func use(realm string, number int64) string {
	return realm + "/journal/" + strconv.FormatInt(number, 10)
}

func digestOf(salt, payload []byte) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(payload)
	return h.Sum(nil)
}

// chain is the entry's hash: over the one before it, its own header, each part with its length, and its digest.
func (e Entry) chain(previous, digest []byte) []byte {
	b := make([]byte, 0, 256)
	b = append(b, previous...)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Number))
	b = binary.BigEndian.AppendUint64(b, uint64(clock.Millis(e.At)))
	for _, s := range []string{e.Realm, e.By.Account, e.By.Person, e.By.Post, e.Kind, e.Subject} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	b = append(b, digest...)
	h := sha256.Sum256(b)
	return h[:]
}

type row struct {
	Entry
	hash, digest, salt, sealed []byte
}

const columns = `realm, number, at, account, person, post, kind, subject, hash, digest, salt, payload`

func scan(r store.Row) (row, error) {
	var v row
	var at int64
	err := r.Scan(&v.Realm, &v.Number, &at, &v.By.Account, &v.By.Person, &v.By.Post, &v.Kind, &v.Subject, &v.hash, &v.digest, &v.salt, &v.sealed)
	v.At = clock.FromMillis(at)
	return v, err
}

func (j *Journal) open(v row) (Entry, error) {
	if v.sealed == nil {
		return v.Entry, nil
	}
	p, err := j.ring.Open(use(v.Realm, v.Number), v.sealed)
	if err != nil {
		return v.Entry, fmt.Errorf("journal entry %s/%d: %w", v.Realm, v.Number, err)
	}
	v.Payload = p
	return v.Entry, nil
}

// About reads the entries about one thing, oldest first: its timeline.
func (j *Journal) About(ctx context.Context, r store.Reader, realm, subject string) ([]Entry, error) {
	rows, err := store.All(ctx, r, scan, `select `+columns+` from journal where realm = $1 and subject = $2 order by number`, realm, subject)
	if err != nil {
		return nil, fmt.Errorf("journal about %s: %w", subject, err)
	}
	entries := make([]Entry, len(rows))
	for i, v := range rows {
		if entries[i], err = j.open(v); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// Position is the number of the realm's newest entry.
func (j *Journal) Position(ctx context.Context, r store.Reader, realm string) (int64, error) {
	return store.One(ctx, r, store.Value[int64], `select number from head where realm = $1`, realm)
}

// Look notes that somebody saw personal data about subject; what names the data, such as "phone".
func (j *Journal) Look(ctx context.Context, db *store.DB, realm string, by Actor, subject, what string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `insert into look (realm, id, at, account, person, post, subject, what) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			realm, store.NewID(), clock.Millis(j.clock.Now()), by.Account, by.Person, by.Post, subject, what)
		return err
	})
}
