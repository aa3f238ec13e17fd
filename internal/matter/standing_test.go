package matter_test

import (
	"context"
	"testing"

	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestStandingRefuses leaves out what only its parties may know of: even that there is one.
func TestStandingRefuses(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := recounted(t, db)
		all, err := w.matters.Standing(context.Background(), db, nil, community)
		if err != nil {
			t.Fatal(err)
		}
		var listed, open int64
		for _, v := range all {
			if v.Kind.Seen.By == "parties" {
				t.Errorf("%s is counted", v.Kind.Name)
			}
			listed += v.Open
		}
		open, err = store.One(context.Background(), db, store.Value[int64], `select count(*) from matter where realm = $1 and ending = ''`, community)
		if err != nil || listed == 0 || listed > open {
			t.Errorf("%d of %d, %v", listed, open, err)
		}
	})
}
