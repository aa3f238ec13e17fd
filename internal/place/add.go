package place

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Added says that a place was booked.
type Added struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	Type   Kind   `json:"kind"`
	Title  string `json:"title"`
	Code   string `json:"code"`
}

// Kind names the event.
func (Added) Kind() string { return "place.added" }

// Subject is the place.
func (e Added) Subject() string { return e.ID }

// Add books a place. It makes the id and the code where they are empty, and the path and the full name.
// Two places in the same parent never have the same title.
func (s *Service) Add(ctx context.Context, tx *store.Tx, by journal.Actor, p Place) (Place, error) {
	p.Title, p.Code = cleanTitle(p.Title), cleanCode(p.Code)
	if p.ID == "" {
		p.ID = store.NewID()
	}
	parent, err := s.checkAdd(ctx, tx, p)
	if err != nil {
		return p, err
	}
	p.Path, p.Full = "/"+p.ID+"/", p.Title
	if p.Parent != "" {
		p.Path, p.Full = parent.Path+p.ID+"/", parent.Full+" "+p.Title
	}
	if err := insert(ctx, tx, &p); err != nil {
		return p, err
	}
	_, err = s.journal.Append(ctx, tx, p.Realm, by, Added{ID: p.ID, Parent: p.Parent, Type: p.Kind, Title: p.Title, Code: p.Code})
	return p, err
}

func (s *Service) checkAdd(ctx context.Context, tx *store.Tx, p Place) (parent Place, err error) {
	var c fault.Check
	if p.Parent != "" {
		parent, err = s.Get(ctx, tx, p.Realm, p.Parent)
		if err != nil && !errors.Is(err, ErrNone) {
			return parent, err
		}
		if err != nil {
			c.Add("parent", lang.T("没有这个上级地点", "There is no such place to lie in."))
			return parent, c.Err()
		}
	}
	switch {
	case p.Kind.mayLieIn(parent.Kind):
	case p.Kind.Title() == lang.Same(string(p.Kind)):
		c.Add("kind", lang.T("请选择地点类型", "Please choose the kind of place."))
	case p.Parent == "":
		c.Add("parent", lang.F("请选择%s所在的地点", "Please choose where the %s lies.", p.Kind.Title()))
	default:
		c.Add("parent", lang.F("%s不能放在%s里", "A place of the kind %s cannot lie in one of the kind %s.", p.Kind.Title(), parent.Kind.Title()))
	}
	if p.Code != "" && !validCode(p.Code) {
		c.Add("code", lang.F("短码是 %d 个字符，只用 %s", "A code has %d characters out of %s.", codeLen, codeLetters))
	}
	if err := checkTitle(ctx, tx, &c, p); err != nil {
		return parent, err
	}
	return parent, c.Err()
}

func cleanTitle(s string) string { return strings.Join(strings.Fields(s), " ") }

// badTitle says what is wrong with a name; nothing is said of a good one.
func badTitle(title string) (says lang.Text) {
	if title == "" || utf8.RuneCountInString(title) > 60 {
		return lang.T("请填写名称，不超过 60 字", "Please give a name of at most 60 characters.")
	}
	if says = form.Private(title); !says.Empty() {
		return lang.F("名称%s", "The name %s.", says)
	}
	return says
}

func checkTitle(ctx context.Context, r store.Reader, c *fault.Check, p Place) error {
	if says := badTitle(p.Title); !says.Empty() {
		c.Add("title", says)
		return nil
	}
	same, err := store.One(ctx, r, store.Value[int], `select count(*) from place where realm = $1 and parent = $2 and title = $3 and id <> $4`, p.Realm, p.Parent, p.Title, p.ID)
	if err != nil {
		return fmt.Errorf("check place %s: %w", p.Title, err)
	}
	if same > 0 {
		c.Add("title", lang.F("这里已经有“%s”了", "There is already “%s” here.", p.Title))
	}
	return nil
}

// insert writes the row; a code that was made and is taken is made again.
func insert(ctx context.Context, tx *store.Tx, p *Place) error {
	made := p.Code == ""
	for range 20 {
		if made {
			p.Code = newCode()
		}
		n, err := tx.Exec(ctx, `insert into place (realm, id, parent, kind, title, code, path, fullname, rank)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (realm, code) do nothing`,
			p.Realm, p.ID, p.Parent, p.Kind, p.Title, p.Code, p.Path, p.Full, natural(p.Title))
		if err != nil {
			return fmt.Errorf("add place %s: %w", p.ID, err)
		}
		if n == 1 {
			return names.Put(ctx, tx, p.Realm, p.ID, p.Full)
		}
		if !made {
			return fault.InField("code", lang.F("短码 %s 已经有了", "The code %s is taken.", p.Code))
		}
	}
	return fmt.Errorf("add place %s: no free code", p.ID)
}
