package person

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/store"
)

// Household is people who live together in a dwelling. Several may share one.
type Household struct {
	Realm       string
	ID          string // made by AddHousehold when empty
	Dwelling    string // the place
	From, Until time.Time
}

// HouseholdAdded says that a household moved into a dwelling.
type HouseholdAdded struct {
	ID       string    `json:"id"`
	Dwelling string    `json:"dwelling"`
	From     time.Time `json:"from"`
}

// Kind names the event.
func (HouseholdAdded) Kind() string { return "household.added" }

// Subject is the household.
func (e HouseholdAdded) Subject() string { return e.ID }

// HouseholdLeft says that a household moved out.
type HouseholdLeft struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Kind names the event.
func (HouseholdLeft) Kind() string { return "household.left" }

// Subject is the household.
func (e HouseholdLeft) Subject() string { return e.ID }

// ErrNoHousehold is returned when there is no such household, or it has moved out.
var ErrNoHousehold = fault.New(fault.NotFound, lang.T("没有这一户，或已经搬走", "There is no such household, or it has moved out."))

// AddHousehold books a household that lives in a dwelling.
func (s *Service) AddHousehold(ctx context.Context, tx *store.Tx, by journal.Actor, h Household) (Household, error) {
	if h.ID == "" {
		h.ID = store.NewID()
	}
	if err := checkDwelling(ctx, tx, h.Realm, h.Dwelling); err != nil {
		return h, err
	}
	if _, err := tx.Exec(ctx, `insert into household (realm, id, dwelling, since, until) values ($1, $2, $3, $4, $5)`,
		h.Realm, h.ID, h.Dwelling, clock.Millis(h.From), clock.Millis(h.Until)); err != nil {
		return h, fmt.Errorf("add household %s: %w", h.ID, err)
	}
	_, err := s.journal.Append(ctx, tx, h.Realm, by, HouseholdAdded{ID: h.ID, Dwelling: h.Dwelling, From: h.From})
	return h, err
}

// EndHousehold notes that a household moved out. Its people stay known until their time of keeping is over.
func (s *Service) EndHousehold(ctx context.Context, tx *store.Tx, by journal.Actor, realm, id string, at time.Time) error {
	n, err := tx.Exec(ctx, `update household set until = $3 where realm = $1 and id = $2 and since <= $3 and (until = 0 or until > $3)`, realm, id, clock.Millis(at))
	if err != nil {
		return fmt.Errorf("end household %s: %w", id, err)
	}
	if n == 0 {
		return ErrNoHousehold
	}
	_, err = s.journal.Append(ctx, tx, realm, by, HouseholdLeft{ID: id, At: at})
	return err
}

// checkDwelling refuses what is not a dwelling of the realm.
func checkDwelling(ctx context.Context, r store.Reader, realm, dwelling string) error {
	kind, err := store.One(ctx, r, store.Value[string], `select kind from place where realm = $1 and id = $2`, realm, dwelling)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return fmt.Errorf("dwelling %s: %w", dwelling, err)
	}
	if kind != "dwelling" {
		return fault.InField("dwelling", lang.T("请选择一套房屋", "Please choose a dwelling."))
	}
	return nil
}

const householdColumns = `realm, id, dwelling, since, until`

func scanHousehold(r store.Row) (h Household, err error) {
	var since, until int64
	err = r.Scan(&h.Realm, &h.ID, &h.Dwelling, &since, &until)
	h.From, h.Until = clock.FromMillis(since), clock.FromMillis(until)
	return h, err
}

// Household reads one household, or gives ErrNoHousehold.
func (s *Service) Household(ctx context.Context, r store.Reader, realm, id string) (Household, error) {
	h, err := store.One(ctx, r, scanHousehold, `select `+householdColumns+` from household where realm = $1 and id = $2`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return h, ErrNoHousehold
	}
	if err != nil {
		return h, fmt.Errorf("household %s: %w", id, err)
	}
	return h, nil
}

// HouseholdsAt reads who lives in a dwelling at the moment on.
func (s *Service) HouseholdsAt(ctx context.Context, r store.Reader, realm, dwelling string, on time.Time) ([]Household, error) {
	all, err := store.All(ctx, r, scanHousehold, `select `+householdColumns+` from household
		where realm = $1 and dwelling = $2 and since <= $3 and (until = 0 or until > $3) order by since, id`, realm, dwelling, clock.Millis(on))
	if err != nil {
		return nil, fmt.Errorf("households at %s: %w", dwelling, err)
	}
	return all, nil
}

// Members reads the people of a household.
func (s *Service) Members(ctx context.Context, r store.Reader, realm, household string) ([]Person, error) {
	if household == "" {
		return nil, nil
	}
	return list(ctx, r, store.Query(`select `+columns+` from person where realm = ? and household = ? order by id`, realm, household))
}
