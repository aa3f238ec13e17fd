package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite"

	"linli/internal/app"
	"linli/internal/store"
)

// floor is the least that a server of matters can do: ServeMux, prepared statements with the domain's own SQL,
// encoding/json. No sign-in, no permissions, no playbooks, no journal.
type floor struct {
	read, write       *sql.DB
	list, row, steps  *sql.Stmt
	insert            *sql.Stmt
	mu                sync.Mutex
	numbers           map[string]*atomic.Int64
	book, state, path string
}

// serveFloor serves the floor on a free port, which it tells out, until ctx ends.
func serveFloor(ctx context.Context, path string, out io.Writer) error {
	app.Tune() // as linli does: what is compared is the work
	f, err := openFloor(path)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{realm}/matters", f.answer(f.doList))
	mux.HandleFunc("GET /{realm}/matters/{number}", f.answer(f.doShow))
	mux.HandleFunc("POST /{realm}/matters", f.answer(f.doRaise))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "floor serves at http://%s\n", l.Addr())
	srv := &http.Server{Handler: mux}
	go func() { <-ctx.Done(); srv.Close() }()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// openFloor opens the database as package store does: one writing connection, four reading ones, the same pragmas, full
// durability.
func openFloor(path string) (*floor, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + fmt.Sprintf("?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(full)&_pragma=foreign_keys(1)&_pragma=cache_size(-%d)&_pragma=mmap_size(%d)&_pragma=temp_store(2)",
		store.CacheMiB<<10, store.MapMiB<<20)
	f := &floor{numbers: map[string]*atomic.Int64{}}
	var err error
	if f.write, err = sql.Open("sqlite", dsn+"&_txlock=immediate"); err != nil {
		return nil, err
	}
	f.write.SetMaxOpenConns(1)
	if f.read, err = sql.Open("sqlite", dsn+"&_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	f.read.SetMaxOpenConns(4)
	f.read.SetMaxIdleConns(4)
	prepare := func(db *sql.DB, text string) *sql.Stmt {
		s, e := db.Prepare(text)
		err = errors.Join(err, e)
		return s
	}
	f.list = prepare(f.read, `select m.id, m.number, m.kind, m.book, m.title, m.path, m.at_place, m.grid, m.raiser, m.handler, m.stage, m.shows, m.ending, m.due, m.created, m.closed, m.version
		from matter m where m.realm = $1 order by m.number desc limit $2`)
	f.row = prepare(f.read, `select realm, id, number, kind, book, title, body, place, path, at_place, grid, shows, created, closed, version, merged_into, origin, state, sealed
		from matter where realm = $1 and number = $2`)
	f.steps = prepare(f.read, `select realm, number, at, account, person, post, kind, subject, hash, digest, salt, payload from journal where realm = $1 and subject = $2 order by number`)
	f.insert = prepare(f.write, `insert into matter (realm, id, number, code, kind, book, title, body, place, path, at_place, grid, raiser, handler, stage, shows, ending, reached, due, wake, created, closed, version, merged_into, origin, state, sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1, '', $23, $24, $25)`)
	if err != nil {
		return nil, err
	}
	return f, f.read.QueryRow(`select book, state, path from matter where kind = 'haiyue/incident' order by realm, number limit 1`).Scan(&f.book, &f.state, &f.path)
}

func (f *floor) answer(do func(*http.Request) (int, any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status, v, err := do(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		b, err := json.Marshal(v)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(b)
	}
}

type floorItem struct {
	ID      string `json:"id"`
	Number  int64  `json:"number"`
	Kind    string `json:"kind"`
	Book    string `json:"book"`
	Title   string `json:"title"`
	Path    string `json:"path"`
	Place   string `json:"place"`
	Grid    string `json:"grid"`
	Raiser  string `json:"raiser"`
	Handler string `json:"handler"`
	Stage   string `json:"stage"`
	Shows   string `json:"shows"`
	Ending  string `json:"ending"`
	Due     int64  `json:"due"`
	Created int64  `json:"created"`
	Closed  int64  `json:"closed"`
	Version int64  `json:"version"`
}

func (f *floor) doList(r *http.Request) (int, any, error) {
	rows, err := f.list.QueryContext(r.Context(), r.PathValue("realm"), 51)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	items := make([]floorItem, 0, 51)
	for rows.Next() {
		var i floorItem
		if err := rows.Scan(&i.ID, &i.Number, &i.Kind, &i.Book, &i.Title, &i.Path, &i.Place, &i.Grid, &i.Raiser, &i.Handler, &i.Stage, &i.Shows, &i.Ending, &i.Due, &i.Created, &i.Closed, &i.Version); err != nil {
			return 0, nil, err
		}
		items = append(items, i)
	}
	return http.StatusOK, map[string]any{"items": items[:min(50, len(items))]}, rows.Err()
}

type floorMatter struct {
	Realm, ID                                                  string
	Number                                                     int64
	Kind, Book, Title, Body, Place, Path, AtPlace, Grid, Shows string
	Created, Closed, Version                                   int64
	Merged, Origin, State                                      string
	Sealed                                                     []byte
	Timeline                                                   []floorStep
}

type floorStep struct {
	Realm                                string
	Number, At                           int64
	Account, Person, Post, Kind, Subject string
	Hash, Digest, Salt, Payload          []byte
}

func (f *floor) doShow(r *http.Request) (int, any, error) {
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return 0, nil, err
	}
	var m floorMatter
	if err := f.row.QueryRowContext(r.Context(), r.PathValue("realm"), number).Scan(&m.Realm, &m.ID, &m.Number, &m.Kind, &m.Book, &m.Title, &m.Body, &m.Place, &m.Path, &m.AtPlace, &m.Grid, &m.Shows,
		&m.Created, &m.Closed, &m.Version, &m.Merged, &m.Origin, &m.State, &m.Sealed); err != nil {
		return 0, nil, err
	}
	rows, err := f.steps.QueryContext(r.Context(), m.Realm, "matter:"+m.ID)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s floorStep
		if err := rows.Scan(&s.Realm, &s.Number, &s.At, &s.Account, &s.Person, &s.Post, &s.Kind, &s.Subject, &s.Hash, &s.Digest, &s.Salt, &s.Payload); err != nil {
			return 0, nil, err
		}
		m.Timeline = append(m.Timeline, s)
	}
	return http.StatusOK, m, rows.Err()
}

// doRaise writes one matter in a transaction of its own, with one commit of its own.
func (f *floor) doRaise(r *http.Request) (int, any, error) {
	var in struct{ Kind, Title, Body, Place string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return 0, nil, err
	}
	realm := r.PathValue("realm")
	number, err := f.next(r.Context(), realm)
	if err != nil {
		return 0, nil, err
	}
	tx, err := f.write.BeginTx(r.Context(), nil)
	if err != nil {
		return 0, nil, err
	}
	defer tx.Rollback()
	var code [16]byte
	rand.Read(code[:])
	id, now := store.NewID(), time.Now().UnixMilli()
	if _, err := tx.StmtContext(r.Context(), f.insert).ExecContext(r.Context(), realm, id, number, hex.EncodeToString(code[:]), in.Kind, f.book, in.Title, in.Body, in.Place, f.path, "汽运小区 1幢", in.Place,
		id, "", "reported", "new", "", " reported ", now+14_400_000, now+7_200_000, now, 0, "", f.state, nil); err != nil {
		return 0, nil, err
	}
	if err := tx.Commit(); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, map[string]any{"id": id, "number": number}, nil
}

// next counts in memory, where the floor can do it cheapest.
func (f *floor) next(ctx context.Context, realm string) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.numbers[realm]
	if n == nil {
		n = new(atomic.Int64)
		var newest int64
		if err := f.read.QueryRowContext(ctx, `select max(number) from matter where realm = $1`, realm).Scan(&newest); err != nil {
			return 0, err
		}
		n.Store(newest)
		f.numbers[realm] = n
	}
	return n.Add(1), nil
}
