// Package store opens the database and runs transactions on it.
//
// There is one SQL text for both engines, SQLite and PostgreSQL: written in PostgreSQL's form with $1, $2, …, with
// times as bigint milliseconds and identities as text made in Go. Domains own their tables and statements; store
// owns how they are run, retried, cached and translated into faults.
//
// A change must be on the record: [DB.Tx] refuses to commit a transaction that wrote something and told the journal
// nothing. What is not part of a realm's record (sessions, jobs, looks) is written through [DB.Quiet].
package store

import (
	"context"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the SQLite driver, without cgo; it binds $n by number
)

// Dialect is which engine a database runs on.
type Dialect string

// The two engines.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Options tune a database. The zero value is full durability.
type Options struct {
	// Fast gives up durability against power loss: for tests and for playing the demonstration's year.
	Fast bool
	// Readers is how many reading connections SQLite gets, or all connections PostgreSQL gets; 0 means 4 or 16.
	Readers int
	// CacheMiB is SQLite's page cache for each connection; 0 means [CacheMiB].
	CacheMiB int
	// Existing refuses an SQLite file that is not there, where otherwise it is made.
	Existing bool
	// MapMiB is how much of SQLite's file each connection maps into memory; 0 means [MapMiB], negative none.
	MapMiB int
}

// What an SQLite connection has when Options say nothing. There are five: what they map counts five times in the memory
// of the process.
const (
	CacheMiB = 8
	MapMiB   = 16
)

// DB is an open database.
type DB struct {
	dialect Dialect
	read    *sql.DB
	write   *sql.DB
	reads   reads  // SQLite's reading side
	writes  writes // SQLite's writing side; only the goroutine that writes uses it
	queue   chan *request
	closed  chan struct{} // no more requests are taken
	done    chan struct{} // those that were taken are answered
	closing sync.Once
}

// Open opens url: a postgres:// address, or the path of an SQLite file that is made when missing.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	if isPostgres(url) {
		return openPostgres(ctx, url, o)
	}
	return openSQLite(ctx, url, o)
}

func isPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

func openPostgres(ctx context.Context, address string, o Options) (*DB, error) {
	if o.Fast {
		u, err := url.Parse(address)
		if err != nil {
			return nil, fmt.Errorf("database address: %w", err)
		}
		q := u.Query()
		q.Set("synchronous_commit", "off")
		u.RawQuery = q.Encode()
		address = u.String()
	}
	h, err := sql.Open("pgx", address)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if o.Readers == 0 {
		o.Readers = 16
	}
	h.SetMaxOpenConns(max(2, o.Readers)) // Migrate holds one beside the one it works on
	h.SetMaxIdleConns(max(2, o.Readers))
	db := &DB{dialect: Postgres, read: h, write: h}
	if err := h.PingContext(ctx); err != nil {
		h.Close()
		return nil, cannotOpen(err)
	}
	return db, nil
}

func openSQLite(ctx context.Context, path string, o Options) (*DB, error) {
	if err := makeFile(path, o.Existing); err != nil {
		return nil, err
	}
	if o.Readers == 0 {
		o.Readers = 4
	}
	if o.CacheMiB == 0 {
		o.CacheMiB = CacheMiB
	}
	if o.MapMiB == 0 {
		o.MapMiB = MapMiB
	}
	sync := "full"
	if o.Fast {
		sync = "off"
	}
	dsn := func(extra string) string {
		return "file:" + (&url.URL{Path: path}).EscapedPath() + fmt.Sprintf("?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(%s)&_pragma=foreign_keys(1)&_pragma=cache_size(-%d)&_pragma=mmap_size(%d)&_pragma=temp_store(2)%s",
			sync, o.CacheMiB*1024, max(0, o.MapMiB)<<20, extra)
	}
	w, err := sql.Open("sqlite", dsn("&_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	w.SetMaxOpenConns(1)
	if err := w.PingContext(ctx); err != nil {
		w.Close()
		return nil, cannotOpen(fmt.Errorf("%s: %w", path, err))
	}
	r, err := sql.Open("sqlite", dsn("&_pragma=query_only(1)"))
	if err != nil {
		w.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	r.SetMaxOpenConns(o.Readers)
	r.SetMaxIdleConns(o.Readers)
	db := &DB{dialect: SQLite, read: r, write: w, queue: make(chan *request, 64), closed: make(chan struct{}), done: make(chan struct{})}
	go db.writer()
	return db, nil
}

// makeFile makes an SQLite file where there is none, and its folder, for their owner only.
func makeFile(path string, existing bool) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	} else if existing && errors.Is(err, os.ErrNotExist) {
		return ErrNoFile.Because(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the database's folder: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return f.Close()
}

// Close waits for running transactions and closes the database.
func (db *DB) Close() error {
	var err error
	db.closing.Do(func() {
		if db.queue != nil {
			close(db.closed)
			<-db.done
		}
		err = db.read.Close()
		if db.write != db.read {
			if e := db.write.Close(); err == nil {
				err = e
			}
		}
	})
	return err
}

// Dialect tells which engine the database runs on.
func (db *DB) Dialect() Dialect { return db.dialect }

// Ready tells whether the database answers.
func (db *DB) Ready(ctx context.Context) error {
	var one int
	return translate(db.read.QueryRowContext(ctx, "select 1").Scan(&one))
}

// Stats are the pools of connections by side: SQLite reads and writes on different ones, PostgreSQL on the same.
func (db *DB) Stats() map[string]sql.DBStats {
	if db.read == db.write {
		return map[string]sql.DBStats{"both": db.read.Stats()}
	}
	return map[string]sql.DBStats{"read": db.read.Stats(), "write": db.write.Stats()}
}

var id32 = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an identity of 26 letters and digits; later ones sort after earlier ones.
func NewID() string {
	u := uuid.Must(uuid.NewV7())
	return id32.EncodeToString(u[:])
}
