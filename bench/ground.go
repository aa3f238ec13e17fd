package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"linli/internal/app"
	"linli/internal/store"
	"linli/internal/store/cluster"
)

// ground is a prepared database: what is measured runs on copies of it, so that what a run writes stays out of the next.
type ground struct {
	engine  store.Dialect
	dir     string // with the key, and with SQLite's file
	matters int
	server  *cluster.Cluster // PostgreSQL's
	world   world
}

// postgres starts the PostgreSQL that the bench keeps, as durable as PostgreSQL is by itself.
func postgres(data string) (*cluster.Cluster, error) {
	if err := os.MkdirAll(data, 0o755); err != nil {
		return nil, err
	}
	if err := os.Chmod(data, 0o755); err != nil { // the server runs as somebody else
		return nil, err
	}
	return cluster.New(cluster.Options{Dir: filepath.Join(data, "postgres"), Durable: true, Settings: []string{"shared_buffers=512MB", "max_wal_size=2GB"}})
}

func (g *ground) base() string { return fmt.Sprintf("base_%d", g.matters) }

// config is how linli is told of the ground itself.
func (g *ground) config() app.Config {
	c := app.Config{Data: g.dir, Store: store.Options{Fast: true}}
	if g.engine == store.Postgres {
		c.DB = g.server.Address(g.base())
	}
	return c
}

// move fills PostgreSQL from SQLite, as `linli move` does, unless it was done before.
func (g *ground) move(ctx context.Context) error {
	root, err := sql.Open("pgx", g.server.Address("postgres"))
	if err != nil {
		return err
	}
	defer root.Close()
	var there bool
	if err := root.QueryRowContext(ctx, `select exists (select 1 from pg_database where datname = $1)`, g.base()).Scan(&there); err != nil || there {
		return err
	}
	filling := g.base() + "_filling"
	for _, text := range []string{"drop database if exists " + filling, "create database " + filling} {
		if _, err := root.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	to := g.config()
	to.DB = g.server.Address(filling)
	if _, err := app.Move(ctx, app.Config{Data: g.dir}, to, nil); err != nil {
		return fmt.Errorf("move to PostgreSQL: %w", err)
	}
	if err := g.tidy(ctx, filling); err != nil {
		return err
	}
	_, err = root.ExecContext(ctx, "alter database "+filling+" rename to "+g.base())
	return err
}

// tidy does what autovacuum would do within the hour.
func (g *ground) tidy(ctx context.Context, database string) error {
	db, err := sql.Open("pgx", g.server.Address(database))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "vacuum analyze")
	return err
}

// stand is a copy that one server runs on.
type stand struct {
	data string // the folder
	db   string // what linli and the floor are told: SQLite's file or an address
}

// copy makes a copy under a folder of its own.
func (g *ground) copy(ctx context.Context, to string) (stand, error) {
	p := stand{to, filepath.Join(to, "linli.db")}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return p, err
	}
	names := []string{"key", "linli.db"}
	if g.engine == store.Postgres {
		names = names[:1]
		root, err := sql.Open("pgx", g.server.Address("postgres"))
		if err != nil {
			return p, err
		}
		defer root.Close()
		name := "run_" + strings.NewReplacer("-", "_", "/", "_").Replace(filepath.Base(to))
		for _, text := range []string{"drop database if exists " + name + " with (force)", "create database " + name + " template " + g.base() + " strategy file_copy"} {
			if _, err := root.ExecContext(ctx, text); err != nil {
				return p, err
			}
		}
		p.db = g.server.Address(name)
	}
	for _, name := range names {
		if err := copyFile(filepath.Join(g.dir, name), filepath.Join(to, name)); err != nil {
			return p, err
		}
	}
	return p, nil
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if e := dst.Close(); err == nil {
		err = e
	}
	return err
}
