package web

import (
	"net/http"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
)

// methods are those that any address here is asked by.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// WrongMethod tells whether there is what a request asks for, but by other methods: it names them in the answer's Allow and
// gives the fault to answer with (405). Otherwise it gives nil. The pattern rest, which serves whatever nothing else does, is not counted.
func WrongMethod(w http.ResponseWriter, r *http.Request, mux *http.ServeMux, rest string) error {
	var allowed []string
	for _, method := range methods {
		other := *r
		other.Method = method
		if _, pattern := mux.Handler(&other); pattern != "" && pattern != rest {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return nil
	}
	list := strings.Join(allowed, ", ")
	w.Header().Set("Allow", list)
	return fault.New(fault.Method, lang.F("这个地址不能用 %s，可以用 %s", "This address does not take %s; it takes %s.", r.Method, list))
}
