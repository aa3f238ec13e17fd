package app

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificate is a TLS certificate in files, which may change while the program runs: whoever renews it need not restart.
type certificate struct {
	chain, key string
	mu         sync.Mutex
	now        *tls.Certificate
	seen       [2]time.Time // when each file was last written
	looked     time.Time
}

// lookEvery is how often the files are looked at, at most.
const lookEvery = time.Second

func openCertificate(chain, key string) (*certificate, error) {
	c := &certificate{chain: chain, key: key}
	if _, err := c.get(nil); err != nil {
		return nil, err
	}
	return c, nil
}

// get gives the certificate as its files hold it. While they cannot be read, or do not belong together, the one before
// stays.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now != nil && time.Since(c.looked) < lookEvery {
		return c.now, nil
	}
	c.looked = time.Now()
	var seen [2]time.Time
	for i, name := range []string{c.chain, c.key} {
		if fi, err := os.Stat(name); err == nil {
			seen[i] = fi.ModTime()
		}
	}
	if c.now != nil && seen == c.seen {
		return c.now, nil
	}
	pair, err := tls.LoadX509KeyPair(c.chain, c.key)
	if err != nil {
		if c.now == nil {
			return nil, fmt.Errorf("the certificate: %w", err)
		}
		slog.Warn("the certificate has changed and cannot be read; the one before is used on", "err", err)
		return c.now, nil
	}
	c.now, c.seen = &pair, seen
	return c.now, nil
}
