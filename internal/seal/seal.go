// Package seal keeps personal data closed at rest.
//
// What is sealed can be opened only with the key and only for what it was sealed for: the use, made of realm, table
// and row, is bound in, so that a value copied to another row does not open. Keys rotate: each sealed value names its key, and old keys
// stay in the ring to open what they sealed. The cipher is AES-256-GCM (NIST SP 800-38D).
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrClosed is returned when a value cannot be opened: another key, another place, or damage.
var ErrClosed = errors.New("seal: cannot be opened")

// Ring holds the keys. It is safe for concurrent use.
type Ring struct {
	keys   map[byte]cipher.AEAD
	proofs []string
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
		r.proofs = append(r.proofs, hex.EncodeToString(derive(k, "linli proof")[:16]))
	}
	r.lookup = derive(keys[0], "linli lookup")
	return r, nil
}

func derive(key []byte, what string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(what))
	return m.Sum(nil)
}

// Proofs has one text for each key, oldest first, by which the key is known again; it tells nothing of the key.
func (r *Ring) Proofs() []string { return r.proofs }

// Seal closes plain for one use, such as "nanmen/person/<id>/phone".
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
