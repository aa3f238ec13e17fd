package accessweb

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

const (
	passkeyPath       = ui.MePath + "/passkeys"
	passkeySignIn     = ui.SignInPath + "/passkey"
	ceremonyCookie    = "ceremony"
	ceremonyCookieAge = 600 // seconds
)

var errPasskey = fault.New(fault.Unauthenticated, lang.T("这个通行密钥没有通过，请再试一次，或用密码登录", "This passkey did not work. Please try again, or sign in with your password."))

// relying is who passkeys are for: the host that the browser asks, which the browser itself vouches for.
func relying(r *http.Request, v *web.Visit) (*webauthn.WebAuthn, error) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	scheme := "http://"
	if v.Site.Secure || r.TLS != nil {
		scheme = "https://"
	}
	return webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: "邻里 Linli", RPOrigins: []string{scheme + r.Host}})
}

// holder is an account as package webauthn knows it.
type holder struct {
	account, login string
	keys           []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.account) }
func (h holder) WebAuthnName() string                       { return h.login }
func (h holder) WebAuthnDisplayName() string                { return h.login }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func (p *Pages) holder(r *http.Request, account string) (h holder, err error) {
	if h.account = account; account == "" {
		return h, access.ErrNoAccount
	}
	if h.login, err = p.Access.Login(r.Context(), p.DB, account); err != nil {
		return h, err
	}
	keys, err := p.Access.Passkeys(r.Context(), p.DB, account)
	for _, k := range keys {
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(k.Credential), &c); err != nil {
			return h, err
		}
		h.keys = append(h.keys, c)
	}
	return h, err
}

// offer answers with what the browser's script hands to the device, and remembers the ceremony.
func (p *Pages) offer(w http.ResponseWriter, r *http.Request, v *web.Visit, options any, session *webauthn.SessionData) error {
	data, err := json.Marshal(session)
	if err != nil {
		return err
	}
	id, err := p.Access.Remember(r.Context(), p.DB, string(data))
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: ceremonyCookie, Value: id, Path: "/", HttpOnly: true, Secure: v.Site.Secure, SameSite: http.SameSiteStrictMode, MaxAge: ceremonyCookieAge})
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(options)
}

// recall is the ceremony that the browser is in.
func (p *Pages) recall(r *http.Request) (s webauthn.SessionData, err error) {
	c, err := r.Cookie(ceremonyCookie)
	if err != nil {
		return s, errPasskey
	}
	data, err := p.Access.Recall(r.Context(), p.DB, c.Value)
	if fault.Is(err, fault.Unauthenticated) {
		return s, errPasskey
	}
	if err == nil {
		err = json.Unmarshal([]byte(data), &s)
	}
	return s, err
}

func (p *Pages) passkeyOptions(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	rp, err := relying(r, v)
	if err != nil {
		return err
	}
	h, err := p.holder(r, v.Account)
	if err != nil {
		return err
	}
	known := webauthn.Credentials(h.keys).CredentialDescriptors()
	options, session, err := rp.BeginRegistration(h, webauthn.WithExclusions(known), webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired))
	if err != nil {
		return err
	}
	return p.offer(w, r, v, options, session)
}

// addPasskey keeps the passkey that a device made.
func (p *Pages) addPasskey(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	rp, err := relying(r, v)
	if err != nil {
		return err
	}
	session, err := p.recall(r)
	if err != nil {
		return err
	}
	h, err := p.holder(r, v.Account)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes([]byte(r.PostFormValue("response")))
	if err != nil {
		return errPasskey.Because(err)
	}
	made, err := rp.CreateCredential(h, session, answer)
	if err != nil {
		return errPasskey.Because(err)
	}
	kept, err := json.Marshal(made)
	if err != nil {
		return err
	}
	name := orElse(r.PostFormValue("name"), device(v.Page, r.UserAgent()))
	if err := p.Access.AddPasskey(r.Context(), p.DB, access.Passkey{ID: passkeyID(made.ID), Account: v.Account, Name: name, Credential: string(kept)}); err != nil {
		return err
	}
	return v.Done(w, r, ui.MePath, lang.T("通行密钥登记好了，下次可以用它登录", "The passkey is kept. You can sign in with it."))
}

func passkeyID(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func (p *Pages) endPasskey(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	if err := p.Access.EndPasskey(r.Context(), p.DB, v.Account, r.PostFormValue("id")); err != nil {
		return err
	}
	return v.Done(w, r, ui.MePath, lang.T("通行密钥已删除", "The passkey is forgotten."))
}

func (p *Pages) passkeySignInOptions(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	rp, err := relying(r, v)
	if err != nil {
		return err
	}
	options, session, err := rp.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return err
	}
	return p.offer(w, r, v, options, session)
}

// passkeySignIn begins a session by a passkey.
func (p *Pages) passkeySignIn(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	back := web.Back(r.PostFormValue("back"), "")
	token, err := p.byPasskey(r, v)
	if fault.Is(err, fault.Unauthenticated) {
		return p.renderSignIn(w, r, v, http.StatusUnauthorized, back, "", err)
	}
	if err != nil {
		return err
	}
	return p.goIn(w, r, v, token, back)
}

func (p *Pages) byPasskey(r *http.Request, v *web.Visit) (token string, err error) {
	rp, err := relying(r, v)
	if err != nil {
		return "", err
	}
	session, err := p.recall(r)
	if err != nil {
		return "", err
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(r.PostFormValue("response")))
	if err != nil {
		return "", errPasskey.Because(err)
	}
	find := func(_, account []byte) (webauthn.User, error) { return p.holder(r, string(account)) }
	_, used, err := rp.ValidatePasskeyLogin(find, session, answer)
	if err != nil || used.Authenticator.CloneWarning {
		return "", errPasskey.Because(err)
	}
	kept, err := json.Marshal(used)
	if err != nil {
		return "", err
	}
	return p.Access.UsePasskey(r.Context(), p.DB, passkeyID(used.ID), string(kept), r.UserAgent())
}
