package walk_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"testing"
)

// page is the text of a page as somebody gets it.
func (d *demo) page(t *testing.T, as account, path string) string {
	t.Helper()
	status, _, text := d.ask(t, http.MethodGet, path, as.Token, "")
	if status != http.StatusOK {
		t.Fatalf("%s is answered %d to %s", path, status, as.Account)
	}
	return text
}

var ownPost = regexp.MustCompile(`href="(/nanmen/posts/[^"]+/own)"`)

// ownPost is the address of a post that somebody holds, from their own page.
func (d *demo) ownPost(t *testing.T, as account) string {
	t.Helper()
	found := ownPost.FindStringSubmatch(d.page(t, as, "/me"))
	if found == nil {
		t.Fatalf("%s finds no post on their page", as.Account)
	}
	return found[1]
}

// claims has somebody make an account without a slip, who says that they live behind a door.
func (d *demo) claims(t *testing.T, name, login, door string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for field, value := range map[string]string{"name": name, "login": login, "password": "柳絮池塘淡淡的风", "again": "柳絮池塘淡淡的风", "door": door} {
		if err := m.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	w, err := client.Post(d.base+"/nanmen/join", m.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusSeeOther {
		says, _ := io.ReadAll(w.Body)
		t.Fatalf("no account is made: %d %s", w.StatusCode, says)
	}
}
