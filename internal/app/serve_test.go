package app_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/internal/app"
	"linli/internal/fault"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// serving serves an office's database and gives the address; at the end of the test it is stopped, and must end well.
func serving(t *testing.T, a *app.App, door app.Door) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l, a.Site(nil, false), door) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func get(t *testing.T, c *http.Client, url, token string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestMetrics asks for pages and then for the numbers: they name routes, and nobody.
func TestMetrics(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		_, a, _ := lived(t, engine)
		door := app.Door{Watch: app.Watch{Addr: free(t)}}
		addr := serving(t, a, door)
		c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		for _, path := range []string{"/nanmen", "/nanmen/track/ABCDEFGH23", "/nanmen/matters/1", "/api/v1/realms/nanmen/matters", "/no/such/page/at/all"} {
			get(t, c, "http://"+addr+path, "")
		}
		if err := a.DB.Quiet(t.Context(), func(tx *store.Tx) error {
			return a.Jobs.PutAt(t.Context(), tx, "nanmen", "never", nil, time.Now().Add(time.Hour))
		}); err != nil {
			t.Fatal(err)
		}
		status, text := get(t, c, "http://"+door.Watch.Addr+"/metrics", "")
		if status != http.StatusOK {
			t.Fatal(status, text)
		}
		for _, want := range []string{`linli_request_seconds_count\{method="GET",route="/\{realm\}",status="200"\} 1`, `route="/\{realm\}/track/\{code\}"`, `route="/api/v1/realms/\{realm\}/matters"`, `route="none",status="404"`,
			`linli_database_up 1`, `linli_jobs_waiting 1`, `linli_jobs_stuck 0`, `linli_journal_entries\{realm="nanmen"\} \d\d`, `linli_build_info\{go="go1`, `linli_database_connections\{`, `process_resident_memory_bytes`} {
			if !regexp.MustCompile(want).MatchString(text) {
				t.Errorf("nothing says %s", want)
			}
		}
		for _, secret := range []string{"ABCDEFGH23", "台灯", "worker", "/matters/1"} {
			if strings.Contains(text, secret) {
				t.Errorf("it tells of %s", secret)
			}
		}
		if s, _ := get(t, c, "http://"+door.Watch.Addr+"/debug/pprof/heap", ""); s != http.StatusNotFound {
			t.Errorf("without a token a profile is answered %d", s)
		}
		if s, _ := get(t, c, "http://"+addr+"/metrics", ""); s != http.StatusNotFound {
			t.Errorf("on the site the numbers are answered %d", s)
		}
	})
}

// TestWatchToken looks at a server with a token, with another, and with none.
func TestWatchToken(t *testing.T) {
	_, a, _ := lived(t, store.SQLite)
	door := app.Door{Watch: app.Watch{Addr: free(t), Token: "Quiet-harbour-49"}}
	serving(t, a, door)
	c := &http.Client{}
	for limit := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if conn, err := net.Dial("tcp", door.Watch.Addr); err == nil {
			conn.Close()
			break
		} else if time.Now().After(limit) {
			t.Fatal(err)
		}
	}
	for token, want := range map[string]int{"Quiet-harbour-49": 200, "quiet-harbour-49": 401, "": 401} {
		for _, path := range []string{"/metrics", "/debug/pprof/heap", "/healthz"} {
			if s, _ := get(t, c, "http://"+door.Watch.Addr+path, token); s != want {
				t.Errorf("%s with the token %q: %d", path, token, s)
			}
		}
	}
	if l, err := (app.Watch{Addr: "0.0.0.0:0"}).Listen(); !fault.Is(err, fault.Invalid) {
		t.Errorf("it can be watched from everywhere without a token: %v, %v", l, err)
	}
}

// issue writes a new certificate and its key, and gives its serial number.
func issue(t *testing.T, chain, key string, serial int64) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	what := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "linli.example"}, NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"linli.example"}}
	der, err := x509.CreateCertificate(rand.Reader, what, what, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	b, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{chain: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: b}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCertificate renews a certificate under a running server: new connections get the new one, and a broken file leaves the
// one before.
func TestCertificate(t *testing.T) {
	_, a, _ := lived(t, store.SQLite)
	dir := t.TempDir()
	chain, key := filepath.Join(dir, "chain.pem"), filepath.Join(dir, "key.pem")
	issue(t, chain, key, 1)
	addr := serving(t, a, app.Door{Cert: chain, CertKey: key})
	serial := func() string {
		t.Helper()
		conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2", "http/1.1"}})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return fmt.Sprint(conn.ConnectionState().PeerCertificates[0].SerialNumber)
	}
	becomes := func(want string) {
		t.Helper()
		for limit := time.Now().Add(time.Minute); serial() != want; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(limit) {
				t.Fatalf("certificate %s never came", want)
			}
		}
	}
	becomes("1")
	issue(t, chain, key, 2)
	becomes("2")
	if err := os.WriteFile(key, []byte("half a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond)
	becomes("2")
	issue(t, chain, key, 3)
	becomes("3")
}
