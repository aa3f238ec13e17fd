package walk_test

import "testing"

const (
	phone, phoneHigh = 390, 844
	desk, deskHigh   = 1440, 900
)

// TestWishInFiveScreens follows one wish of the three orders from a resident's phone to its rating.
func TestWishInFiveScreens(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		browser := chrome(t)
		resident := d.sits(t, browser, d.one(t, "nanmen", "resident"), phone, phoneHigh)
		worker := d.sits(t, browser, d.one(t, "nanmen", "worker"), desk, deskHigh)
		member := d.sits(t, browser, d.one(t, "nanmen", "member"), phone, phoneHigh)
		secretary := d.sits(t, browser, d.one(t, "nanmen", "secretary"), desk, deskHigh)
		neighbour := d.sits(t, browser, d.one(t, "nanmen", "volunteer"), phone, phoneHigh)

		wish := resident.raises("nanmen", "nanmen/wish", map[string]string{"body": "想请人帮忙修一修收音机，老人每天都要听戏", "fields.sort": "need", "fields.wish": "修一台收音机"})
		worker.open(wish)
		worker.sees("修一修收音机", "修一台收音机")
		worker.makes(wish, "place", nil)
		member.open("/nanmen/board")
		member.sees("修一修收音机")
		member.open(wish)
		if text := member.text(); len(text) == 0 {
			t.Error("the member sees nothing of the wish")
		}
		member.makes(wish, "accept", nil)
		member.makes(wish, "finish", map[string]string{"fields.note": "换了电池和旋钮，响了"})
		resident.open("/nanmen/mine")
		resident.sees("修一修收音机")
		resident.makes(wish, "appraise", map[string]string{"fields.rating": "5", "fields.solved": "yes"})
		resident.open(wish)
		resident.sees("换了电池和旋钮", "群众评单")
		secretary.open(wish)
		secretary.sees("群众评单", "换了电池和旋钮")
		neighbour.open(wish)
		neighbour.sees("群众评单")
	})
}

// TestDispute follows one dispute through mediation.
func TestDispute(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		browser := chrome(t)
		resident := d.sits(t, browser, d.one(t, "zhufang", "resident"), phone, phoneHigh)
		first := d.sits(t, browser, d.one(t, "zhufang", "secretary"), desk, deskHigh)
		second := d.sits(t, browser, d.one(t, "zhufang", "worker"), desk, deskHigh)
		stranger := d.sits(t, browser, d.one(t, "zhufang", "volunteer"), phone, phoneHigh)

		dispute := resident.raises("zhufang", "zhufang/dispute", map[string]string{"body": "楼上晚上练琴到十一点，睡不着", "fields.sort": "noise"})
		stranger.open(dispute)
		stranger.sees("没有这件事")
		first.makes(dispute, "accept", nil)
		first.makes(dispute, "session", map[string]string{"fields.note": "两家坐下来谈了一次，都愿意让一步"})
		first.makes(dispute, "agree", map[string]string{"fields.agreement": "晚上九点以后不练琴，周末午后可以"})
		second.makes(dispute, "keep", map[string]string{"fields.note": "十天后回访，双方都守约"})
		resident.makes(dispute, "appraise", map[string]string{"fields.rating": "5"})
		resident.open(dispute)
		resident.sees("晚上九点以后不练琴", "双方都守约")
	})
}

// TestAidDecidedByTheStreet follows an application for temporary relief to the street and back.
func TestAidDecidedByTheStreet(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		browser := chrome(t)
		resident := d.sits(t, browser, d.one(t, "nanmen", "resident"), phone, phoneHigh)
		worker := d.sits(t, browser, d.one(t, "nanmen", "worker"), desk, deskHigh)
		officer := d.sits(t, browser, d.one(t, "pingchuan", "officer"), desk, deskHigh)

		aid := resident.raises("nanmen", "nanmen/relief", map[string]string{"body": "家里老人摔伤住院，一时周转不开", "fields.urgent": "ordinary", "fields.people": "4"})
		worker.makes(aid, "accept", nil)
		worker.makes(aid, "forward", map[string]string{"fields.note": "入户看过，情况属实"})
		at := ""
		for range 50 { // the referral crosses as a job
			officer.open("/pingchuan/queue?state=open&kind=nanmen%2Faid_decision")
			if at = ask[string](officer, `(document.querySelector('main table a[href^="/pingchuan/matters/"]') || {getAttribute: () => ''}).getAttribute('href')`); at != "" {
				officer.open(at)
				if officer.has("摔伤住院") {
					break
				}
			}
		}
		officer.sees("摔伤住院")
		officer.makes(at, "accept", nil)
		officer.makes(at, "check", map[string]string{"fields.note": "与民政系统比对一致"})
		officer.makes(at, "grant", map[string]string{"fields.note": "符合条件", "fields.granted_sum": "1500", "fields.paid": "once"})
		for range 50 {
			resident.open(aid)
			if resident.has("符合条件") {
				break
			}
		}
		resident.sees("符合条件", "街道")
	})
}

// TestRectification follows a rented home's rectification through its five steps: each only after notice, time to mend,
// and the owner's answer.
func TestRectification(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		browser := chrome(t)
		grid := d.sits(t, browser, d.one(t, "haiyue", "grid_worker"), phone, phoneHigh)
		worker := d.sits(t, browser, d.one(t, "haiyue", "worker"), desk, deskHigh)
		second := d.sits(t, browser, d.one(t, "haiyue", "secretary"), desk, deskHigh)
		owner := d.sits(t, browser, d.one(t, "haiyue", "owner"), phone, phoneHigh)
		officer := d.sits(t, browser, d.one(t, "shanyang", "officer"), desk, deskHigh)
		r := newRobot(t, d)

		home := grid.raises("haiyue", "haiyue/rectification", map[string]string{"place": "", "body": "一间房隔成四间，住了八个人，插座接了一串", "fields.hazard": "crowded", "fields.finding": "隔断四间，住八人"})
		grid.makes(home, "notify", map[string]string{"fields.owner": d.one(t, "haiyue", "owner").Name, "fields.notice": "十五天内拆除隔断，可以书面说明"})
		worker.open(home)
		if ask[bool](worker, `!!document.querySelector('[action$="/moves/talk"], a[href*="/moves/talk"]')`) {
			t.Error("the interview is offered before the time to mend is over")
		}
		owner.makes(home, "answer", map[string]string{"fields.note": "租客月底搬走，请宽限"})
		r.advance("17 days")
		worker.makes(home, "talk", map[string]string{"fields.notice": "请来社区谈谈"})
		owner.makes(home, "answer", map[string]string{"fields.note": "谈过了，还在找地方"})
		worker.makes(home, "restrain", map[string]string{"fields.rule": "居民公约第五条", "fields.notice": "按公约限期整改"})
		r.advance("17 days")
		r.advance("10 working days")
		worker.makes(home, "enforce", map[string]string{"fields.note": "仍住七人"})
		at := ""
		for range 50 {
			officer.open("/shanyang/queue?state=open&kind=haiyue%2Fenforcement")
			if at = ask[string](officer, `(document.querySelector('main table a[href^="/shanyang/matters/"]') || {getAttribute: () => ''}).getAttribute('href')`); at != "" {
				officer.open(at)
				if officer.has("隔成四间") {
					break
				}
			}
		}
		officer.sees("隔成四间")
		officer.makes(at, "accept", nil)
		officer.makes(at, "close", map[string]string{"fields.note": "现场拆除隔断，七人已搬离"})
		for range 50 {
			second.open(home)
			if ask[bool](second, `!!document.querySelector('[action$="/moves/recheck"], a[href*="/moves/recheck"]')`) {
				break
			}
		}
		second.makes(home, "recheck", map[string]string{"fields.note": "复查合格，恢复原状"})
		owner.open(home)
		owner.sees("复查合格", "租客月底搬走")
	})
}
