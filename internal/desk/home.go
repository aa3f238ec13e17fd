package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"linli/internal/realm"
	"linli/internal/ui"
	"linli/internal/web"
)

func (p *Pages) routesHome(s *web.Site) {
	s.Handle("GET /{$}", p.realms)
	s.Handle("GET /{realm}", p.home)
	if s.Demo != nil {
		s.Handle("POST "+ui.ClockPath, p.putForward)
	}
}

// realmCookie keeps the slug of the realm that was visited last; the pages outside of realms read it, too.
const realmCookie = "realm"

// realmsPage lets somebody find their community.
type realmsPage struct {
	Page    ui.Page
	Last    *realmLink
	Streets []street
}

type street struct {
	realmLink
	Communities []realmLink
}

type realmLink struct{ Href, Title string }

func (p *Pages) realms(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	all, err := p.Realms.All(r.Context(), p.DB)
	if err != nil {
		return err
	}
	m := realmsPage{Page: v.Page}
	m.Page.Title = v.Page.T("您在哪个社区", "Which community is yours?")
	last, _ := r.Cookie(realmCookie)
	for _, one := range all {
		link := realmLink{"/" + one.ID, v.Page.Say(one.Title)}
		if last != nil && last.Value == one.ID {
			m.Last = &link
		}
		if one.Kind == realm.Street {
			m.Streets = append(m.Streets, street{realmLink: link})
		} else if n := len(m.Streets); n > 0 {
			m.Streets[n-1].Communities = append(m.Streets[n-1].Communities, link)
		} else {
			m.Streets = append(m.Streets, street{Communities: []realmLink{link}})
		}
	}
	return v.Render(w, r, http.StatusOK, realmsView(m))
}

// homePage is where a visit to a community begins.
type homePage struct {
	Page        ui.Page
	Staff       bool
	About       string
	Raise       string
	Kinds       []ui.NavItem
	Ways        []ui.NavItem
	Done        []homeRow
	Figures     []ui.Figure
	AllFigures  string
	Communities []realmLink
	Handed      []string
	Claims      ui.Link
}

type homeRow struct {
	Href, Icon, Title, Under string
	Status                   ui.Status
}

// How much of each the home page shows.
const (
	homeKinds   = 9
	homeDone    = 5
	homeFigures = 6
)

func (p *Pages) home(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ctx, page, base := r.Context(), v.Page, "/"+v.Realm.ID
	m := homePage{Page: page, Staff: v.ID.Staff(), Raise: base + "/raise", AllFigures: base + "/figures"}
	m.Page.Title = page.Say(v.Realm.Title)
	http.SetCookie(w, &http.Cookie{Name: realmCookie, Value: v.Realm.ID, Path: "/", SameSite: http.SameSiteLaxMode, Secure: v.Site.Secure, MaxAge: int(365 * 24 * time.Hour / time.Second)})
	kinds, err := p.Matters.Kinds(ctx, p.DB, v.ID, v.Realm.ID, string(v.Realm.Kind))
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if k.May && len(m.Kinds) < homeKinds {
			m.Kinds = append(m.Kinds, ui.NavItem{Href: base + "/raise/" + k.ID(), Icon: k.Icon, Label: page.Say(k.Title)})
		}
	}
	m.Ways = waysOf(v, base)
	if m.Handed, err = p.handed(ctx, v); err != nil {
		return err
	}
	if m.Claims, err = p.claims(ctx, v); err != nil {
		return err
	}
	set, err := p.Books.Current(ctx, p.DB, v.Realm.ID)
	if err != nil {
		return err
	}
	if len(set) > 0 && v.Realm.Kind == realm.Community {
		m.About = page.Say(set[0].About)
	}
	if v.Realm.Kind == realm.Street {
		under, err := p.Realms.Under(ctx, p.DB, v.Realm.ID)
		if err != nil {
			return err
		}
		for _, c := range under {
			m.Communities = append(m.Communities, realmLink{"/" + c.ID, page.Say(c.Title)})
		}
	}
	if m.Done, err = p.done(r, v, base); err != nil {
		return err
	}
	for _, b := range set {
		for _, f := range b.Figures {
			if f.Published == "" || len(m.Figures) == homeFigures {
				continue
			}
			n, err := p.Matters.Count(ctx, p.DB, v.Realm.ID, b, f)
			if err != nil {
				return err
			}
			if n.Value > 0 {
				m.Figures = append(m.Figures, ui.Figure{Label: page.Say(f.Title), Value: count(n.Value), Unit: page.Say(f.Unit), Href: base + "/figures/" + b.Name + "/" + f.Name, Note: page.Say(n.Span())})
			}
		}
	}
	return v.Render(w, r, http.StatusOK, homeView(m))
}

// waysOf are the other things that one may come for.
func waysOf(v *web.Visit, base string) []ui.NavItem {
	page := v.Page
	ways := []ui.NavItem{{Href: base + "/track", Icon: "search", Label: page.T("查进展", "Follow a matter")}, {Href: base + "/answers", Icon: "map-pin", Label: page.T("谁管我这", "Who answers here")}}
	if v.Account != "" {
		ways = append(ways, ui.NavItem{Href: base + "/mine", Icon: "list-check", Label: page.T("我的事", "My matters")})
	} else {
		ways = append(ways, ui.NavItem{Href: ui.SignInPath + "?" + url.Values{"back": {base}}.Encode(), Icon: "login", Label: page.T("登录", "Sign in")})
	}
	if v.ID.Member("party_member", "volunteer") {
		ways = append(ways, ui.NavItem{Href: base + "/board", Icon: "heart-handshake", Label: page.T("认领", "Claim")})
	}
	if v.ID.Staff() {
		ways = append(ways, ui.NavItem{Href: base + "/today", Icon: "layout-dashboard", Label: page.T("工作台", "Workbench")})
	}
	ways = append(ways, ui.NavItem{Href: base + "/map", Icon: "map", Label: page.T("地图", "Map")})
	return append(ways, ui.NavItem{Href: base + "/figures", Icon: "chart-bar", Label: page.T("成效", "Figures")})
}

// done are public matters that were done lately: what anyone may see, whoever looks.
func (p *Pages) done(r *http.Request, v *web.Visit, base string) ([]homeRow, error) {
	found, err := p.Matters.Done(r.Context(), p.DB, v.Realm.ID, homeDone)
	if err != nil {
		return nil, err
	}
	rows := make([]homeRow, len(found))
	for i, it := range found {
		n := strconv.FormatInt(it.Number, 10)
		rows[i] = homeRow{Href: base + "/matters/" + n, Icon: it.Kind.Icon, Title: it.Says(v.Page.Lang), Under: v.Page.Day(it.Closed), Status: ui.Status(it.Shows)}
		if it.AtPlace != "" {
			rows[i].Under += " · " + it.AtPlace
		}
		if it.Title == it.Kind.Title.String() {
			rows[i].Title = v.Page.Say(it.Kind.Title)
		}
	}
	return rows, nil
}

// count is a number with thousands apart.
func count(n float64) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(n, 'f', -1, 64), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part != "" {
		return whole + "." + part
	}
	return whole
}

// putForward moves a demonstration's clock and goes back to where it was moved.
func (p *Pages) putForward(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := v.Site.Demo.Advance(r.Context(), r.PostFormValue("advance")); err != nil {
		return err
	}
	http.Redirect(w, r, web.Back(r.PostFormValue("back"), "/"), http.StatusSeeOther)
	return nil
}
