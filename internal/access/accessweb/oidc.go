package accessweb

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// Provider is where else people may sign in, by OpenID Connect: a city's single sign-on, an office's. Without an Issuer there
// is none.
type Provider struct {
	Issuer string // its address, at which /.well-known/openid-configuration lies
	Client string // what it calls this site
	Secret string
	Name   string // what people call it
}

const (
	oidcPath     = ui.SignInPath + "/oidc"
	oidcBackPath = oidcPath + "/back"
	providerTime = 10 * time.Second // how long a provider may take to answer
)

var errProvider = fault.New(fault.Unauthenticated, lang.T("那边的登录没有成功，请再试一次，或用密码登录", "Signing in there did not work. Please try again, or sign in with your password."))

// outside finds out about the provider when it is first needed, and again when that failed.
type outside struct {
	Provider
	mu    sync.Mutex
	found *oidc.Provider
}

func (o *outside) provider(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.found != nil {
		return o.found, nil
	}
	// The provider keeps the context to fetch its keys later, so it is none that ends with the request.
	client := &http.Client{Timeout: providerTime}
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), client), o.Issuer)
	if err != nil {
		return nil, fault.New(fault.Unavailable, lang.T("那边的登录服务现在连不上，请用密码登录", "That sign-in service cannot be reached now. Please sign in with your password.")).Because(err)
	}
	o.found = found
	return found, nil
}

func (o *outside) config(p *oidc.Provider, r *http.Request, v *web.Visit) *oauth2.Config {
	scheme := "http"
	if v.Site.Secure || r.TLS != nil {
		scheme = "https"
	}
	back := url.URL{Scheme: scheme, Host: r.Host, Path: oidcBackPath}
	return &oauth2.Config{ClientID: o.Client, ClientSecret: o.Secret, Endpoint: p.Endpoint(), RedirectURL: back.String(), Scopes: []string{oidc.ScopeOpenID}}
}

// underway is what is remembered while somebody is at the provider.
type underway struct{ State, Nonce, Verifier, Back, Account string }

// oidcStart goes to the provider: to sign in, or, for who is signed in, to link their account.
func (p *Pages) oidcStart(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	provider, err := p.outside.provider(r.Context())
	if fault.Is(err, fault.Unavailable) && v.Account == "" { // the password is at hand
		_ = p.disbelieved(r, "the provider cannot be reached", err)
		w.Header().Set("Retry-After", web.RetryAfter)
		return p.renderSignIn(w, r, v, http.StatusServiceUnavailable, web.Back(r.URL.Query().Get("back"), ""), "", err)
	}
	if err != nil {
		return err
	}
	u := underway{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Back: web.Back(r.URL.Query().Get("back"), ""), Account: v.Account}
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	id, err := p.Access.Remember(r.Context(), p.DB, string(data))
	if err != nil {
		return err
	}
	// Lax, since the browser comes back from another site.
	http.SetCookie(w, &http.Cookie{Name: ceremonyCookie, Value: id, Path: oidcPath, HttpOnly: true, Secure: v.Site.Secure, SameSite: http.SameSiteLaxMode, MaxAge: ceremonyCookieAge})
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, p.outside.config(provider, r, v).AuthCodeURL(u.State, oidc.Nonce(u.Nonce), oauth2.S256ChallengeOption(u.Verifier)), http.StatusSeeOther)
	return nil
}

// oidcBack is where the provider sends people back to.
func (p *Pages) oidcBack(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	u, subject, err := p.told(r, v)
	if fault.Is(err, fault.Unauthenticated) {
		return p.renderSignIn(w, r, v, http.StatusUnauthorized, "", "", err)
	}
	if err != nil {
		return err
	}
	if u.Account != "" {
		if u.Account != v.Account {
			return errProvider
		}
		if err := p.Access.LinkElsewhere(r.Context(), p.DB, p.Ring, p.Provider.Issuer, subject, v.Account); err != nil {
			return err
		}
		return v.Done(w, r, ui.MePath, lang.F("以后可以用%s登录", "You can sign in by %s from now on.", p.Provider.Name))
	}
	token, err := p.Access.SignInElsewhere(r.Context(), p.DB, p.Ring, p.Provider.Issuer, subject, r.UserAgent())
	if fault.Is(err, fault.NotFound) {
		return p.renderSignIn(w, r, v, http.StatusUnauthorized, u.Back, "", fault.New(fault.Unauthenticated,
			lang.F("%s那边的身份还没有和这里的账号关联。请先用密码登录，再到“我的”里关联。", "Your identity at %s is not linked to an account here yet. Sign in with your password, then link it on your own page.", p.Provider.Name)))
	}
	if err != nil {
		return err
	}
	return p.goIn(w, r, v, token, u.Back)
}

// oidcEnd takes the link away.
func (p *Pages) oidcEnd(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	if err := p.Access.UnlinkElsewhere(r.Context(), p.DB, p.Provider.Issuer, v.Account); err != nil {
		return err
	}
	return v.Done(w, r, ui.MePath, lang.T("已取消关联", "The link is taken away."))
}
