package realm

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Contact is how a realm is reached by whoever cannot or will not use the site. Each may be empty. It is a body's, in no
// case a person's own number.
type Contact struct {
	Phone   string `json:"phone,omitempty"`   // as one dials it, such as 0511-5550100
	Hours   string `json:"hours,omitempty"`   // when somebody answers, in words
	Address string `json:"address,omitempty"` // where one can come
}

// Changed says what a realm is called and how it is reached from now on.
type Changed struct {
	ID    string    `json:"id"`
	Title lang.Text `json:"title"`
	Contact
}

// Kind names the event.
func (Changed) Kind() string { return "realm.changed" }

// Subject is the realm.
func (e Changed) Subject() string { return e.ID }

// dialled is a number as a body has it: with its area code or not, 400 numbers and short ones too.
var dialled = regexp.MustCompile(`^[0-9]{3,12}$|^0[0-9]{2,3}-[0-9]{7,8}(-[0-9]{1,5})?$|^[48]00-[0-9]{3,4}-[0-9]{3,4}$`)

// Change calls a realm otherwise and says how it is reached. Its id, which stands in addresses, and the street above it
// stay. Everybody reads the names, the hours and the address, so that these hold no number of a person.
func (s *Service) Change(ctx context.Context, tx *store.Tx, by journal.Actor, v Realm) error {
	was, err := s.read(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	v.Kind, v.Street = was.Kind, was.Street
	v.Title.Zh, v.Title.En = strings.TrimSpace(v.Title.Zh), strings.TrimSpace(v.Title.En)
	v.Phone = strings.Join(strings.Fields(v.Phone), "")
	v.Hours, v.Address = strings.TrimSpace(v.Hours), strings.TrimSpace(v.Address)
	if v == was {
		return nil
	}
	var c fault.Check
	if n := utf8.RuneCountInString(v.Title.Zh); n == 0 || n > 30 {
		c.Add("title", lang.T("请填写名称，不超过 30 字", "Please give its name, of at most 30 characters."))
	}
	if utf8.RuneCountInString(v.Title.En) > 60 {
		c.Add("title_en", lang.T("英文名称不超过 60 个字符", "An English name has at most 60 characters."))
	}
	if v.Phone != "" && !dialled.MatchString(v.Phone) {
		c.Add("phone", lang.T("请填写能直接拨的号码，例如 0511-5550100", "Please give a number as it is dialled, such as 0511-5550100."))
	}
	if utf8.RuneCountInString(v.Hours) > 60 {
		c.Add("hours", lang.T("值班时间不超过 60 字", "Duty hours have at most 60 characters."))
	}
	if utf8.RuneCountInString(v.Address) > 80 {
		c.Add("address", lang.T("地址不超过 80 字", "An address has at most 80 characters."))
	}
	for _, x := range []struct {
		field, text string
		called      lang.Text
	}{
		{"title", v.Title.Zh, lang.T("名称", "The name")}, {"title_en", v.Title.En, lang.T("英文名称", "The English name")},
		{"hours", v.Hours, lang.T("值班时间", "What stands under duty hours")}, {"address", v.Address, lang.T("地址", "The address")},
	} {
		if says := form.Private(x.text); !says.Empty() {
			c.Add(x.field, lang.F("%s%s", "%s %s.", x.called, says))
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	tx.After(func() { s.known.Delete(v.ID) })
	if _, err := tx.Exec(ctx, `update realm set title = $2, title_en = $3, phone = $4, hours = $5, address = $6 where realm = $1`,
		v.ID, v.Title.Zh, v.Title.En, v.Phone, v.Hours, v.Address); err != nil {
		return fmt.Errorf("change realm %s: %w", v.ID, err)
	}
	_, err = s.journal.Append(ctx, tx, v.ID, by, Changed{v.ID, v.Title, v.Contact})
	return err
}
