package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"linli/internal/search"
	"linli/internal/store"
)

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

// doList lists what a statement finds.
func (f *floor) doList(list *sql.Stmt) func(*http.Request) (int, any, error) {
	return func(r *http.Request) (int, any, error) { return f.listed(r, list, r.PathValue("realm"), 51) }
}

// doSearch asks the full-text index as linli does, for what stands there open.
func (f *floor) doSearch(r *http.Request) (int, any, error) {
	realm := r.PathValue("realm")
	ask, never := search.Ask(r.FormValue("q")), func(string) string { return "-" }
	if f.engine == store.Postgres {
		return f.listed(r, f.search, realm, `'=`+realm+`' & `+ask.First().TSQuery("", never), ask.TSQuery("", never), 51)
	}
	return f.listed(r, f.search, realm, ask.FTS5(never), 51)
}

func (f *floor) listed(r *http.Request, list *sql.Stmt, args ...any) (int, any, error) {
	rows, err := list.QueryContext(r.Context(), args...)
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

type floorCount struct {
	Kind string `json:"kind"`
	Grid string `json:"grid"`
	Open int64  `json:"open"`
}

// doCount scans: it is the least that counting costs where nothing is kept.
func (f *floor) doCount(r *http.Request) (int, any, error) {
	rows, err := f.count.QueryContext(r.Context(), r.PathValue("realm"))
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	items := []floorCount{}
	for rows.Next() {
		var i floorCount
		if err := rows.Scan(&i.Kind, &i.Grid, &i.Open); err != nil {
			return 0, nil, err
		}
		items = append(items, i)
	}
	return http.StatusOK, map[string]any{"items": items}, rows.Err()
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
