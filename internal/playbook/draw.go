package playbook

import (
	"cmp"
	"maps"
	"slices"

	"linli/internal/lang"
)

// The drawing's measures, in pixels. It is one column of cards, so that a telephone shows it whole.
const (
	cardWidth  = 268
	headHeight = 46 // title, and who answers by when
	lineHeight = 17 // a further line of text
	endHeight  = 34
	rowHeight  = 23 // one way out
	gap        = 26 // between cards
	laneWidth  = 9
	margin     = 12
	headRoom   = cardWidth - 32
	wayRoom    = cardWidth - 44
)

// A diagram is a kind laid out: a card for each stage from top to bottom, ways to the next card straight down, ways
// further down in lanes on the right, ways back in lanes on the left. Ways to one card share their lane.
type diagram struct {
	kind        *Kind
	lang        lang.Lang
	cards       []*card
	lanes       []*lane
	left, right int // lanes on each side
	height      int
}

type card struct {
	stage     *Stage
	row       int
	y, height int
	tall      bool // the time stands on a line below those who answer
	ways      []way
	next      bool // a way leads to the card below
}

// A way is one line in a card: a move, time running out, or the street's answer.
type way struct {
	class string // move, time or street
	says  lang.Text
	who   lang.Text // empty when it is who answers at the stage
	tall  bool      // who stands on a line below
	to    *card     // nil: it stays
	back  string    // the stage that the street's answer leads to
	y     int
}

// A lane carries every way on one side that leads to one card.
type lane struct {
	to       *card
	up       bool // on the left, leading back
	from     []int
	top, end int
	n        int // from the cards outward
}

func layOut(k *Kind, l lang.Lang) *diagram {
	d := &diagram{kind: k, lang: l}
	at := map[string]*card{}
	for _, open := range []bool{true, false} {
		for _, st := range k.Stages {
			if (st.End == "") == open {
				c := &card{stage: st, row: len(d.cards)}
				d.cards, at[st.Name] = append(d.cards, c), c
			}
		}
	}
	y := margin
	for _, c := range d.cards {
		if c.row > 0 && c.stage.End != "" && d.cards[c.row-1].stage.End != "" {
			y -= gap - margin
		}
		c.ways, c.y = k.waysOut(c.stage, at), y
		d.stack(c)
		y += c.height + gap
	}
	d.height = y - gap + margin
	d.route()
	return d
}

// stack places what a card holds and makes it as high as it needs.
func (d *diagram) stack(c *card) {
	if c.stage.End != "" {
		c.height = endHeight
		return
	}
	c.height = headHeight
	if c.tall = wide(d.kind.turn(c.stage).In(d.lang), 12) > headRoom; c.tall {
		c.height += lineHeight
	}
	if len(c.ways) == 0 {
		return
	}
	at := c.y + c.height + 2
	for i := range c.ways {
		w := &c.ways[i]
		w.y = at + rowHeight/2
		at += rowHeight
		if w.tall = !w.who.Empty() && wide(w.says.In(d.lang), 13)+12+wide(w.who.In(d.lang), 12) > wayRoom; w.tall {
			at += lineHeight
		}
		c.next = c.next || w.to != nil && w.to.row == c.row+1
	}
	c.height = at + 4 - c.y
}

// waysOut are the ways out of a stage in the order of the file.
func (k *Kind) waysOut(st *Stage, at map[string]*card) []way {
	var all []way
	for _, m := range k.Moves {
		if slices.Contains(m.From, st.Name) {
			w := way{class: "move", says: m.Title, to: at[m.To]}
			if !slices.Equal(m.By, st.Answers) {
				w.who = k.people(m.By)
			}
			all = append(all, w)
		}
	}
	if st.Else != "" {
		all = append(all, way{class: "time", says: lang.T("到期", "when the time is over"), to: at[st.Else]})
	}
	if st.Refers != nil {
		for _, end := range slices.Sorted(maps.Keys(st.Refers.Back)) {
			all = append(all, way{class: "street", says: k.endTitle(st.Refers, end), to: at[st.Refers.Back[end]], back: st.Refers.Back[end]})
		}
	}
	return all
}

// endTitle is how an end of the street's matter is called.
func (k *Kind) endTitle(r *Refer, end string) lang.Text {
	if there := k.Playbook.Kind(r.Kind); there != nil && there.Stage(end) != nil {
		return there.Stage(end).Title
	}
	return Ending(end).Title()
}

// Title is how an ending is called.
func (e Ending) Title() lang.Text {
	switch e {
	case EndDone:
		return lang.T("已办结", "Done")
	case EndDeclined:
		return lang.T("未受理", "Declined")
	case EndWithdrawn:
		return lang.T("已撤回", "Withdrawn")
	case EndMerged:
		return lang.T("已合并", "Merged")
	case EndLapsed:
		return lang.T("已失效", "Lapsed")
	}
	return lang.Same(string(e))
}

// route gives each way that does not lead straight down its lane, short ones nearest to the cards.
func (d *diagram) route() {
	type side struct {
		to *card
		up bool
	}
	lanes := map[side]*lane{}
	for _, c := range d.cards {
		for _, w := range c.ways {
			if w.to == nil || w.to.row == c.row+1 {
				continue
			}
			key := side{w.to, w.to.row <= c.row}
			if lanes[key] == nil {
				lanes[key] = &lane{to: w.to, up: key.up, top: w.to.y + 16, end: w.to.y + 16}
				d.lanes = append(d.lanes, lanes[key])
			}
			l := lanes[key]
			l.from = append(l.from, w.y)
			l.top, l.end = min(l.top, w.y), max(l.end, w.y)
		}
	}
	slices.SortStableFunc(d.lanes, func(a, b *lane) int { return cmp.Compare(a.end-a.top, b.end-b.top) })
	for i, l := range d.lanes {
		for slices.ContainsFunc(d.lanes[:i], func(o *lane) bool {
			return o.up == l.up && o.n == l.n && o.top < l.end+gap && l.top < o.end+gap
		}) {
			l.n++
		}
		if l.up {
			d.left = max(d.left, l.n+1)
		} else {
			d.right = max(d.right, l.n+1)
		}
	}
}
