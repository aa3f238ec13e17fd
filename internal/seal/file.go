package seal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Open reads a key file, one key of 64 hexadecimal digits a line, oldest first. Whoever loses the file loses what it
// sealed. A file that is not there is an os.ErrNotExist: only Make makes one.
func Open(path string) (*Ring, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	var keys [][]byte
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		k, err := hex.DecodeString(line)
		if err != nil {
			return nil, fmt.Errorf("key file %s: line %d is not hexadecimal", path, n)
		}
		keys = append(keys, k)
	}
	r, err := New(keys...)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return r, nil
}

// Make makes a key file with one new key, which its owner only can read. When it returns, the key is on disk. A file that
// is there already is opened as it is.
func Make(path string) (*Ring, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the key's folder: %w", err)
	}
	var key [32]byte
	rand.Read(key[:])
	f, err := os.CreateTemp(dir, "key-*.new") // for its owner only
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(hex.EncodeToString(key[:]) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	// A link, unlike a rename, never replaces the key that somebody else made meanwhile. Some disks have no links.
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		if err := os.Rename(f.Name(), path); err != nil {
			return nil, fmt.Errorf("make the key file: %w", err)
		}
	}
	d, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	return Open(path)
}
