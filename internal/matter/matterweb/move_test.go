package matterweb_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// press sends the form of a button on a matter's page.
func (o *office) press(by, page, move string, status int) *answer {
	o.t.Helper()
	a := o.get(by, page, 200)
	f := a.one("form", "action", page+"/moves/"+move)
	form := url.Values{}
	for n := range f.Descendants() {
		if name, ok := attr(n, "name"); ok && n.Data == "input" {
			v, _ := attr(n, "value")
			form.Set(name, v)
		}
	}
	return o.post(by, page+"/moves/"+move, form, status)
}

func TestWishByItsPages(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		code := strings.TrimPrefix(o.post("", wishForm, sentWish("k"), 303).Header().Get("Location"), "/nanmen/raised/")
		const page = "/nanmen/matters/1"

		o.press("worker", page, "place", 303)
		o.press("member", page, "accept", 303)
		mine := o.get("member", "/nanmen/mine?as=handler", 200)
		has(t, mine.text(), "想要一副老花镜", "党员接单")

		key := o.get("member", page+"/moves/finish", 200).value("key")
		back := o.post("member", page+"/moves/finish", url.Values{"key": {key}, "version": {"3"}}, 422)
		back.one("p", "id", "f-fields-note-error")
		form := url.Values{"key": {key}, "version": {"3"}, "fields.note": {"送到家了"}}
		o.post("member", page+"/moves/finish", form, 303)
		moved := o.entries("matter.moved")
		o.post("member", page+"/moves/finish", form, 303) // a second tap
		if n := o.entries("matter.moved"); n != moved {
			t.Errorf("a second tap makes %d more moves", n-moved)
		}

		track := "/nanmen/track/" + code
		has(t, o.get("", track, 200).text(), "轮到您了", "评单", "送到家了", "党员接单")
		ask := o.get("", track+"/moves/appraise", 200)
		if n := len(ask.all("input", "name", "fields.rating")); n != 5 {
			t.Fatalf("%d stars to choose from", n)
		}
		if to := o.post("", track+"/moves/appraise", url.Values{"key": {ask.value("key")}, "version": {ask.value("version")}, "fields.rating": {"5"}}, 303).Header().Get("Location"); to != track {
			t.Errorf("rated, it leads to %s", to)
		}
		if m := o.newest(1); m.State.Rating != 5 || m.State.Open() {
			t.Errorf("rated %d, at %s", m.State.Rating, m.State.Stage)
		}
		has(t, o.get("", track, 200).text(), "很满意")
	})
}

func TestMoveThatSomebodyMadeFirst(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("resident", wish("想要台灯"))
		const page = "/nanmen/matters/1"
		ask := o.get("worker", page+"/moves/decline", 200)
		o.move("second", 1, matter.Act{Move: "comment", Note: "我来问问"}) // it stays where it is, but is another version
		form := url.Values{"key": {ask.value("key")}, "version": {ask.value("version")}, "fields.note": {"不属于社区事项"}}
		back := o.post("worker", page+"/moves/decline", form, 409)
		has(t, text(back.one("textarea", "name", "fields.note")), "不属于社区事项")
		if back.value("version") == form.Get("version") {
			t.Error("the form came back with the old version: sending it again cannot work")
		}
		form.Set("version", back.value("version"))

		o.move("second", 1, matter.Act{Move: "place"})
		o.move("member", 1, matter.Act{Move: "accept"})
		gone := o.post("worker", page+"/moves/decline", form, 409) // declined it can no longer be
		has(t, gone.text(), "不属于社区事项", "党员接单")
		if gone.all("textarea", "name", "fields.note") != nil {
			t.Error("a form is shown for what cannot be done")
		}
		if m := o.newest(1); !m.State.Open() {
			t.Error("it was declined after all")
		}
	})
}

// TestFilesForNoMove sends a paper with a move that is not offered at this stage: nothing is kept. A paper that is saved is
// called by its matter.
func TestFilesForNoMove(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("resident", matter.Draft{Kind: "nanmen/subsistence", Title: "申请低保", Place: o.home.ID, Fields: o.answers("nanmen/subsistence")})
		const supply = "/nanmen/matters/1/moves/supply"
		paper := []byte("%PDF-1.7")
		form := url.Values{"key": {"k"}, "fields.note": {"补一份"}}
		back := o.upload("resident", supply, form, "fields.papers", paper, 409)
		has(t, back.text(), "补一份")
		kept := func() []string {
			ids, err := store.All(t.Context(), db, store.Value[string], `select id from file`)
			o.must(err)
			return ids
		}
		if ids := kept(); len(ids) != 0 {
			t.Errorf("kept %v", ids)
		}
		o.move("worker", 1, matter.Act{Move: "accept"})
		o.upload("resident", supply, form, "fields.papers", paper, 303)
		ids := kept()
		if len(ids) != 1 {
			t.Fatalf("kept %v", ids)
		}
		got := o.get("worker", "/nanmen/files/"+ids[0], 200).Header().Get("Content-Disposition")
		if got != "attachment; filename=nanmen-1.pdf" {
			t.Errorf("it is saved as %q", got)
		}
	})
}

func TestMoveIsNotForEverybody(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯不亮", Place: o.home.ID})
		const page = "/nanmen/matters/1"
		for _, by := range []string{"", "neighbour"} {
			o.get(by, page+"/moves/accept", 303)
			back := o.post(by, page+"/moves/accept", url.Values{}, map[string]int{"": 401, "neighbour": 403}[by])
			if back.Header().Get("Location") != "" {
				t.Errorf("%q is sent on", by)
			}
		}
		o.get("worker", page+"/moves/fly", 422)
		o.get("worker", "/nanmen/matters/99/moves/accept", 404)
		o.get("worker", "/nanmen/matters/01", 404)
		if n := o.entries("matter.moved"); n != 0 {
			t.Errorf("%d moves were made", n)
		}
		withdraw := o.get("resident", page+"/moves/withdraw", 200)
		has(t, withdraw.text(), "撤回以后这件事就结束了")
		if len(withdraw.all("button", "class", "btn danger")) != 1 {
			t.Error("withdrawing does not look dangerous")
		}
	})
}

func TestPersonPickedByName(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.raise("resident", wish("想要台灯"))
		const at = "/nanmen/matters/1/moves/assign"
		for i, typed := range []string{"", "没有这个人", "欧阳"} {
			back := o.post("worker", at, url.Values{"key": {strconv.Itoa(i)}, "fields.worker": {typed}}, 422)
			back.one("p", "id", "f-fields-worker-error")
			if n := len(back.all("select", "name", "fields.worker")); (n == 1) != (i == 2) {
				t.Errorf("%q: %d lists to choose from", typed, n)
			}
		}
		o.post("worker", at, url.Values{"key": {"k"}, "fields.worker": {"欧阳neighbour"}}, 303)
		if m := o.newest(1); m.State.Handler != o.ids["neighbour"].Person {
			t.Errorf("given to %q", m.State.Handler)
		}
	})
}

func TestTrack(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		code := strings.TrimPrefix(o.post("", wishForm, sentWish("k"), 303).Header().Get("Location"), "/nanmen/raised/")
		typed := strings.ToLower(code[:5] + " - " + code[5:])
		if to := o.post("", "/nanmen/track", url.Values{"code": {typed}}, 303).Header().Get("Location"); to != "/nanmen/track/"+code {
			t.Errorf("%q leads to %s", typed, to)
		}
		for _, wrong := range []string{"", "2222222222"} {
			back := o.post("", "/nanmen/track", url.Values{"code": {wrong}}, 422)
			if back.value("code") != wrong {
				t.Error("the code has to be typed again")
			}
		}
		o.get("", "/nanmen/track/2222222222", 404)
		o.get("", "/nanmen/matters/1", 404) // without the code it is for neighbours
		o.post("", "/nanmen/track/"+code+"/moves/comment", url.Values{"key": {"c"}, "fields.note": {"最好这周"}}, 303)
		has(t, o.get("worker", "/nanmen/matters/1", 200).text(), "最好这周")
		o.press("worker", "/nanmen/matters/1", "place", 303)
		ask := o.get("", "/nanmen/track/"+code+"/moves/withdraw", 200)
		o.post("", "/nanmen/track/"+code+"/moves/withdraw", url.Values{"key": {ask.value("key")}, "version": {ask.value("version")}}, 303)
		m, err := o.matters.Find(context.Background(), db, matter.Ref{Realm: "nanmen", Code: code})
		o.must(err)
		if m.State.Ending != "withdrawn" {
			t.Errorf("it ended %q", m.State.Ending)
		}
	})
}
