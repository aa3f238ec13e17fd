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

	People   Register = "people"   // who lives here: invitations, claims, accounts of residents
	Security Register = "security" // locks, sessions and tokens of all who have an account here
	System   Register = "system"   // the working of the program: stuck jobs
	Audit    Register = "audit"    // the journal, the looks at personal data, what was exported
)

// Registers are all of them, in the order in which people are told of them.
var Registers = []Register{Places, Areas, Orgs, Posts, People, Security, System, Audit}

var keepers = map[Register][]string{
	Places: {"grid_leader", "community_worker", "committee_member", "committee_director", "secretary", "street_officer", "street_leader"},
	Areas:  {"community_worker", "committee_director", "secretary", "street_officer", "street_leader"},
	Orgs:   {"community_worker", "committee_director", "secretary", "street_officer", "street_leader"},
	Posts:  {"committee_director", "secretary", "street_leader", org.SecurityAdmin}, // to whom GB/T 22239 gives authorisation
	People: {"community_worker", "committee_member", "committee_director", "secretary"},
	// The three administrators each keep what is no other's (GB/T 22239).
	Security: {org.SecurityAdmin},
	System:   {org.SystemAdmin},
	Audit:    {org.AuditAdmin},
}

var allows = map[Register]lang.Text{
	Places:   lang.T("登记和更改地点", "book and change places"),
	Areas:    lang.T("划网格和其他范围", "draw grids and other areas"),
	Orgs:     lang.T("登记组织", "book organisations"),
	Posts:    lang.T("任免岗位", "give and end posts"),
	People:   lang.T("邀请居民、核实住户、帮居民找回账号", "invite residents, prove who lives where, and help residents back into their accounts"),
	Security: lang.T("解锁账号，查看和结束别人的登录和令牌", "unlock accounts, and see and end others' sessions and tokens"),
	System:   lang.T("让停下的后台工作再试一次", "have stuck jobs tried again"),
	Audit:    lang.T("查看记录和个人信息的查看记录", "read the journal, and who looked at personal data"),
}

// Allows says what keeping the register means: “you may …”.
func (r Register) Allows() lang.Text { return allows[r] }

func (r Register) kept(post string) bool { return slices.Contains(keepers[r], post) }

var refusals = map[Register]lang.Text{
	Places:   lang.T("地点由社区工作者、居委会、书记登记，网格长登记自己网格里的", "Places are booked by community workers, the committee and the secretary; a grid leader books those of the own grid."),
	Areas:    lang.T("网格和范围由社区工作者、居委会主任或书记来划", "Grids and areas are drawn by community workers, the committee's director or the secretary."),
	Orgs:     lang.T("组织由社区工作者、居委会主任或书记登记", "Organisations are booked by community workers, the committee's director or the secretary."),
	Posts:    lang.T("岗位由居委会主任、书记、街道负责人或安全管理员来定", "Posts are given by the committee's director, the secretary, the street's leader or the security administrator."),
	People:   lang.T("居民的账号和邀请由社区工作者、居委会、书记来办", "Residents' accounts and invitations are for community workers, the committee and the secretary."),
	Security: lang.T("这件事由安全管理员来办", "This is for the security administrator."),
	System:   lang.T("这件事由系统管理员来办", "This is for the system administrator."),
	Audit:    lang.T("这件事由审计管理员来办", "This is for the audit administrator."),
}

// Keeps gives the post by which somebody may change a register for the place with this path; "" is the whole realm,
// for which a post for a part of it is not enough. Whoever may not gets a fault that says who may.
func (i *Identity) Keeps(r Register, path string) (post string, err error) {
	if i == nil || i.Account == "" {
		return "", ErrSignedIn
	}
	for _, h := range i.Posts {
		if r.kept(h.Kind) && Covers(h.Scope, path) {
			return h.Post.ID, nil
		}
	}
	return "", fault.New(fault.Forbidden, refusals[r])
}

// KeepsSome tells whether somebody may change a register anywhere.
func (i *Identity) KeepsSome(r Register) bool {
	return i != nil && slices.ContainsFunc(i.Posts, func(h Held) bool { return r.kept(h.Kind) })
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
