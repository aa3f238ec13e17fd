package person

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/realm"
	"linli/internal/store"
)

// The kinds of membership, besides skill:<key>. Owner is never booked: it follows from titles; see AddOwner.
const (
	PartyMember = "party_member"
	Volunteer   = "volunteer"
	OwnerKind   = "owner"
)

var skill = regexp.MustCompile(`^skill:[a-z][a-z0-9_]{0,39}$`)

// Membership is what somebody belongs to, or can do, from a moment to a moment.
type Membership struct {
	Realm       string
	Person      string
	Kind        string
	From, Until time.Time // half open; a zero Until has no end
}

// Joined says that a membership began. Its kind is sensitive, so it is in the payload and not in the header.
type Joined struct {
	Person     string    `json:"person"`
	Membership string    `json:"membership"`
	From       time.Time `json:"from"`
	Until      time.Time `json:"until"`
}

// Kind names the event.
func (Joined) Kind() string { return "person.joined" }

// Subject is the person.
func (e Joined) Subject() string { return e.Person }

// Left says that a membership ended.
type Left struct {
	Person     string    `json:"person"`
	Membership string    `json:"membership"`
	At         time.Time `json:"at"`
}

// Kind names the event.
func (Left) Kind() string { return "person.left" }

// Subject is the person.
func (e Left) Subject() string { return e.Person }

// AddMember books a membership or a skill.
func (s *Service) AddMember(ctx context.Context, tx *store.Tx, by journal.Actor, m Membership) error {
	if err := realm.Bump(ctx, tx, m.Realm); err != nil {
		return err
	}
	switch {
	case m.Kind == OwnerKind:
		return fault.InField("kind", lang.T("业主身份由房屋产权登记得出，请登记产权", "Who is an owner follows from titles; please book the title."))
	case m.Kind != PartyMember && m.Kind != Volunteer && !skill.MatchString(m.Kind):
		return fault.InField("kind", lang.T("请选择党员、志愿者或一项技能", "Please choose party member, volunteer or a skill."))
	case !m.Until.IsZero() && !m.Until.After(m.From):
		return fault.InField("until", lang.T("结束要晚于开始", "The end must be later than the beginning."))
	}
	if _, err := s.Get(ctx, tx, m.Realm, m.Person); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `insert into membership (realm, person, kind, since, until)
		select $1, $2, $3, $4, $5 where not exists (select 1 from membership
			where realm = $1 and person = $2 and kind = $3 and (until = 0 or until > $4))`,
		m.Realm, m.Person, m.Kind, clock.Millis(m.From), clock.Millis(m.Until))
	if err != nil {
		return fmt.Errorf("add member %s: %w", m.Person, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, lang.T("已经登记过了", "This is booked already."))
	}
	_, err = s.journal.Append(ctx, tx, m.Realm, by, Joined{Person: m.Person, Membership: m.Kind, From: m.From, Until: m.Until})
	return err
}

// EndMember ends a membership at a moment.
func (s *Service) EndMember(ctx context.Context, tx *store.Tx, by journal.Actor, in, person, kind string, at time.Time) error {
	if err := realm.Bump(ctx, tx, in); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `update membership set until = $4 where realm = $1 and person = $2 and kind = $3 and since <= $4 and (until = 0 or until > $4)`,
		in, person, kind, clock.Millis(at))
	if err != nil {
		return fmt.Errorf("end member %s: %w", person, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, lang.T("这一项已经结束", "This has ended already."))
	}
	_, err = s.journal.Append(ctx, tx, in, by, Left{Person: person, Membership: kind, At: at})
	return err
}

// OfKind reads the members of a kind at the moment on.
func (s *Service) OfKind(ctx context.Context, r store.Reader, realm, kind string, on time.Time) ([]Person, error) {
	table := `membership where realm = ? and kind = ?`
	args := []any{realm, realm, kind}
	if kind == OwnerKind {
		table, args = `dwelling_owner where realm = ?`, args[:2]
	}
	return list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and id in (select person from `+table+`
		and since <= ? and (until = 0 or until > ?)) order by id`, append(args, clock.Millis(on), clock.Millis(on))...))
}
