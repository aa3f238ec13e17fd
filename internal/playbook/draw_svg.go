package playbook

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"linli/internal/lang"
)

// drawn is the drawing's style. Colours are the page's where there is a page; a file by itself has its own.
const drawn = `
.playbook-drawing{font:13px/1 var(--font,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Segoe UI",sans-serif)}
.playbook-drawing .card{fill:var(--card,#fff);stroke:var(--line,#d5dee3)}
.playbook-drawing .band{fill:var(--still,#475767)}
.playbook-drawing .title{font-size:15px;font-weight:600;fill:var(--ink,#17232e)}
.playbook-drawing .who{font-size:12px;fill:var(--ink-3,#5a6a79)}
.playbook-drawing .says{fill:var(--ink-2,#465766)}
.playbook-drawing .rule{stroke:var(--line,#e1e7eb)}
.playbook-drawing .line{fill:none;stroke:var(--edge,#8494a2);stroke-width:1.5}
.playbook-drawing .back{stroke-dasharray:4 3}
.playbook-drawing .head{fill:var(--edge,#8494a2)}
.playbook-drawing .port{fill:var(--card,#fff);stroke:var(--edge,#8494a2);stroke-width:1.5}
.playbook-drawing .new .band{fill:var(--new,#0b5ea8)}
.playbook-drawing .assigned .band{fill:var(--assigned,#6b3fa0)}
.playbook-drawing .doing .band{fill:var(--doing,#0b6e6e)}
.playbook-drawing .verify .band{fill:var(--verify,#874f00)}
.playbook-drawing .end .card{fill:var(--still-bg,#e9eef1);stroke:none}
.playbook-drawing .end .title{font-size:14px;fill:var(--still,#475767)}
.playbook-drawing .end.done .card{fill:var(--done-bg,#e5f5e9)}
.playbook-drawing .end.done .title{fill:var(--done,#1d6b36)}
`

// Draw is a drawing of a kind's stages and moves as SVG, in one column as narrow as a telephone. It can stand by itself
// or in a page, whose colours it takes. What it shows, [Text] says in words.
func Draw(k *Kind, l lang.Lang) []byte {
	d := layOut(k, l)
	x, width := margin+d.left*laneWidth, 2*margin+(d.left+d.right)*laneWidth+cardWidth
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="playbook-drawing" role="img" lang="%s" viewBox="0 0 %d %d" width="%d" height="%d" style="max-width:100%%;height:auto">`,
		l.Tag(), width, d.height, width, d.height)
	fmt.Fprintf(&b, "\n<title>%s</title>\n<desc>%s</desc>\n<style>%s</style>\n", esc(k.Title.In(l)), esc(Text(k, l)), drawn)
	for _, ln := range d.lanes {
		d.line(&b, ln, x)
	}
	for _, c := range d.cards {
		d.card(&b, c, x)
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// line draws a lane from the ways that share it to the card they lead to.
func (d *diagram) line(b *strings.Builder, l *lane, x int) {
	const bend = 6
	edge, out, class := x+cardWidth, 1, "line"
	if l.up {
		edge, out, class = x, -1, "line back"
	}
	lane := edge + out*(l.n+1)*laneWidth
	to := l.to.y + 16
	for _, from := range l.from {
		turn := bend
		if to < from {
			turn = -bend
		}
		fmt.Fprintf(b, `<path class="%s" d="M%d %dH%dQ%d %d %d %dV%dQ%d %d %d %dH%d"/>`+"\n", class,
			edge, from, lane-out*bend, lane, from, lane, from+turn, to-turn, lane, to, lane-out*bend, to, edge+out*5)
	}
	fmt.Fprintf(b, `<path class="head" d="M%d %dl%d -4v8z"/>`+"\n", edge+out, to, out*7)
}

func (d *diagram) card(b *strings.Builder, c *card, x int) {
	st, radius, class := c.stage, 9, string(c.stage.Shows)
	if st.End != "" {
		radius, class = endHeight/2, "end "+string(st.End)
	}
	fmt.Fprintf(b, `<g class="stage %s" data-stage="%s">`+"\n", esc(class), esc(st.Name))
	fmt.Fprintf(b, `<rect class="card" x="%d" y="%d" width="%d" height="%d" rx="%d"/>`+"\n", x, c.y, cardWidth, c.height, radius)
	if st.End != "" {
		fmt.Fprintf(b, `<text class="title" x="%d" y="%d" text-anchor="middle">%s</text>`+"\n</g>\n", x+cardWidth/2, c.y+22, d.fit(st.Title, 14, cardWidth-40))
		return
	}
	fmt.Fprintf(b, `<rect class="band" x="%d" y="%d" width="4" height="%d" rx="2"/>`+"\n", x+8, c.y+10, headHeight-19)
	fmt.Fprintf(b, `<text class="title" x="%d" y="%d">%s</text>`+"\n", x+20, c.y+21, d.fit(st.Title, 15, cardWidth-32))
	if head := c.y + 38; c.tall {
		fmt.Fprintf(b, `<text class="who" x="%d" y="%d">%s</text>`+"\n", x+20, head, d.fit(d.kind.people(st.Answers), 12, headRoom))
		fmt.Fprintf(b, `<text class="who" x="%d" y="%d">%s</text>`+"\n", x+20, head+lineHeight, d.fit(spoken(st.Within), 12, headRoom))
	} else {
		fmt.Fprintf(b, `<text class="who" x="%d" y="%d">%s</text>`+"\n", x+20, head, d.fit(d.kind.turn(st), 12, headRoom))
	}
	if len(c.ways) > 0 {
		fmt.Fprintf(b, `<path class="rule" d="M%d %dH%d"/>`+"\n", x+8, c.ways[0].y-rowHeight/2-1, x+cardWidth-8)
	}
	for _, w := range c.ways {
		d.way(b, c, w, x)
	}
	if c.next {
		fmt.Fprintf(b, `<path class="line" d="M%d %dv%d"/><path class="head" d="M%d %dl-4 -7h8z"/>`+"\n",
			x+cardWidth/2, c.y+c.height, gap-5, x+cardWidth/2, c.y+c.height+gap-1)
	}
	b.WriteString("</g>\n")
}

func (d *diagram) way(b *strings.Builder, c *card, w way, x int) {
	fmt.Fprintf(b, `<g class="way %s"><text class="says" x="%d" y="%d">%s</text>`, w.class, x+20, w.y+5, d.fit(w.says, 13, wayRoom))
	switch {
	case w.who.Empty():
	case w.tall:
		fmt.Fprintf(b, `<text class="who" x="%d" y="%d">%s</text>`, x+20, w.y+5+lineHeight, d.fit(w.who, 12, wayRoom))
	default:
		fmt.Fprintf(b, `<text class="who" x="%d" y="%d" text-anchor="end">%s</text>`, x+cardWidth-24, w.y+5, esc(w.who.In(d.lang)))
	}
	switch {
	case w.to == nil:
		fmt.Fprintf(b, `<path class="line" d="M%d %da4 4 0 1 1 -3 -1"/>`, x+cardWidth-8, w.y-2)
	case w.to.row == c.row+1:
		fmt.Fprintf(b, `<path class="line" d="M%d %dv8m-3.5 -3.5l3.5 3.5l3.5 -3.5"/>`, x+cardWidth-12, w.y-4)
	case w.to.row <= c.row:
		fmt.Fprintf(b, `<circle class="port" cx="%d" cy="%d" r="3"/>`, x, w.y)
	default:
		fmt.Fprintf(b, `<circle class="port" cx="%d" cy="%d" r="3"/>`, x+cardWidth, w.y)
	}
	b.WriteString("</g>\n")
}

// fit is a text as far as it fits, with the whole as a tooltip when it does not.
func (d *diagram) fit(t lang.Text, size, room int) string {
	s := t.In(d.lang)
	if wide(s, size) <= room {
		return esc(s)
	}
	r := []rune(s)
	for len(r) > 1 && wide(string(r), size)+size > room {
		r = r[:len(r)-1]
	}
	return esc(strings.TrimSpace(string(r))+"…") + "<title>" + esc(s) + "</title>"
}

// wide is about how many pixels a text takes: a Chinese character is as wide as it is high, a letter a little over half.
func wide(s string, size int) int {
	percent := 0
	for _, r := range s {
		switch {
		case r > 0x2e80:
			percent += 100
		case unicode.IsUpper(r):
			percent += 70
		default:
			percent += 54
		}
	}
	return percent * size / 100
}

func esc(s string) string { return html.EscapeString(s) }
