package matterweb_test

import (
	"net/url"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// Neighbours appraise a pledge on its page, each once and without words; everybody reads what it came to.
func TestAppraisalOfEverybody(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("member", matter.Draft{Kind: "nanmen/pledge", Title: "三件实事", Fields: map[string]any{"who": "member", "first": "一", "second": "二", "third": "三"}})
		o.move("secretary", 1, matter.Act{Move: "post"})
		o.move("member", 1, matter.Act{Move: "self_appraise", Fields: map[string]any{"delivered": "都做了"}})
		o.move("secretary", 1, matter.Act{Move: "remark", Fields: map[string]any{"remark": "踏实"}})
		const page, voice = "/nanmen/matters/1", "/nanmen/matters/1/moves/opinion"
		say := func(by, what string) {
			t.Helper()
			form := o.get(by, voice, 200)
			if len(form.all("textarea", "", "")) > 0 {
				t.Error("a voice is asked for words")
			}
			o.post(by, voice, url.Values{"key": {form.value("key")}, "version": {form.value("version")}, "fields.opinion": {what}}, 303)
		}

		has(t, o.get("resident", voice, 200).text(), "每人一次，不显示是谁")
		waits := o.get("neighbour", voice, 200)
		say("resident", "good")
		o.post("neighbour", voice, url.Values{"key": {waits.value("key")}, "version": {waits.value("version")}, "fields.opinion": {"good"}}, 303) // one does not wait for the other
		again := o.get("resident", voice, 200)
		has(t, again.text(), "您已经参加过")
		if v, _ := attr(again.one("input", "checked", ""), "value"); v != "good" {
			t.Errorf("their own voice is %q on the form", v)
		}
		say("resident", "fair")
		open := o.get("", page, 200).text()
		has(t, open, "2 人已参加")
		if strings.Contains(open, "较好") {
			t.Error("what voices come to is told while they may change")
		}

		o.move("secretary", 1, matter.Act{Move: "publish"})
		for _, who := range []string{"", "resident", "secretary"} {
			published := o.get(who, page, 200).text()
			has(t, published, "好 1 · 较好 1 · 还要加油 0（共 2 人）")
			if strings.Count(published, "好 1 · 较好 1") != 2 { // with what is known, and where it was published
				t.Errorf("%q reads the result %d times", who, strings.Count(published, "好 1 · 较好 1"))
			}
			if strings.Contains(published, "欧阳resident") || strings.Contains(published, "参加评议") {
				t.Errorf("%q reads who spoke", who)
			}
		}
	})
}
