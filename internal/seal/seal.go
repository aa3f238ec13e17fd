// Package seal keeps personal data closed at rest.
//
// What is sealed can be opened only with the key and only for what it was sealed for: the realm and the use are bound
// in, so that a value copied to another row does not open. Keys rotate: each sealed value names its key, and old keys
// stay in the ring to open what they sealed. The cipher is AES-256-GCM (NIST SP 800-38D).
package seal

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrClosed is returned when a value cannot be opened: another key, another place, or damage.
var ErrClosed = errors.New("seal: cannot be opened")

// Ring holds the keys. It is safe for concurrent use.
type Ring struct {
	keys   map[byte]cipher.AEAD
	newest byte
	lookup []byte // for Digest; never rotates, or equality would be lost
}

// New makes a ring from keys of 32 bytes, oldest first.
func New(keys ...[]byte) (*Ring, error) {
	if len(keys) == 0 || len(keys) > 255 {
		return nil, fmt.Errorf("seal: %d keys", len(keys))
	}
	r := &Ring{keys: map[byte]cipher.AEAD{}}
	for i, k := range keys {
		block, err := aes.NewCipher(k)
		if err != nil || len(k) != 32 {
			return nil, fmt.Errorf("seal: key %d is not 32 bytes", i+1)
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return nil, err
		}
		r.newest = byte(i + 1)
		r.keys[r.newest] = aead
	}
	m := hmac.New(sha256.New, keys[0])
	m.Write([]byte("linli lookup"))
	r.lookup = m.Sum(nil)
	return r, nil
}

// Open reads a key file, one key of 64 hexadecimal digits a line, oldest first; a missing file is made with one key
// and can be read by its owner only. Whoever loses the file loses what it sealed.
func Open(path string) (*Ring, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		key := make([]byte, 32)
		rand.Read(key)
		if err := os.WriteFile(path, []byte(hex.EncodeToString(key)+"\n"), 0o600); err != nil {
			return nil, fmt.Errorf("make the key file: %w", err)
		}
		return New(key)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	defer f.Close()
	var keys [][]byte
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		if line == "" {
			continue
		}
		k, err := hex.DecodeString(line)
		if err != nil {
			return nil, fmt.Errorf("key file %s: line %d is not hexadecimal", path, len(keys)+1)
		}
		keys = append(keys, k)
	}
	return New(keys...)
}

// Seal closes plain for one use, such as "nanmen/phone".
func (r *Ring) Seal(use string, plain []byte) []byte {
	aead := r.keys[r.newest]
	out := make([]byte, 1+aead.NonceSize(), 1+aead.NonceSize()+len(plain)+aead.Overhead())
	out[0] = r.newest
	rand.Read(out[1:])
	return aead.Seal(out, out[1:], plain, []byte(use))
}

// Open opens what was sealed for the same use.
func (r *Ring) Open(use string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, ErrClosed
	}
	aead, ok := r.keys[sealed[0]]
	if !ok || len(sealed) < 1+aead.NonceSize() {
		return nil, ErrClosed
	}
	n := 1 + aead.NonceSize()
	plain, err := aead.Open(nil, sealed[1:n], sealed[n:], []byte(use))
	if err != nil {
		return nil, ErrClosed
	}
	return plain, nil
}

// Digest is the same for the same value and use, and tells nothing of the value without the key: by it a phone number
// is found again without being opened.
func (r *Ring) Digest(use, value string) string {
	m := hmac.New(sha256.New, r.lookup)
	m.Write([]byte(use))
	m.Write([]byte{0})
	m.Write([]byte(value))
	return hex.EncodeToString(m.Sum(nil)[:16])
}
