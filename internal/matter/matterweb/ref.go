package matterweb

import (
	"net/http"
	"strconv"
	"strings"

	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// refOf is the matter that an address names, by its number or by its tracking code, and the address of its page.
func refOf(r *http.Request, v *web.Visit) (ref matter.Ref, base string, err error) {
	ref.Realm = v.Realm.ID
	if code := cleanCode(r.PathValue("code")); code != "" {
		ref.Code = code
		return ref, "/" + v.Realm.ID + "/track/" + code, nil
	}
	n := r.PathValue("number")
	if ref.Number, err = strconv.ParseInt(n, 10, 64); err != nil || ref.Number < 1 || strconv.FormatInt(ref.Number, 10) != n {
		return ref, "", matter.ErrNone
	}
	return ref, "/" + v.Realm.ID + "/matters/" + n, nil
}

// cleanCode takes a tracking code as people type it.
func cleanCode(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "　", "").Replace(strings.ToUpper(strings.TrimSpace(s)))
}

// spoken is a tracking code in two halves, as it is read out and copied.
func spoken(code string) string {
	if len(code) != 10 {
		return code
	}
	return code[:5] + " " + code[5:]
}

// crumb is where a matter's page leads back to.
func crumb(v *web.Visit) []ui.Link {
	base := "/" + v.Realm.ID
	switch {
	case v.ID.Staff():
		return []ui.Link{{Href: base + "/queue", Label: v.Page.T("事项", "Matters")}}
	case v.Account != "":
		return []ui.Link{{Href: base + "/mine", Label: v.Page.T("我的事", "My matters")}}
	}
	return []ui.Link{{Href: base, Label: v.Page.T("首页", "Home")}}
}

// titleOf is a matter's title as a page shows it; a kind that shows no title lends its own, in the page's language.
func titleOf(p ui.Page, m *matter.Matter) string {
	if m.Title == m.Kind.Title.String() {
		return p.Say(m.Kind.Title)
	}
	return m.Title
}
