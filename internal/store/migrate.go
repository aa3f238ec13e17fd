package store

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// Set is one domain's migrations: numbered files in its folder migrate/, forward only, unchanged once landed.
type Set struct {
	Name string
	FS   fs.FS
}

// migrating is the advisory lock under which a node migrates PostgreSQL: the others wait, and find everything done.
const migrating = 7_310_579_628_171_001

// Migrate brings every set up to date, in order. Each set has a version table of its own, goose_<name>. Nodes that start
// at once on one PostgreSQL do it one after another. A database that a newer program has migrated is left as it is.
func (db *DB) Migrate(ctx context.Context, sets ...Set) error { return db.migrate(ctx, nil, sets) }

// MigrateTo brings every set up to the version that Versions told of it elsewhere, and no further. A set that is not among
// them is left out.
func (db *DB) MigrateTo(ctx context.Context, versions map[string]int64, sets ...Set) error {
	return db.migrate(ctx, versions, sets)
}

func (db *DB) migrate(ctx context.Context, upTo map[string]int64, sets []Set) error {
	if db.dialect == Postgres {
		c, err := db.write.Conn(ctx)
		if err != nil {
			return fmt.Errorf("migrate: %w", translate(err))
		}
		defer c.Close()
		if _, err := c.ExecContext(ctx, `select pg_advisory_lock($1)`, migrating); err != nil {
			return fmt.Errorf("migrate: wait for another node: %w", translate(err))
		}
		defer func() { _, _ = c.ExecContext(context.WithoutCancel(ctx), `select pg_advisory_unlock($1)`, migrating) }()
	}
	d := database.DialectSQLite3
	if db.dialect == Postgres {
		d = database.DialectPostgres
	}
	for _, s := range sets {
		if upTo != nil && upTo[s.Name] == 0 {
			continue
		}
		files, err := forDialect(s.FS, db.dialect)
		if err != nil {
			return fmt.Errorf("migrations of %s: %w", s.Name, err)
		}
		versions, err := database.NewStore(d, "goose_"+s.Name)
		if err != nil {
			return fmt.Errorf("migrations of %s: %w", s.Name, err)
		}
		p, err := goose.NewProvider("", db.write, files, goose.WithStore(versions))
		if err != nil {
			return fmt.Errorf("migrations of %s: %w", s.Name, err)
		}
		if upTo == nil {
			_, err = p.Up(ctx)
		} else {
			_, err = p.UpTo(ctx, upTo[s.Name])
		}
		if err != nil {
			return fmt.Errorf("migrate %s: %w", s.Name, translate(err))
		}
	}
	return nil
}

// Migrated tells whether every set is up to date, and changes nothing.
func (db *DB) Migrated(ctx context.Context, sets ...Set) (bool, error) {
	at, err := db.Versions(ctx, sets...)
	if err != nil {
		return false, err
	}
	newest, err := Newest(sets...)
	if err != nil {
		return false, err
	}
	for name, n := range newest {
		if at[name] < n {
			return false, nil
		}
	}
	return true, nil
}

// Versions tells of each set up to which migration the database has it; a set that it does not know is left out.
func (db *DB) Versions(ctx context.Context, sets ...Set) (map[string]int64, error) {
	tables, err := db.Tables(ctx)
	if err != nil {
		return nil, fmt.Errorf("versions of the database: %w", err)
	}
	at := map[string]int64{}
	for _, s := range sets {
		if !slices.Contains(tables, "goose_"+s.Name) {
			continue
		}
		if at[s.Name], err = One(ctx, db, Value[int64], `select coalesce(max(version_id), 0) from goose_`+s.Name); err != nil {
			return nil, fmt.Errorf("version of %s: %w", s.Name, err)
		}
	}
	return at, nil
}

// Newest tells of each set which migration is its last.
func Newest(sets ...Set) (map[string]int64, error) {
	last := map[string]int64{}
	for _, s := range sets {
		names, err := fs.Glob(s.FS, "migrate/*.sql")
		if err != nil {
			return nil, fmt.Errorf("migrations of %s: %w", s.Name, err)
		}
		for _, name := range names {
			n, err := goose.NumericComponent(name)
			if err != nil {
				return nil, fmt.Errorf("migrations of %s: %w", s.Name, err)
			}
			last[s.Name] = max(last[s.Name], n)
		}
	}
	return last, nil
}

// forDialect leaves out the statements that a line "-- only: <dialect>" keeps for the other engine. Such a mark holds
// to the next semicolon.
func forDialect(from fs.FS, d Dialect) (fs.FS, error) {
	to := fstest.MapFS{}
	names, err := fs.Glob(from, "migrate/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		var out strings.Builder
		skip := false
		for line := range strings.Lines(string(b)) {
			if mark, ok := strings.CutPrefix(strings.TrimSpace(line), "-- only: "); ok {
				skip = Dialect(mark) != d
				continue
			}
			if !skip {
				out.WriteString(line)
			}
			if strings.HasSuffix(strings.TrimSpace(line), ";") {
				skip = false
			}
		}
		to[strings.TrimPrefix(name, "migrate/")] = &fstest.MapFile{Data: []byte(out.String())}
	}
	return to, nil
}
