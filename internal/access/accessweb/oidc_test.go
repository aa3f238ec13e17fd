package accessweb_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"linli/internal/access/accessweb"
	"linli/internal/office"
	"linli/internal/web"
)

// city is a provider of OpenID Connect in this process. It knows one person.
type city struct {
	*httptest.Server
	key       *rsa.PrivateKey
	nonce     string
	challenge string
	lie       func(claims map[string]any)
}

func newCity(t *testing.T) *city {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c := &city{key: key}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]any{"issuer": c.URL, "authorization_endpoint": c.URL + "/auth", "token_endpoint": c.URL + "/token", "jwks_uri": c.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, r *http.Request) {
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "one", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if b64.EncodeToString(sum[:]) != c.challenge {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		claims := map[string]any{"iss": c.URL, "aud": "linli", "sub": "citizen-7", "nonce": c.nonce, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
		if c.lie != nil {
			c.lie(claims)
		}
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "one"}}, nil)
		if err != nil {
			t.Error(err)
			return
		}
		b, _ := json.Marshal(claims)
		signed, err := signer.Sign(b)
		if err != nil {
			t.Error(err)
			return
		}
		id, _ := signed.CompactSerialize()
		answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": id})
	})
	c.Server = httptest.NewServer(mux)
	t.Cleanup(c.Close)
	return c
}

// TestElsewhere signs in by a provider: only once the account is linked, and only when the provider answers what was asked.
func TestElsewhere(t *testing.T) {
	c := newCity(t)
	atOfficeWith(t, accessweb.Provider{Issuer: c.URL, Client: "linli", Secret: "s", Name: "一网通办"}, func(t *testing.T, o *office.Office) {
		c.lie = nil
		var log bytes.Buffer
		old := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		t.Cleanup(func() { slog.SetDefault(old) })
		start := func(by string) (state string, cookies *http.Cookie) {
			t.Helper()
			w := o.Get(by, "/signin/oidc", http.StatusSeeOther)
			to, err := url.Parse(w.Header().Get("Location"))
			o.Must(err)
			q := to.Query()
			if !strings.HasPrefix(to.String(), c.URL+"/auth?") || q.Get("redirect_uri") != "http://example.com/signin/oidc/back" {
				t.Fatalf("sent to %s", to)
			}
			c.nonce, c.challenge = q.Get("nonce"), q.Get("code_challenge")
			return q.Get("state"), cookie(w.ResponseRecorder, "ceremony")
		}
		back := func(by, state string, ceremony *http.Cookie) *httptest.ResponseRecorder {
			r := o.Request(by, http.MethodGet, "/signin/oidc/back?code=abc&state="+url.QueryEscape(state), nil)
			if ceremony != nil {
				r.AddCookie(ceremony)
			}
			w := httptest.NewRecorder()
			o.Handler.ServeHTTP(w, r)
			return w
		}
		office.Has(t, o.Get("", "/signin", http.StatusOK).Text(), "用一网通办登录")
		state, ceremony := start("")
		if w := back("", state, ceremony); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "还没有和这里的账号关联") {
			t.Errorf("not linked: %d", w.Code)
		}
		state, ceremony = start("resident")
		if w := back("neighbour", state, ceremony); w.Code < 400 && w.Header().Get("Location") == "/me" {
			t.Error("a link begun by one was ended by another")
		}
		state, ceremony = start("resident")
		if w := back("resident", state, ceremony); w.Code != http.StatusSeeOther {
			t.Fatalf("not linked: %d %s", w.Code, w.Body)
		}
		state, ceremony = start("")
		w := back("", state, ceremony)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("not signed in: %d %s", w.Code, w.Body)
		}
		account, err := o.Access.BySession(t.Context(), o.DB, cookie(w, web.SessionCookie).Value)
		if err != nil || account != o.IDs["resident"].Account {
			t.Errorf("signed in as %s, %v", account, err)
		}
		if w := back("", state, ceremony); w.Code != http.StatusUnauthorized {
			t.Errorf("played again: %d", w.Code)
		}
		state, ceremony = start("")
		if w := back("", state+"x", ceremony); w.Code != http.StatusUnauthorized {
			t.Errorf("another state: %d", w.Code)
		}
		state, _ = start("")
		if w := back("", state, nil); w.Code != http.StatusUnauthorized {
			t.Errorf("another browser: %d", w.Code)
		}
		for what, lie := range map[string]func(map[string]any){"another's nonce": func(m map[string]any) { m["nonce"] = "old" }, "for another site": func(m map[string]any) { m["aud"] = "other" },
			"of yesterday": func(m map[string]any) { m["exp"] = time.Now().Add(-24 * time.Hour).Unix() }, "by another": func(m map[string]any) { m["iss"] = "https://example.org" }} {
			c.lie = lie
			log.Reset()
			state, ceremony := start("")
			if w := back("", state, ceremony); w.Code != http.StatusUnauthorized {
				t.Errorf("a word %s: %d", what, w.Code)
			}
			if says := log.String(); !strings.Contains(says, "sign-in elsewhere") || !strings.Contains(says, "why=") || strings.Contains(says, state) || strings.Contains(says, "eyJ") || strings.Contains(says, "code=") {
				t.Errorf("a word %s: the log says %s", what, says)
			}
		}
		c.lie = nil
		state, ceremony = start("neighbour")
		if w := back("neighbour", state, ceremony); w.Code != http.StatusConflict {
			t.Errorf("one identity for two accounts: %d", w.Code)
		}
		o.Post("resident", "/signin/oidc/end", url.Values{}, http.StatusSeeOther)
		state, ceremony = start("")
		if w := back("", state, ceremony); w.Code != http.StatusUnauthorized {
			t.Errorf("after the link was taken away: %d", w.Code)
		}
	})
}

// TestProviderAway asks for the sign-in of a provider that cannot be reached: the page to sign in by password says so.
func TestProviderAway(t *testing.T) {
	atOfficeWith(t, accessweb.Provider{Issuer: "http://127.0.0.1:1/", Client: "linli", Secret: "s", Name: "一网通办"}, func(t *testing.T, o *office.Office) {
		page := o.Get("", "/signin/oidc?back=/nanmen/mine", http.StatusServiceUnavailable)
		office.Has(t, page.Text(), "现在连不上，请用密码登录")
		page.One("input", "name", "password")
		if len(page.All("input", "value", "/nanmen/mine")) == 0 || page.Header().Get("Retry-After") == "" {
			t.Error("where they came from is lost, or when to come again is not said")
		}
	})
}
