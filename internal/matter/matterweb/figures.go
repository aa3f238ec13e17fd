package matterweb

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// figuresPage is every figure of a realm's playbooks, as counted now.
type figuresPage struct {
	Page  ui.Page
	Staff bool
	Now   time.Time
	Books []figuresBook
	Hits  []hitRow
}

// hitRow is how often suggestions for a kind were right.
type hitRow struct {
	Kind, About              string
	Made, First, Other, None string
	Since                    time.Time
}

type figuresBook struct {
	Title   string
	Figures []ui.Figure
}

// figurePage is one figure with the very matters that it counts.
type figurePage struct {
	Page   ui.Page
	Staff  bool
	Now    time.Time
	Figure ui.Figure
	Facts  []ui.Fact
	Sums   bool // it adds up an outcome; each row says how much of it
	Unit   string
	Rows   []figureRow
	Hidden string // how many are counted and not shown
	Pages  ui.Paging
}

type figureRow struct {
	queueRow
	Raised time.Time
	Adds   string
}

const figureSize = 50

// figures shows what a community reached, counted from its matters. It is open to everyone: numbers name nobody.
func (d *desk) figures(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	all, err := d.Matters.Figures(r.Context(), d.DB, v.Realm.ID, string(v.Realm.Kind))
	if err != nil {
		return err
	}
	p := figuresPage{Page: v.Page, Staff: v.ID.Staff(), Now: d.Clock.Now()}
	p.Page.Title = v.Page.T("成效", "Figures")
	for _, f := range all {
		title := v.Page.Say(f.Book.Title)
		if n := len(p.Books); n == 0 || p.Books[n-1].Title != title {
			p.Books = append(p.Books, figuresBook{Title: title})
		}
		b := &p.Books[len(p.Books)-1]
		b.Figures = append(b.Figures, figureWords(v, f, true))
	}
	hits, err := d.Matters.Suggestions(r.Context(), d.DB, v.ID, v.Realm.ID)
	if err != nil {
		return err
	}
	for _, h := range hits {
		p.Hits = append(p.Hits, hitRow{v.Page.Say(h.Kind.Title), v.Page.Say(aboutWord(h.About)), share(h.Made, h.Made), share(h.First, h.Made), share(h.Other, h.Made), share(h.None(), h.Made), h.Since})
	}
	return v.Render(w, r, http.StatusOK, figuresView(p))
}

func aboutWord(a matter.About) lang.Text {
	switch a {
	case matter.AboutKind:
		return lang.T("属于哪一类", "which kind it is")
	case matter.AboutPlace:
		return lang.T("在哪里", "where it is")
	}
	return lang.T("交给谁办", "who handles it")
}

// share is a number, and beside it its part of all where it is not all of them.
func share(n, of int64) string {
	if n == of || of == 0 {
		return amount(float64(n))
	}
	return amount(float64(n)) + " · " + strconv.FormatInt((200*n+of)/(2*of), 10) + "%"
}

// figureWords words a figure: its number, over which time, and what the document says where it was taken from one.
func figureWords(v *web.Visit, f matter.Figure, link bool) ui.Figure {
	out := ui.Figure{Label: v.Page.Say(f.Title), Value: amount(f.Value), Unit: v.Page.Say(f.Unit), Note: v.Page.Say(f.Span())}
	if f.Published != "" {
		out.Note += v.Page.T("\n文件写的是 ", "\nThe document says ") + published(v.Page, f.Published)
	}
	if link {
		out.Href = "/" + v.Realm.ID + "/figures/" + f.Book.Name + "/" + f.Name
	}
	return out
}

// period says exactly over which time a figure counts.
func period(f matter.Figure) lang.Text {
	if f.Period.From.IsZero() {
		return f.Span()
	}
	return f.Period.Text()
}

// published is what a document says of a figure; a + in it is a strict lower bound.
func published(p ui.Page, s string) string {
	if n, more := strings.CutSuffix(s, "+"); more {
		return p.T(thousands(n)+" 多", "more than "+thousands(n))
	}
	return thousands(s)
}

// thousands sets the thousands of a number apart, and leaves what is none as it is.
func thousands(s string) string {
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return amount(n)
	}
	return s
}

// agrees tells whether a figure is what the document says.
func agrees(f matter.Figure) bool {
	s, more := strings.CutSuffix(f.Published, "+")
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		return true
	}
	if more {
		return f.Value > n
	}
	return f.Value == n
}

// amount is a number with thousands apart, and at most three decimals.
func amount(n float64) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(n, 'f', 3, 64), ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		return whole + "." + part
	}
	return whole
}

func (d *desk) figure(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	book, name := r.PathValue("playbook"), r.PathValue("figure")
	at, err := readPaging(r.URL.Query())
	if err != nil {
		return err
	}
	found, err := d.Matters.Records(r.Context(), d.DB, v.ID, v.Realm.ID, book, name, at.cursor, figureSize)
	if err != nil {
		return err
	}
	f := found.Figure
	p := figurePage{Page: v.Page, Staff: v.ID.Staff(), Now: d.Clock.Now(), Figure: figureWords(v, f, false), Sums: f.Sum != "", Unit: v.Page.Say(f.Unit)}
	p.Figure.Note = ""
	p.Page.Title = v.Page.Say(f.Title)
	p.Page.Crumbs = []ui.Link{{Href: "/" + v.Realm.ID + "/figures", Label: v.Page.T("成效", "Figures")}}
	p.Facts = figureFacts(v.Page, f, found.All)
	items := make([]matter.Item, len(found.Items))
	for i, it := range found.Items {
		items[i] = it.Item
	}
	rows, err := d.rows(r, v, items, p.Now)
	if err != nil {
		return err
	}
	for i, it := range found.Items {
		p.Rows = append(p.Rows, figureRow{rows[i], it.Created, amount(it.Adds)})
	}
	if found.Hidden > 0 {
		p.Hidden = v.Page.Say(lang.F("还有 %d 件也计算在内，但不对您公开", "%d more are counted but are not shown to you", found.Hidden))
		if v.Account == "" {
			p.Hidden += v.Page.T("；登录后可能看到更多", "; signing in may show more")
		}
	}
	p.Pages = at.links(v.Page, "/"+v.Realm.ID+"/figures/"+book+"/"+name, nil, found.Next)
	return v.Render(w, r, http.StatusOK, figureView(p))
}

func figureFacts(p ui.Page, f matter.Figure, all int) []ui.Fact {
	n := strconv.Itoa(all)
	facts := []ui.Fact{{Label: p.T("计算的时间", "Counted over"), Value: p.Say(period(f)), Wide: true}, {Label: p.T("出自多少件事", "From how many matters"), Value: p.T(n+" 件", n)}}
	if f.Published != "" {
		says := published(p, f.Published)
		if agrees(f) {
			says += p.T("，与记录相符", ", which agrees with the records")
		} else {
			says += p.T("，与记录不同", ", which differs from the records")
		}
		facts = append(facts, ui.Fact{Label: p.T("文件写的是", "The document says"), Value: says})
	}
	return append(facts, ui.Fact{Label: p.T("工作法", "Playbook"), Value: p.Say(f.Book.Title)})
}
