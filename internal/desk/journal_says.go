package desk

import (
	"context"
	"fmt"
	"strings"

	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/ui"
)

// happened is what each sort of entry is called; exports and the address keep its key.
var happened = []struct {
	kind string
	says lang.Text
}{
	{"matter.opened", lang.T("登记了事项", "raised a matter")},
	{"matter.moved", lang.T("办了一步", "moved a matter on")},
	{"matter.timed", lang.T("到了时间", "time moved a matter")},
	{"matter.news", lang.T("街道有了答复", "the street answered a matter")},
	{"matter.handed", lang.T("事项随岗位移交", "a matter went along with a post")},
	{"matter.carried", lang.T("事项转到新版工作法", "a matter went on by a new version")},
	{"practice.installed", lang.T("换用了工作法", "took up a playbook")},
	{"post.added", lang.T("给了岗位", "gave a post")},
	{"post.ended", lang.T("结束了岗位", "ended a post")},
	{"post.handed_over", lang.T("移交了岗位", "handed a post over")},
	{"post.work_moved", lang.T("岗位的工作已移交", "the work of a post was moved")},
	{"post.called_off", lang.T("取消了未开始的岗位", "called off a post to come")},
	{"post.goes_on", lang.T("岗位继续", "a post goes on")},
	{"org.added", lang.T("登记了组织", "added an organisation")},
	{"org.changed", lang.T("改了组织", "changed an organisation")},
	{"org.closed", lang.T("撤销了组织", "closed an organisation")},
	{"org.reopened", lang.T("恢复了组织", "reopened an organisation")},
	{"own_kind.added", lang.T("添了一种组织类型", "named a kind of organisation")},
	{"own_kind.changed", lang.T("改了一种组织类型", "changed a kind of organisation")},
	{"own_kind.removed", lang.T("删除了一种组织类型", "removed a kind of organisation")},
	{"estate.uncovered", lang.T("说明了未覆盖的原因", "said why an estate is not covered")},
	{"person.added", lang.T("登记了人员", "booked a person")},
	{"person.changed", lang.T("改了人员信息", "changed a person")},
	{"person.linked", lang.T("人员有了账号", "a person got an account")},
	{"person.joined", lang.T("添了身份", "a person became a member")},
	{"person.left", lang.T("身份结束了", "a membership ended")},
	{"person.moved_out", lang.T("住户里有人搬走", "a person moved out")},
	{"household.added", lang.T("登记了住户", "added a household")},
	{"household.left", lang.T("整户搬走了", "a household left")},
	{"dwelling.owned", lang.T("登记了业主", "booked an owner")},
	{"dwelling.disowned", lang.T("不再是业主", "somebody owns a dwelling no more")},
	{"place.added", lang.T("登记了地点", "added a place")},
	{"place.renamed", lang.T("地点改了名", "renamed a place")},
	{"area.added", lang.T("划了范围", "added an area")},
	{"area.changed", lang.T("改了范围", "changed an area")},
	{"area.ended", lang.T("结束了范围", "ended an area")},
	{"shape.set", lang.T("画了形状", "drew a shape")},
	{"file.added", lang.T("交来文件", "handed in a file")},
	{"file.dropped", lang.T("没用上的文件已删", "dropped an unused file")},
	{"account.invited", lang.T("发了邀请", "invited a household")},
	{"account.recovery", lang.T("给了设新密码的码", "gave a code for a new password")},
	{"account.unlocked", lang.T("解了账号的锁", "unlocked an account")},
	{"account.signed_out", lang.T("结束了账号的登录", "ended somebody's sessions")},
	{"claim.made", lang.T("申请核实住户", "said where they live")},
	{"claim.decided", lang.T("答复了住户核实的申请", "answered who says they live here")},
	{"realm.added", lang.T("建了社区或街道", "set up the community or street")},
	{"realm.changed", lang.T("改了联系方式", "changed how it is reached")},
}

// saysKind is what an entry of a sort is called, or its key where it was written by a newer release.
func saysKind(p ui.Page, kind string) string {
	for _, h := range happened {
		if h.kind == kind {
			return p.Say(h.says)
		}
	}
	return kind
}

func kindOptions(p ui.Page) []ui.Option {
	all := make([]ui.Option, len(happened))
	for i, h := range happened {
		all[i] = ui.Option{Value: h.kind, Label: p.Say(h.says)}
	}
	return all
}

// saysLook is what a look is called: at what of somebody, or at which entry of the journal.
func saysLook(p ui.Page, what string) string {
	if n, ok := strings.CutPrefix(what, "journal/"); ok {
		return p.T("记录第 "+n+" 条", "Entry "+n)
	}
	switch what {
	case "phone":
		return p.T("电话", "telephone")
	case "idnumber":
		return p.T("身份证号", "identity number")
	case "personal":
		return p.T("事项里的个人信息", "personal data in a matter")
	case "export":
		return p.T("导出", "export")
	}
	return what
}

// subjects says what entries are about, without opening any: a matter by its number, a person by their name with all but
// its beginning hidden, a place or an organisation by its name, and anything else by what sort of thing it is.
func (p *Pages) subjects(ctx context.Context, page ui.Page, realm string, rows []journalRow) error {
	var matters, others []string
	for _, row := range rows {
		if id, ok := strings.CutPrefix(row.SubjectSays, "matter:"); ok {
			matters = append(matters, id)
		} else {
			others = append(others, row.SubjectSays)
		}
	}
	says := map[string]string{"journal": page.T("整份记录", "the whole journal")}
	if len(matters) > 0 {
		numbers, err := p.Matters.Numbers(ctx, p.DB, realm, matters)
		if err != nil {
			return err
		}
		for id, n := range numbers {
			says["matter:"+id] = page.T(fmt.Sprintf("事项 #%d", n), fmt.Sprintf("matter #%d", n))
		}
	}
	if len(others) > 0 {
		people, err := p.People.ByIDs(ctx, p.DB, realm, others)
		if err != nil {
			return err
		}
		places, err := p.Places.ByIDs(ctx, p.DB, realm, others)
		if err != nil {
			return err
		}
		orgs, err := p.Orgs.ByIDs(ctx, p.DB, realm, others)
		if err != nil {
			return err
		}
		areas, err := p.Places.AreaTitles(ctx, p.DB, realm)
		if err != nil {
			return err
		}
		for id, title := range areas {
			says[id] = title
		}
		for id, v := range people {
			says[id] = person.Mask(v.Name)
		}
		for id, v := range places {
			says[id] = v.Full
		}
		for id, v := range orgs {
			says[id] = v.Title
		}
	}
	for i, row := range rows {
		if s := says[row.SubjectSays]; s != "" {
			rows[i].SubjectSays = s
		} else {
			rows[i].SubjectSays = saysSort(page, row.SubjectSays, row.sort)
		}
	}
	return nil
}

// saysSort names the sort of thing that an entry of a kind is about.
func saysSort(p ui.Page, subject, kind string) string {
	if name, ok := strings.CutPrefix(subject, "playbook:"); ok {
		return p.T("工作法 "+name, "playbook "+name)
	}
	sort, _, _ := strings.Cut(kind, ".")
	says := map[string]lang.Text{"post": lang.T("岗位", "a post"), "area": lang.T("范围", "an area"), "shape": lang.T("范围", "an area"), "file": lang.T("文件", "a file"),
		"household": lang.T("住户", "a household"), "claim": lang.T("核实住户的申请", "who says they live here"), "realm": lang.T("本辖区", "the community or street"), "own_kind": lang.T("组织类型", "a kind of organisation")}
	if s, ok := says[sort]; ok {
		return p.Say(s)
	}
	return p.T("这件东西", "this thing")
}
