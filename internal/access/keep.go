package access

import (
	"slices"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/org"
	"linli/internal/person"
)

// Register is what a realm keeps about itself. Who keeps which follows from posts, as everything does.
type Register string

// The registers of a realm.
const (
	Places Register = "places" // the tree of places and their shapes
	Areas  Register = "areas"  // grids and the other areas: with them, for what posts answer
	Orgs   Register = "orgs"   // organisations
	Posts  Register = "posts"  // who holds which post: with it, who may do what
)

var keepers = map[Register][]string{
	Places: {"grid_leader", "community_worker", "committee_member", "committee_director", "secretary", "street_officer", "street_leader"},
	Areas:  {"community_worker", "committee_director", "secretary", "street_officer", "street_leader"},
	Orgs:   {"community_worker", "committee_director", "secretary", "street_officer", "street_leader"},
	Posts:  {"committee_director", "secretary", "street_leader", org.SecurityAdmin}, // to whom GB/T 22239 gives authorisation
}

var refusals = map[Register]lang.Text{
	Places: lang.T("地点由社区工作者、居委会、书记登记，网格长登记自己网格里的", "Places are booked by community workers, the committee and the secretary; a grid leader books those of the own grid."),
	Areas:  lang.T("网格和范围由社区工作者、居委会主任或书记来划", "Grids and areas are drawn by community workers, the committee's director or the secretary."),
	Orgs:   lang.T("组织由社区工作者、居委会主任或书记登记", "Organisations are booked by community workers, the committee's director or the secretary."),
	Posts:  lang.T("岗位由居委会主任、书记、街道负责人或安全管理员来定", "Posts are given by the committee's director, the secretary, the street's leader or the security administrator."),
}

// Keeps gives the post by which somebody may change a register for the place with this path; "" is the whole realm,
// for which a post for a part of it is not enough. Whoever may not gets a fault that says who may.
func (i *Identity) Keeps(r Register, path string) (post string, err error) {
	if i == nil || i.Account == "" {
		return "", ErrSignedIn
	}
	for _, h := range i.Posts {
		if slices.Contains(keepers[r], h.Kind) && Covers(h.Scope, path) {
			return h.Post.ID, nil
		}
	}
	return "", fault.New(fault.Forbidden, refusals[r])
}

// KeepsSome tells whether somebody may change a register anywhere.
func (i *Identity) KeepsSome(r Register) bool {
	return i != nil && slices.ContainsFunc(i.Posts, func(h Held) bool { return slices.Contains(keepers[r], h.Kind) })
}

// Named is the name of who holds a post, as this person may read it: those who hold a post among residents are named
// whole to the people of the realm only.
func (i *Identity) Named(p org.Post, name string) string {
	if k, _ := org.PostKindOf(p.Kind); k.Staff || i != nil && i.Person != "" {
		return name
	}
	return person.Mask(name)
}

// MayGive refuses to give, end or hand over a post that no page may change, or to give one to oneself: two people are
// needed for a post, and the three administrators are booked on the server.
func (i *Identity) MayGive(kind, to string) error {
	if k, _ := org.PostKindOf(kind); k.Admin {
		return fault.InField("kind", lang.T("系统、安全、审计管理员在服务器上用 linli admin 命令登记", "The system, security and audit administrators are booked on the server, with the command linli admin."))
	}
	if i != nil && to != "" && to == i.Person {
		return fault.InField("person", lang.T("岗位不能自己给自己，请另一位有权的人来登记", "Nobody gives a post to themselves. Please have somebody else who may do it."))
	}
	return nil
}
