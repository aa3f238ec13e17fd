package journal

import (
	"context"
	"regexp"
	"testing"
	"time"

	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestFollowGoesByIndexes states how both engines go about every way to follow the record: by an index, never through all of
// it.
func TestFollowGoesByIndexes(t *testing.T) {
	all := regexp.MustCompile(`(?m)^SCAN (journal|look)|Seq Scan`)
	storetest.Each(t, []store.Set{Migrations}, func(t *testing.T, db *store.DB) {
		j := New(nil, nil)
		ctx, day := context.Background(), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
		for name, c := range map[string]struct {
			by     string
			follow Follow
		}{
			"all": {"(realm=?)", Follow{}}, "further on": {"(realm=? AND number<?)", Follow{Before: "7"}}, "one sort": {"journal_kind (realm=? AND kind=?)", Follow{Kind: "k"}},
			"one person": {"journal_person (realm=? AND person=?)", Follow{Person: "p"}}, "one thing": {"journal_subject (realm=? AND subject=?)", Follow{Subject: "s"}},
			"one day": {"journal_at (realm=? AND at>? AND at<?)", Follow{From: day, Until: day.AddDate(0, 0, 1)}},
		} {
			c.follow.Limit = 50
			r := &store.Explained{DB: db}
			if _, _, err := j.Entries(ctx, r, "r", c.follow); err != nil {
				t.Fatal(err)
			}
			if found, _ := regexp.MatchString(regexp.QuoteMeta(c.by), r.Plans[0]); all.MatchString(r.Plans[0]) || db.Dialect() == store.SQLite && !found {
				t.Errorf("%s does not go by %s:\n%s", name, c.by, r.Plans[0])
			}
			c.follow.Before = ""
			if _, _, err := j.Looks(ctx, r, "r", c.follow); err != nil {
				t.Fatal(err)
			}
			if all.MatchString(r.Plans[1]) {
				t.Errorf("looks at %s go by\n%s", name, r.Plans[1])
			}
		}
	})
}
