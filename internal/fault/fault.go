// Package fault says what went wrong, in the person's words.
//
// A domain chooses the kind of a fault and words it; only package web knows which HTTP status a kind has.
// What is not a fault.Error is an internal error: its text goes to the log and never to a page.
package fault

import (
	"errors"
	"strings"

	"linli/internal/lang"
)

// Kind is what sort of thing went wrong.
type Kind uint8

// The kinds of fault. Internal is the zero value.
const (
	Internal        Kind = iota
	Invalid              // what was sent cannot be taken as it is
	Unauthenticated      // nobody is signed in
	Forbidden            // this person may not do this
	NotFound             // no such thing, or not for this person's eyes
	Conflict             // somebody else was first
	TooLarge             // more than is taken at once
	TooMany              // too often
	Unavailable          // not now: a full disk, a lost database
	Method               // there is such an address, and it is not asked or sent to in this way
)

var names = [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict", "too_large", "too_many", "unavailable", "method"}

// String is the kind's name in the API.
func (k Kind) String() string { return names[k] }

// Field is one thing that is wrong in what was sent. Name is the input's name, such as fields.wish.
type Field struct {
	Name string
	Says lang.Text
}

// Error is a fault that a person is told.
type Error struct {
	Kind   Kind
	Says   lang.Text
	Fields []Field
	cause  error
}

// New makes a fault. It is comparable by errors.Is to itself, so a package may keep it as a variable.
func New(k Kind, says lang.Text) *Error { return &Error{Kind: k, Says: says} }

// Because is a copy of the fault that wraps its cause; the cause is logged, not shown.
func (e *Error) Because(err error) *Error {
	return &Error{Kind: e.Kind, Says: e.Says, Fields: e.Fields, cause: errors.Join(e, err)}
}

// InField makes an Invalid fault about one field.
func InField(name string, says lang.Text) *Error {
	return &Error{Kind: Invalid, Says: says, Fields: []Field{{Name: name, Says: says}}}
}

// Error is for the log.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String() + ": " + e.Says.In(lang.En))
	for _, f := range e.Fields {
		b.WriteString("; " + f.Name + ": " + f.Says.In(lang.En))
	}
	if e.cause != nil {
		var inner *Error
		if u, ok := e.cause.(interface{ Unwrap() []error }); ok {
			for _, c := range u.Unwrap() {
				if !errors.As(c, &inner) {
					b.WriteString(": " + c.Error())
				}
			}
		}
	}
	return b.String()
}

// Unwrap gives the cause and the fault it was made from.
func (e *Error) Unwrap() error { return e.cause }

// As finds the fault in err. A plain error is Internal.
func As(err error) *Error {
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return &Error{Kind: Internal, Says: lang.T("系统出了点问题，请稍后再试", "Something went wrong on our side. Please try again later."), cause: err}
}

// Is tells whether err is a fault of kind k.
func Is(err error, k Kind) bool { return err != nil && As(err).Kind == k }

// Check gathers faults in fields, so that a form is told of all of them at once.
type Check struct{ fields []Field }

// Add notes a fault in a field.
func (c *Check) Add(name string, says lang.Text) { c.fields = append(c.fields, Field{name, says}) }

// Take notes the fields of err if it is an Invalid fault with fields, and returns any other error.
func (c *Check) Take(err error) error {
	if err == nil {
		return nil
	}
	if f := As(err); f.Kind == Invalid && len(f.Fields) > 0 {
		c.fields = append(c.fields, f.Fields...)
		return nil
	}
	return err
}

// Err is nil when nothing was noted.
func (c *Check) Err() error {
	switch len(c.fields) {
	case 0:
		return nil
	case 1:
		return &Error{Kind: Invalid, Says: c.fields[0].Says, Fields: c.fields}
	}
	return &Error{Kind: Invalid, Says: lang.F("有 %d 处需要改一改", "%d things need mending", len(c.fields)), Fields: c.fields}
}
