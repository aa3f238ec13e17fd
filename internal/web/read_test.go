package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/internal/fault"
)

func TestReadable(t *testing.T) {
	for address, taken := range map[string]bool{
		"/nanmen/queue?q=%E7%81%AF&stage=new": true,
		"/nanmen/queue?q=a+b":                 true,
		"/nanmen/queue?q=%zz":                 true, // no value at all
		"/nanmen/queue?q=a%00b":               false,
		"/nanmen/queue?a%00=b":                false,
		"/nanmen/queue?q=%FF":                 false,
		"/nan%00men/queue":                    false,
		"/nan%FFmen/queue":                    false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := Readable(u); (err == nil) != taken || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestPost sends forms of both sorts to a page: what cannot be kept never reaches it.
func TestPost(t *testing.T) {
	for _, c := range []struct {
		name, value string
		taken       bool
	}{{"note", "灯坏了\r\n第二行", true}, {"note", "a\x00b", false}, {"note", "\xff", false}, {"no\x00te", "a", false}} {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		part, err := m.CreatePart(map[string][]string{"Content-Disposition": {`form-data; name="` + c.name + `"`}})
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(c.value))
		m.Close()
		for kind, body := range map[string]string{"application/x-www-form-urlencoded": url.Values{c.name: {c.value}}.Encode(), m.FormDataContentType(): b.String()} {
			r := httptest.NewRequest(http.MethodPost, "/nanmen/raise", strings.NewReader(body))
			r.Header.Set("Content-Type", kind)
			asked := ""
			err := read(nil, r, nil, func(_ http.ResponseWriter, r *http.Request, _ *Visit) error {
				asked = r.PostFormValue(c.name)
				return nil
			})
			if (err == nil) != c.taken || err != nil && (!fault.Is(err, fault.Invalid) || asked != "") || err == nil && asked != c.value {
				t.Errorf("%q as %s: %v, the page reads %q", c.value, kind, err, asked)
			}
		}
	}
	broken := httptest.NewRequest(http.MethodPost, "/nanmen/raise", strings.NewReader("no form"))
	broken.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if err := read(nil, broken, nil, nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("a broken form: %v", err)
	}
}
