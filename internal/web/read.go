package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

var errForm = fault.New(fault.Invalid, lang.T("没有收完整，请再提交一次", "The form did not come through whole. Please send it again."))

// memory is how much of a form's files is held in memory while it is read; the rest lies in temporary files.
const memory = 256 << 10

// maxForm is how much a form without files may hold, all of it in memory: the text of a playbook, and room.
const maxForm = 4 << 20

// Readable refuses an address with characters that cannot be kept or asked for: a zero, or what is not UTF-8.
func Readable(u *url.URL) error {
	if !readable(u.Path) {
		return store.ErrText
	}
	if !strings.ContainsRune(u.RawQuery, '%') && readable(u.RawQuery) {
		return nil
	}
	if q, err := url.QueryUnescape(u.RawQuery); err == nil && !readable(q) { // what is badly escaped is no value
		return store.ErrText
	}
	return nil
}

// readable tells whether a string can be kept: it is UTF-8 and has no zero in it.
func readable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// read has a page answer a request whose form, if it brings one, was read.
func read(w http.ResponseWriter, r *http.Request, v *Visit, page Page) error {
	if r.Method == http.MethodPost {
		done, err := Parse(r)
		if err != nil {
			return err
		}
		defer done()
	}
	return page(w, r, v)
}

// Parse reads a request's form of either sort, and refuses characters that cannot be kept. Call the function it returns
// when the request is over. The site has done so for every page before it is asked.
func Parse(r *http.Request) (done func(), err error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") { // whose files wait on the disk
		err = r.ParseMultipartForm(memory)
	} else {
		r.Body = http.MaxBytesReader(nil, r.Body, maxForm)
		err = r.ParseForm()
	}
	done = func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll()
		}
	}
	if _, big := errors.AsType[*http.MaxBytesError](err); big {
		done()
		return func() {}, err
	}
	if err != nil {
		done()
		return func() {}, errForm.Because(err)
	}
	for name, values := range r.PostForm {
		for _, v := range append(values, name) {
			if !readable(v) {
				done()
				return func() {}, store.ErrText
			}
		}
	}
	return done, nil
}
