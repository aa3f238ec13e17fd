package ui

import "github.com/a-h/templ"

// Look is how much a button asks to be pressed.
type Look string

// The looks. A view has one primary button; a dangerous act is confirmed on a page of its own.
const (
	Plain   Look = ""
	Primary Look = "primary"
	Danger  Look = "danger"
	Quiet   Look = "quiet"
)

// Large makes a look as wide as its column and tall, for the one act of a phone page.
func (l Look) Large() Look { return l + " large" }

// Small makes a look fit for a table's row.
func (l Look) Small() Look { return l + " small" }

// with joins the attributes that a caller adds; later ones win.
func with(sets ...templ.Attributes) templ.Attributes {
	all := templ.Attributes{}
	for _, s := range sets {
		for k, v := range s {
			all[k] = v
		}
	}
	return all
}
