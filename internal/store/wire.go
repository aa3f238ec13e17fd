package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// Wire carries words between the nodes that share a PostgreSQL database, as fast as it can and without a promise: a word
// may be lost, and then the others learn that something was. It is for what may also be read from the database, such as
// that a matter has changed. On SQLite there is one node, and nobody to tell.
type Wire struct {
	db     *DB
	node   string
	words  chan string
	hear   func(word string)
	missed func()
}

// maxWords is how many bytes are told at once; PostgreSQL takes less than 8000.
const maxWords = 7000

const everything = "*" // said in place of words that were too many

// Wire makes a wire that calls hear with each word of another node, in order, and missed when words may have been lost.
// Nothing is carried until Run.
func (db *DB) Wire(hear func(word string), missed func()) *Wire {
	return &Wire{db: db, node: NewID(), words: make(chan string, 1024), hear: hear, missed: missed}
}

// Say tells the other nodes a word without a line break, of at most 1000 bytes. It never waits.
func (w *Wire) Say(word string) {
	if w.db.dialect == SQLite {
		return
	}
	select {
	case w.words <- word:
	default:
		select { // nobody can follow: make room to say so
		case <-w.words:
		default:
		}
		select {
		case w.words <- everything:
		default:
		}
	}
}

// Run carries words until ctx ends. When the database goes away it waits until it is back.
func (w *Wire) Run(ctx context.Context) {
	if w.db.dialect == SQLite {
		<-ctx.Done()
		return
	}
	spoken := make(chan struct{})
	go func() { defer close(spoken); w.speak(ctx) }()
	for again := false; ctx.Err() == nil; again = true {
		if err := w.listen(ctx, again); err != nil && ctx.Err() == nil {
			slog.Warn("news from other nodes", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	<-spoken
}

func (w *Wire) speak(ctx context.Context) {
	for {
		var b strings.Builder
		select {
		case <-ctx.Done():
			return
		case word := <-w.words:
			b.WriteString(w.node + "\n" + word)
		}
		for more := true; more && b.Len() < maxWords-1000; {
			select {
			case word := <-w.words:
				b.WriteString("\n" + word)
			default:
				more = false
			}
		}
		if _, err := w.db.write.ExecContext(ctx, `select pg_notify('linli', $1)`, b.String()); err != nil && ctx.Err() == nil {
			slog.Warn("news for other nodes", "err", err) // who listens lost the database too, and knows
		}
	}
}

// listen hears until the connection ends. again says that it was heard before, and something may have been lost since.
func (w *Wire) listen(ctx context.Context, again bool) error {
	c, err := w.db.read.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	defer c.Close()
	var why error
	_ = c.Raw(func(d any) error {
		own, ok := d.(*stdlib.Conn)
		if !ok {
			why = fmt.Errorf("a connection of %T cannot listen", d)
			return why
		}
		if _, why = own.Conn().Exec(ctx, "listen linli"); why != nil {
			return driver.ErrBadConn
		}
		if again {
			w.missed()
		}
		for {
			n, err := own.Conn().WaitForNotification(ctx)
			if err != nil {
				why = err
				return driver.ErrBadConn // never back to those that answer people
			}
			w.heard(n.Payload)
		}
	})
	if errors.Is(why, context.Canceled) {
		return nil
	}
	return translate(why)
}

func (w *Wire) heard(payload string) {
	words := strings.Split(payload, "\n")
	if words[0] == w.node {
		return
	}
	for _, word := range words[1:] {
		if word == everything {
			w.missed()
		} else {
			w.hear(word)
		}
	}
}
