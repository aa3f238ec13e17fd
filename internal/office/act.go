package office

import (
	"context"

	"linli/internal/matter"
	"linli/internal/store"
)

// Wish is a small wish, ready to be raised.
func Wish(title string) matter.Draft {
	return matter.Draft{Kind: "nanmen/wish", Title: title, Fields: map[string]any{"sort": "wish", "wish": title}}
}

// Raise raises a matter and gives its number.
func (o *Office) Raise(by string, d matter.Draft) int64 {
	o.T.Helper()
	var m *matter.Matter
	o.Must(o.DB.Tx(context.Background(), func(tx *store.Tx) (err error) {
		m, _, err = o.Matters.Raise(context.Background(), tx, o.IDs[by], "nanmen", "community", d)
		return err
	}))
	return m.Number
}

// Move makes a move of the matter of that number.
func (o *Office) Move(by string, number int64, a matter.Act) {
	o.T.Helper()
	o.Must(o.DB.Tx(context.Background(), func(tx *store.Tx) error {
		_, err := o.Matters.Move(context.Background(), tx, o.IDs[by], matter.Ref{Realm: "nanmen", Number: number}, a)
		return err
	}))
}

// Matter is the matter of that number.
func (o *Office) Matter(number int64) *matter.Matter {
	o.T.Helper()
	m, err := o.Matters.Find(context.Background(), o.DB, matter.Ref{Realm: "nanmen", Number: number})
	o.Must(err)
	return m
}

// Entries counts the journal's entries of a kind.
func (o *Office) Entries(kind string) int {
	o.T.Helper()
	n, err := store.One(context.Background(), o.DB, store.Value[int], `select count(*) from journal where realm = 'nanmen' and kind = $1`, kind)
	o.Must(err)
	return n
}
