// Package once makes a retry harmless: a request that carries an Idempotency-Key is carried out once, and is answered
// the same however often it comes. The answer is kept in the transaction of the change itself, sealed, for seven days.
package once

import (
	"context"
	"embed"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/seal"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the table of answers.
var Migrations = store.Set{Name: "once", FS: files}

// Kept is how long an answer is kept.
const Kept = 7 * 24 * time.Hour

// ErrOther is returned when a key comes again with another body.
var ErrOther = fault.New(fault.Invalid, lang.T("同一个提交编号用在了不同的内容上，请重新打开页面再提交", "This Idempotency-Key was already used with another body. Use a new key for a new request."))

// Keeper keeps answers.
type Keeper struct {
	ring  *seal.Ring
	clock clock.Clock
}

// New makes a keeper.
func New(ring *seal.Ring, c clock.Clock) *Keeper { return &Keeper{ring, c} }

// Request is what makes a request the same one: who asks in which realm, the key, and everything they sent.
type Request struct {
	Realm, Caller, Key string
	Body               []byte
}

// Do carries out fn unless the same request was carried out before, and returns its answer. Without a key it just
// carries out fn.
func (k *Keeper) Do(ctx context.Context, tx *store.Tx, r Request, fn func() ([]byte, error)) ([]byte, error) {
	if r.Key == "" {
		return fn()
	}
	if len(r.Key) > 200 {
		return nil, fault.New(fault.Invalid, lang.T("提交编号太长", "The Idempotency-Key is longer than 200 characters."))
	}
	body := k.ring.Digest(r.use(), string(r.Body)) // with the key: of few possible bodies one could be guessed from a plain hash
	now := k.clock.Now()
	// The row comes first: a second request that runs beside this one waits here until this one is through.
	if _, err := tx.Exec(ctx, `delete from once where realm = $1 and caller = $2 and key = $3 and at <= $4`, r.Realm, r.Caller, r.Key, clock.Millis(now.Add(-Kept))); err != nil {
		return nil, fmt.Errorf("idempotency: %w", err)
	}
	n, err := tx.Exec(ctx, `insert into once (realm, caller, key, body, answer, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		r.Realm, r.Caller, r.Key, body, []byte{}, clock.Millis(now))
	if err != nil {
		return nil, fmt.Errorf("idempotency: %w", err)
	}
	if n == 0 {
		return k.again(ctx, tx, r, body)
	}
	answer, err := fn()
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(ctx, `update once set answer = $4 where realm = $1 and caller = $2 and key = $3`, r.Realm, r.Caller, r.Key, k.ring.Seal(r.use(), answer)); err != nil {
		return nil, fmt.Errorf("idempotency: %w", err)
	}
	return answer, nil
}

// again answers a request that was carried out before. Nothing changes, so there is nothing to record.
func (k *Keeper) again(ctx context.Context, tx *store.Tx, r Request, body string) ([]byte, error) {
	tx.Recorded()
	type kept struct {
		body   string
		answer []byte
	}
	old, err := store.One(ctx, tx, func(row store.Row) (o kept, err error) { return o, row.Scan(&o.body, &o.answer) },
		`select body, answer from once where realm = $1 and caller = $2 and key = $3`, r.Realm, r.Caller, r.Key)
	if err != nil {
		return nil, fmt.Errorf("idempotency: %w", err)
	}
	if old.body != body {
		return nil, ErrOther
	}
	return k.ring.Open(r.use(), old.answer)
}

func (r Request) use() string { return r.Realm + "/once/" + r.Caller + "/" + r.Key }

// Sweep forgets answers that are older than Kept.
func (k *Keeper) Sweep(ctx context.Context, db *store.DB, realm string) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `delete from once where realm = $1 and at < $2`, realm, clock.Millis(k.clock.Now().Add(-Kept)))
		return err
	})
}
