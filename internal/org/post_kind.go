package org

import "linli/internal/lang"

// PostKind is a sort of post.
type PostKind struct {
	Key   string
	Title lang.Text
	// Staff tells that whoever holds it works for the community, the street or a company, and is not acting as a
	// resident among residents.
	Staff bool
	// Head tells that it leads its organisation: one person with two of these is 一肩挑.
	Head bool
	// Answers tells that a resident may turn to it about a doorway. Administrators of the system answer for none.
	Answers bool
	// Street tells that it is held at the street, never in a community.
	Street bool
	// Admin marks the three administrators, of whom one person may be only one (GB/T 22239).
	Admin bool
}

// The three administrators.
const (
	SystemAdmin   = "system_admin"
	SecurityAdmin = "security_admin"
	AuditAdmin    = "audit_admin"
)

// PostKinds are the sorts of post that there are; in a list of who answers, the earlier comes first.
var PostKinds = []PostKind{
	{Key: "member_household", Title: lang.T("党员中心户", "party household"), Answers: true},
	{Key: "unit_leader", Title: lang.T("单元长", "unit leader"), Answers: true},
	{Key: "building_leader", Title: lang.T("楼栋长", "building leader"), Answers: true},
	{Key: "deputy_building_leader", Title: lang.T("副楼栋长", "deputy building leader"), Answers: true},
	{Key: "building_party_group_leader", Title: lang.T("楼栋党小组长", "leader of the building party group"), Head: true, Answers: true},
	{Key: "grid_worker", Title: lang.T("网格员", "grid worker"), Staff: true, Answers: true},
	{Key: "grid_leader", Title: lang.T("网格长", "grid leader"), Staff: true, Answers: true},
	{Key: "branch_secretary", Title: lang.T("小区党支部书记", "secretary of the estate branch"), Head: true, Answers: true},
	{Key: "owners_chair", Title: lang.T("业委会主任", "chair of the owners' committee"), Head: true, Answers: true},
	{Key: "owners_member", Title: lang.T("业委会委员", "member of the owners' committee"), Answers: true},
	{Key: "self_management_chair", Title: lang.T("自管会主任", "chair of the self-management committee"), Head: true, Answers: true},
	{Key: "self_management_member", Title: lang.T("自管会委员", "member of the self-management committee"), Answers: true},
	{Key: "property_manager", Title: lang.T("物业经理", "property manager"), Staff: true, Head: true, Answers: true},
	{Key: "property_worker", Title: lang.T("物业员工", "property worker"), Staff: true, Answers: true},
	{Key: "mediator", Title: lang.T("人民调解员", "people's mediator"), Answers: true},
	{Key: "community_worker", Title: lang.T("社区工作者", "community worker"), Staff: true, Answers: true},
	{Key: "committee_member", Title: lang.T("居委会委员", "member of the residents' committee"), Staff: true, Answers: true},
	{Key: "committee_director", Title: lang.T("居委会主任", "director of the residents' committee"), Staff: true, Head: true, Answers: true},
	{Key: "secretary", Title: lang.T("社区党组织书记", "secretary of the community party committee"), Staff: true, Head: true, Answers: true},
	{Key: "party_committee_member", Title: lang.T("社区党委委员", "member of the community party committee"), Staff: true},
	{Key: "supervisor", Title: lang.T("居务监督委员", "member of the supervision committee")},
	{Key: "station_worker", Title: lang.T("党群服务站工作人员", "worker of the service station"), Staff: true},
	{Key: "team_leader", Title: lang.T("队长", "team leader"), Head: true},
	{Key: "adviser", Title: lang.T("顾问", "adviser")},
	{Key: "partner_contact", Title: lang.T("共建单位联络员", "contact of a partner unit")},
	{Key: "street_officer", Title: lang.T("街道工作人员", "street officer"), Staff: true, Street: true, Answers: true},
	{Key: "street_leader", Title: lang.T("街道负责人", "street leader"), Staff: true, Street: true, Head: true},
	{Key: SystemAdmin, Title: lang.T("系统管理员", "system administrator"), Staff: true, Admin: true},
	{Key: SecurityAdmin, Title: lang.T("安全管理员", "security administrator"), Staff: true, Admin: true},
	{Key: AuditAdmin, Title: lang.T("审计管理员", "audit administrator"), Staff: true, Admin: true},
}

var (
	postKinds = byKey(PostKinds, func(k PostKind) string { return k.Key })
	postOrder = order(PostKinds)
)

// PostKindOf is the sort of post with this key.
func PostKindOf(key string) (PostKind, bool) {
	k, ok := postKinds[key]
	return k, ok
}

func order(list []PostKind) map[string]int {
	m := make(map[string]int, len(list))
	for i, k := range list {
		m[k.Key] = i
	}
	return m
}
