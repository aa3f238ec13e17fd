package journal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

type told struct {
	ID   string `json:"id"`
	Says string `json:"says"`
}

func (told) Kind() string      { return "test.told" }
func (e told) Subject() string { return "thing:" + e.ID }

func begin(t *testing.T, db *store.DB, realms ...string) *journal.Journal {
	t.Helper()
	ring, err := seal.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	j := journal.New(ring, clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Zone)))
	for _, realm := range realms {
		write(t, db, func(tx *store.Tx) error { tx.Recorded(); return j.Begin(context.Background(), tx, realm) })
		for i := range 5 {
			write(t, db, func(tx *store.Tx) error {
				_, err := j.Append(context.Background(), tx, realm, journal.Actor{Account: "a", Person: "p", Post: "o"}, told{fmt.Sprint(i % 2), "张三的电话"})
				return err
			})
		}
	}
	return j
}

func write(t *testing.T, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.Tx(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func tamper(t *testing.T, db *store.DB, text string) {
	t.Helper()
	if err := db.Quiet(context.Background(), func(tx *store.Tx) error {
		n, err := tx.Exec(context.Background(), text)
		if err == nil && n == 0 {
			t.Errorf("%s changed nothing", text)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAbout(t *testing.T) {
	storetest.Each(t, []store.Set{journal.Migrations}, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		j := begin(t, db, "a")
		entries, err := j.About(ctx, db, "a", "thing:0")
		if err != nil || len(entries) != 3 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		e := entries[2]
		if e.Number != 5 || e.By != (journal.Actor{Account: "a", Person: "p", Post: "o"}) || !strings.Contains(string(e.Payload), "张三") {
			t.Errorf("%+v %s", e, e.Payload)
		}
		plain, err := store.One(ctx, db, store.Value[int], `select count(*) from journal where kind || subject || account || person || post like '%张三%'`)
		if err != nil || plain != 0 {
			t.Errorf("a name stands in %d headers, %v", plain, err)
		}
		sealed, err := store.All(ctx, db, store.Value[[]byte], `select payload from journal`)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range sealed {
			if strings.Contains(string(b), "张三") {
				t.Error("a payload is not sealed")
			}
		}
		if n, err := j.Position(ctx, db, "a"); n != 5 || err != nil {
			t.Errorf("position %d, %v", n, err)
		}
	})
}

func TestVerify(t *testing.T) {
	for name, c := range map[string]struct {
		do     string
		broken int64
		erased int64
	}{
		"nothing":          {"", 0, 0},
		"erased by law":    {`update journal set salt = null, payload = null where realm = 'a' and number = 3`, 0, 1},
		"half erased":      {`update journal set salt = null where realm = 'a' and number = 3`, 3, 0},
		"another actor":    {`update journal set person = 'q' where realm = 'a' and number = 2`, 2, 0},
		"another time":     {`update journal set at = at + 1 where realm = 'a' and number = 4`, 4, 0},
		"another kind":     {`update journal set kind = 'test.other' where realm = 'a' and number = 1`, 1, 0},
		"another subject":  {`update journal set subject = 'thing:9' where realm = 'a' and number = 1`, 1, 0},
		"another payload":  {`update journal set payload = (select payload from journal where realm = 'a' and number = 1), salt = (select salt from journal where realm = 'a' and number = 1) where realm = 'a' and number = 2`, 2, 0},
		"another realm's":  {`update journal set payload = (select payload from journal where realm = 'b' and number = 2) where realm = 'a' and number = 2`, 2, 0},
		"taken out":        {`delete from journal where realm = 'a' and number = 3`, 3, 0},
		"cut off":          {`delete from journal where realm = 'a' and number = 5`, 5, 0},
		"the head changed": {`update head set number = 6 where realm = 'a'`, 6, 0},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, []store.Set{journal.Migrations}, func(t *testing.T, db *store.DB) {
				j := begin(t, db, "a", "b")
				if c.do != "" {
					tamper(t, db, c.do)
				}
				visited := 0
				rep, err := j.Verify(context.Background(), db, "a", func(journal.Entry) error { visited++; return nil })
				if err != nil {
					t.Fatal(err)
				}
				if rep.Broken != c.broken || rep.Erased != c.erased || (rep.Broken > 0) != (rep.Why != "") {
					t.Errorf("%+v, want entry %d and %d erased", rep, c.broken, c.erased)
				}
				if c.broken == 0 && visited != 5 {
					t.Errorf("visited %d", visited)
				}
				if other, err := j.Verify(context.Background(), db, "b", nil); err != nil || other.Broken != 0 {
					t.Errorf("the other realm: %+v, %v", other, err)
				}
			})
		})
	}
}

// TestSwapped lays one entry's payload and salt beside another entry: it does not open there.
func TestSwapped(t *testing.T) {
	storetest.Each(t, []store.Set{journal.Migrations}, func(t *testing.T, db *store.DB) {
		j := begin(t, db, "a")
		tamper(t, db, `update journal set payload = (select payload from journal where number = 1), salt = (select salt from journal where number = 1) where number = 3`)
		if entries, err := j.About(context.Background(), db, "a", "thing:0"); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("another entry's payload is told: %+v, %v", entries, err)
		}
	})
}
