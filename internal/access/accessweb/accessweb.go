// Package accessweb is the pages of signing in and out, of who one is and why one may do what one may, and of the
// choices that a browser keeps: language, type size and theme.
package accessweb

import (
	"net/http"
	"time"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form/formweb"
	"linli/internal/job"
	"linli/internal/journal"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/seal"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// Needs are what the pages are built from.
type Needs struct {
	DB      *store.DB
	Access  *access.Service
	Realms  *realm.Service
	People  *person.Service
	Orgs    *org.Service
	Books   *practice.Service
	Ask     formweb.Needs
	Journal *journal.Journal
	Jobs    *job.Queue
	Clock   clock.Clock
	Ring    *seal.Ring
	// Provider is where else people may sign in; it may be none.
	Provider Provider
}

// Pages are the pages about who one is.
type Pages struct {
	Needs
	outside *outside
}

// New makes the pages.
func New(n Needs) *Pages { return &Pages{n, &outside{Provider: n.Provider}} }

// Routes tells the site its addresses.
func (p *Pages) Routes(s *web.Site) {
	s.Handle("GET "+ui.SignInPath, p.signInForm)
	s.Handle("POST "+ui.SignInPath, p.signIn)
	s.Handle("POST "+ui.SignOutPath, p.signOut)
	s.Handle("GET "+ui.MePath, p.me)
	s.Handle("POST "+ui.MePath+"/password", p.password)
	s.Handle("POST "+jobsPath, p.jobsAgain)
	s.Handle("GET "+ui.PrefsPath, p.prefs)
	s.Handle("POST "+ui.MePath+"/sessions", p.endSession)
	s.Handle("POST "+ui.MePath+"/tokens", p.addToken)
	s.Handle("POST "+ui.MePath+"/tokens/end", p.endToken)
	s.Handle("POST "+passkeyPath+"/options", p.passkeyOptions)
	s.Handle("POST "+passkeyPath, p.addPasskey)
	s.Handle("POST "+passkeyPath+"/end", p.endPasskey)
	s.Handle("POST "+passkeySignIn+"/options", p.passkeySignInOptions)
	s.Handle("POST "+passkeySignIn, p.passkeySignIn)
	if p.Provider.Issuer != "" {
		s.Handle("GET "+oidcPath, p.oidcStart)
		s.Handle("GET "+oidcBackPath, p.oidcBack)
		s.Handle("POST "+oidcPath+"/end", p.oidcEnd)
	}
	s.Handle("GET "+recoverPath, p.recoverForm)
	s.Handle("POST "+recoverPath, p.recover)
	s.Handle("GET /{realm}/join", p.joinForm)
	s.Handle("POST /{realm}/join", p.join)
	s.Handle("GET /{realm}/claims", p.claims)
	s.Handle("POST /{realm}/claims/{claim}", p.decide)
	s.Handle("GET /{realm}/invitations", p.invitationsForm)
	s.Handle("POST /{realm}/invitations", p.invite)
	s.Handle("GET /{realm}/accounts", p.accounts)
	s.Handle("GET /{realm}/accounts/{person}", p.accountOf)
	s.Handle("POST /{realm}/accounts/{person}/recovery", p.makeRecovery)
	s.Handle("POST /{realm}/accounts/{person}/unlock", p.unlock)
	s.Handle("POST /{realm}/accounts/{person}/signout", p.signOutOther)
	s.Handle("GET /{realm}/posts/{post}/own", p.ownPost)
	s.Handle("POST /{realm}/posts/{post}/own", p.standIn)
	s.Handle("POST /{realm}/posts/{post}/own/{sub}", p.takeBack)
}

// RealmCookie keeps the slug of the realm that was visited last.
const RealmCookie = "realm"

// within puts a page that lies outside of realms into the one that was visited last, so that its places are at hand.
func (p *Pages) within(r *http.Request, v *web.Visit) error {
	c, err := r.Cookie(RealmCookie)
	if err != nil {
		return nil
	}
	return p.enter(r, v, c.Value)
}

// enter makes the visit one in a realm; a realm that is not there leaves it as it is.
func (p *Pages) enter(r *http.Request, v *web.Visit, in string) error {
	rl, err := p.Realms.Get(r.Context(), p.DB, in)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	id, err := p.Access.Authenticate(r.Context(), p.DB, web.Secret(r), rl.ID)
	if fault.Is(err, fault.Unauthenticated) {
		id, err = &access.Identity{Realm: rl.ID}, nil
	}
	if err != nil {
		return err
	}
	v.Realm, v.ID = rl, id
	v.Page.Realm, v.Page.RealmTitle, v.Page.Person = rl.ID, v.Page.Say(rl.Title), id.Name
	if len(id.Posts) > 0 {
		v.Page.Post = v.Page.Say(id.Posts[0].Post.Says())
	}
	if v.Site.Nav != nil {
		v.Page.Nav = v.Site.Nav(r.Context(), v)
	}
	return nil
}

// keep sets a cookie that scripts may read, for a year.
func keep(w http.ResponseWriter, s *web.Site, name, value string) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", SameSite: http.SameSiteLaxMode, Secure: s.Secure, MaxAge: int(365 * 24 * time.Hour / time.Second)}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
