package ui

import "strings"

// few is how many options still make a list that can be read through.
const few = 60

// Picked finds what a [Picker] sent among the options it was given: their value, or the label that a person chose or
// typed. A label that two options share is nobody's, and neither is one that none has.
func Picked(options []Option, sent string) (value string, ok bool) {
	sent = strings.TrimSpace(sent)
	for _, o := range options {
		if o.Value == sent {
			return o.Value, true
		}
		if o.Label == sent {
			if ok {
				return "", false
			}
			value, ok = o.Value, true
		}
	}
	return value, ok
}

// pickedLabel is the label of the field's value, to be typed over.
func pickedLabel(f Field, options []Option) string {
	for _, o := range options {
		if o.Value == f.Value {
			return o.Label
		}
	}
	return f.Value
}
