// Package lang holds what is said to people, in Chinese first and in English.
//
// A sentence is written once, in both languages side by side, where it is used: [T] takes both, so that a
// missing translation does not compile. Playbooks bring their own words as [Text] in YAML; a community's own
// playbook may leave English out, and [Text.In] then falls back to Chinese.
package lang

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Lang is a language that the program speaks.
type Lang string

// The two languages. Zh is the first and the fallback.
const (
	Zh Lang = "zh"
	En Lang = "en"
)

// Tag is the BCP 47 tag for the lang attribute of a page.
func (l Lang) Tag() string {
	if l == En {
		return "en"
	}
	return "zh-CN"
}

// Cookie is the name of the cookie in which a person's choice of language is kept.
const Cookie = "lang"

// Of tells which language a request asks for: ?lang=, the cookie, then Accept-Language; Chinese otherwise.
func Of(r *http.Request) Lang {
	if q := r.URL.Query().Get("lang"); q != "" {
		return parse(q)
	}
	if c, err := r.Cookie(Cookie); err == nil {
		return parse(c.Value)
	}
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	return parse(first)
}

func parse(s string) Lang {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(s)), "en") {
		return En
	}
	return Zh
}

// Text is one thing said in both languages.
type Text struct {
	Zh string `json:"zh" yaml:"zh"`
	En string `json:"en,omitempty" yaml:"en,omitempty"`
}

// T makes a Text. Both languages are needed.
func T(zh, en string) Text { return Text{Zh: zh, En: en} }

// F makes a Text from two formats with the same arguments; an argument that is a Text is said in each language.
func F(zh, en string, args ...any) Text {
	a, b := make([]any, len(args)), make([]any, len(args))
	for i, v := range args {
		a[i], b[i] = v, v
		if t, ok := v.(Text); ok {
			a[i], b[i] = t.In(Zh), t.In(En)
		}
	}
	return Text{Zh: fmt.Sprintf(zh, a...), En: fmt.Sprintf(en, b...)}
}

// Same is a Text that reads alike in every language: a name, a number.
func Same(s string) Text { return Text{Zh: s, En: s} }

// In is the text in l, or in Chinese where l has none.
func (t Text) In(l Lang) string {
	if l == En && t.En != "" {
		return t.En
	}
	if t.Zh == "" {
		return t.En
	}
	return t.Zh
}

// String is the Chinese text.
func (t Text) String() string { return t.In(Zh) }

// Empty tells whether nothing is said in either language.
func (t Text) Empty() bool { return t.Zh == "" && t.En == "" }

// Whole tells whether both languages are there.
func (t Text) Whole() bool { return t.Zh != "" && t.En != "" }

// UnmarshalJSON takes {"zh":…,"en":…} or a plain string, which is Chinese.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = Text{Zh: s}
		return nil
	}
	type plain Text
	return json.Unmarshal(b, (*plain)(t))
}

// UnmarshalYAML takes {zh: …, en: …} or a plain string, which is Chinese.
func (t *Text) UnmarshalYAML(unmarshal func(any) error) error {
	var s string
	if unmarshal(&s) == nil {
		*t = Text{Zh: s}
		return nil
	}
	type plain Text
	return unmarshal((*plain)(t))
}
