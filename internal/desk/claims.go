package desk

import (
	"context"

	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// claims leads to who says that they live behind a door for which the visitor answers; empty where nobody waits.
func (p *Pages) claims(ctx context.Context, v *web.Visit) (ui.Link, error) {
	n, err := p.Access.Waiting(ctx, p.DB, v.ID, v.Realm.ID)
	if err != nil || n == 0 {
		return ui.Link{}, err
	}
	return ui.Link{Href: "/" + v.Realm.ID + "/claims", Label: v.Page.Say(lang.F("有 %d 位住户等您核实", "Neighbours who wait for you to vouch: %d", n))}, nil
}
