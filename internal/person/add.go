package person

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// Added says that somebody was booked. It never holds a phone or identity number.
type Added struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Household string   `json:"household,omitempty"`
	Relation  Relation `json:"relation,omitempty"`
	Account   string   `json:"account,omitempty"`
}

// Kind names the event.
func (Added) Kind() string { return "person.added" }

// Subject is the person.
func (e Added) Subject() string { return e.ID }

// Add books a person. The contact may be empty, wholly or in part.
// An identity number is booked once in a realm; a phone number may be several people's.
func (s *Service) Add(ctx context.Context, tx *store.Tx, by journal.Actor, p Person, contact Contact) (Person, error) {
	p.Name, contact = cleanName(p.Name), contact.clean()
	if p.ID == "" {
		p.ID = store.NewID()
	}
	if err := realm.Bump(ctx, tx, p.Realm); err != nil {
		return p, err
	}
	var c fault.Check
	checkName(&c, p.Name)
	if err := s.checkHousehold(ctx, tx, &c, p); err != nil {
		return p, err
	}
	if err := s.checkAccount(ctx, tx, &c, p.Realm, p.Account); err != nil {
		return p, err
	}
	if err := s.checkContact(ctx, tx, &c, p.Realm, p.ID, contact); err != nil {
		return p, err
	}
	if err := c.Err(); err != nil {
		return p, err
	}
	phone, phoneDigest := s.sealed(p.Realm, p.ID, phoneUse, contact.Phone)
	number, numberDigest := s.sealed(p.Realm, p.ID, numberUse, contact.IDNumber)
	if _, err := tx.Exec(ctx, `insert into person (realm, id, name, account, household, phone, phone_digest, idnumber, idnumber_digest, relation)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.Realm, p.ID, p.Name, p.Account, p.Household, phone, phoneDigest, number, numberDigest, p.Relation); err != nil {
		return p, fmt.Errorf("add person %s: %w", p.ID, err)
	}
	if err := names.Put(ctx, tx, p.Realm, p.ID, p.Name); err != nil {
		return p, err
	}
	_, err := s.journal.Append(ctx, tx, p.Realm, by, Added{ID: p.ID, Name: p.Name, Household: p.Household, Relation: p.Relation, Account: p.Account})
	return p, err
}

func cleanName(s string) string { return strings.Join(strings.Fields(s), " ") }

func checkName(c *fault.Check, name string) {
	if says := form.Private(name); !says.Empty() {
		c.Add("name", lang.F("姓名%s", "The name %s.", says))
	}
	if n := utf8.RuneCountInString(name); n == 0 || n > 50 || !utf8.ValidString(name) {
		c.Add("name", lang.T("请填写姓名，不超过 50 字", "Please give a name of at most 50 characters."))
	}
}

func (s *Service) checkHousehold(ctx context.Context, r store.Reader, c *fault.Check, p Person) error {
	if p.Household == "" {
		return nil
	}
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from household where realm = $1 and id = $2`, p.Realm, p.Household)
	if err != nil {
		return fmt.Errorf("household %s: %w", p.Household, err)
	}
	if n == 0 {
		c.Add("household", lang.T("没有这一户", "There is no such household."))
	}
	return nil
}
