// Package job keeps work for later: what must happen after a change is committed, such as news that crosses from one
// realm to another. A job is put in the transaction of the change, so it is there if and only if the change is; it runs
// at least once, so its work must be harmless when done again.
package job

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"linli/internal/clock"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the job table. It is on the list of tables outside realms: a node claims work whosever it is.
var Migrations = store.Set{Name: "job", FS: files}

// Job is one piece of work.
type Job struct {
	ID, Realm, Kind string
	Payload         json.RawMessage
	Tries           int
}

// Queue puts, claims and runs jobs.
type Queue struct {
	db    *store.DB
	clock clock.Clock
	mu    sync.RWMutex
	work  map[string]func(context.Context, Job) error
	wake  chan struct{}
}

// New makes a queue without work to do.
func New(db *store.DB, c clock.Clock) *Queue {
	return &Queue{db: db, clock: c, work: map[string]func(context.Context, Job) error{}, wake: make(chan struct{}, 1)}
}

// Handle says how jobs of a kind are done.
func (q *Queue) Handle(kind string, do func(context.Context, Job) error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.work[kind] = do
}

// Put adds a job that runs as soon as the transaction is committed.
func (q *Queue) Put(ctx context.Context, tx *store.Tx, realm, kind string, payload any) error {
	return q.PutAt(ctx, tx, realm, kind, payload, q.clock.Now())
}

// PutAt adds a job that runs at a time.
func (q *Queue) PutAt(ctx context.Context, tx *store.Tx, realm, kind string, payload any, at time.Time) error {
	b, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("job %s: %w", kind, err)
	}
	if _, err := tx.Exec(ctx, `insert into job (id, realm, kind, payload, run_at, lease, tries, fault) values ($1, $2, $3, $4, $5, 0, 0, '')`,
		store.NewID(), realm, kind, string(b), clock.Millis(at)); err != nil {
		return fmt.Errorf("job %s: %w", kind, err)
	}
	tx.After(q.Poke)
	return nil
}

// Poke makes a running queue look at once.
func (q *Queue) Poke() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

const (
	lease = time.Minute // how long a claimed job is left alone, in real time
	batch = 32
	poll  = 5 * time.Second
)

// MaxTries is how often a job is tried before it is stuck: over about eight hours.
const MaxTries = 20

// pause is how long a job is left alone after it failed for the nth time: a second, doubled each time, to an hour.
func pause(n int) time.Duration { return min(time.Hour, time.Second<<min(n-1, 12)) }

// Run does jobs until ctx ends. Failed jobs come again, later each time.
func (q *Queue) Run(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := q.Drain(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Error("jobs", "err", err)
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-q.wake:
		case <-time.After(poll):
		}
	}
}

// Drain does the jobs that are due and returns how many it tried.
func (q *Queue) Drain(ctx context.Context) (int, error) {
	due, err := q.claim(ctx)
	if err != nil {
		return 0, err
	}
	for _, j := range due {
		if err := q.do(ctx, j); err != nil {
			return len(due), err
		}
	}
	return len(due), nil
}

func (q *Queue) claim(ctx context.Context) (due []Job, err error) {
	now, real := clock.Millis(q.clock.Now()), time.Now()
	if n, err := store.One(ctx, q.db, store.Value[int], `select count(*) from (select 1 from job where run_at <= $1 and lease < $2 and tries < $3 limit 1) due`, now, clock.Millis(real), MaxTries); err != nil || n == 0 {
		return nil, err
	}
	err = q.db.Quiet(ctx, func(tx *store.Tx) error {
		skip := ""
		if tx.Dialect() == store.Postgres { // SQLite has one writer and no row locks
			skip = " for update skip locked"
		}
		due, err = store.All(ctx, tx, func(r store.Row) (j Job, err error) {
			var payload string
			err = r.Scan(&j.ID, &j.Realm, &j.Kind, &payload, &j.Tries)
			j.Payload = json.RawMessage(payload)
			return j, err
		}, `update job set lease = $1, tries = tries + 1 where id in (
			select id from job where run_at <= $2 and lease < $3 and tries < $5 order by run_at, id limit $4`+skip+`)
			returning id, realm, kind, payload, tries`, clock.Millis(real.Add(lease)), now, clock.Millis(real), batch, MaxTries)
		return err
	})
	return due, err
}

func (q *Queue) do(ctx context.Context, j Job) error {
	err := q.try(ctx, j)
	again := time.Now().Add(pause(j.Tries))
	switch {
	case err == nil:
	case ctx.Err() != nil: // the program is ending
	case j.Tries >= MaxTries:
		slog.Error("job is stuck", "realm", j.Realm, "kind", j.Kind, "id", j.ID, "tries", j.Tries, "err", err)
		again = time.Time{}
	default:
		slog.Warn("job failed", "realm", j.Realm, "kind", j.Kind, "id", j.ID, "tries", j.Tries, "err", err)
	}
	return q.db.Quiet(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		if err == nil {
			_, err := tx.Exec(ctx, `delete from job where id = $1`, j.ID)
			return err
		}
		_, err := tx.Exec(ctx, `update job set lease = $2, fault = $3 where id = $1`, j.ID, clock.Millis(again), err.Error())
		return err
	})
}

// try does a job once. A panic is its own fault, not the program's.
func (q *Queue) try(ctx context.Context, j Job) (err error) {
	q.mu.RLock()
	work := q.work[j.Kind]
	q.mu.RUnlock()
	if work == nil {
		return fmt.Errorf("no work for jobs of kind %s", j.Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work(ctx, j)
}
