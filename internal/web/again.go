package web

import (
	"net/http"
	"slices"
	"strings"
)

// resend is a form that was held up, to be sent again as it was typed.
type resend struct {
	Action string
	Fields []typedField
}

type typedField struct{ Name, Value string }

// secrets are fields that never come back to a page, so that a form with one is typed again.
var secrets = []string{"password", "again", "old", "secret", "code", "response"}

// keepTyped gives what was typed into a form that is not carried out now; nil for anything that cannot be sent again from a page: a
// form with files, with a secret, or of an unusual size.
func keepTyped(r *http.Request) *resend {
	if r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") && !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") ||
		r.ContentLength < 0 || r.ContentLength > maxForm {
		return nil
	}
	done, err := Parse(r)
	if err != nil {
		return nil
	}
	defer done()
	if r.MultipartForm != nil && slices.ContainsFunc(filesOf(r), func(size int64) bool { return size > 0 }) {
		return nil
	}
	kept := &resend{Action: r.URL.RequestURI()}
	for name, values := range r.PostForm {
		if slices.Contains(secrets, name) {
			return nil
		}
		for _, v := range values {
			kept.Fields = append(kept.Fields, typedField{name, v})
		}
	}
	slices.SortStableFunc(kept.Fields, func(a, b typedField) int { return strings.Compare(a.Name, b.Name) })
	return kept
}

// filesOf are the sizes of the files that came with a form.
func filesOf(r *http.Request) (sizes []int64) {
	for _, all := range r.MultipartForm.File {
		for _, f := range all {
			sizes = append(sizes, f.Size)
		}
	}
	return sizes
}
