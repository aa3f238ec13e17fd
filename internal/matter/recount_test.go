package matter_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// recounted is a world with two wishes, merged, and a dispute between two parties.
func recounted(t *testing.T, db *store.DB) *world {
	w := newWorld(t, db)
	w.raise("居", wish())
	w.raise("邻", wish())
	w.raise("居", matter.Draft{Kind: "nanmen/dispute", Title: "楼道堆物", Body: "说了几次", Place: w.home.ID, Fields: map[string]any{"who": "301"}})
	w.move("甲", community, 2, matter.Act{Move: "merge", Fields: map[string]any{"into": 1}})
	w.move("甲", community, 1, matter.Act{Move: "place"})
	w.move("党", community, 1, matter.Act{Move: "accept"})
	w.move("甲", community, 3, matter.Act{Move: "accept", Fields: map[string]any{"a": w.people["居"].Person, "b": w.people["邻"].Person}})
	w.verify()
	return w
}

// tampered is what the community's rows have against its record once a statement has changed them, which is undone again.
func (w *world) tampered(texts ...string) (why string) {
	w.t.Helper()
	ctx, undo := context.Background(), errors.New("undo")
	err := w.db.Quiet(ctx, func(tx *store.Tx) error {
		for _, text := range texts {
			if n, err := tx.Exec(ctx, text); err != nil || n == 0 {
				w.t.Fatalf("%s changed %d rows, %v", text, n, err)
			}
		}
		c := w.matters.Recount(community)
		rep, err := w.journal.Verify(ctx, tx, community, c.Visit)
		if err != nil || rep.Broken != 0 {
			w.t.Errorf("%s: the chain: %+v, %v", texts, rep, err)
		}
		if why, err = c.Compare(ctx, tx); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		w.t.Errorf("%s: %v", texts, err)
	}
	return why
}

// tampers change rows behind the record's back, one thing at a time; what each is found by.
var tampers = map[string]string{
	"version":           `update matter set version = version + 1 where number = 1`,
	"stage":             `update matter set stage = 'done' where number = 1`,
	"status":            `update matter set shows = 'done' where number = 1`,
	"ending":            `update matter set ending = 'done' where number = 1`,
	"kind":              `update matter set kind = 'nanmen/issue' where number = 1`,
	"playbook":          `update matter set book = '0' where number = 1`,
	"place":             `update matter set place = '' where number = 3`,
	"raiser":            `update matter set raiser = 'x' where number = 1`,
	"handler":           `update matter set handler = '' where number = 1`,
	"deadline":          `update matter set due = due + 86400000 where number = 1`,
	"end":               `update matter set closed = closed - 86400000 where number = 2`,
	"answering matter":  `update matter set merged_into = '' where number = 2`,
	"at [":              `update matter set reached = ' ordered placed given done ' where number = 1`,
	"text":              `update matter set title = '别的' where number = 1`,
	"text is":           `update matter set body = '别的' where number = 1`,
	"answer":            `update matter set state = replace(cast(state as text), '老花镜', '钢琴')::jsonb where number = 1`,
	"a of":              `update party set person = 'x' where role = 'a'`,
	"b of":              `delete from party where role = 'b'`,
	"petitioner of":     `delete from party where role = 'petitioner'`,
	"not say so":        `insert into party (realm, person, matter, role) select realm, 'x', id, 'petitioner' from matter where number = 1`,
	"outcome":           `insert into outcome (realm, matter, field, slot, unit, milli, at) select realm, id, 'lamps', 0, '盏', 50000, 1 from matter where number = 1`,
	"kept as open":      `update standing set open = open + 1`,
	"are kept":          `delete from standing`,
	"has no row":        `delete from matter where number = 1`,
	"not in the record": `update matter set id = 'forged' where number = 1`,
	"number":            `update matter set number = 7 where number = 1`,
}

func TestRecount(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := recounted(t, db)
		for what, text := range tampers {
			if db.Dialect() == store.SQLite {
				text = strings.ReplaceAll(text, "::jsonb", "")
			}
			if why := w.tampered(text); !strings.Contains(why, what) {
				t.Errorf("%s: it says %q", text, why)
			} else if strings.Contains(why, "别的") || strings.Contains(why, "钢琴") {
				t.Errorf("it repeats what people wrote: %q", why)
			}
		}
		w.verify()
	})
}

// TestRecountErased erases an entry by law, as may be done: the matter is not compared, the others are.
func TestRecountErased(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := recounted(t, db)
		for _, kind := range []string{"matter.opened", "matter.moved"} {
			erase := `update journal set salt = null, payload = null where realm = 'nanmen' and kind = '` + kind + `' and subject in (select 'matter:' || id from matter where number = 3)`
			if why := w.tampered(erase); why != "" {
				t.Errorf("%s erased by law is taken for a fault: %s", kind, why)
			}
			if why := w.tampered(erase, `update matter set due = due + 1 where number = 1`); !strings.Contains(why, "deadline") {
				t.Errorf("another matter is not compared any more: %q", why)
			}
		}
	})
}
