package playbook

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/goccy/go-yaml/ast"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/lang"
)

// Parse is [Known.Parse] where nothing from outside is known.
func Parse(name string, text []byte) (*Playbook, Problems) { return Known{}.Parse(name, text) }

// Parse reads a playbook and checks it. name is the file's name, for the problems. The playbook is there only when
// there are no problems; it never panics, whatever the text.
func (known Known) Parse(name string, text []byte) (*Playbook, Problems) {
	d := &decoder{file: name, broken: map[string]bool{}}
	root := d.read(text)
	if root == nil {
		return nil, d.problems
	}
	p := d.playbook(root)
	sum := sha256.Sum256(text)
	p.Text, p.Hash, p.file = string(text), hex.EncodeToString(sum[:]), name
	if !d.broken[""] {
		d.problems = append(d.problems, check(p, known, d.broken)...)
	}
	if len(d.problems) > 0 {
		return nil, d.problems.sorted()
	}
	return p, nil
}

// Load reads a playbook that was found good when it was taken up. What later releases refuse does not count: matters
// run by it. The error tells that it cannot be read at all.
func Load(name string, text []byte) (*Playbook, error) {
	d := &decoder{file: name, broken: map[string]bool{}, kept: true}
	root := d.read(text)
	if root == nil {
		return nil, d.problems
	}
	p := d.playbook(root)
	sum := sha256.Sum256(text)
	p.Text, p.Hash, p.file = string(text), hex.EncodeToString(sum[:]), name
	problems := check(p, Known{}, nil) // compiles the guards
	for _, k := range p.Kinds {
		if len(k.Stages) == 0 || slices.ContainsFunc(k.Moves, func(m *Move) bool { return m.When != nil && m.When.program == nil }) {
			return nil, append(d.problems, problems...).sorted()
		}
	}
	return p, nil
}

func (d *decoder) playbook(root ast.Node) *Playbook {
	p := &Playbook{}
	d.table(root,
		key{"playbook", word(&p.Name)},
		key{"title", said(&p.Title)},
		key{"version", word(&p.Version)},
		key{"from", word(&p.From)},
		key{"about", said(&p.About)},
		key{"tasks", each(func(d *decoder, name string, n ast.Node) { p.Tasks = append(p.Tasks, d.task(name, n)) })},
		key{"actors", each(func(d *decoder, name string, n ast.Node) { p.Actors = append(p.Actors, d.actor(name, n)) })},
		key{"kinds", each(func(d *decoder, name string, n ast.Node) {
			if slices.Contains(within, name) {
				d.wrong(d.key, lang.F("“%s”是一种事里面的词，不能当种类的名字", "“%s” is a word within a kind and cannot be a kind's name", name), lang.T("这一段多半要再缩进两格，和 stages 对齐", "indent it by two more spaces, to align with what belongs to the kind"))
				return
			}
			d.kind = name
			k := d.readKind(name, n)
			d.kind = ""
			k.Playbook = p
			p.Kinds = append(p.Kinds, k)
		})},
		key{"lists", views(func(d *decoder, name string, n ast.Node) { p.Lists = append(p.Lists, d.list(name, n)) })},
		key{"figures", views(func(d *decoder, name string, n ast.Node) { p.Figures = append(p.Figures, d.figure(name, n)) })},
	)
	return p
}

// within are words within a kind. As a kind's name they tell that the indentation is wrong.
var within = []string{"raise", "seen", "stages", "moves", "reopens", "escalates", "moves_over", "fields"}

// each reads a mapping whose keys are names that the file gives.
func each(read func(d *decoder, name string, n ast.Node)) setter {
	return func(d *decoder, n ast.Node) {
		for _, e := range d.entries(n) {
			if e.value == nil || e.value.Type() == ast.NullType {
				hint := separated(e.name)
				if hint.Empty() {
					hint = emptyHint
				}
				d.wrong(e.key, lang.F("“%s”后面是空的", "“%s” has no value", quoted(e.name)), hint)
				continue
			}
			d.key = e.key
			read(d, e.name, e.value)
		}
	}
}

// views is each for lists and figures: a problem in them says nothing about the kinds.
func views(read func(d *decoder, name string, n ast.Node)) setter {
	return func(d *decoder, n ast.Node) {
		d.kind = "lists, figures"
		each(read)(d, n)
		d.kind = ""
	}
}

func (d *decoder) task(name string, n ast.Node) Task {
	t := Task{Name: name}
	d.table(n, key{"title", said(&t.Title)}, key{"list", one(&t.List, "statutory", "assist", "own")})
	return t
}

func (d *decoder) actor(name string, n ast.Node) Actor {
	a := Actor{Name: name}
	var of string
	d.table(n,
		key{"title", said(&a.Title)},
		key{"posts", words(&a.Posts)},
		key{"of", one(&of, "place")},
		key{"members", words(&a.Members)},
		key{"skill", word(&a.Skill)})
	a.OfPlace = of == "place"
	return a
}

// defaultReturn is how long a matter may be sent back when its kind does not say: long enough to see that it was sent to
// the wrong hands, too short to sit on it.
var defaultReturn = clock.Span{N: 2, Unit: clock.WorkingDay}

func (d *decoder) readKind(name string, n ast.Node) *Kind {
	k := &Kind{Name: name, At: "community", Raise: Raise{Place: "optional"}, Returns: Returns{Within: defaultReturn}}
	d.table(n,
		key{"title", said(&k.Title)},
		key{"about", said(&k.About)},
		key{"icon", word(&k.Icon)},
		key{"at", one(&k.At, "community", "street")},
		key{"serves", word(&k.Serves)},
		key{"seen", func(d *decoder, n ast.Node) {
			d.table(n, key{"by", one(&k.Seen.By, "public", "neighbours", "parties")}, key{"shows", words(&k.Seen.Shows)})
		}},
		key{"raise", func(d *decoder, n ast.Node) {
			d.table(n,
				key{"by", words(&k.Raise.By)},
				key{"place", one(&k.Raise.Place, "required", "optional", "none")},
				key{"fields", fields(&k.Raise.Fields)},
				key{"spot", word(&k.Raise.Spot)})
		}},
		key{"parties", words(&k.Parties)},
		key{"lead", words(&k.Lead)},
		key{"stops_for", words(&k.StopsFor, reasonNames()...)},
		key{"reopens", func(d *decoder, n ast.Node) {
			k.Reopens = &Reopens{}
			var within *clock.Span
			d.table(n, key{"to", word(&k.Reopens.To)}, key{"within", span(&within)})
			if within != nil {
				k.Reopens.Within = *within
			}
		}},
		key{"returns", func(d *decoder, n ast.Node) {
			var within *clock.Span
			var stops string
			d.table(n, key{"within", span(&within)}, key{"clock", one(&stops, "restarts", "stops")})
			if within != nil {
				k.Returns.Within = *within
			}
			k.Returns.Stops = stops == "stops"
		}},
		key{"without", words(&k.Without, commonNames()...)},
		key{"escalates", refer(&k.Escalates)},
		key{"stages", each(func(d *decoder, name string, n ast.Node) { k.Stages = append(k.Stages, d.readStage(name, n)) })},
		key{"moves", each(func(d *decoder, name string, n ast.Node) { k.Moves = append(k.Moves, d.readMove(name, n)) })},
		key{"moves_over", each(func(d *decoder, name string, n ast.Node) {
			o := Over{Old: name}
			word(&o.New)(d, n)
			k.MovesOver = append(k.MovesOver, o)
		})},
	)
	k.index()
	return k
}

func (d *decoder) readStage(name string, n ast.Node) *Stage {
	st := &Stage{Name: name}
	d.table(n,
		key{"title", said(&st.Title)},
		key{"shows", one(&st.Shows, New, Assigned, Doing, Verify, Done, Declined, Withdrawn, Merged, Unrated, Lapsed)},
		key{"answers", words(&st.Answers)},
		key{"within", span(&st.Within)},
		key{"due", word(&st.DueOn)},
		key{"else", word(&st.Else)},
		key{"open_to", words(&st.OpenTo)},
		key{"end", one(&st.End, endings...)},
		key{"refers", refer(&st.Refers)},
		key{"raises", raised(&st.Raises)})
	return st
}

func (d *decoder) readMove(name string, n ast.Node) *Move {
	m := &Move{Name: name}
	var when, each string
	d.table(n,
		key{"title", said(&m.Title)},
		key{"from", words(&m.From)},
		key{"to", word(&m.To)},
		key{"by", words(&m.By)},
		key{"not", words(&m.Not, Handler, Raiser)},
		key{"needs", words(&m.Needs, "reason", "note", "photo", "rating")},
		key{"fields", fields(&m.Fields)},
		key{"when", word(&when)},
		key{"claims", truth(&m.Claims)},
		key{"gives", word(&m.Gives)},
		key{"frees", truth(&m.Frees)},
		key{"after", one(&m.After, "deadline")},
		key{"hears", words(&m.Hears)},
		key{"raises", raised(&m.Raises)},
		key{"each", one(&each, "once")},
		key{"danger", truth(&m.Danger)})
	m.Once = each == "once"
	if when != "" {
		m.When = &Rule{Text: when}
	}
	return m
}

var endings = []Ending{EndDone, EndDeclined, EndWithdrawn, EndMerged, EndLapsed}

func reasonNames() []string {
	var names []string
	for _, r := range reasons {
		names = append(names, r.Key)
	}
	return names
}

func commonNames() []string {
	var names []string
	for _, c := range commons {
		names = append(names, c.name)
	}
	return names
}

// index fills what is found by name, and what the file may leave out.
func (k *Kind) index() {
	k.stage, k.move, k.fields = map[string]*Stage{}, map[string]*Move{}, map[string]form.Field{}
	for i, st := range k.Stages {
		k.stage[st.Name] = st
		switch {
		case st.Shows != "":
		case st.End != "":
			st.Shows = Status(st.End)
		case i == 0:
			st.Shows = New
		default:
			st.Shows = Doing
		}
	}
	for _, m := range k.Moves {
		k.move[m.Name] = m
	}
	for _, f := range k.Asked() {
		k.fields[f.Name] = f
	}
	k.posts = sync.OnceValue(k.acting)
}

// Asked are all fields of the kind in the order in which they are asked: when raising, then in its moves. A field that
// is asked again is there once, as it was first.
func (k *Kind) Asked() []form.Field {
	all := slices.Clone(k.Raise.Fields)
	for _, m := range k.Moves {
		for _, f := range m.Fields {
			if !slices.ContainsFunc(all, func(g form.Field) bool { return g.Name == f.Name }) {
				all = append(all, f)
			}
		}
	}
	return all
}
