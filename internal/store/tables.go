package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Tables names the database's tables, in order; there are none in one that is new. An index that SQLite keeps in the form of
// tables is none.
func (db *DB) Tables(ctx context.Context) ([]string, error) {
	text := `select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\_%' escape '\' order by name`
	if db.dialect == Postgres {
		text = `select tablename from pg_tables where schemaname = current_schema() order by tablename`
	}
	return All(ctx, db, Value[string], text)
}

// Erase removes whatever a database holds: the file of SQLite, every table of PostgreSQL. A database that is not there is
// no error.
func Erase(ctx context.Context, url string) error {
	if !isPostgres(url) {
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(url + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("erase the database: %w", err)
			}
		}
		return nil
	}
	db, err := Open(ctx, url, Options{Readers: 1})
	if err != nil {
		return err
	}
	defer db.Close()
	tables, err := db.Tables(ctx)
	if err != nil || len(tables) == 0 {
		return err
	}
	if _, err := db.write.ExecContext(ctx, `drop table "`+strings.Join(tables, `", "`)+`" cascade`); err != nil {
		return fmt.Errorf("erase the database: %w", translate(err))
	}
	return nil
}
