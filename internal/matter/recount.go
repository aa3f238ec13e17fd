package matter

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/store"
)

// Recount computes again, from a realm's record alone, where each matter stands and what outcomes it has.
type Recount struct {
	realm    string
	stands   map[string]After
	outcomes map[outcomeKey]int64
	voices   map[string]map[string]form.Values // by matter and move, and whoever spoke
	wrong    string                            // the first tally that its voices do not come to
}

type outcomeKey struct {
	matter, field string
	slot          int
}

// Recount begins; give every entry of the realm's journal to Visit, then Compare.
func (s *Service) Recount(realm string) *Recount {
	return &Recount{realm: realm, stands: map[string]After{}, outcomes: map[outcomeKey]int64{}, voices: map[string]map[string]form.Values{}}
}

// Visit takes an entry into account.
func (c *Recount) Visit(e journal.Entry) error {
	if !strings.HasPrefix(e.Kind, "matter.") || e.Payload == nil {
		return nil
	}
	var m Moved
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return fmt.Errorf("entry %s/%d: %w", e.Realm, e.Number, err)
	}
	a := m.After
	if m.Voice != "" {
		heard := c.voices[a.ID+"/"+m.Move]
		if heard == nil {
			heard = map[string]form.Values{}
			c.voices[a.ID+"/"+m.Move] = heard
		}
		heard[m.Voice] = m.Values
	}
	for _, t := range a.Tally {
		if err := recounted(t, c.voices[a.ID+"/"+t.Move]); err != nil && c.wrong == "" {
			c.wrong = fmt.Sprintf("matter %s tells of %s", a.ID, err)
		}
		delete(c.voices, a.ID+"/"+t.Move) // whoever speaks again begins anew
	}
	for _, n := range a.Counted {
		c.outcomes[outcomeKey{a.ID, n.Field, n.Slot}] = n.Milli
	}
	a.Counted, a.Tally = nil, nil
	c.stands[a.ID] = a
	return nil
}

// Compare compares with the rows and words the first thing that does not agree; "" when everything does. A row whose
// entries were erased by law is not compared.
func (c *Recount) Compare(ctx context.Context, r store.Reader) (string, error) {
	if c.wrong != "" {
		return c.wrong, nil
	}
	rows, err := store.All(ctx, r, func(row store.Row) (a After, err error) {
		return a, row.Scan(&a.ID, &a.Version, &a.Stage, &a.Ending, &a.Shows)
	}, `select id, version, stage, ending, shows from matter where realm = $1 order by number`, c.realm)
	if err != nil {
		return "", err
	}
	for _, a := range rows {
		was, ok := c.stands[a.ID]
		if !ok {
			return fmt.Sprintf("matter %s is not in the record", a.ID), nil
		}
		if was.Version != a.Version || was.Stage != a.Stage || was.Ending != a.Ending || was.Shows != a.Shows {
			return fmt.Sprintf("matter %s stands at %s/%s version %d, the record says %s/%s version %d", a.ID, a.Stage, a.Shows, a.Version, was.Stage, was.Shows, was.Version), nil
		}
		delete(c.stands, a.ID)
	}
	for id := range c.stands {
		return fmt.Sprintf("matter %s is in the record and has no row", id), nil
	}
	type sum struct {
		outcomeKey
		milli int64
	}
	sums, err := store.All(ctx, r, func(row store.Row) (v sum, err error) { return v, row.Scan(&v.matter, &v.field, &v.slot, &v.milli) },
		`select matter, field, slot, milli from outcome where realm = $1`, c.realm)
	if err != nil {
		return "", err
	}
	for _, v := range sums {
		if was, ok := c.outcomes[v.outcomeKey]; !ok || was != v.milli {
			return fmt.Sprintf("outcome %s of matter %s is %d thousandths, the record says %d", v.field, v.matter, v.milli, was), nil
		}
		delete(c.outcomes, v.outcomeKey)
	}
	for k := range c.outcomes {
		return fmt.Sprintf("outcome %s of matter %s is in the record and has no row", k.field, k.matter), nil
	}
	return "", nil
}
