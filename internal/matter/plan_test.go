package matter_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"linli/internal/access"
	"linli/internal/matter"
	"linli/internal/org"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// whole is a step that reads every matter or every text; a full-text index is asked by what it matches.
var whole = map[store.Dialect]*regexp.Regexp{
	store.SQLite:   regexp.MustCompile(`(?m)^SCAN (m|t|s|matter|party|outcome|journal|matter_text|place|person|org)\b(| USING .*)$`),
	store.Postgres: regexp.MustCompile(`Seq Scan on (matter|party|outcome|journal|matter_text|place|person|org)\b`),
}

// TestPlans states how both engines go about every list of matters: by which index, and never through a whole table.
func TestPlans(t *testing.T) {
	storetest.Each(t, sets, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.raise("居", lamp("路灯不亮", "夜里", w.home.ID))
		w.raise("居", dispute())
		w.raise("居", wish())
		type ask struct {
			name string
			by   string // whose eyes it is for
			uses string // an index that one of the queries goes by on SQLite
			ask  func(r store.Reader, id *access.Identity) error
		}
		list := func(f matter.Filter) func(store.Reader, *access.Identity) error {
			return func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.List(context.Background(), r, id, community, f)
				return err
			}
		}
		counts := func(f matter.Filter) func(store.Reader, *access.Identity) error {
			return func(r store.Reader, id *access.Identity) error {
				_, _, err := w.matters.Counts(context.Background(), r, id, community, f)
				return err
			}
		}
		for _, c := range []ask{
			{"the queue", "甲", "matter_open_number (realm=?)", list(matter.Filter{State: "open"})},
			{"its second page", "甲", "matter_open_number (realm=? AND number<?)", list(matter.Filter{State: "open", Before: 9})},
			{"all matters", "甲", "matter_number (realm=?)", list(matter.Filter{})},
			{"the most urgent", "甲", "matter_open (realm=? AND due>?)", list(matter.Filter{State: "open", ByDue: true})},
			{"of a grid", "甲", "matter_grid (realm=? AND grid=?)", list(matter.Filter{Grid: "g"})},
			{"one's own", "居", "matter_raiser (realm=? AND raiser=?)", list(matter.Filter{Mine: true})},
			{"one's work", "甲", "matter_handler (realm=? AND handler=?)", list(matter.Filter{Doing: true})},
			{"by words", "甲", "VIRTUAL TABLE INDEX", list(matter.Filter{Words: "路灯"})},
			{"by one character", "居", "VIRTUAL TABLE INDEX", list(matter.Filter{Words: "灯"})},
			{"by words, further on", "居", "VIRTUAL TABLE INDEX", list(matter.Filter{Words: "路灯", Before: 9})},
			{"counts of what is open", "甲", "matter_open", counts(matter.Filter{State: "open"})},
			{"counts of what is closed", "甲", "SEARCH m USING INDEX matter_grid (realm=?)", counts(matter.Filter{State: "closed"})},
			{"counts of a grid", "甲", "matter_grid (realm=? AND grid=?)", counts(matter.Filter{Grid: "g"})},
			{"counts by words", "居", "VIRTUAL TABLE INDEX", counts(matter.Filter{Words: "路灯"})},
			{"today", "甲", "matter_open (realm=? AND due>?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Today(context.Background(), r, id, community)
				return err
			}},
			{"what was asked for", "丙", "matter_", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Asking(context.Background(), r, id, community, 20)
				return err
			}},
			{"what was done last", "", "matter_closed (realm=?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Done(context.Background(), r, community, 5)
				return err
			}},
			{"the records of a figure", "甲", "matter_", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Records(context.Background(), r, id, community, "nanmen", "wishes_met", 0, 50)
				return err
			}},
			{"the claiming board", "党", "matter_open_number (realm=? AND number>?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Board(context.Background(), r, id, community, 20)
				return err
			}},
			{"a saved list", "甲", "matter_", func(r store.Reader, id *access.Identity) error {
				_, _, err := w.matters.Listed(context.Background(), r, id, community, "nanmen", "hard_issues", 0, 50)
				return err
			}},
			{"figures", "甲", "matter_", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Figures(context.Background(), r, community, "community")
				return err
			}},
			{"who is suggested to handle it", "甲", "matter_past (realm=? AND kind=? AND grid=?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Suggest(context.Background(), r, id, matter.Ref{Realm: community, Number: 3}, "assign")
				return err
			}},
			{"which kind is suggested", "甲", "matter_closed (realm=?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Placing(context.Background(), r, id, community, "community", lamp("路灯不亮", "", ""))
				return err
			}},
			{"how often suggestions were right", "甲", "suggested", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Suggestions(context.Background(), r, id, community)
				return err
			}},
			{"what lies in a place", "居", "place_children (realm=? AND parent=?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.places.Children(context.Background(), r, community, w.home.Parent)
				return err
			}},
			{"places of a kind", "居", "place_kind (realm=? AND kind=?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.places.OfKind(context.Background(), r, community, place.Building)
				return err
			}},
			{"organisations", "居", "org_kind (realm=?)", func(r store.Reader, id *access.Identity) error {
				_, err := org.New(w.journal).All(context.Background(), r, community)
				return err
			}},
			{"places by words", "居", "VIRTUAL TABLE INDEX", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.PlacesFor(context.Background(), r, id, community, "汽运", 9)
				return err
			}},
			{"people by words", "甲", "VIRTUAL TABLE INDEX", func(r store.Reader, id *access.Identity) error {
				_, _, err := w.matters.PeopleFrom(context.Background(), r, id, community, "测", 3, 9)
				return err
			}},
			{"people by their name", "居", "person_name (realm=? AND name=?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.PeopleFor(context.Background(), r, id, community, "测邻", 9)
				return err
			}},
			{"people who sign in", "甲", "person_signs_in (realm=?)", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.PeopleFor(context.Background(), r, id, community, "", 9)
				return err
			}},
			{"organisations by words", "居", "VIRTUAL TABLE INDEX", func(r store.Reader, id *access.Identity) error {
				_, _, err := org.New(w.journal).Find(context.Background(), r, community, "居委", 0, 9)
				return err
			}},
			{"what resembles a draft", "邻", "matter_", func(r store.Reader, id *access.Identity) error {
				_, err := w.matters.Similar(context.Background(), r, id, community, lamp("路灯不亮", "", w.home.ID), 3)
				return err
			}},
		} {
			r := &store.Explained{DB: db}
			must(t, c.ask(r, w.people[c.by]))
			all := strings.Join(r.Plans, "\n\n")
			if strings.Contains(all, "CO-ROUTINE m\n") { // what was read by an index inside and is counted outside
				all = strings.Replace(all+"\n", "\nSCAN m\n", "\n", 1)
			}
			if whole[db.Dialect()].MatchString(all) {
				t.Errorf("%s reads a whole table:\n%s", c.name, all)
			}
			if db.Dialect() == store.SQLite && !strings.Contains(all, c.uses) {
				t.Errorf("%s does not go by %s:\n%s", c.name, c.uses, all)
			}
		}
	})
}
