package place

import (
	"context"
	"errors"
	"fmt"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// MaxMany is how many places are booked at once.
const MaxMany = 2000

// Wanted is a place to be booked, told by the way to it from a given place.
type Wanted struct {
	Line int // where it stands in what was sent, from 1
	Way  []Step
}

// Step is one place on a way.
type Step struct {
	Kind  Kind
	Title string
}

// Plan is what booking many places would do.
type Plan struct {
	New []Place // with paths and full names, without codes; a parent before what lies in it
}

// Count is how many new places of a kind there are.
func (p Plan) Count(k Kind) (n int) {
	for _, v := range p.New {
		if v.Kind == k {
			n++
		}
	}
	return n
}

// Plan works out what booking these places in parent ("" is the top) would do, and books nothing. What is on a way and
// not there yet is booked along; the place at its end must be new. Every line that is wrong is told of, in the field
// rows.
func (s *Service) Plan(ctx context.Context, r store.Reader, realm, parent string, wanted []Wanted) (Plan, error) {
	top := &node{known: true}
	if parent != "" {
		p, err := s.Get(ctx, r, realm, parent)
		if err != nil {
			return Plan{}, err
		}
		top.Place = p
	}
	pl := planner{places: s, realm: realm, in: map[string]map[string]*node{}}
	var c fault.Check
	for _, w := range wanted {
		err := pl.add(ctx, r, top, w)
		if wrong, ok := errors.AsType[*wrongLine](err); ok {
			c.Add("rows", lang.F("第 %d 行：%s", "Line %d: %s", w.Line, wrong.says))
		} else if err != nil {
			return Plan{}, fmt.Errorf("plan places: %w", err)
		}
	}
	if len(wanted) == 0 {
		c.Add("rows", lang.T("没有要登记的地点", "There is nothing to book."))
	}
	if len(pl.out.New) > MaxMany {
		c.Add("rows", lang.F("一次最多登记 %d 处，这里有 %d 处，请分几次", "At most %d places are booked at once, and these are %d. Please book them in parts.", MaxMany, len(pl.out.New)))
	}
	return pl.out, c.Err()
}

// AddMany books many places, all or none: see Plan. Each is on the record by itself.
func (s *Service) AddMany(ctx context.Context, tx *store.Tx, by journal.Actor, realm, parent string, wanted []Wanted) (Plan, error) {
	plan, err := s.Plan(ctx, tx, realm, parent, wanted)
	if err != nil {
		return plan, err
	}
	for i := range plan.New {
		if err := insert(ctx, tx, &plan.New[i]); err != nil {
			return plan, err
		}
	}
	for _, p := range plan.New {
		if _, err := s.journal.Append(ctx, tx, realm, by, Added{ID: p.ID, Parent: p.Parent, Type: p.Kind, Title: p.Title, Code: p.Code}); err != nil {
			return plan, err
		}
	}
	return plan, nil
}

// node is a place that is there or is to be.
type node struct {
	Place
	known bool
	line  int // whose end it is; 0 when it is only on a way
}

type planner struct {
	places *Service
	realm  string
	in     map[string]map[string]*node // by parent and title
	out    Plan
}

type wrongLine struct{ says lang.Text }

func (w *wrongLine) Error() string { return w.says.In(lang.En) }

func wrong(zh, en string, args ...any) error { return &wrongLine{lang.F(zh, en, args...)} }

// add takes up one line: it goes its way, or says what is wrong with it.
func (pl *planner) add(ctx context.Context, r store.Reader, at *node, w Wanted) error {
	if len(w.Way) == 0 {
		return wrong("没有名称", "It names no place.")
	}
	for i, step := range w.Way {
		title := cleanTitle(step.Title)
		if says := badTitle(title); !says.Empty() {
			return wrong("%s的名称：%s", "The %s's name: %s", step.Kind.Title(), says)
		}
		if !step.Kind.mayLieIn(at.Kind) {
			if at.Kind == "" {
				return wrong("%s要放在别的地点里", "A place of the kind %s must lie in another place.", step.Kind.Title())
			}
			return wrong("%s不能放在%s里", "A place of the kind %s cannot lie in one of the kind %s.", step.Kind.Title(), at.Kind.Title())
		}
		next, err := pl.child(ctx, r, at, title)
		if err != nil {
			return err
		}
		end := i == len(w.Way)-1
		switch {
		case next == nil:
			next = pl.make(at, step.Kind, title)
		case next.Kind != step.Kind:
			return wrong("“%s”已经登记为%s", "“%s” is booked as another kind of place: %s.", next.Full, next.Kind.Title())
		case end && next.known:
			return wrong("已经有“%s”了", "There is already “%s”.", next.Full)
		case end && next.line > 0:
			return wrong("和第 %d 行相同", "It is the same as line %d.", next.line)
		}
		if end {
			next.line = w.Line
		}
		at = next
	}
	return nil
}

// child is the place of that title in another one; nil when there is none yet.
func (pl *planner) child(ctx context.Context, r store.Reader, at *node, title string) (*node, error) {
	if pl.in[at.ID] == nil {
		pl.in[at.ID] = map[string]*node{}
		if at.known {
			there, err := pl.places.Children(ctx, r, pl.realm, at.ID)
			if err != nil {
				return nil, err
			}
			for _, p := range there {
				pl.in[at.ID][p.Title] = &node{Place: p, known: true}
			}
		}
	}
	return pl.in[at.ID][title], nil
}

func (pl *planner) make(at *node, k Kind, title string) *node {
	p := Place{Realm: pl.realm, ID: store.NewID(), Parent: at.ID, Kind: k, Title: title}
	p.Path, p.Full = "/"+p.ID+"/", title
	if at.ID != "" {
		p.Path, p.Full = at.Path+p.ID+"/", at.Full+" "+title
	}
	pl.out.New = append(pl.out.New, p)
	n := &node{Place: p}
	pl.in[at.ID][title] = n
	return n
}
