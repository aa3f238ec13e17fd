package house

import (
	"context"
	"strings"
	"testing"

	"linli/internal/app"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// outside are the tables that lie outside realms, and why.
var outside = map[string]string{
	"account":   "one account may be a person in several realms",
	"session":   "belongs to an account",
	"token":     "belongs to an account",
	"recovery":  "belongs to an account",
	"passkey":   "belongs to an account",
	"elsewhere": "is an account at a provider of sign-ins",
	"ceremony":  "is a sign-in that is under way",
	"playbook":  "a text known by its hash, which any realm may play",
	"ring":      "the keys are the program's",
	"job":       "a node claims what is due, whosever it is",
}

// TestRealmLeadsEveryKey reads the engines' catalogues: the primary key of every table begins with the realm.
func TestRealmLeadsEveryKey(t *testing.T) {
	storetest.Each(t, app.Migrations(), func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		key := `select name from pragma_table_info($1) where pk > 0 order by pk`
		if db.Dialect() == store.Postgres {
			key = `select k.column_name from information_schema.table_constraints c
				join information_schema.key_column_usage k on k.constraint_name = c.constraint_name and k.table_schema = c.table_schema
				where c.constraint_type = 'PRIMARY KEY' and c.table_schema = current_schema() and c.table_name = $1 order by k.ordinal_position`
		}
		tables, err := db.Tables(ctx)
		if err != nil || len(tables) == 0 {
			t.Fatal(tables, err)
		}
		seen := map[string]bool{}
		for _, table := range tables {
			if strings.HasPrefix(table, "goose_") {
				continue
			}
			seen[table] = true
			columns, err := store.All(ctx, db, store.Value[string], key, table)
			if err != nil {
				t.Fatal(err)
			}
			leads := len(columns) > 0 && columns[0] == "realm"
			if _, free := outside[table]; leads == free {
				t.Errorf("the key of %s is %v; a table outside realms stands on the list with its reason", table, columns)
			}
		}
		for table := range outside {
			if !seen[table] {
				t.Errorf("there is no table %s", table)
			}
		}
	})
}
