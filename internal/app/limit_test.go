package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linli/internal/office"
)

// flood sends a request again and again from one address until it is held up, which has to come.
func (o *town) flood(make func() *http.Request) *httptest.ResponseRecorder {
	o.T.Helper()
	for range 1000 {
		r := make()
		r.RemoteAddr = "203.0.113.5:1"
		w := httptest.NewRecorder()
		o.Handler.ServeHTTP(w, r)
		if w.Code != http.StatusTooManyRequests {
			continue
		}
		if n, err := strconv.Atoi(w.Header().Get("Retry-After")); err != nil || n < 1 {
			o.T.Errorf("Retry-After is %q", w.Header().Get("Retry-After"))
		}
		return w
	}
	o.T.Fatal("a thousand were let through")
	return nil
}

// TestHeldUp looks at what is answered to those who are held up: a page, which keeps what was typed so that it can be sent
// again and holds no password; or JSON.
func TestHeldUp(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		typed := url.Values{"title": {"楼道灯"}, "body": {"三楼 \"灯\" 不亮\n很黑"}}
		page := o.flood(func() *http.Request {
			return o.Request("", http.MethodPost, "/nanmen/raise/nanmen/hard_issue", typed)
		})
		again := o.Read(page)
		office.Has(t, again.Text(), "秒后再试", "您写的都还在")
		if again.Value("title") != typed.Get("title") || again.Value("body") != typed.Get("body") {
			t.Errorf("what was typed is lost: %q, %q", again.Value("title"), again.Value("body"))
		}
		again.One("form", "action", "/nanmen/raise/nanmen/hard_issue")

		tries := 0
		login := o.flood(func() *http.Request {
			tries++
			return o.Request("", http.MethodPost, "/signin", url.Values{"login": {"nobody" + strconv.Itoa(tries)}, "password": {"柳絮池塘"}})
		})
		if strings.Contains(login.Body.String(), "柳絮池塘") {
			t.Error("a password stands on the page")
		}

		raise := o.flood(func() *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/api/v1/realms/nanmen/matters", strings.NewReader("{}"))
			r.Header.Set("Content-Type", "application/json")
			return r
		})
		var says struct{ Kind, Message string }
		o.Must(json.Unmarshal(raise.Body.Bytes(), &says))
		if says.Kind != "too_many" || !strings.Contains(says.Message, "再试") {
			t.Errorf("%+v", says)
		}
		// Whoever is signed in at the same address is not held up by it, nor is a program.
		for _, by := range []string{"resident", "writes"} {
			r := o.Request(by, http.MethodPost, "/nanmen/raise/nanmen/hard_issue", typed)
			if programs[by] {
				r.Header.Set("Authorization", "Bearer "+o.Tokens[by])
			}
			r.RemoteAddr = "203.0.113.5:1"
			w := httptest.NewRecorder()
			o.Handler.ServeHTTP(w, r)
			if w.Code == http.StatusTooManyRequests {
				t.Errorf("%s is held up too", by)
			}
		}
	})
}

// zeros is as much of nothing as is asked for.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// TestTooLarge sends too much of everything that can be sent: it is refused in words, and the server goes on.
func TestTooLarge(t *testing.T) {
	inTown(t, func(t *testing.T, o *town) {
		var form bytes.Buffer
		m := multipart.NewWriter(&form)
		_, err := m.CreateFormFile("fields.photos", "a.jpg")
		o.Must(err)
		head := form.String()
		for what, c := range map[string]struct {
			path, kind string
			body       io.Reader
		}{
			"a form":              {"/nanmen/raise/nanmen/wish", "application/x-www-form-urlencoded", io.MultiReader(strings.NewReader("body="), io.LimitReader(zeros{}, 5<<20))},
			"a sign-in":           {"/signin", "application/x-www-form-urlencoded", io.MultiReader(strings.NewReader("login="), io.LimitReader(zeros{}, 5<<20))},
			"a form with files":   {"/nanmen/raise/nanmen/wish", m.FormDataContentType(), io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 141<<20))},
			"JSON":                {"/api/v1/realms/nanmen/matters", "application/json", io.MultiReader(strings.NewReader(`{"title":"`), io.LimitReader(zeros{}, 2<<20))},
			"a file":              {"/api/v1/realms/nanmen/files", "image/jpeg", io.MultiReader(strings.NewReader("\xff\xd8\xff"), io.LimitReader(zeros{}, 16<<20))},
			"far too large a one": {"/api/v1/realms/nanmen/files", "application/pdf", io.MultiReader(strings.NewReader("%PDF-1.7"), io.LimitReader(zeros{}, 200<<20))},
		} {
			r := httptest.NewRequest(http.MethodPost, c.path, c.body)
			r.Header.Set("Content-Type", c.kind)
			r.AddCookie(&http.Cookie{Name: "linli", Value: o.Tokens["resident"]})
			w := o.answers("resident", r)
			if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "MB") && !strings.Contains(w.Body.String(), "too_large") {
				t.Errorf("%s: status %d %.200s", what, w.Code, wordsOf(w.Body.String()))
			}
		}
		if w := o.answers("", o.asks("", http.MethodGet, "/nanmen")); w.Code != http.StatusOK {
			t.Errorf("afterwards: status %d", w.Code)
		}
	})
}
