package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"linli/internal/fault"
	"linli/internal/realm"
)

// Account is somebody of the demonstration who can sign in, with a password and a token for the API that hold until the
// next start.
type Account struct {
	Realm    string `json:"realm"`
	Role     string `json:"role"`
	Account  string `json:"account"`
	Password string `json:"password"`
	Token    string `json:"token"`
	Name     string `json:"name"`

	id string
}

// The roles of those who sign in, and how many there are of each.
var (
	communityRoles = []role{{"resident", 3}, {"grid_worker", 1}, {"building_leader", 1}, {"worker", 3}, {"secretary", 1}, {"member", 1}, {"volunteer", 1}, {"property", 1}, {"owner", 1}}
	streetRoles    = []role{{"officer", 2}, {"street", 1}, {"admin", 1}}
	// administratorRoles are in one community, which is enough to see what each of them may do.
	administratorRoles = []role{{"system", 1}, {"security", 1}, {"auditor", 1}}
)

type role struct {
	name string
	most int
}

// login is the account name of the n-th of a role, counted from 1.
func login(realm, role string, n int) string {
	return realm + "-" + strings.ReplaceAll(role, "_", "") + strconv.Itoa(n)
}

// Accounts gives everybody who signs in a new password and a new token; what they had is worth nothing from then on.
// The accounts stay.
func Accounts(ctx context.Context, w World) ([]Account, error) {
	realms, err := w.Realms.All(ctx, w.DB)
	if err != nil {
		return nil, err
	}
	var all []Account
	for _, r := range realms {
		roles := slices.Concat(communityRoles, administratorRoles)
		if r.Kind == realm.Street {
			roles = streetRoles
		}
		for _, v := range roles {
			for n := 1; n <= v.most; n++ {
				a := Account{Realm: r.ID, Role: v.name, Account: login(r.ID, v.name, n)}
				a.id, err = w.Access.ByLogin(ctx, w.DB, a.Account)
				if fault.Is(err, fault.NotFound) {
					break
				}
				if err != nil {
					return nil, err
				}
				p, err := w.People.ByAccount(ctx, w.DB, r.ID, a.id)
				if err != nil {
					return nil, fmt.Errorf("account %s: %w", a.Account, err)
				}
				a.Name = p.Name
				all = append(all, a)
			}
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2) // as many as passwords are hashed at once
	for i := range all {
		g.Go(func() error { return all[i].renew(ctx, w) })
	}
	return all, g.Wait()
}

func (a *Account) renew(ctx context.Context, w World) error {
	a.Password = strings.ToLower(rand.Text()[:12])
	if err := w.Access.ResetPassword(ctx, w.DB, a.id, a.Password); err != nil {
		return fmt.Errorf("password of %s: %w", a.Account, err)
	}
	old, err := w.Access.Tokens(ctx, w.DB, a.id)
	if err != nil {
		return err
	}
	for _, t := range old {
		if err := w.Access.EndToken(ctx, w.DB, a.id, t.ID); err != nil {
			return err
		}
	}
	a.Token, _, err = w.Access.AddToken(ctx, w.DB, a.id, "demo", time.Time{})
	return err
}
