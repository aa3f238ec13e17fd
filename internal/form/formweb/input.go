package formweb

import (
	"context"
	"slices"
	"strconv"

	"linli/internal/file"
	"linli/internal/form"
	"linli/internal/ui"
)

// Input is a question as a page asks it.
type Input struct {
	Kind    Kind
	Field   ui.Field
	Options []ui.Option
	Kept    []ui.Option // files that are here already
	Unit    string
	Icon    string
	Several bool
}

// Kind is the sort of input that asks a question.
type Kind uint8

// The sorts of input.
const (
	Line Kind = iota
	Area
	Number
	Money
	Date
	Tiles  // one of a few, all in sight
	Select // one of many
	Checks
	Finder // typed, with suggestions
	Upload
	Rating
)

// Asking says how a set of fields is asked.
type Asking struct {
	Prefix string // what the inputs' names begin with, and those of faults in them
	Lax    bool   // nothing is required by the browser: the fields may turn out not to be needed
}

// Fields is how the fields of a kind or a move are asked.
var Fields = Asking{Prefix: "fields."}

// fewTiles is how many options are still shown all at once.
const fewTiles = 6

// Inputs are the inputs for fields, holding what was answered and what was wrong with it.
func (a *Asker) Inputs(ctx context.Context, as Asking, fields []form.Field, ans *Answers, ps ui.Problems) ([]Input, error) {
	all := make([]Input, len(fields))
	for i, f := range fields {
		in, err := a.input(ctx, as, f, ans)
		if err != nil {
			return nil, err
		}
		in.Field.Error = ps.Of(as.Prefix + f.Name)
		in.Field.Required = f.Required && !as.Lax
		all[i] = in
	}
	return all, nil
}

func (a *Asker) input(ctx context.Context, as Asking, f form.Field, ans *Answers) (Input, error) {
	p := a.page
	in := Input{Field: ui.Field{Name: as.Prefix + f.Name, Label: p.Say(f.Title), Hint: p.Say(f.Hint), Values: ans.sent[f.Name]}, Unit: p.Say(f.Unit)}
	if len(in.Field.Values) > 0 {
		in.Field.Value = in.Field.Values[0]
	}
	if f.Sealed {
		in.Field.Hint = join(p, in.Field.Hint, p.T("只有负责办理的人能看到。", "Only those who answer for it see this."))
	}
	lo, hi := f.Limit()
	switch f.Type {
	case form.Text:
		if in.Field.MaxLen = int(hi); hi > 100 {
			in.Kind = Area
		}
	case form.Number, form.Quantity:
		in.Kind = Number
		in.Field.Step, in.Field.Min = "any", bound(lo)
		if f.Max != nil {
			in.Field.Max = bound(hi)
		}
	case form.Money:
		in.Kind = Money
		if f.Max != nil {
			in.Field.Max = bound(hi)
			in.Field.Hint = join(p, in.Field.Hint, p.T("最多 "+bound(hi)+" 元。", "At most "+bound(hi)+" yuan."))
		}
	case form.Date:
		in.Kind = Date
	case form.Choice, form.Choices:
		in.Options = a.options(f)
		switch {
		case f.Type == form.Choices:
			in.Kind = Checks
		case len(in.Options) <= fewTiles:
			if in.Kind = Tiles; !f.Required {
				in.Options = append(in.Options, ui.Option{Label: p.T("不选", "No answer")})
			}
		default:
			in.Kind = Select
		}
	case form.Rating:
		in.Kind = Rating
	case form.File:
		in.Kind, in.Several = Upload, hi > 1
		in.Field.Hint = join(p, in.Field.Hint, p.T("照片或 PDF，每个不超过 "+strconv.Itoa(file.MaxBytes>>20)+" MB。", "Photos or PDF, at most "+strconv.Itoa(file.MaxBytes>>20)+" MB each."))
		for i, kept := range ans.files[f.Name] {
			in.Kept = append(in.Kept, ui.Option{Value: kept.ID, Label: fileWord(p, kept) + " " + strconv.Itoa(i+1)})
			in.Field.Values = append(in.Field.Values, kept.ID)
		}
	case form.Person, form.Place, form.Org:
		err := a.pick(ctx, f, ans, &in)
		return in, err
	}
	return in, nil
}

// pick asks for a person, a place or an organisation.
func (a *Asker) pick(ctx context.Context, f form.Field, ans *Answers, in *Input) error {
	near, err := a.suggest(ctx, f.Type)
	if err != nil {
		return err
	}
	in.Icon = map[form.Type]string{form.Person: "user", form.Place: "map-pin", form.Org: "building-community"}[f.Type]
	one, is := ans.picked[f.Name]
	several := ans.picks[f.Name]
	switch {
	case len(several) > 0:
		in.Kind, in.Options = Select, several
	case f.Type == form.Org && len(near) <= offered:
		in.Kind, in.Options = Select, near
		if is {
			in.Field.Value = one.Value
		}
	case is && f.Type == form.Person && optionOf(near, one.Value).Value == "":
		// Who was found by their words may not be found again by their label: they go back as who they are.
		in.Kind, in.Field.Value = Select, one.Value
		in.Options = slices.Insert(slices.Clone(near), 0, one)
	default:
		in.Kind, in.Options = Finder, near
		if is {
			in.Field.Value = one.Label
		}
	}
	return nil
}

func (a *Asker) options(f form.Field) []ui.Option {
	all := make([]ui.Option, len(f.Options))
	for i, o := range f.Options {
		all[i] = ui.Option{Value: o.Key, Label: a.page.Say(o.Title)}
	}
	return all
}

func bound(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// join sets a sentence behind another.
func join(p ui.Page, a, b string) string {
	if a == "" {
		return b
	}
	return a + p.T("", " ") + b
}

// keptName is the name under which files that are here already are sent again.
func keptName(name string) string { return name + ".kept" }

func fileWord(p ui.Page, f file.File) string {
	if f.Photo() {
		return p.T("照片", "Photo")
	}
	return p.T("文件", "Paper")
}
