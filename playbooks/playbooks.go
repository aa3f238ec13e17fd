// Package playbooks holds the ways of working that ship with the program: five communities' methods, one folder each.
//
// They are data. What their words mean, package internal/playbook says; a community picks one, edits it, or writes its
// own beside them.
package playbooks

import (
	"embed"
	"path"
	"slices"
)

//go:embed */playbook.yaml
var files embed.FS

// Names are the playbooks that ship, in the order of the alphabet. A playbook's name is its folder's.
func Names() []string {
	paths, err := files.ReadDir(".")
	if err != nil {
		panic("playbooks: " + err.Error()) // the embedded folder always reads
	}
	var names []string
	for _, p := range paths {
		names = append(names, p.Name())
	}
	slices.Sort(names)
	return names
}

// File is where a shipped playbook stands, for messages about it: "haiyue/playbook.yaml".
func File(name string) string { return path.Join(name, "playbook.yaml") }

// Texts are the playbooks as they are written, by name. The caller owns the map and the bytes.
func Texts() map[string][]byte {
	all := map[string][]byte{}
	for _, name := range Names() {
		text, err := files.ReadFile(File(name))
		if err != nil {
			panic("playbooks: " + err.Error())
		}
		all[name] = text
	}
	return all
}
