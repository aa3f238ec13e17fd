package matterweb_test

import (
	"net/url"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// Neighbours appraise a pledge on its page, each once and without words; everybody reads what it came to.
func TestAppraisalOfEverybody(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("member", matter.Draft{Kind: "nanmen/pledge", Title: "三件实事", Fields: map[string]any{"who": "member", "first": "一", "second": "二", "third": "三"}})
		o.Move("secretary", 1, matter.Act{Move: "post"})
		o.Move("member", 1, matter.Act{Move: "self_appraise", Fields: map[string]any{"delivered": "都做了"}})
		o.Move("secretary", 1, matter.Act{Move: "remark", Fields: map[string]any{"remark": "踏实"}})
		const page, voice = "/nanmen/matters/1", "/nanmen/matters/1/moves/opinion"
		say := func(by, what string) {
			t.Helper()
			form := o.Get(by, voice, 200)
			if len(form.All("textarea", "", "")) > 0 {
				t.Error("a voice is asked for words")
			}
			o.Post(by, voice, url.Values{"key": {form.Value("key")}, "version": {form.Value("version")}, "fields.opinion": {what}}, 303)
		}

		office.Has(t, o.Get("resident", voice, 200).Text(), "每人一次，不显示是谁")
		waits := o.Get("neighbour", voice, 200)
		say("resident", "good")
		o.Post("neighbour", voice, url.Values{"key": {waits.Value("key")}, "version": {waits.Value("version")}, "fields.opinion": {"good"}}, 303) // one does not wait for the other
		again := o.Get("resident", voice, 200)
		office.Has(t, again.Text(), "您已经参加过")
		if v, _ := office.Attr(again.One("input", "checked", ""), "value"); v != "good" {
			t.Errorf("their own voice is %q on the form", v)
		}
		say("resident", "fair")
		open := o.Get("", page, 200).Text()
		office.Has(t, open, "2 人已参加")
		if strings.Contains(open, "较好") {
			t.Error("what voices come to is told while they may change")
		}

		o.Move("secretary", 1, matter.Act{Move: "publish"})
		for _, who := range []string{"", "resident", "secretary"} {
			published := o.Get(who, page, 200).Text()
			office.Has(t, published, "好 1 · 较好 1 · 还要加油 0（共 2 人）")
			if strings.Count(published, "好 1 · 较好 1") != 2 { // with what is known, and where it was published
				t.Errorf("%q reads the result %d times", who, strings.Count(published, "好 1 · 较好 1"))
			}
			if strings.Contains(published, "欧阳resident") || strings.Contains(published, "参加评议") {
				t.Errorf("%q reads who spoke", who)
			}
		}
	})
}
