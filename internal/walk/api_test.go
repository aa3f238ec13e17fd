package walk_test

import (
	"slices"
	"sort"
	"testing"
)

// TestEveryEnd walks every kind of every realm's playbook to each of its ends, through the API, as the demonstration's
// own people.
func TestEveryEnd(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		r := newRobot(t, d)
		walked := map[string]bool{} // the communities of one street play the same
		realms := make([]string, 0, len(r.people))
		for realm := range r.people {
			realms = append(realms, realm)
		}
		sort.Strings(realms)
		for _, realm := range realms {
			var kinds struct{ Items []kind }
			r.get(r.people[realm][0], "/realms/"+realm+"/kinds", &kinds)
			if len(kinds.Items) == 0 {
				t.Errorf("%s plays nothing", realm)
			}
			for _, k := range kinds.Items {
				if walked[k.Kind] {
					continue
				}
				walked[k.Kind] = true
				t.Run(realm+"/"+k.Kind, func(t *testing.T) {
					r.t = t
					r.everyEnd(realm, k)
				})
				if t.Failed() && testing.Short() {
					return
				}
			}
		}
		if len(walked) < 30 {
			t.Errorf("only %d kinds were walked", len(walked))
		}
	})
}

func (r *robot) everyEnd(realm string, k kind) {
	seen := map[string]bool{}
	want := slices.Clone(k.Ends)
	for range 60 {
		m, _ := r.raise(realm, k)
		done := false
		var at standing
		for range 120 {
			if at, done = r.step(realm, k.Kind, m.ID); done {
				break
			}
		}
		if !done {
			r.t.Errorf("%s number %d does not end; it stands at %s", k.Kind, m.Number, at.Stage)
			return
		}
		seen[at.Stage] = true
		if !slices.ContainsFunc(want, func(e string) bool { return !seen[e] }) {
			return
		}
	}
	for _, e := range want {
		if !seen[e] {
			r.t.Errorf("%s was never walked to %s; seen %v", k.Kind, e, seen)
		}
	}
}

// TestWithdrawAndMerge walks to the two ends that common moves lead to, where the kind has them.
func TestWithdrawAndMerge(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		r := newRobot(t, d)
		for realm := range r.people {
			var kinds struct{ Items []kind }
			r.get(r.people[realm][0], "/realms/"+realm+"/kinds", &kinds)
			for _, k := range kinds.Items {
				m, by := r.raise(realm, k)
				var mine standing
				r.get(by, "/realms/"+realm+"/matters/"+m.ID, &mine)
				if slices.ContainsFunc(mine.Moves, func(x move) bool { return x.Move == "withdraw" && x.Common }) {
					var after standing
					if s := r.call(by, "POST", "/realms/"+realm+"/matters/"+m.ID+"/moves/withdraw", map[string]any{}, &after); s != 200 || after.Ending != "withdrawn" {
						t.Errorf("%s: withdrawing answered %d %q", k.Kind, s, after.Ending)
					}
				}
				first, _ := r.raise(realm, k)
				second, _ := r.raise(realm, k)
				merges := func(as account, m standing) bool {
					var at standing
					return r.call(as, "GET", "/realms/"+realm+"/matters/"+m.ID, nil, &at) == 200 && slices.ContainsFunc(at.Moves, func(x move) bool { return x.Move == "merge" })
				}
				for _, as := range r.people[realm] {
					if !merges(as, first) || !merges(as, second) { // they may lie with different people
						continue
					}
					var after standing
					if s := r.call(as, "POST", "/realms/"+realm+"/matters/"+second.ID+"/moves/merge", map[string]any{"fields": map[string]any{"into": first.Number}}, &after); s != 200 || after.Ending != "merged" {
						t.Errorf("%s: merging answered %d %q", k.Kind, s, after.Ending)
					}
					break
				}
			}
		}
	})
}
