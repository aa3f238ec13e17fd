package store

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// Type is what a column holds, the same on both engines.
type Type string

// The types that are carried from one database to another. A column of any other type is one engine's own, derived from
// the others.
const (
	Text    Type = "text"
	Integer Type = "integer"
	Real    Type = "real"
	Boolean Type = "boolean"
	Bytes   Type = "bytes"
	JSON    Type = "json"
)

var types = map[string]Type{
	"text": Text, "bigint": Integer, "integer": Integer, "double precision": Real, "real": Real, "boolean": Boolean, "bytea": Bytes, "jsonb": JSON, "json": JSON,
}

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
}

// Table is a table that both engines have, as the engine's catalogue tells of it.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Has tells whether the table has a column of that name.
func (t Table) Has(column string) bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Name == column })
}

var creates = regexp.MustCompile(`(?im)^\s*create table (?:if not exists )?(\w+)`)

// common are the names of the tables that the sets make on both engines. What only one engine has is derived from them.
func common(sets []Set) (map[string]bool, error) {
	count := map[string]int{}
	for _, s := range sets {
		for _, d := range []Dialect{SQLite, Postgres} {
			files, err := forDialect(s.FS, d)
			if err != nil {
				return nil, fmt.Errorf("tables of %s: %w", s.Name, err)
			}
			made := map[string]bool{}
			if err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				text, err := fs.ReadFile(files, name)
				for _, m := range creates.FindAllStringSubmatch(string(text), -1) {
					made[m[1]] = true
				}
				return err
			}); err != nil {
				return nil, fmt.Errorf("tables of %s: %w", s.Name, err)
			}
			for name := range made {
				count[name]++
			}
		}
	}
	both := map[string]bool{}
	for name, n := range count {
		both[name] = n == 2
	}
	return both, nil
}

// Schema tells which tables of the sets there are, those before the others that the others refer to, with the columns
// that can be carried to another database.
func (db *DB) Schema(ctx context.Context, sets ...Set) ([]Table, error) {
	ours, err := common(sets)
	if err != nil {
		return nil, err
	}
	names, err := db.Tables(ctx)
	if err != nil {
		return nil, fmt.Errorf("the database's tables: %w", err)
	}
	columns, needs := `select name, lower(type) from pragma_table_info($1) order by cid`, `select distinct "table" from pragma_foreign_key_list($1)`
	if db.dialect == Postgres {
		columns = `select column_name, data_type from information_schema.columns where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`
		needs = `select distinct r.relname from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
			where c.contype = 'f' and t.relname = $1 and t.relnamespace = current_schema()::regnamespace`
	}
	found, refers := map[string]Table{}, map[string][]string{}
	for _, name := range names {
		if !ours[name] {
			continue
		}
		all, err := All(ctx, db, func(r Row) (c Column, err error) {
			var native string
			err = r.Scan(&c.Name, &native)
			c.Type = types[native]
			return c, err
		}, columns, name)
		if err != nil {
			return nil, fmt.Errorf("columns of %s: %w", name, err)
		}
		if refers[name], err = All(ctx, db, Value[string], needs, name); err != nil {
			return nil, fmt.Errorf("what %s refers to: %w", name, err)
		}
		found[name] = Table{name, slices.DeleteFunc(all, func(c Column) bool { return c.Type == "" })}
	}
	return inOrder(names, found, refers), nil
}

// inOrder puts a table after those that it refers to.
func inOrder(names []string, found map[string]Table, refers map[string][]string) []Table {
	var out []Table
	var put func(string)
	put = func(name string) {
		t, ok := found[name]
		if !ok {
			return
		}
		delete(found, name)
		for _, n := range refers[name] {
			put(n)
		}
		out = append(out, t)
	}
	for _, name := range names {
		put(name)
	}
	return out
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
