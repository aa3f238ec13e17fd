package cli

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"linli/internal/app"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/playbooks"
)

type admin struct {
	Realm    adminRealm    `cmd:"" help:"Make a street or a community, and let it play a playbook."`
	Create   adminCreate   `cmd:"" help:"Make an account for a person who takes up a post in a realm, the first administrator to begin with."`
	Post     adminPost     `cmd:"" help:"Give a post to somebody who has an account. The system, security and audit administrators are three people."`
	Password adminPassword `cmd:"" help:"Set a new password for somebody who forgot theirs. Their sessions and tokens end."`
}

type adminRealm struct {
	storage
	ID       string `arg:"" help:"A short name for its addresses, such as nanmen."`
	Title    string `help:"Its name." required:""`
	English  string `help:"Its name in English."`
	Street   string `help:"The street above it, for a community; it must be there already."`
	Playbook string `help:"A playbook to play: one that ships (haiyue, zhufang, nanmen, binhu, longteng) or a file."`
}

func (c *adminRealm) Run(e *env) error {
	a, err := app.Open(e.ctx, c.config())
	if err != nil {
		return err
	}
	defer a.Close()
	var book *playbook.Playbook
	if c.Playbook != "" {
		text, shipped := playbooks.Texts()[c.Playbook]
		if !shipped {
			if text, err = os.ReadFile(c.Playbook); err != nil {
				return err
			}
		}
		var problems playbook.Problems
		if book, problems = practice.Parse(c.Playbook, text); book == nil {
			fmt.Fprintln(e.err, problems.In(e.lang))
			return errSaid
		}
	}
	kind := realm.Community
	if c.Street == "" {
		kind = realm.Street
	}
	twin := false
	err = a.DB.Tx(e.ctx, func(tx *store.Tx) (err error) {
		if _, err := a.Realms.Add(e.ctx, tx, journal.Actor{}, realm.Realm{ID: c.ID, Kind: kind, Street: c.Street, Title: lang.Text{Zh: c.Title, En: c.English}}); err != nil {
			return err
		}
		if book == nil {
			return nil
		}
		if twin, err = a.Books.Namesake(e.ctx, tx, book); err != nil {
			return err
		}
		return a.Books.Install(e.ctx, tx, journal.Actor{}, c.ID, book, "")
	})
	if err == nil {
		if twin {
			fmt.Fprintln(e.err, practice.Warning(book).In(e.lang))
		}
		fmt.Fprintf(e.out, "%s is there: /%s\n", c.Title, c.ID)
	}
	return err
}

type adminPassword struct {
	storage
	Login string `help:"The account's name." required:""`
}

func (c *adminPassword) Run(e *env) error {
	config := c.config()
	config.Store.Existing = true
	a, err := app.Open(e.ctx, config)
	if err != nil {
		return err
	}
	defer a.Close()
	account, err := a.Access.ByLogin(e.ctx, a.DB, c.Login)
	if err != nil {
		return err
	}
	password, err := e.password()
	if err != nil {
		return err
	}
	return a.Access.ResetPassword(e.ctx, a.DB, account, password)
}

// password asks for one on standard input.
func (e *env) password() (string, error) {
	fmt.Fprint(e.err, "Password (it is read from standard input): ")
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && line == "" {
		return "", fmt.Errorf("no password came: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

type adminCreate struct {
	storage
	Realm string `help:"The realm." required:""`
	Login string `help:"The account's name." required:""`
	Name  string `help:"The person's name." required:""`
	Post  string `help:"The post that the person takes up." default:"system_admin"`
	Org   string `help:"The body that the post is in; made when missing." default:""`
}

func (c *adminCreate) Run(e *env) error {
	config := c.config()
	config.Store.Existing = true // the realm is in it
	a, err := app.Open(e.ctx, config)
	if err != nil {
		return err
	}
	defer a.Close()
	rl, err := a.Realms.Get(e.ctx, a.DB, c.Realm)
	if err != nil {
		return err
	}
	password, err := e.password()
	if err != nil {
		return err
	}
	hash, err := a.Access.Hash(e.ctx, c.Login, password)
	if err != nil {
		return err
	}
	err = a.DB.Tx(e.ctx, func(tx *store.Tx) error {
		account, err := a.Access.CreateIn(e.ctx, tx, c.Login, hash)
		if err != nil {
			return err
		}
		p, err := a.People.Add(e.ctx, tx, journal.Actor{}, person.Person{Realm: c.Realm, Name: c.Name}, person.Contact{})
		if err != nil {
			return err
		}
		if err := a.People.LinkAccount(e.ctx, tx, journal.Actor{}, c.Realm, p.ID, account); err != nil {
			return err
		}
		id, err := bodyOf(e, a, tx, rl, c.Org)
		if err != nil {
			return err
		}
		_, err = a.Orgs.AddPost(e.ctx, tx, journal.Actor{}, org.Post{Realm: c.Realm, Org: id, Kind: c.Post, Person: p.ID, From: a.Clock.Now()})
		return err
	})
	if err == nil {
		fmt.Fprintf(e.out, "%s may sign in as %s and is %s\n", c.Name, c.Login, c.Post)
	}
	return err
}

// bodyOf is the body that a realm's own posts are in: the one of that title, or of the realm's; it is made when missing.
func bodyOf(e *env, a *app.App, tx *store.Tx, rl realm.Realm, title string) (string, error) {
	kind := "residents_committee"
	if rl.Kind == realm.Street {
		kind = "street_office"
	}
	if title == "" {
		title = rl.Title.In(lang.Zh)
	}
	orgs, err := a.Orgs.All(e.ctx, tx, rl.ID, kind)
	if err != nil {
		return "", err
	}
	for _, o := range orgs {
		if o.Title == title && o.Until.IsZero() {
			return o.ID, nil
		}
	}
	o, err := a.Orgs.Add(e.ctx, tx, journal.Actor{}, org.Org{Realm: rl.ID, Kind: kind, Title: title})
	return o.ID, err
}
