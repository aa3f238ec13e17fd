package playbook

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"linli/internal/lang"
)

// TestDraw holds that a drawing is well-formed, fits a telephone, and shows every stage and every move, as the words do.
func TestDraw(t *testing.T) {
	t.Parallel()
	for _, k := range good(t).Kinds {
		for _, l := range []lang.Lang{lang.Zh, lang.En} {
			svg, words := string(Draw(k, l)), Text(k, l)
			if err := wellFormed(svg); err != nil {
				t.Fatalf("%s: %v", k.Name, err)
			}
			if !strings.Contains(svg, `role="img"`) || !strings.Contains(svg, "<title>"+k.Title.In(l)+"</title>") {
				t.Errorf("%s has no name that can be read aloud", k.Name)
			}
			for _, st := range k.Stages {
				if !strings.Contains(svg, `data-stage="`+st.Name+`"`) || !strings.Contains(words, st.Title.In(l)) {
					t.Errorf("%s: the stage %s is missing", k.Name, st.Name)
				}
			}
			shown := strings.SplitN(svg, "</desc>", 2)[1]
			for _, m := range k.Moves {
				if got := strings.Count(shown, ">"+m.Title.In(l)+"<"); got < len(m.From) || !strings.Contains(words, m.Title.In(l)) {
					t.Errorf("%s: the move %s is drawn %d times, not from each of %v", k.Name, m.Name, got, m.From)
				}
			}
			d := layOut(k, l)
			if w := 2*margin + (d.left+d.right)*laneWidth + cardWidth; w > 360 {
				t.Errorf("%s is %d wide", k.Name, w)
			}
		}
	}
}

// TestLanes holds that lanes that pass each other do not lie on each other, and that ways back are on the left.
func TestLanes(t *testing.T) {
	t.Parallel()
	d := layOut(good(t).Kind("wish"), lang.Zh)
	if d.left == 0 || d.right == 0 {
		t.Fatalf("lanes: %d left, %d right", d.left, d.right)
	}
	for i, a := range d.lanes {
		for _, b := range d.lanes[:i] {
			if a.up == b.up && a.n == b.n && a.top <= b.end && b.top <= a.end {
				t.Errorf("the lanes to %s and %s lie on each other", a.to.stage.Name, b.to.stage.Name)
			}
		}
	}
	for i, c := range d.cards[1:] {
		if above := d.cards[i]; c.y < above.y+above.height {
			t.Errorf("%s lies on %s", c.stage.Name, above.stage.Name)
		}
	}
}

// TestDrawEscapes holds that a playbook's words cannot become markup.
func TestDrawEscapes(t *testing.T) {
	t.Parallel()
	text := strings.Replace(goodText(t), "{zh: 下单, en: Place}", `"<script>alert('&')</script>"`, 1)
	p, problems := Parse("x.yaml", []byte(text))
	if problems != nil {
		t.Fatal(problems)
	}
	svg := string(Draw(p.Kind("wish"), lang.Zh))
	if err := wellFormed(svg); err != nil || strings.Contains(svg, "<script") {
		t.Errorf("%v", err)
	}
}

func wellFormed(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}
