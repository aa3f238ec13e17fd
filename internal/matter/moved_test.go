package matter_test

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"linli/internal/archive"
	"linli/internal/clock"
	"linli/internal/job"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestFoundAfterAMove reads an archive into a database of either engine. No archive holds an index; there it fills by itself,
// also while matters come in.
func TestFoundAfterAMove(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", lamp("路灯不亮", "夜里", w.home.ID))
		w.raise("居", lamp("路灯歪了", "", w.home.ID))
		var b bytes.Buffer
		_, err := archive.Write(context.Background(), &b, archive.Source{DB: db, Sets: sets, Made: time.Now()})
		must(t, err)
		written := b.Bytes()
		storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
			ctx := context.Background()
			there, err := store.Open(ctx, storetest.Address(t, engine), store.Options{Fast: true, Readers: 2})
			must(t, err)
			t.Cleanup(func() { there.Close() })
			_, err = archive.Read(ctx, bytes.NewReader(written), archive.Target{DB: there, Sets: sets})
			must(t, err)
			to := *w
			to.t, to.db = t, there
			to.matters = moved(t, w, there)
			if got := to.listed("甲", matter.Filter{Words: "路灯"}); len(got) != 0 {
				t.Errorf("the archive holds an index: %v", got)
			}
			to.raise("居", lamp("路灯全灭", "", w.home.ID))
			for range 2 {
				to.matters.CatchUp(ctx)
			}
			if got := to.listed("甲", matter.Filter{Words: "路灯"}); !slices.Equal(got, []string{"路灯全灭", "路灯歪了", "路灯不亮"}) {
				t.Errorf("moved, these are found: %v", got)
			}
			places, people := place.New(w.journal), person.New(w.journal, nil)
			must(t, places.CatchUp(ctx, there))
			must(t, people.CatchUp(ctx, there))
			if found, err := places.Search(ctx, there, community, "3幢", 9); err != nil || len(found) != 1 {
				t.Errorf("moved, these places are found: %v, %v", found, err)
			}
			if found, _, err := people.Find(ctx, there, community, "测居", 0, 9); err != nil || len(found) != 1 {
				t.Errorf("moved, these people are found: %v, %v", found, err)
			}
		})
	})
}

// moved is a service over another database with the same record.
func moved(t *testing.T, w *world, db *store.DB) *matter.Service {
	t.Helper()
	ring, err := seal.New(make([]byte, 32))
	must(t, err)
	return matter.New(matter.Needs{DB: db, Journal: w.journal, Ring: ring, Clock: w.clock, Calendar: clock.China(), Books: practice.New(w.journal, w.clock), Places: w.places,
		Orgs: org.New(w.journal), People: person.New(w.journal, ring), Jobs: job.New(db, w.clock)})
}
