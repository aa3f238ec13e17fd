package accessweb

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"linli/internal/fault"
	"linli/internal/web"
)

// told takes what the provider says and believes it only when it answers what this browser asked.
func (p *Pages) told(r *http.Request, v *web.Visit) (u underway, subject string, err error) {
	c, err := r.Cookie(ceremonyCookie)
	if err != nil {
		return u, "", p.disbelieved(r, "another browser, or too late", nil)
	}
	data, err := p.Access.Recall(r.Context(), p.DB, c.Value)
	if fault.Is(err, fault.Unauthenticated) {
		return u, "", p.disbelieved(r, "it was answered already, or too late", nil)
	}
	if err != nil {
		return u, "", err
	}
	if err := json.Unmarshal([]byte(data), &u); err != nil {
		return u, "", p.disbelieved(r, "what was remembered cannot be read", err)
	}
	q := r.URL.Query()
	switch {
	case u.State == "" || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(u.State)) != 1:
		return u, "", p.disbelieved(r, "another state than was asked with", nil)
	case q.Get("code") == "":
		return u, "", p.disbelieved(r, "the provider refused: "+errorWord.FindString(q.Get("error")), nil)
	}
	provider, err := p.outside.provider(r.Context())
	if err != nil {
		return u, "", err
	}
	ctx, done := context.WithTimeout(r.Context(), providerTime)
	defer done()
	token, err := p.outside.config(provider, r, v).Exchange(ctx, q.Get("code"), oauth2.VerifierOption(u.Verifier))
	if err != nil {
		return u, "", p.disbelieved(r, "the code was not exchanged", err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: p.outside.Client}).Verify(ctx, raw)
	if err != nil {
		return u, "", p.disbelieved(r, "the identity does not hold", err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(u.Nonce)) != 1 || id.Subject == "" {
		return u, "", p.disbelieved(r, "an identity for another request, or of nobody", nil)
	}
	return u, id.Subject, nil
}

// errorWord is what may be logged of how a provider refuses (RFC 6749, 4.1.2.1).
var errorWord = regexp.MustCompile(`^[a-z_]{1,40}$`)

// disbelieved notes in the log why somebody was not signed in by the provider, and gives what they are told. Codes, tokens and
// what the provider answered in its own words are not noted.
func (p *Pages) disbelieved(r *http.Request, why string, err error) error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		err = fmt.Errorf("status %d, %s", refused.Response.StatusCode, errorWord.FindString(refused.ErrorCode))
	}
	slog.Warn("sign-in elsewhere", "request", web.RequestID(r.Context()), "issuer", p.Provider.Issuer, "why", why, "err", err)
	return errProvider
}
