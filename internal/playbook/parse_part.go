package playbook

import (
	"github.com/goccy/go-yaml/ast"

	"linli/internal/form"
)

func refer(into **Refer) setter {
	return func(d *decoder, n ast.Node) {
		r := &Refer{Back: map[string]string{}}
		var stops string
		d.table(n,
			key{"kind", word(&r.Kind)},
			key{"tells", words(&r.Tells)},
			key{"back", each(func(d *decoder, name string, n ast.Node) {
				var to string
				word(&to)(d, n)
				r.Back[name] = to
			})},
			key{"clock", one(&stops, "stops", "runs")})
		r.Stops = stops == "stops"
		*into = r
	}
}

func raised(into *[]Raised) setter {
	return func(d *decoder, n ast.Node) {
		items := []ast.Node{n}
		if seq, ok := n.(*ast.SequenceNode); ok {
			items = seq.Values
		}
		for _, item := range items {
			r := Raised{Fields: map[string]any{}}
			d.table(item,
				key{"kind", word(&r.Kind)},
				key{"title", said(&r.Title)},
				key{"body", said(&r.Body)},
				key{"fields", each(func(d *decoder, name string, n ast.Node) { r.Fields[name] = d.value(n) })},
				key{"again", truth(&r.Again)})
			*into = append(*into, r)
		}
	}
}

// value reads an answer that the file gives for a field.
func (d *decoder) value(n ast.Node) any {
	switch v := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		var f *float64
		number(&f)(d, n)
		if f != nil {
			return *f
		}
		return nil
	case *ast.SequenceNode:
		var list []string
		words(&list)(d, v)
		return list
	}
	var s string
	word(&s)(d, n)
	return s
}

func fields(into *[]form.Field) setter {
	return each(func(d *decoder, name string, n ast.Node) {
		f := form.Field{Name: name}
		d.table(n,
			key{"title", said(&f.Title)},
			key{"hint", said(&f.Hint)},
			key{"type", one(&f.Type, form.Types...)},
			key{"required", truth(&f.Required)},
			key{"options", each(func(d *decoder, name string, n ast.Node) {
				o := form.Option{Key: name}
				said(&o.Title)(d, n)
				f.Options = append(f.Options, o)
			})},
			key{"unit", said(&f.Unit)},
			key{"min", number(&f.Min)},
			key{"max", number(&f.Max)},
			key{"sealed", truth(&f.Sealed)})
		*into = append(*into, f)
	})
}

func (d *decoder) list(name string, n ast.Node) List {
	l := List{Name: name}
	d.table(n,
		key{"title", said(&l.Title)},
		key{"kind", words(&l.Kinds)},
		key{"kinds", words(&l.Kinds)},
		key{"stage", words(&l.Stages)},
		key{"stages", words(&l.Stages)},
		key{"state", one(&l.State, "open", "closed")},
		key{"where", matches(&l.Where)},
		key{"group", word(&l.Group)})
	return l
}

func (d *decoder) figure(name string, n ast.Node) Figure {
	f := Figure{Name: name, Over: "all"}
	d.table(n,
		key{"title", said(&f.Title)},
		key{"kind", words(&f.Kinds)},
		key{"kinds", words(&f.Kinds)},
		key{"ending", one(&f.Ending, endings...)},
		key{"stage", words(&f.Stages)},
		key{"stages", words(&f.Stages)},
		key{"reached", words(&f.Reached)},
		key{"where", matches(&f.Where)},
		key{"sum", word(&f.Sum)},
		key{"unit", said(&f.Unit)},
		key{"over", word(&f.Over)},
		key{"published", word(&f.Published)})
	return f
}

func matches(into *[]Match) setter {
	return each(func(d *decoder, name string, n ast.Node) {
		m := Match{Field: name}
		word(&m.Value)(d, n)
		*into = append(*into, m)
	})
}
