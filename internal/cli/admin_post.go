package cli

import (
	"fmt"

	"linli/internal/app"
	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/store"
)

type adminPost struct {
	storage
	Realm string `help:"The realm." required:""`
	Login string `help:"The account's name." required:""`
	Post  string `help:"The post that the person takes up." required:""`
}

// Run gives a post to somebody who has an account, in the body that they hold a post in already, or in the realm's own. It is
// how the three administrators are booked, who exclude each other.
func (c *adminPost) Run(e *env) error {
	config := c.config()
	config.Store.Existing = true
	a, err := app.Open(e.ctx, config)
	if err != nil {
		return err
	}
	defer a.Close()
	rl, err := a.Realms.Get(e.ctx, a.DB, c.Realm)
	if err != nil {
		return err
	}
	account, err := a.Access.ByLogin(e.ctx, a.DB, c.Login)
	if err != nil {
		return err
	}
	who, err := a.People.ByAccount(e.ctx, a.DB, c.Realm, account)
	if err != nil {
		return err
	}
	err = a.DB.Tx(e.ctx, func(tx *store.Tx) error {
		body, err := bodyOf(e, a, tx, rl, "")
		if err != nil {
			return err
		}
		_, err = a.Orgs.AddPost(e.ctx, tx, journal.Actor{}, org.Post{Realm: c.Realm, Org: body, Kind: c.Post, Person: who.ID, From: a.Clock.Now()})
		return err
	})
	if err == nil {
		fmt.Fprintf(e.out, "%s is %s now\n", c.Login, c.Post)
	}
	return err
}
