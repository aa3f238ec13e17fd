package matter

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"linli/internal/form"
	"linli/internal/store"
)

// Compare compares with the rows and words the first thing that does not agree; "" when everything does. Read as the record
// was, at the same moment. A matter of which an entry was erased by law is not compared.
func (c *Recount) Compare(ctx context.Context, r store.Reader) (string, error) {
	for id, why := range c.tallies {
		if !c.erased[id] {
			return fmt.Sprintf("matter %s tells of %s", id, why), nil
		}
	}
	for _, compare := range []func(context.Context, store.Reader) (string, error){c.matters, c.parties, c.counted, c.standing, c.suggested} {
		if why, err := compare(ctx, r); err != nil || why != "" {
			return why, err
		}
	}
	return "", nil
}

// kept is one matter as its row has it.
type kept struct {
	After
	number                                  int64
	kind, book, title, body, place, reached string
	fields                                  form.Values
}

func scanKept(row store.Row) (k kept, err error) {
	var state string
	err = row.Scan(&k.ID, &k.number, &k.kind, &k.book, &k.title, &k.body, &k.place, &k.reached, &k.Version, &k.Stage, &k.Ending, &k.Shows,
		&k.Raiser, &k.Handler, &k.Due, &k.Closed, &k.Merged, &state)
	if err != nil {
		return k, err
	}
	var st struct {
		Fields form.Values `json:"fields"`
	}
	err = json.Unmarshal([]byte(state), &st)
	k.fields = st.Fields
	return k, err
}

func (c *Recount) matters(ctx context.Context, r store.Reader) (string, error) {
	seen := map[string]bool{}
	for last := int64(0); ; {
		rows, err := store.All(ctx, r, scanKept, `select id, number, kind, book, title, body, place, reached, version, stage, ending, shows, raiser, handler,
			due, closed, merged_into, state from matter where realm = $1 and number > $2 order by number limit 1000`, c.realm, last)
		if err != nil {
			return "", fmt.Errorf("rows of matters: %w", err)
		}
		if len(rows) == 0 {
			break
		}
		for i := range rows {
			k := &rows[i]
			last, seen[k.ID] = k.number, true
			if c.erased[k.ID] {
				continue
			}
			st := c.stands[k.ID]
			if st == nil {
				return fmt.Sprintf("matter %s is not in the record", k.ID), nil
			}
			if why := st.differs(k); why != "" {
				return fmt.Sprintf("matter %s: %s", k.ID, why), nil
			}
		}
	}
	for id := range c.stands {
		if !seen[id] && !c.erased[id] {
			return fmt.Sprintf("matter %s is in the record and has no row", id), nil
		}
	}
	return "", nil
}

// differs words the first thing in which a row is not what the record says. What people wrote is not repeated.
func (st *stand) differs(k *kept) string {
	for _, x := range []struct {
		what     string
		is, says any
	}{
		{"version", k.Version, st.Version}, {"stage", k.Stage, st.Stage}, {"ending", k.Ending, st.Ending}, {"status", k.Shows, st.Shows},
		{"number", k.number, st.number}, {"kind", k.kind, st.kind}, {"playbook", k.book, st.book}, {"place", k.place, st.place},
		{"raiser", k.Raiser, st.Raiser}, {"handler", k.Handler, st.Handler}, {"deadline", k.Due, st.Due}, {"end", k.Closed, st.Closed}, {"answering matter", k.Merged, st.Merged},
	} {
		if x.is != x.says {
			return fmt.Sprintf("its %s is %v, the record says %v", x.what, x.is, x.says)
		}
	}
	reached := strings.Fields(k.reached)
	slices.Sort(reached)
	if ever := slices.Sorted(slices.Values(st.reached)); !slices.Equal(reached, ever) {
		return fmt.Sprintf("it was at %v, the record says %v", reached, ever)
	}
	if k.title != st.title || k.body != "" && k.body != st.body { // the text is empty where it is sealed
		return "its text is not that of the record"
	}
	for name, v := range k.fields {
		if !reflect.DeepEqual(v, st.values[name]) {
			return "its answer " + name + " is not that of the record"
		}
	}
	return ""
}

// parties compares who has to do with each matter by name, as its kind calls them.
func (c *Recount) parties(ctx context.Context, r store.Reader) (string, error) {
	type party struct{ matter, role, person string }
	missing := map[party]bool{}
	for id, st := range c.stands {
		if c.erased[id] {
			continue
		}
		for p := range st.petitioners {
			missing[party{id, "petitioner", p}] = true
		}
		for p := range st.joined {
			missing[party{id, joined, p}] = true
		}
		if st.carried { // its new kind's parties are booked with its next move
			continue
		}
		book, err := c.books.Version(ctx, r, st.book)
		if err != nil {
			return "", err
		}
		_, name, _ := strings.Cut(st.kind, "/")
		for _, role := range book.Kind(name).Parties {
			if p, _ := st.values[role].(string); p != "" { // the last one named
				missing[party{id, role, p}] = true
			}
		}
	}
	rows, err := store.All(ctx, r, func(row store.Row) (p party, err error) { return p, row.Scan(&p.matter, &p.role, &p.person) },
		`select matter, role, person from party where realm = $1`, c.realm)
	if err != nil {
		return "", fmt.Errorf("rows of parties: %w", err)
	}
	for _, p := range rows {
		st := c.stands[p.matter]
		if c.erased[p.matter] || missing[p] || st != nil && st.carried && st.named[p.role+" "+p.person] {
			delete(missing, p)
			continue
		}
		return fmt.Sprintf("%s of matter %s is %s, and the record does not say so", p.role, p.matter, p.person), nil
	}
	for p := range missing {
		return fmt.Sprintf("%s of matter %s is %s in the record and has no row", p.role, p.matter, p.person), nil
	}
	return "", nil
}

// counted compares the outcomes.
func (c *Recount) counted(ctx context.Context, r store.Reader) (string, error) {
	type sum struct {
		outcomeKey
		milli int64
	}
	sums, err := store.All(ctx, r, func(row store.Row) (v sum, err error) { return v, row.Scan(&v.matter, &v.field, &v.slot, &v.milli) },
		`select matter, field, slot, milli from outcome where realm = $1`, c.realm)
	if err != nil {
		return "", fmt.Errorf("rows of outcomes: %w", err)
	}
	for _, v := range sums {
		if was, ok := c.outcomes[v.outcomeKey]; !c.erased[v.matter] && (!ok || was != v.milli) {
			return fmt.Sprintf("outcome %s of matter %s is %d thousandths, the record says %d", v.field, v.matter, v.milli, was), nil
		}
		delete(c.outcomes, v.outcomeKey)
	}
	for k := range c.outcomes {
		if !c.erased[k.matter] {
			return fmt.Sprintf("outcome %s of matter %s is in the record and has no row", k.field, k.matter), nil
		}
	}
	return "", nil
}
