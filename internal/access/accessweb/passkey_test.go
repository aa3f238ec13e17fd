package accessweb_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"linli/internal/office"
	"linli/internal/web"
)

// fob is an authenticator: it keeps one key for one site.
type fob struct {
	key    *ecdsa.PrivateKey
	id     []byte
	user   []byte
	origin string
	count  uint32
}

var b64 = base64.RawURLEncoding

func (f *fob) client(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": f.origin})
	return b
}

func (f *fob) data(flags byte) []byte {
	site := sha256.Sum256([]byte("example.com"))
	return binary.BigEndian.AppendUint32(append(site[:], flags), f.count)
}

// make answers what a site asks when it wants a key.
func (f *fob) make(o *office.Office, challenge string) string {
	point, err := f.key.PublicKey.ECDH()
	o.Must(err)
	raw := point.Bytes()
	public, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: raw[1:33], -3: raw[33:]})
	o.Must(err)
	data := append(f.data(0x45), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(f.id)))
	data = append(append(data, f.id...), public...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	o.Must(err)
	b, err := json.Marshal(map[string]any{"id": b64.EncodeToString(f.id), "rawId": b64.EncodeToString(f.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": b64.EncodeToString(f.client("webauthn.create", challenge)), "attestationObject": b64.EncodeToString(object)}})
	o.Must(err)
	return string(b)
}

// use answers what a site asks when it wants to know who it is.
func (f *fob) use(o *office.Office, challenge string) string {
	f.count++
	data, client := f.data(0x05), f.client("webauthn.get", challenge)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, f.key, sum[:])
	o.Must(err)
	b, err := json.Marshal(map[string]any{"id": b64.EncodeToString(f.id), "rawId": b64.EncodeToString(f.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data), "signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(f.user)}})
	o.Must(err)
	return string(b)
}

// TestPasskey keeps a passkey, signs in by it, and refuses another's site, an answer played again, and a key that is forgotten.
func TestPasskey(t *testing.T) {
	atOffice(t, func(t *testing.T, o *office.Office) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		o.Must(err)
		f := &fob{key: key, id: []byte("invented-credential-0001"), user: []byte(o.IDs["resident"].Account), origin: "http://example.com"}
		begin := func(by, path string) (challenge string, c *http.Cookie) {
			t.Helper()
			w := o.Post(by, path, url.Values{}, http.StatusOK)
			var options struct{ PublicKey struct{ Challenge string } }
			o.Must(json.Unmarshal(w.Body.Bytes(), &options))
			return options.PublicKey.Challenge, cookie(w.ResponseRecorder, "ceremony")
		}
		send := func(by, path, response string, c *http.Cookie) *httptest.ResponseRecorder {
			t.Helper()
			r := o.Request(by, http.MethodPost, path, url.Values{"response": {response}})
			if c != nil {
				r.AddCookie(c)
			}
			w := httptest.NewRecorder()
			o.Handler.ServeHTTP(w, r)
			return w
		}
		o.Post("", "/me/passkeys/options", url.Values{}, http.StatusUnauthorized)
		challenge, c := begin("resident", "/me/passkeys/options")
		if w := send("neighbour", "/me/passkeys", f.make(o, challenge), c); w.Code != http.StatusUnauthorized {
			t.Errorf("another account took the ceremony: %d", w.Code)
		}
		challenge, c = begin("resident", "/me/passkeys/options")
		if w := send("resident", "/me/passkeys", f.make(o, challenge), c); w.Code != http.StatusSeeOther {
			t.Fatalf("not kept: %d %s", w.Code, w.Body)
		}
		challenge, c = begin("", "/signin/passkey/options")
		answer := f.use(o, challenge)
		w := send("", "/signin/passkey", answer, c)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("not signed in: %d %s", w.Code, w.Body)
		}
		account, err := o.Access.BySession(t.Context(), o.DB, cookie(w, web.SessionCookie).Value)
		if err != nil || account != o.IDs["resident"].Account {
			t.Errorf("signed in as %s, %v", account, err)
		}
		if w := send("", "/signin/passkey", answer, c); w.Code != http.StatusUnauthorized {
			t.Errorf("played again: %d", w.Code)
		}
		if w := send("", "/signin/passkey", answer, nil); w.Code != http.StatusUnauthorized {
			t.Errorf("without a ceremony: %d", w.Code)
		}
		for what, bad := range map[string]fob{"of another site": {key: key, id: f.id, user: f.user, origin: "https://example.org"},
			"of another account": {key: key, id: f.id, user: []byte(o.IDs["secretary"].Account), origin: f.origin}, "of nobody": {key: key, id: f.id, origin: f.origin}} {
			bad.count = 50
			challenge, c := begin("", "/signin/passkey/options")
			if w := send("", "/signin/passkey", bad.use(o, challenge), c); w.Code != http.StatusUnauthorized {
				t.Errorf("an answer %s: %d", what, w.Code)
			}
		}
		o.Post("resident", "/me/passkeys/end", url.Values{"id": {b64.EncodeToString(f.id)}}, http.StatusSeeOther)
		challenge, c = begin("", "/signin/passkey/options")
		if w := send("", "/signin/passkey", f.use(o, challenge), c); w.Code != http.StatusUnauthorized {
			t.Errorf("a forgotten key: %d", w.Code)
		}
	})
}
