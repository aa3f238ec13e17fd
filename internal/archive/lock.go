package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"linli/internal/fault"
	"linli/internal/lang"
)

// The faults of a locked archive.
var (
	ErrLocked    = fault.New(fault.Forbidden, lang.T("备份是加密的，请用 --identity 指出私钥文件", "The backup is encrypted. Name the file of the identity that opens it by --identity."))
	ErrIdentity  = fault.New(fault.Forbidden, lang.T("这把私钥打不开这份备份", "This identity does not open this backup."))
	errRecipient = lang.T("收件公钥写错了，应以 age1 开头", "That is no recipient; it begins with age1.")
)

// Lock encrypts what is written to it for the recipients, each an age public key (age1…), in the form of
// age-encryption.org/v1. The identity opens it too: it is made for this archive alone and kept nowhere, so that who wrote
// the archive can look at it once.
func Lock(w io.Writer, recipients []string) (io.WriteCloser, age.Identity, error) {
	once, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, nil, fmt.Errorf("lock the archive: %w", err)
	}
	to := []age.Recipient{once.Recipient()}
	for _, text := range recipients {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, nil, fault.InField("to", errRecipient).Because(err)
		}
		to = append(to, r)
	}
	out, err := age.Encrypt(w, to...)
	if err != nil {
		return nil, nil, fmt.Errorf("lock the archive: %w", err)
	}
	return out, once, nil
}

// Unlock gives the archive itself, which it decrypts if it is locked. Without an identity that opens it, it gives ErrLocked
// or ErrIdentity.
func Unlock(r io.Reader, identities ...age.Identity) (io.Reader, error) {
	in := bufio.NewReader(r)
	begins, err := in.Peek(len(ageMark))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("open the archive: %w", err)
	}
	if !bytes.Equal(begins, []byte(ageMark)) {
		return in, nil
	}
	if len(identities) == 0 {
		return nil, ErrLocked
	}
	out, err := age.Decrypt(in, identities...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrIdentity
	}
	if err != nil {
		return nil, ErrDamaged.Because(err)
	}
	return out, nil
}

const ageMark = "age-encryption.org/"
