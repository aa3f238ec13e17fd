package ui

import (
	"net/http"
	"net/url"
	"time"

	"linli/internal/lang"
)

// Page is what every part of a page may need to know about it. It is made once per request.
type Page struct {
	Lang  lang.Lang
	Theme string // ThemeLight or ThemeDark; empty follows the person's device
	Large bool   // large type, for those who see less

	Title      string // the heading, and the first half of the window's title
	Bare       bool   // the page draws its own heading
	Realm      string // the community's or street's name in addresses; empty outside one
	RealmTitle string // its name in words
	Phone      string // where one can call instead; empty shows no button
	Hours      string // when somebody answers there, in words; may be empty
	Crumbs     []Link // the way here, without the page itself

	Nav    []NavItem // four at most on the resident's site
	Person string    // who is signed in; empty is nobody
	Post   string    // as what
	Path   string    // the address of this page with its query, to come back to
	Flash  string    // said once, after something was done
	Sorry  bool      // or was not done

	Demo    bool      // a demonstration, whose clock can be moved
	DemoNow time.Time // what that clock shows
}

// Link is a word with an address.
type Link struct{ Href, Label string }

// NavItem is one place to go: in a navigation, a row of tabs or of chips.
type NavItem struct {
	Href, Icon, Label string
	Group             string // a heading above it, in the workbench; the same for neighbours
	Current           bool
	Count             int  // how many wait there; zero is not shown
	More              bool // there are at least so many
}

// Addresses that the layouts link to.
const (
	PrefsPath   = "/prefs"      // GET ?lang= | ?size= | ?theme=, and back=
	SignInPath  = "/signin"     // GET ?back=
	SignOutPath = "/signout"    // POST
	MePath      = "/me"         // GET: the person's own page
	ClockPath   = "/demo/clock" // POST advance=, back=; only where Page.Demo
)

// The themes that a person may choose. Neither follows the device.
const (
	ThemeLight = "light"
	ThemeDark  = "dark"
)

// Cookies in which the choices are kept; [lang.Cookie] keeps the language. Scripts set them too.
const (
	ThemeCookie = "theme" // "light" or "dark"
	SizeCookie  = "size"  // "large"
)

// FromRequest makes a page in the language, theme and type size that the request's cookies ask for.
func FromRequest(r *http.Request) Page {
	p := Page{Lang: lang.Of(r), Path: r.URL.RequestURI()}
	if c, err := r.Cookie(ThemeCookie); err == nil && (c.Value == ThemeLight || c.Value == ThemeDark) {
		p.Theme = c.Value
	}
	if c, err := r.Cookie(SizeCookie); err == nil {
		p.Large = c.Value == "large"
	}
	return p
}

// T is the one of two wordings that is in the page's language.
func (p Page) T(zh, en string) string {
	if p.Lang == lang.En {
		return en
	}
	return zh
}

// Say is t in the page's language.
func (p Page) Say(t lang.Text) string { return t.In(p.Lang) }

// windowTitle is what the browser's tab shows.
func (p Page) windowTitle() string {
	site := p.T("邻里", "Linli")
	switch {
	case p.Title == "" && p.RealmTitle == "":
		return site
	case p.Title == "":
		return p.RealmTitle + " · " + site
	case p.RealmTitle == "", p.RealmTitle == p.Title:
		return p.Title + " · " + site
	}
	return p.Title + " · " + p.RealmTitle
}

func (p Page) home() string { return "/" + p.Realm }

// brand is the name at the top of every page.
func (p Page) brand() string {
	if p.RealmTitle != "" {
		return p.RealmTitle
	}
	return p.T("邻里", "Linli")
}

// pref is the address that keeps a choice and comes back.
func (p Page) pref(name, value string) string {
	return PrefsPath + "?" + url.Values{name: {value}, "back": {p.Path}}.Encode()
}

// groups splits the navigation where the group changes.
func (p Page) groups() [][]NavItem {
	var all [][]NavItem
	for i, n := range p.Nav {
		if i == 0 || n.Group != p.Nav[i-1].Group {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], n)
	}
	return all
}
