package matterweb

import (
	"context"
	"sync"
	"time"

	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/ui"
	"linli/internal/web"
)

// choices are what a realm's queue can be narrowed down to.
type choices struct {
	set   practice.Set
	at    string // community or street
	grids []ui.Option
	rests int64 // the version of the realm's authority that they were read under
	read  time.Time
}

// choiceCache keeps choices while the realm's authority has the same version, and for a short time only, since areas begin
// and end by themselves. They change a few times a year and are read with every page.
type choiceCache struct {
	mu    sync.Mutex
	known map[string]*choices
}

const choicesKept = time.Minute

func (d *desk) choices(ctx context.Context, v *web.Visit) (*choices, error) {
	in, now := v.Realm, d.Clock.Now()
	d.known.mu.Lock()
	c := d.known.known[in.ID]
	d.known.mu.Unlock()
	if c != nil && c.rests == v.ID.Version() && now.Sub(c.read).Abs() < choicesKept {
		return c, nil
	}
	set, err := d.Books.Current(ctx, d.DB, in.ID)
	if err != nil {
		return nil, err
	}
	areas, err := d.Places.Areas(ctx, d.DB, in.ID, place.Grid, now)
	if err != nil {
		return nil, err
	}
	c = &choices{set: set, at: string(in.Kind), rests: v.ID.Version(), read: now}
	for _, a := range areas {
		c.grids = append(c.grids, ui.Option{Value: a.ID, Label: a.Title})
	}
	d.known.mu.Lock()
	defer d.known.mu.Unlock()
	if d.known.known == nil {
		d.known.known = map[string]*choices{}
	}
	d.known.known[in.ID] = c
	return c, nil
}

func (c *choices) gridOptions() []ui.Option { return c.grids }

// kindOptions are the kinds that matters here may have, under their playbooks where there are several.
func (c *choices) kindOptions(p ui.Page) []ui.Option {
	var all []ui.Option
	for _, b := range c.set {
		group := ""
		if len(c.set) > 1 {
			group = p.Say(b.Title)
		}
		for _, k := range b.Kinds {
			if k.At == c.at {
				all = append(all, ui.Option{Value: k.ID(), Label: p.Say(k.Title), Group: group})
			}
		}
	}
	return all
}

// stageOptions are the stages of a kind; without a kind there is nothing to choose from.
func (c *choices) stageOptions(p ui.Page, kind string) []ui.Option {
	k := c.set.Kind(kind)
	if k == nil {
		return nil
	}
	all := make([]ui.Option, len(k.Stages))
	for i, st := range k.Stages {
		all[i] = ui.Option{Value: st.Name, Label: p.Say(st.Title)}
	}
	return all
}
