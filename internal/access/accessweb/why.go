package accessweb

import (
	"context"
	"slices"
	"strings"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/ui"
)

// why says everything that somebody may do in a realm: what their posts answer for and keep, and which kinds of matter they
// work on by each. A sentence that rests on a post links to it.
func (p *Pages) why(ctx context.Context, page ui.Page, id *access.Identity) ([]meReason, error) {
	var all []meReason
	var set practice.Set
	var err error
	if len(id.Posts) > 0 {
		if set, err = p.Books.Current(ctx, p.DB, id.Realm); err != nil {
			return nil, err
		}
	}
	reasons := id.Explain()
	for i, x := range reasons {
		if i == 0 || x.Post == "" || reasons[i-1].Post != x.Post {
			all = append(all, meReason{})
		}
		one := &all[len(all)-1]
		one.Says = append(one.Says, page.Say(x.Says))
		if last := i == len(reasons)-1 || reasons[i+1].Post != x.Post; !last || x.Post == "" {
			continue
		}
		one.Href = ownPostPath(id.Realm, x.Post)
		if works := worksOn(page.Lang, set, x.Kind); works != "" {
			one.Says = append(one.Says, page.Say(lang.F("因为您有这个岗位，轮到它的时候由您办：%s。", "Because you hold this post, you work on these when it is its turn: %s.", works)))
		}
	}
	return all, nil
}

// worksOn names the kinds of matter that a kind of post answers for, decides on or moves.
func worksOn(l lang.Lang, set practice.Set, post string) string {
	var titles []string
	for _, b := range set {
		means := func(actor string) bool {
			return slices.ContainsFunc(b.Actors, func(a playbook.Actor) bool { return a.Name == actor && slices.Contains(a.Posts, post) })
		}
		for _, k := range b.Kinds {
			if slices.ContainsFunc(k.Posts(), means) {
				titles = append(titles, k.Title.In(l))
			}
		}
	}
	return strings.Join(titles, map[lang.Lang]string{lang.Zh: "、", lang.En: ", "}[l])
}
