package playbook

import (
	"slices"

	"linli/internal/lang"
)

// Known are names from outside a playbook that it may speak of. An empty list is not checked against: whoever parses
// knows what there is, the engine does not need to.
type Known struct {
	Posts   []string // what somebody can hold
	Street  []string // those of the posts that are held at the street alone
	Members []string // what somebody can belong to
	Icons   []string // pictures of kinds
}

// outside checks an actor's posts and memberships: whoever is meant by a misspelt one could never do anything.
func (c *checker) outside(a Actor) {
	path := "actors/" + a.Name
	for _, post := range a.Posts {
		c.named(path+"/posts/"+post, post)
		if nameForm.MatchString(post) && len(c.known.Posts) > 0 && !slices.Contains(c.known.Posts, post) {
			c.stranger(path+"/posts/"+post, lang.F("没有“%s”这个岗位", "there is no post “%s”", post), post, c.known.Posts, c.known.Members,
				lang.T("这是身份，写在 members 里", "this is something to belong to; write it in members"))
		}
	}
	for _, m := range a.Members {
		c.named(path+"/members/"+m, m)
		if nameForm.MatchString(m) && len(c.known.Members) > 0 && !slices.Contains(c.known.Members, m) {
			c.stranger(path+"/members/"+m, lang.F("没有“%s”这个身份", "nobody can belong to “%s”", m), m, c.known.Members, c.known.Posts,
				lang.T("这是岗位，写在 posts 里", "this is a post; write it in posts"))
		}
	}
}

// stranger says that a name is on no list, and where it belongs if it is on the other one.
func (c *checker) stranger(path string, says lang.Text, name string, list, other []string, misplaced lang.Text) {
	hint := oneOf(name, list)
	if slices.Contains(other, name) {
		hint = misplaced
	}
	c.wrong(path, says, hint)
}

// faraway tells whether nobody of a community can be the actor: all of its posts are the street's.
func (c *checker) faraway(a *Actor) bool {
	return len(c.known.Street) > 0 && len(a.Posts) > 0 && len(a.Members) == 0 &&
		!slices.ContainsFunc(a.Posts, func(p string) bool { return !slices.Contains(c.known.Street, p) })
}
