package api

import (
	"linli/internal/form"
	"linli/internal/lang"
)

// Field is one question: what a move or a kind asks.
type Field struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Hint     string   `json:"hint,omitempty"`
	Type     string   `json:"type" doc:"text, number, quantity, money (yuan), date (2006-01-02), choice, choices, person, place, org, file (ids from POST …/files) or rating (1 to 5)"`
	Required bool     `json:"required"`
	Options  []Option `json:"options,omitempty"`
	URL      string   `json:"url,omitempty" doc:"Where the options of a person, place or org are"`
	Unit     string   `json:"unit,omitempty"`
	Min      *float64 `json:"min,omitempty" doc:"Of a text: its length in characters"`
	Max      *float64 `json:"max,omitempty"`
}

// Option is one answer of a choice.
type Option struct {
	Value string `json:"value"`
	Title string `json:"title"`
}

func fieldsOf(fields []form.Field, realm string, l lang.Lang) []Field {
	out := []Field{}
	for _, f := range fields {
		x := Field{Name: f.Name, Title: f.Title.In(l), Hint: f.Hint.In(l), Type: string(f.Type), Required: f.Required, Unit: f.Unit.In(l)}
		if lo, hi := f.Limit(); hi > 0 {
			x.Min, x.Max = &lo, &hi
		}
		for _, o := range f.Options {
			x.Options = append(x.Options, Option{o.Key, o.Title.In(l)})
		}
		base := "/api/v1/realms/" + realm
		switch f.Type {
		case form.Person:
			x.URL = base + "/people"
		case form.Place:
			x.URL = base + "/places"
		case form.Org:
			x.URL = base + "/orgs"
		case form.File:
			x.URL = base + "/files"
		}
		out = append(out, x)
	}
	return out
}
