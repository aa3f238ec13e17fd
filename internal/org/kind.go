package org

import (
	_ "embed"
	"fmt"
	"regexp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"linli/internal/lang"
)

//go:embed kinds.yaml
var kindsText []byte

// Kind is a sort of organisation.
type Kind struct {
	Key   string
	Title lang.Text
}

// Kinds are the sorts of organisation that every realm has, and PostKinds the sorts of post that there are; in a list of who
// answers, the earlier comes first. Both are read from kinds.yaml.
var Kinds, PostKinds = must(readKinds(kindsText))

var kinds = byKey(Kinds, func(k Kind) string { return k.Key })

// kindLine is a line of kinds.yaml.
type kindLine struct {
	line                                int
	Key                                 string
	Zh, En                              string
	Staff, Head, Answers, Street, Admin bool
}

// UnmarshalYAML reads a line and notes which it is.
func (l *kindLine) UnmarshalYAML(n ast.Node) error {
	type plain kindLine
	if err := yaml.NodeToValue(n, (*plain)(l), yaml.Strict()); err != nil {
		return err
	}
	l.line = n.GetToken().Position.Line
	return nil
}

var kindKey = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)

// readKinds reads kinds.yaml and tells of the first line that is wrong. It takes no word that it does not know.
func readKinds(text []byte) ([]Kind, []PostKind, error) {
	var file struct{ Orgs, Posts []kindLine }
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		return nil, nil, fmt.Errorf("kinds.yaml: %w", err)
	}
	var orgs []Kind
	var posts []PostKind
	seen := map[string]int{}
	for i, l := range append(file.Orgs, file.Posts...) {
		if i == len(file.Orgs) {
			clear(seen)
		}
		title := lang.Text{Zh: l.Zh, En: l.En}
		switch first, twice := seen[l.Key]; {
		case !kindKey.MatchString(l.Key):
			return nil, nil, fmt.Errorf("kinds.yaml:%d: the key %q is not small letters joined by _", l.line, l.Key)
		case twice:
			return nil, nil, fmt.Errorf("kinds.yaml:%d: the key %s stands on line %d already", l.line, l.Key, first)
		case !title.Whole():
			return nil, nil, fmt.Errorf("kinds.yaml:%d: %s is not named in both languages, zh and en", l.line, l.Key)
		case i < len(file.Orgs) && (l.Staff || l.Head || l.Answers || l.Street || l.Admin):
			return nil, nil, fmt.Errorf("kinds.yaml:%d: %s is an organisation and has only key, zh and en", l.line, l.Key)
		}
		seen[l.Key] = l.line
		if i < len(file.Orgs) {
			orgs = append(orgs, Kind{l.Key, title})
		} else {
			posts = append(posts, PostKind{l.Key, title, l.Staff, l.Head, l.Answers, l.Street, l.Admin})
		}
	}
	return orgs, posts, nil
}

func must(orgs []Kind, posts []PostKind, err error) ([]Kind, []PostKind) {
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return orgs, posts
}

func byKey[T any](list []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, v := range list {
		m[key(v)] = v
	}
	return m
}
