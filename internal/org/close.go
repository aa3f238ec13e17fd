package org

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// ErrClosed is returned when an organisation is closed, or will be, already.
var ErrClosed = fault.New(fault.Conflict, lang.T("这个组织已经撤销，或已定了撤销的日子", "This organisation is closed, or is to be on a day."))

// Closed says that an organisation is no more from a moment on.
type Closed struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Kind names the event.
func (Closed) Kind() string { return "org.closed" }

// Subject is the organisation.
func (e Closed) Subject() string { return e.ID }

// Remains are what an organisation still has at a moment and after it: the posts that are held or to be held, and the
// organisations below it.
type Remains struct {
	Posts []Holding
	Below []Org
}

// None tells whether nothing remains.
func (m Remains) None() bool { return len(m.Posts)+len(m.Below) == 0 }

// Remains reads what an organisation still has at the moment at.
func (s *Service) Remains(ctx context.Context, r store.Reader, realm, id string, at time.Time) (m Remains, err error) {
	m.Posts, err = store.All(ctx, r, scanHolding, holdings+`where p.realm = $1 and p.org = $2 and (p.until = 0 or p.until > $3 and p.until <> p.since)
		order by p.since, p.id`, realm, id, clock.Millis(at))
	if err != nil {
		return m, fmt.Errorf("posts of %s: %w", id, err)
	}
	m.Below, err = list(ctx, r, store.Query(`select `+columns+` from org where realm = ? and parent = ? and (until = 0 or until > ?) order by kind, title, id`, realm, id, clock.Millis(at)))
	return m, err
}

// named is how much of what stands in the way is told by name.
const named = 8

// fault names what stands in the way of closing.
func (m Remains) fault() error {
	var zh, en []string
	for _, h := range m.Posts {
		says := h.Post.Says()
		zh, en = append(zh, says.Zh+" "+h.Name), append(en, says.In(lang.En)+" "+h.Name)
	}
	for _, o := range m.Below {
		zh, en = append(zh, o.Title), append(en, o.Title)
	}
	if n := len(zh) - named; n > 0 {
		zh, en = append(zh[:named:named], fmt.Sprintf("还有 %d 项", n)), append(en[:named:named], fmt.Sprintf("and %d more", n))
	}
	return fault.New(fault.Conflict, lang.F("先结束这些岗位，撤销或改挂这些下属组织：%s", "First end these posts, and close or move these organisations: %s.",
		lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))))
}

// Close closes an organisation at a moment: it stays readable and is chosen no more. While posts in it are held, or are to
// be, or there are organisations below it, it is refused and says which; unless all is to end with it: then these posts end
// at that moment, those that would begin later never do, and what lies below is closed in the same way. The posts of the
// three administrators are not ended so. Open work is not
// moved: hand a post over before, where somebody follows.
func (s *Service) Close(ctx context.Context, tx *store.Tx, by journal.Actor, in, id string, at time.Time, all bool) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	o, err := s.Get(ctx, tx, in, id)
	if err != nil {
		return err
	}
	if !o.OpenAt(at) {
		return ErrClosed
	}
	left, err := s.Remains(ctx, tx, in, id, at)
	if err != nil {
		return err
	}
	if !all && !left.None() {
		return left.fault()
	}
	for _, below := range left.Below {
		if err := s.Close(ctx, tx, by, in, below.ID, at, true); err != nil {
			return err
		}
	}
	for len(left.Posts) > 0 { // ending one ends those who stand in for it
		p := left.Posts[0].Post
		if postKinds[p.Kind].Admin {
			return fault.New(fault.Forbidden, lang.T("里面有系统、安全或审计管理员，要先在服务器上结束这些岗位", "It has a system, security or audit administrator, whose post is ended on the server first."))
		}
		if p.From.After(at) {
			err = s.callOff(ctx, tx, by, p)
		} else {
			err = s.EndPost(ctx, tx, by, in, p.ID, at)
		}
		if err != nil {
			return err
		}
		if left, err = s.Remains(ctx, tx, in, id, at); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `update org set until = $3 where realm = $1 and id = $2`, in, id, clock.Millis(at)); err != nil {
		return fmt.Errorf("close org %s: %w", id, err)
	}
	_, err = s.journal.Append(ctx, tx, in, by, Closed{id, at})
	return err
}
