package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"linli/internal/fault"
	"linli/internal/lang"
)

// Hash is a password that was hashed, in the PHC string format: $argon2id$v=19$m=19456,t=2,p=1$salt$hash.
type Hash string

// NoPassword stands instead of a hash for an account that is signed in to by other ways only.
const NoPassword = "no password"

// The cost of new hashes: OWASP's first choice for argon2id, about 20 ms and 19 MiB.
const (
	costTime    = 2
	costMemory  = 19 * 1024 // KiB
	costThreads = 1
	saltLen     = 16
	hashLen     = 32
)

var b64 = base64.RawStdEncoding

// Hash checks a new password by the rules and hashes it. It waits while two others are being hashed, until ctx ends.
// Call it outside a transaction.
func (s *Service) Hash(ctx context.Context, login, password string) (Hash, error) {
	if err := CheckPassword(login, password); err != nil {
		return "", err
	}
	if err := s.enter(ctx); err != nil {
		return "", err
	}
	defer s.leave()
	var salt [saltLen]byte
	rand.Read(salt[:])
	return encode(salt[:], argon2.IDKey([]byte(password), salt[:], costTime, costMemory, costThreads, hashLen)), nil
}

func encode(salt, key []byte) Hash {
	return Hash(fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, costMemory, costTime, costThreads, b64.EncodeToString(salt), b64.EncodeToString(key)))
}

// decoy is a hash that no password has, but that costs as much to compare with.
func decoy() Hash {
	var b [saltLen + hashLen]byte
	rand.Read(b[:])
	return encode(b[:saltLen], b[saltLen:])
}

// verify tells whether a password is the one that was hashed.
func (s *Service) verify(ctx context.Context, h Hash, password string) (bool, error) {
	parts := strings.Split(string(h), "$")
	var version, memory, time, threads uint32
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, fmt.Errorf("access: not an argon2id hash")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &time, &threads); err != nil || version != argon2.Version || threads == 0 || threads > 255 || time == 0 {
		return false, fmt.Errorf("access: unknown cost of a hash %q", parts[2]+"$"+parts[3])
	}
	salt, err := b64.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("access: salt of a hash: %w", err)
	}
	key, err := b64.DecodeString(parts[5])
	if err != nil || len(key) == 0 {
		return false, fmt.Errorf("access: a damaged hash")
	}
	if err := s.enter(ctx); err != nil {
		return false, err
	}
	defer s.leave()
	if len(password) > maxPassword {
		password = "" // no password is so long; compare all the same
	}
	return subtle.ConstantTimeCompare(key, argon2.IDKey([]byte(password), salt, time, memory, uint8(threads), uint32(len(key)))) == 1, nil
}

func (s *Service) enter(ctx context.Context) error {
	select {
	case s.hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) leave() { <-s.hashing }

const (
	minPassword = 8    // characters
	maxPassword = 1000 // bytes
)

//go:embed common.txt
var commonText string

var common = set(strings.Fields(commonText))

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// CheckPassword refuses a password that is too short, that is the login, or that everybody tries first.
func CheckPassword(login, password string) error {
	low := strings.ToLower(password)
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return fault.InField("password", lang.F("密码至少 %d 个字符", "A password has at least %d characters.", minPassword))
	case len(password) > maxPassword:
		return fault.InField("password", lang.F("密码不能超过 %d 个字节", "A password has at most %d bytes.", maxPassword))
	case login != "" && low == strings.ToLower(strings.TrimSpace(login)):
		return fault.InField("password", lang.T("密码不能和账号相同", "The password must not be the same as the account."))
	case common[low] || strings.Trim(low, low[:1]) == "":
		return fault.InField("password", lang.T("这个密码太常见，别人很容易猜到，请换一个", "This password is too common and easily guessed. Please choose another."))
	}
	return nil
}
