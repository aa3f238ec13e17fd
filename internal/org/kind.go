package org

import "linli/internal/lang"

// Kind is a sort of organisation.
type Kind struct {
	Key   string
	Title lang.Text
}

// Kinds are the sorts of organisation that there are.
var Kinds = []Kind{
	{"residents_committee", lang.T("居民委员会", "residents' committee")},
	{"supervision_committee", lang.T("居务监督委员会", "residents' supervision committee")},
	{"community_party_committee", lang.T("社区党委", "community party committee")},
	{"extended_party_committee", lang.T("社区大党委", "extended party committee")},
	{"estate_branch", lang.T("小区党支部", "estate party branch")},
	{"building_party_group", lang.T("楼栋党小组", "building party group")},
	{"grid_team", lang.T("网格服务队", "grid team")},
	{"owners_assembly", lang.T("业主大会", "owners' assembly")},
	{"owners_committee", lang.T("业主委员会", "owners' committee")},
	{"interim_property_committee", lang.T("物业管理委员会", "interim property committee")},
	{"self_management_committee", lang.T("自治管理委员会", "self-management committee")},
	{"property_company", lang.T("物业服务企业", "property company")},
	{"partner_unit", lang.T("共建单位", "partner unit")},
	{"volunteer_team", lang.T("志愿服务队", "volunteer team")},
	{"social_organisation", lang.T("社会组织", "social organisation")},
	{"mediation_committee", lang.T("人民调解委员会", "people's mediation committee")},
	{"advisory_group", lang.T("顾问团", "advisory group")},
	{"service_centre", lang.T("党群服务中心", "service centre")},
	{"service_station", lang.T("党群服务站", "service station")},
	{"street_office", lang.T("街道办事处", "street office")},
	{"street_party_committee", lang.T("街道党工委", "street party committee")},
	{"street_department", lang.T("街道科室", "department of the street office")},
	{"operations", lang.T("系统管理", "system administration")},
}

var kinds = byKey(Kinds, func(k Kind) string { return k.Key })

// KindTitle names a kind of organisation.
func KindTitle(key string) lang.Text {
	if k, ok := kinds[key]; ok {
		return k.Title
	}
	return lang.Same(key)
}

func byKey[T any](list []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, v := range list {
		m[key(v)] = v
	}
	return m
}
