package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/store"
)

// Claim is somebody with an account who says where they live; nobody has vouched for it yet.
type Claim struct {
	ID, Account, Name string
	Dwelling          string
	Where             string // its full name
	Path              string
	Made              time.Time
}

// Claimed says that somebody asked to be known as living in a dwelling.
type Claimed struct {
	ID       string `json:"id"`
	Account  string `json:"account"`
	Name     string `json:"name"`
	Dwelling string `json:"dwelling"`
}

// Kind names the event.
func (Claimed) Kind() string { return "claim.made" }

// Subject is the claim.
func (e Claimed) Subject() string { return e.ID }

// Decided says that somebody vouched for a claim, or did not.
type Decided struct {
	ID     string `json:"id"`
	Person string `json:"person,omitempty"` // who it turned out to be
	Yes    bool   `json:"yes"`
}

// Kind names the event.
func (Decided) Kind() string { return "claim.decided" }

// Subject is the claim.
func (e Decided) Subject() string { return e.ID }

// neighbours are the posts among neighbours whose holders know who lives behind the doors they answer for.
var neighbours = []string{"unit_leader", "building_leader", "deputy_building_leader", "grid_worker", "grid_leader"}

// Vouches gives the post by which somebody may say who lives behind the door with this path: those who keep people, and those
// who answer for the door.
func (i *Identity) Vouches(path string) (post string, ok bool) {
	if post, err := i.Keeps(People, path); err == nil {
		return post, true
	}
	if i == nil || path == "" {
		return "", false
	}
	for _, h := range i.Posts {
		if slices.Contains(neighbours, h.Kind) && Covers(h.Scope, path) {
			return h.Post.ID, true
		}
	}
	return "", false
}

// Books gives the post by which somebody books who lives behind the door with this path: those who keep people, and those who
// answer for the door as staff.
func (i *Identity) Books(path string) (post string, ok bool) {
	if post, err := i.Keeps(People, path); err == nil {
		return post, true
	}
	if i == nil || path == "" {
		return "", false
	}
	for _, h := range i.Posts {
		if h.booksDoors() && Covers(h.Scope, path) {
			return h.Post.ID, true
		}
	}
	return "", false
}

// BooksSome tells whether somebody books who lives behind any door.
func (i *Identity) BooksSome() bool {
	return i.KeepsSome(People) || i != nil && slices.ContainsFunc(i.Posts, Held.booksDoors)
}

func (h Held) booksDoors() bool {
	k, _ := org.PostKindOf(h.Kind)
	return k.Staff && slices.Contains(neighbours, h.Kind)
}

// AddClaim notes a claim; an account has one in a realm at a time.
func (s *Service) AddClaim(ctx context.Context, tx *store.Tx, j *journal.Journal, realm, account, name, dwelling string) error {
	id := store.NewID()
	n, err := tx.Exec(ctx, `insert into claim (realm, id, account, name, dwelling, made) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		realm, id, account, name, dwelling, clock.Millis(s.clock.Now()))
	if err != nil {
		return fmt.Errorf("claim: %w", err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, lang.T("您已经申请过了，请等邻居或社区核实", "You have asked already. Please wait for a neighbour or the community."))
	}
	_, err = j.Append(ctx, tx, realm, journal.Actor{Account: account}, Claimed{id, account, name, dwelling})
	return err
}

const claimColumns = `c.id, c.account, c.name, c.dwelling, coalesce(l.fullname, ''), coalesce(l.path, ''), c.made`

func scanClaim(r store.Row) (c Claim, err error) {
	var made int64
	err = r.Scan(&c.ID, &c.Account, &c.Name, &c.Dwelling, &c.Where, &c.Path, &made)
	c.Made = clock.FromMillis(made)
	return c, err
}

// Claims reads the claims for which somebody may vouch, the oldest first, at most 200.
func (s *Service) Claims(ctx context.Context, r store.Reader, i *Identity, realm string) ([]Claim, error) {
	all, err := store.All(ctx, r, scanClaim, `select `+claimColumns+` from claim c left join place l on l.realm = c.realm and l.id = c.dwelling where c.realm = $1 order by c.id limit 200`, realm)
	if err != nil {
		return nil, fmt.Errorf("claims of %s: %w", realm, err)
	}
	return slices.DeleteFunc(all, func(c Claim) bool { _, ok := i.Vouches(c.Path); return !ok }), nil
}

// Waiting is how many of Claims there are; nothing is asked of the
// database for those who vouch for nobody.
func (s *Service) Waiting(ctx context.Context, r store.Reader, i *Identity, realm string) (int, error) {
	if !i.KeepsSome(People) && (i == nil || !slices.ContainsFunc(i.Posts, func(h Held) bool { return slices.Contains(neighbours, h.Kind) })) {
		return 0, nil
	}
	all, err := s.Claims(ctx, r, i, realm)
	return len(all), err
}

// Decide vouches for a claim, which makes its account a person who lives there, or refuses it. A claim that is not the caller's
// to decide is not found.
func (s *Service) Decide(ctx context.Context, tx *store.Tx, j *journal.Journal, people *person.Service, i *Identity, realm, id string, yes bool) error {
	none := fault.New(fault.NotFound, lang.T("没有这个申请，或已经有人办了", "There is no such request, or somebody has dealt with it."))
	c, err := store.One(ctx, tx, scanClaim, `select `+claimColumns+` from claim c left join place l on l.realm = c.realm and l.id = c.dwelling where c.realm = $1 and c.id = $2`, realm, id)
	if errors.Is(err, store.ErrNone) {
		return none
	}
	if err != nil {
		return fmt.Errorf("claim %s: %w", id, err)
	}
	post, ok := i.Vouches(c.Path)
	if !ok || c.Account == i.Account {
		return none
	}
	if n, err := tx.Exec(ctx, `delete from claim where realm = $1 and id = $2`, realm, id); err != nil || n == 0 {
		return errors.Join(err, none)
	}
	by, ev := i.Actor(post), Decided{ID: id, Yes: yes}
	if yes {
		if ev.Person, err = s.Settle(ctx, tx, people, by, realm, c.Dwelling, c.Name, c.Account); err != nil {
			return err
		}
	}
	_, err = j.Append(ctx, tx, realm, by, ev)
	return err
}

// Settle makes an account the person of that name who lives in a dwelling: one who is booked there already, or a new one.
func (s *Service) Settle(ctx context.Context, tx *store.Tx, people *person.Service, by journal.Actor, realm, dwelling, name, account string) (id string, err error) {
	now := s.clock.Now()
	households, err := people.HouseholdsAt(ctx, tx, realm, dwelling, now)
	if err != nil {
		return "", err
	}
	for _, h := range households {
		members, err := people.Members(ctx, tx, realm, h.ID)
		if err != nil {
			return "", err
		}
		for _, m := range members {
			switch {
			case m.Name != name:
			case m.Account != "":
				return "", fault.InField("name", lang.T("这一户的这个人已经有账号了；忘了密码请到社区开一个码", "This person has an account already. If the password is forgotten, the community makes a code."))
			default:
				return m.ID, people.LinkAccount(ctx, tx, by, realm, m.ID, account)
			}
		}
	}
	if len(households) == 0 {
		h, err := people.AddHousehold(ctx, tx, by, person.Household{Realm: realm, Dwelling: dwelling, From: now})
		if err != nil {
			return "", err
		}
		households = []person.Household{h}
	}
	p, err := people.Add(ctx, tx, by, person.Person{Realm: realm, Name: name, Household: households[0].ID, Account: account}, person.Contact{})
	return p.ID, err
}
