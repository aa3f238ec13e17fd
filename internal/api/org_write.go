package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/store"
)

// orgWrites are the operations that book, change, close and reopen organisations, for those who may on the pages.
func (s *server) orgWrites(a huma.API) {
	op(a, http.MethodPost, "/realms/{realm}/orgs", "book-org", "Book an organisation", 201, s.bookOrg)
	op(a, http.MethodPut, "/realms/{realm}/orgs/{id}", "change-org", "Change an organisation's name, the one above it, its area and identifier; what is left out is taken away", 200, s.changeOrg)
	op(a, http.MethodPost, "/realms/{realm}/orgs/{id}/close", "close-org", "Close an organisation on a day", 200, s.closeOrg)
	op(a, http.MethodPost, "/realms/{realm}/orgs/{id}/reopen", "reopen-org", "Take the closing of an organisation back", 200, s.reopenOrg)
	op(a, http.MethodPut, "/realms/{realm}/coverage/{estate}", "note-uncovered", "Note why an estate has no party branch; an empty reason takes the note back", 204, s.noteUncovered)
}

// OrgSaid is what is said of an organisation.
type OrgSaid struct {
	Title  string `json:"title"`
	Parent string `json:"parent,omitempty" doc:"The organisation above it"`
	Area   string `json:"area,omitempty" doc:"The area that it is there for"`
	USCC   string `json:"uscc,omitempty" doc:"Its unified social credit identifier"`
}

type oneOrg struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
}

// orgAct changes an organisation, for those who keep them, and answers with it as it is then.
func (s *server) orgAct(ctx context.Context, realm string, do func(tx *store.Tx, by journal.Actor, realm string) (id string, err error)) (*body[Org], error) {
	rl, who, v, err := s.in(ctx, realm)
	if err != nil {
		return nil, err
	}
	post, err := who.Keeps(access.Orgs, "")
	if err != nil {
		return nil, err
	}
	var id string
	if err := s.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		id, err = do(tx, who.Actor(post), rl.ID)
		return err
	}); err != nil {
		return nil, err
	}
	return s.orgNow(ctx, rl.ID, id, who, v.lang)
}

func (s *server) bookOrg(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	Body  struct {
		Kind string `json:"kind" doc:"A kind of organisation, or one of the realm's own"`
		OrgSaid
	}
}) (*body[Org], error) {
	return s.orgAct(ctx, in.Realm, func(tx *store.Tx, by journal.Actor, realm string) (string, error) {
		b := in.Body
		o, err := s.Orgs.Add(ctx, tx, by, org.Org{Realm: realm, Kind: b.Kind, Title: b.Title, Parent: b.Parent, Area: b.Area, USCC: b.USCC})
		return o.ID, err
	})
}

func (s *server) changeOrg(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
	Body  OrgSaid
}) (*body[Org], error) {
	return s.orgAct(ctx, in.Realm, func(tx *store.Tx, by journal.Actor, realm string) (string, error) {
		b := in.Body
		o, err := s.Orgs.Change(ctx, tx, by, org.Org{Realm: realm, ID: in.ID, Title: b.Title, Parent: b.Parent, Area: b.Area, USCC: b.USCC})
		return o.ID, err
	})
}

func (s *server) closeOrg(ctx context.Context, in *struct {
	Realm string `path:"realm"`
	ID    string `path:"id"`
	Body  struct {
		At  string `json:"at" doc:"The first day on which it is closed, today or later"`
		All bool   `json:"all,omitempty" doc:"End its posts and close what lies below it, too; for those who give posts"`
	}
}) (*body[Org], error) {
	at, err := clock.Coming(in.Body.At, "at", s.Clock.Now())
	if err != nil {
		return nil, err
	}
	if in.Body.All {
		_, who, _, err := s.in(ctx, in.Realm)
		if err != nil {
			return nil, err
		}
		if _, err := who.Keeps(access.Posts, ""); err != nil {
			return nil, err
		}
	}
	return s.orgAct(ctx, in.Realm, func(tx *store.Tx, by journal.Actor, realm string) (string, error) {
		return in.ID, s.Orgs.Close(ctx, tx, by, realm, in.ID, at, in.Body.All)
	})
}

func (s *server) reopenOrg(ctx context.Context, in *oneOrg) (*body[Org], error) {
	return s.orgAct(ctx, in.Realm, func(tx *store.Tx, by journal.Actor, realm string) (string, error) {
		return in.ID, s.Orgs.Reopen(ctx, tx, by, realm, in.ID, s.Clock.Now())
	})
}

func (s *server) noteUncovered(ctx context.Context, in *struct {
	Realm  string `path:"realm"`
	Estate string `path:"estate" doc:"The estate's id or code"`
	Body   struct {
		Reason string `json:"reason"`
	}
}) (*struct{}, error) {
	rl, who, _, err := s.in(ctx, in.Realm)
	if err != nil {
		return nil, err
	}
	post, err := who.Keeps(access.Orgs, "")
	if err != nil {
		return nil, err
	}
	at, err := s.placeAt(ctx, rl.ID, in.Estate)
	if err != nil {
		return nil, err
	}
	return nil, s.DB.Tx(ctx, func(tx *store.Tx) error {
		return s.Orgs.NoteUncovered(ctx, tx, who.Actor(post), rl.ID, at.ID, in.Body.Reason, s.Clock.Now())
	})
}
