package matterweb

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// line is the way to one reader who stays: each message has its own time to be taken, where the server's time for a whole
// answer would end it.
type line struct {
	w io.Writer
	*http.ResponseController
	patience time.Duration
}

// send writes a message, and fails when the reader does not take it for as long as there is patience.
func (l line) send(text string) error {
	if err := l.SetWriteDeadline(time.Now().Add(l.patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := io.WriteString(l.w, text); err != nil {
		return err
	}
	return l.Flush()
}
