// Package form is the instrument of typed questions: what is asked when a matter is raised or moved, and what an
// answer must look like. It knows nothing of matters; it checks values and brings them into one normal form.
package form

import (
	"encoding/json"

	"linli/internal/lang"
)

// Type is what sort of answer a field takes.
type Type string

// The types of field, with the normal form of their values.
const (
	Text     Type = "text"     // string
	Number   Type = "number"   // float64
	Quantity Type = "quantity" // float64 with at most three decimals, in Unit
	Money    Type = "money"    // float64 yuan with at most two decimals
	Date     Type = "date"     // string, 2006-01-02
	Choice   Type = "choice"   // string, a key of Options
	Choices  Type = "choices"  // []string, keys of Options
	Person   Type = "person"   // string, a person's id in the realm
	Place    Type = "place"    // string, a place's id in the realm
	Org      Type = "org"      // string, an organisation's id in the realm
	File     Type = "file"     // []string, ids of uploaded files
	Rating   Type = "rating"   // float64, 1 (very dissatisfied) to 5 (very satisfied)
)

// Types are all types of field.
var Types = []Type{Text, Number, Quantity, Money, Date, Choice, Choices, Person, Place, Org, File, Rating}

// Option is one answer of a choice.
type Option struct {
	Key   string
	Title lang.Text
}

// Field is one question.
type Field struct {
	Name     string
	Title    lang.Text
	Hint     lang.Text
	Type     Type
	Required bool
	Options  []Option
	Unit     lang.Text // of a quantity
	Min, Max *float64  // of a number, quantity, money or rating: the value; of a text: its length in characters
	Sealed   bool      // personal: kept closed at rest, shown only to those who answer for the matter
}

// Sums tells whether answers to the field add up to an outcome.
func (f Field) Sums() bool { return f.Type == Quantity || f.Type == Money }

// Option gives the title of an answer's key.
func (f Field) Option(key string) (lang.Text, bool) {
	for _, o := range f.Options {
		if o.Key == key {
			return o.Title, true
		}
	}
	return lang.Text{}, false
}

// Limit is what a bound allows when the field gives none.
func (f Field) Limit() (lo, hi float64) {
	switch f.Type {
	case Text:
		lo, hi = 0, 2000
	case Number, Quantity, Money:
		lo, hi = 0, 1e12
	case Rating:
		lo, hi = 1, 5
	case File:
		lo, hi = 0, 9
	}
	if f.Min != nil {
		lo = *f.Min
	}
	if f.Max != nil {
		hi = *f.Max
	}
	return lo, hi
}

// UnmarshalJSON reads values that were kept, in their normal form.
func (v *Values) UnmarshalJSON(b []byte) error {
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	for name, x := range m {
		if list, ok := x.([]any); ok {
			keys := make([]string, len(list))
			for i, k := range list {
				keys[i], _ = k.(string)
			}
			m[name] = keys
		}
	}
	*v = m
	return nil
}
