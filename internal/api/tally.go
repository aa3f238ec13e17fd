package api

import (
	"strconv"

	"linli/internal/form"
	"linli/internal/lang"
	"linli/internal/playbook"
)

// Tally is what the voices of a move come to. Who said what is not in it.
type Tally struct {
	Move   string       `json:"move"`
	Voices int          `json:"voices" doc:"How many spoke"`
	Open   bool         `json:"open" doc:"They may still change, so only their number is told"`
	Fields []TallyField `json:"fields,omitempty"`
}

// TallyField is how often each answer of a field was given.
type TallyField struct {
	Name    string        `json:"name"`
	Title   string        `json:"title"`
	Options []TallyOption `json:"options"`
}

// TallyOption is one answer, or one rating from 1 to 5.
type TallyOption struct {
	Value string `json:"value"`
	Title string `json:"title"`
	Count int    `json:"count"`
}

func talliesOf(all []playbook.Tally, l lang.Lang) []Tally {
	var out []Tally
	for _, t := range all {
		x := Tally{Move: t.Move, Voices: t.Voices, Open: t.Open}
		for _, c := range t.Counts {
			f := TallyField{Name: c.Field.Name, Title: c.Field.Title.In(l)}
			for i, n := range c.Times {
				o := TallyOption{Value: strconv.Itoa(i + 1), Title: strconv.Itoa(i + 1), Count: n}
				if c.Field.Type != form.Rating {
					o.Value, o.Title = c.Field.Options[i].Key, c.Field.Options[i].Title.In(l)
				}
				f.Options = append(f.Options, o)
			}
			x.Fields = append(x.Fields, f)
		}
		out = append(out, x)
	}
	return out
}
