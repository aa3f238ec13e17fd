package person

import (
	"context"
	"errors"
	"fmt"

	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Contact is what is sealed about a person. Either may be empty.
type Contact struct {
	Phone    string // a mobile or landline number of mainland China
	IDNumber string // the resident identity number of GB 11643
}

const (
	phoneUse  = "phone"
	numberUse = "idnumber"
)

func (c Contact) clean() Contact {
	return Contact{Phone: CleanPhone(c.Phone), IDNumber: CleanIDNumber(c.IDNumber)}
}

// checkContact notes what is wrong with a cleaned contact of the person id.
func (s *Service) checkContact(ctx context.Context, r store.Reader, c *fault.Check, realm, id string, contact Contact) error {
	if contact.Phone != "" && !ValidPhone(contact.Phone) {
		c.Add("phone", lang.T("请填写 11 位手机号，或带区号的座机号", "Please give a mobile number of 11 digits, or a landline with its area code."))
	}
	if contact.IDNumber == "" {
		return nil
	}
	if !ValidIDNumber(contact.IDNumber) {
		c.Add("idnumber", lang.T("身份证号有误，请核对 18 位号码", "The identity number has a mistake; please compare its 18 characters."))
		return nil
	}
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from person where realm = $1 and idnumber_digest = $2 and idnumber_digest <> '' and id <> $3`,
		realm, s.digest(realm, numberUse, contact.IDNumber), id)
	if err != nil {
		return fmt.Errorf("identity number: %w", err)
	}
	if n > 0 {
		c.Add("idnumber", lang.T("这个身份证号已经登记过", "Somebody with this identity number is booked already."))
	}
	return nil
}

// sealed closes a value for this person's row only; its digest is the same for everybody in the realm.
func (s *Service) sealed(realm, id, use, value string) (closed []byte, digest string) {
	if value == "" {
		return nil, ""
	}
	return s.ring.Seal(realm+"/person/"+id+"/"+use, []byte(value)), s.digest(realm, use, value)
}

func (s *Service) digest(realm, use, value string) string {
	return s.ring.Digest(realm+"/person/"+use, value)
}

// ByPhone finds the people with a phone number, without opening any.
func (s *Service) ByPhone(ctx context.Context, r store.Reader, realm, phone string) ([]Person, error) {
	phone = CleanPhone(phone)
	if !ValidPhone(phone) {
		return nil, nil
	}
	return list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and phone_digest = ? and phone_digest <> '' order by id`,
		realm, s.digest(realm, phoneUse, phone)))
}

// ByIDNumber finds the person with an identity number, without opening any, or gives ErrNone.
func (s *Service) ByIDNumber(ctx context.Context, r store.Reader, realm, number string) (Person, error) {
	number = CleanIDNumber(number)
	if !ValidIDNumber(number) {
		return Person{}, ErrNone
	}
	return one(ctx, r, "by identity number", `select `+columns+` from person where realm = $1 and idnumber_digest = $2 and idnumber_digest <> ''`,
		realm, s.digest(realm, numberUse, number))
}

// Phone opens a person's phone number, "" when there is none. It notes the look first: who cannot be noted sees nothing.
func (s *Service) Phone(ctx context.Context, db *store.DB, by journal.Actor, realm, id string) (string, error) {
	return s.look(ctx, db, by, realm, id, phoneUse, `select phone from person where realm = $1 and id = $2`)
}

// IDNumber opens a person's identity number, "" when there is none. It notes the look first.
func (s *Service) IDNumber(ctx context.Context, db *store.DB, by journal.Actor, realm, id string) (string, error) {
	return s.look(ctx, db, by, realm, id, numberUse, `select idnumber from person where realm = $1 and id = $2`)
}

func (s *Service) look(ctx context.Context, db *store.DB, by journal.Actor, realm, id, use, text string) (string, error) {
	closed, err := store.One(ctx, db, store.Value[[]byte], text, realm, id)
	if errors.Is(err, store.ErrNone) {
		return "", ErrNone
	}
	if err != nil {
		return "", fmt.Errorf("%s of person %s: %w", use, id, err)
	}
	if closed == nil {
		return "", nil
	}
	if err := s.journal.Look(ctx, db, realm, by, id, use); err != nil {
		return "", fmt.Errorf("note a look at person %s: %w", id, err)
	}
	plain, err := s.ring.Open(realm+"/person/"+id+"/"+use, closed)
	if err != nil {
		return "", fmt.Errorf("%s of person %s: %w", use, id, err)
	}
	return string(plain), nil
}

// Has tells whether a person's phone number is booked, without opening it.
func (s *Service) Has(ctx context.Context, r store.Reader, realm, id string) (phone bool, err error) {
	n, err := store.One(ctx, r, store.Value[int], `select count(*) from person where realm = $1 and id = $2 and phone is not null`, realm, id)
	return n == 1, err
}
