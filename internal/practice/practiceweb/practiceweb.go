// Package practiceweb is the pages about playbooks: what a realm plays, in words and as diagrams; trying out a new
// text; what a version would change for running matters; taking it up, going back, and carrying running matters over.
//
// A text with problems never gets further than the page that shows them.
package practiceweb

import (
	"bytes"
	"context"
	"net/http"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/store"
	"linli/internal/web"
)

// Needs are what the pages are built from.
type Needs struct {
	DB      *store.DB
	Books   *practice.Service
	Matters *matter.Service
	Clock   clock.Clock
}

// Pages are the pages about playbooks.
type Pages struct{ Needs }

// New makes the pages.
func New(n Needs) *Pages { return &Pages{n} }

// Routes tells the site their addresses.
func (p *Pages) Routes(s *web.Site) {
	s.Handle("GET /{realm}/playbooks", p.all)
	s.Handle("GET /{realm}/playbooks.css", p.style)
	s.Handle("GET /{realm}/playbooks/check", p.try)
	s.Handle("POST /{realm}/playbooks/check", p.check)
	s.Handle("POST /{realm}/playbooks/install", p.install)
	s.Handle("GET /{realm}/playbooks/{name}", p.show)
	s.Handle("GET /{realm}/playbooks/{name}/text", p.text)
	s.Handle("GET /{realm}/playbooks/{name}/compare", p.compare)
	s.Handle("POST /{realm}/playbooks/{name}/switch", p.change)
	s.Handle("POST /{realm}/playbooks/{name}/carry", p.carry)
}

// installers are the posts that decide what a realm plays: a community's secretary, and in the street's own realm its
// leader. The administrator of the system is not among them: who is meant by a playbook's actors is read from it, so that
// whoever installs one decides who sees what.
var installers = []string{"secretary", "street_leader"}

var (
	errInstaller = fault.New(fault.Forbidden, lang.T("换用工作法，社区的由本社区书记来定，街道的由街道负责人来定", "Which playbook a community uses is decided by its own secretary; which one a street uses, by its leader."))
	errNoBook    = fault.New(fault.NotFound, lang.T("这里没有用这本工作法", "This playbook is not used here."))
	errNoVersion = fault.New(fault.NotFound, lang.T("没有这一版工作法", "There is no such version of the playbook."))
)

// decides gives the post by which the visitor may decide what the realm plays.
func decides(v *web.Visit) (post string, err error) {
	if err := v.Need(); err != nil {
		return "", err
	}
	post, ok := v.ID.Post(installers, "")
	if !ok {
		return "", errInstaller
	}
	return post, nil
}

// book finds what the realm plays now by its name.
func (p *Pages) book(ctx context.Context, v *web.Visit, name string) (*playbook.Playbook, error) {
	set, err := p.Books.Current(ctx, p.DB, v.Realm.ID)
	if err != nil {
		return nil, err
	}
	if b := set.Book(name); b != nil {
		return b, nil
	}
	return nil, errNoBook
}

// version finds a version of a playbook by its hash.
func (p *Pages) version(ctx context.Context, name, hash string) (*playbook.Playbook, error) {
	b, err := p.Books.Version(ctx, p.DB, hash)
	if fault.Is(err, fault.NotFound) || err == nil && b.Name != name {
		return nil, errNoVersion
	}
	return b, err
}

// style is how diagrams look. It is a file of its own because pages allow no style within themselves.
func (p *Pages) style(w http.ResponseWriter, _ *http.Request, _ *web.Visit) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, err := w.Write(drawingStyle())
	return err
}

// drawing is a kind's diagram for a page, without its own style.
func drawing(k *playbook.Kind, l lang.Lang) string {
	svg := playbook.Draw(k, l)
	before, _, after, _ := styleOf(svg)
	svg = append(append([]byte(nil), before...), after...)
	return string(bytes.Replace(svg, []byte(` style="max-width:100%;height:auto"`), nil, 1))
}

func styleOf(svg []byte) (before, style, after []byte, ok bool) {
	before, rest, ok := bytes.Cut(svg, []byte("<style>"))
	if !ok {
		return svg, nil, nil, false
	}
	style, after, ok = bytes.Cut(rest, []byte("</style>"))
	return before, style, after, ok
}

// drawingStyle is the style that every diagram brings, taken from one of an empty kind.
func drawingStyle() []byte {
	b := &playbook.Playbook{}
	_, style, _, _ := styleOf(playbook.Draw(&playbook.Kind{Playbook: b}, lang.Zh))
	return append([]byte(".playbook-drawing{max-width:100%;height:auto}\n.playbook-text{overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:var(--t-sm)}\n"), style...)
}
