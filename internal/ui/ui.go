// Package ui draws what pages are made of: the layouts, and the parts that every face shares.
//
// It knows no domain. A part takes plain values, already decided and already worded in the page's language; what a part
// itself says it says through [Page.T], in both languages. Parts work without script and carry no inline style, so that
// a page may be served with the policy default-src 'self'. [Styleguide] shows every part in every state; a new part
// belongs there, and in the sheet of its family in web/src.
//
// The *_templ.go files are made by go tool -modfile=tools/go.mod templ generate.
package ui
