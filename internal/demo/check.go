package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"linli/internal/access"
	"linli/internal/matter"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/realm"
)

// Check tells the first thing in which what was played falls short of what it promises: a figure that is not what the
// document says, a list without a matter, a dwelling outside the grids, a chain that does not hold.
func Check(ctx context.Context, w World) error {
	realms, err := w.Realms.All(ctx, w.DB)
	if err != nil {
		return err
	}
	for _, r := range realms {
		if err := checkRealm(ctx, w, r); err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	return nil
}

func checkRealm(ctx context.Context, w World, r realm.Realm) error {
	derived := w.Matters.Recount(r.ID)
	rep, err := w.Journal.Verify(ctx, w.DB, r.ID, derived.Visit)
	if err != nil {
		return err
	}
	why, err := derived.Compare(ctx, w.DB)
	if err != nil {
		return err
	}
	if rep.Broken != 0 || why != "" {
		return fmt.Errorf("entry %d: %s%s", rep.Broken, rep.Why, why)
	}
	none, many, err := w.Places.Check(ctx, w.DB, r.ID, place.Grid, w.Clock.Now())
	if err != nil {
		return err
	}
	if len(none)+len(many) > 0 {
		return fmt.Errorf("%d dwellings in no grid, %d in several", len(none), len(many))
	}
	if err := checkFigures(ctx, w, r); err != nil {
		return err
	}
	return checkLists(ctx, w, r)
}

// checkFigures compares what is counted with what is published: a plain number is exact, one with a + a strict bound.
func checkFigures(ctx context.Context, w World, r realm.Realm) error {
	if r.Kind == realm.Street {
		return nil // the documents' figures are the communities'
	}
	figures, err := w.Matters.Figures(ctx, w.DB, r.ID, string(r.Kind))
	if err != nil {
		return err
	}
	for _, f := range figures {
		if !agrees(f) {
			return fmt.Errorf("figure %s is %v, published as %q", f.Name, f.Value, f.Published)
		}
	}
	return nil
}

func agrees(f matter.Figure) bool {
	if f.Published == "" {
		return f.Value > 0
	}
	text, bound := strings.CutSuffix(f.Published, "+")
	n, err := strconv.ParseFloat(text, 64)
	return err == nil && (bound && f.Value > n || !bound && f.Value == n)
}

// checkLists finds a list that has a kind of this realm's level and holds no matter.
func checkLists(ctx context.Context, w World, r realm.Realm) error {
	books, err := w.Books.Current(ctx, w.DB, r.ID)
	if err != nil {
		return err
	}
	head := login(r.ID, "secretary", 1)
	if r.Kind == realm.Street {
		head = login(r.ID, "street", 1)
	}
	account, err := w.Access.ByLogin(ctx, w.DB, head)
	if err != nil {
		return err
	}
	eye, err := access.Identify(ctx, w.DB, r.ID, account, w.Clock.Now())
	if err != nil {
		return err
	}
	for _, b := range books {
		for _, l := range b.Lists {
			if !here(b, l, r) {
				continue
			}
			page, err := w.Matters.List(ctx, w.DB, eye, r.ID, matter.Of(b, l, 0, 1))
			if err != nil {
				return err
			}
			if len(page.Items) == 0 {
				return fmt.Errorf("list %s is empty", l.Name)
			}
		}
	}
	return nil
}

// here tells whether a list has a kind whose matters lie in realms of this level.
func here(b *playbook.Playbook, l playbook.List, r realm.Realm) bool {
	for _, name := range l.Kinds {
		if b.Kind(name).At == string(r.Kind) {
			return true
		}
	}
	return false
}
