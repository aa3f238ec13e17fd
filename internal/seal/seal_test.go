package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"linli/internal/seal"
)

func TestRing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "key")
	if _, err := seal.Open(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a key file that is not there: %v", err)
	}
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("looking for the key made its folder")
	}
	old, err := seal.Make(path)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := seal.Make(path); err != nil || !slices.Equal(again.Proofs(), old.Proofs()) {
		t.Errorf("made again, it is another key: %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("beside the key lies %v, %v", left, err)
	}
	if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", fi.Mode(), err)
	}
	phone := []byte("13800000000")
	sealed := old.Seal("a/phone", phone)
	if bytes.Contains(sealed, phone) || bytes.Equal(sealed, old.Seal("a/phone", phone)) {
		t.Error("sealing shows the value, or shows that two are equal")
	}
	b, _ := os.ReadFile(path)
	if err := os.WriteFile(path, append(b, []byte("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n")...), 0o600); err != nil {
		t.Fatal(err)
	}
	ring, err := seal.Open(path) // the key was rotated
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ring.Open("a/phone", sealed); err != nil || !bytes.Equal(got, phone) {
		t.Errorf("after rotation: %q, %v", got, err)
	}
	if p := ring.Proofs(); len(p) != 2 || p[0] != old.Proofs()[0] || p[1] == p[0] {
		t.Errorf("proofs %v", p)
	}
	if ring.Digest("a/phone", "1") != old.Digest("a/phone", "1") || ring.Digest("a/phone", "1") == ring.Digest("b/phone", "1") {
		t.Error("a digest must outlive rotation and belong to its use")
	}
	if _, err := old.Open("a/phone", ring.Seal("a/phone", phone)); err == nil {
		t.Error("opened with a key that the ring does not have")
	}
	sealed[len(sealed)-1] ^= 1
	for use, s := range map[string][]byte{"b/phone": ring.Seal("a/phone", phone), "a/phone": sealed, "empty": nil, "short": {1, 2}} {
		if _, err := ring.Open(use, s); err == nil {
			t.Errorf("opened: %s", use)
		}
	}
	if _, err := seal.New(make([]byte, 16)); err == nil {
		t.Error("took a short key")
	}
	if err := os.WriteFile(path, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Open(path); err == nil {
		t.Error("took a broken key file")
	}
}

// TestMakeAtOnce has many make the key at once: all have the same one.
func TestMakeAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	rings := make([]*seal.Ring, 8)
	var wg sync.WaitGroup
	for i := range rings {
		wg.Go(func() {
			var err error
			if rings[i], err = seal.Make(path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, r := range rings {
		if r == nil || r.Proofs()[0] != rings[0].Proofs()[0] {
			t.Fatal("two keys were made")
		}
	}
}
