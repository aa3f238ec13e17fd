package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite"

	"linli/internal/app"
	"linli/internal/store"
)

// floor is the least that a server of matters can do: ServeMux, prepared statements with the domain's own SQL,
// encoding/json. No sign-in, no permissions, no playbooks, no journal.
type floor struct {
	read, write            *sql.DB
	list, open, row, steps *sql.Stmt
	count, insert, search  *sql.Stmt
	engine                 store.Dialect
	mu                     sync.Mutex
	numbers                map[string]*atomic.Int64
	book, state, path      string
}

// serveFloor serves the floor on a free port, which it tells out, until ctx ends.
func serveFloor(ctx context.Context, path string, out io.Writer) error {
	app.Tune() // as linli does: what is compared is the work
	f, err := openFloor(path)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{realm}/matters", f.answer(f.doList(f.list)))
	mux.HandleFunc("GET /{realm}/open", f.answer(f.doList(f.open)))
	mux.HandleFunc("GET /{realm}/matters/{number}", f.answer(f.doShow))
	mux.HandleFunc("POST /{realm}/matters", f.answer(f.doRaise))
	mux.HandleFunc("GET /{realm}/search", f.answer(f.doSearch))
	mux.HandleFunc("GET /{realm}/standing", f.answer(f.doCount))
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

const columns = `m.id, m.number, m.kind, m.book, m.title, m.path, m.at_place, m.grid, m.raiser, m.handler, m.stage, m.shows, m.ending, m.due, m.created, m.closed, m.version`

// openFloor opens the database as package store does: SQLite with one writing connection, four reading ones and the same
// pragmas, PostgreSQL with sixteen; with full durability.
func openFloor(path string) (*floor, error) {
	f := &floor{numbers: map[string]*atomic.Int64{}, engine: store.SQLite}
	driver, reading, writing, readers := "sqlite", "", "", 4
	if strings.HasPrefix(path, "postgres://") {
		f.engine, driver, reading, writing, readers = store.Postgres, "pgx", path, path, 16
	} else {
		dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + fmt.Sprintf("?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(full)&_pragma=foreign_keys(1)&_pragma=cache_size(-%d)&_pragma=mmap_size(%d)&_pragma=temp_store(2)",
			store.CacheMiB<<10, store.MapMiB<<20)
		reading, writing = dsn+"&_pragma=query_only(1)", dsn+"&_txlock=immediate"
	}
	var err error
	if f.read, err = sql.Open(driver, reading); err != nil {
		return nil, err
	}
	f.read.SetMaxOpenConns(readers)
	f.read.SetMaxIdleConns(readers)
	if f.write = f.read; f.engine == store.SQLite {
		if f.write, err = sql.Open(driver, writing); err != nil {
			return nil, err
		}
		f.write.SetMaxOpenConns(1)
	}
	prepare := func(db *sql.DB, text string) *sql.Stmt {
		s, e := db.Prepare(text)
		err = errors.Join(err, e)
		return s
	}
	f.list = prepare(f.read, `select `+columns+`
		from matter m where m.realm = $1 order by m.number desc limit $2`)
	f.open = prepare(f.read, `select `+columns+`
		from matter m where m.realm = $1 and m.ending = '' order by m.number desc limit $2`)
	f.row = prepare(f.read, `select realm, id, number, kind, book, title, body, place, path, at_place, grid, shows, created, closed, version, merged_into, origin, state, sealed
		from matter where realm = $1 and number = $2`)
	f.steps = prepare(f.read, `select realm, number, at, account, person, post, kind, subject, hash, digest, salt, payload from journal where realm = $1 and subject = $2 order by number`)
	search := `select ` + columns + ` from matter_text t cross join matter m on m.realm = $1 and m.number = t.rowid - (select shelf * 1099511627776 from shelf where realm = $1)
		where matter_text match $2 and t.rowid >= (select shelf * 1099511627776 from shelf where realm = $1) and t.rowid < (select (shelf + 1) * 1099511627776 from shelf where realm = $1)
		order by t.rowid desc limit $3`
	if f.engine == store.Postgres {
		search = `select ` + columns + ` from matter_text t join matter m on m.realm = t.realm and m.number = t.number
			where t.realm = $1 and t.terms @@ cast($2 as tsquery) and case when t.terms @@ cast($3 as tsquery) then true else false end order by t.number desc limit $4`
	}
	f.search = prepare(f.read, search)
	f.count = prepare(f.read, `select kind, grid, count(*) from matter where realm = $1 and ending = '' group by kind, grid`)
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
