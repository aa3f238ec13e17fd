package matterweb_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/store"
	"linli/internal/store/storetest"
)

// press sends the form of a button on a matter's page.
func press(o *office.Office, by, page, move string, status int) *office.Answer {
	o.T.Helper()
	a := o.Get(by, page, 200)
	f := a.One("form", "action", page+"/moves/"+move)
	form := url.Values{}
	for n := range f.Descendants() {
		if name, ok := office.Attr(n, "name"); ok && n.Data == "input" {
			v, _ := office.Attr(n, "value")
			form.Set(name, v)
		}
	}
	return o.Post(by, page+"/moves/"+move, form, status)
}

func TestWishByItsPages(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		code := strings.TrimPrefix(o.Post("", wishForm, sentWish("k"), 303).Header().Get("Location"), "/nanmen/raised/")
		const page = "/nanmen/matters/1"

		press(o, "worker", page, "place", 303)
		press(o, "member", page, "accept", 303)
		mine := o.Get("member", "/nanmen/mine?as=handler", 200)
		office.Has(t, mine.Text(), "想要一副老花镜", "党员接单")

		key := o.Get("member", page+"/moves/finish", 200).Value("key")
		back := o.Post("member", page+"/moves/finish", url.Values{"key": {key}, "version": {"3"}}, 422)
		back.One("p", "id", "f-fields-note-error")
		form := url.Values{"key": {key}, "version": {"3"}, "fields.note": {"送到家了"}}
		o.Post("member", page+"/moves/finish", form, 303)
		moved := o.Entries("matter.moved")
		o.Post("member", page+"/moves/finish", form, 303) // a second tap
		if n := o.Entries("matter.moved"); n != moved {
			t.Errorf("a second tap makes %d more moves", n-moved)
		}

		track := "/nanmen/track/" + code
		office.Has(t, o.Get("", track, 200).Text(), "轮到您了", "评单", "送到家了", "党员接单")
		ask := o.Get("", track+"/moves/appraise", 200)
		if n := len(ask.All("input", "name", "fields.rating")); n != 5 {
			t.Fatalf("%d stars to choose from", n)
		}
		if to := o.Post("", track+"/moves/appraise", url.Values{"key": {ask.Value("key")}, "version": {ask.Value("version")}, "fields.rating": {"5"}}, 303).Header().Get("Location"); to != track {
			t.Errorf("rated, it leads to %s", to)
		}
		if m := o.Matter(1); m.State.Rating != 5 || m.State.Open() {
			t.Errorf("rated %d, at %s", m.State.Rating, m.State.Stage)
		}
		office.Has(t, o.Get("", track, 200).Text(), "很满意")
	})
}

func TestMoveThatSomebodyMadeFirst(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", office.Wish("想要台灯"))
		const page = "/nanmen/matters/1"
		ask := o.Get("worker", page+"/moves/decline", 200)
		o.Move("second", 1, matter.Act{Move: "comment", Note: "我来问问"}) // it stays where it is, but is another version
		form := url.Values{"key": {ask.Value("key")}, "version": {ask.Value("version")}, "fields.note": {"不属于社区事项"}}
		back := o.Post("worker", page+"/moves/decline", form, 409)
		office.Has(t, office.Text(back.One("textarea", "name", "fields.note")), "不属于社区事项")
		if back.Value("version") == form.Get("version") {
			t.Error("the form came back with the old version: sending it again cannot work")
		}
		form.Set("version", back.Value("version"))

		o.Move("second", 1, matter.Act{Move: "place"})
		o.Move("member", 1, matter.Act{Move: "accept"})
		gone := o.Post("worker", page+"/moves/decline", form, 409) // declined it can no longer be
		office.Has(t, gone.Text(), "不属于社区事项", "党员接单")
		if gone.All("textarea", "name", "fields.note") != nil {
			t.Error("a form is shown for what cannot be done")
		}
		if m := o.Matter(1); !m.State.Open() {
			t.Error("it was declined after all")
		}
	})
}

// TestFilesForNoMove sends a paper with a move that is not offered at this stage: nothing is kept. A paper that is saved is
// called by its matter.
func TestFilesForNoMove(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", matter.Draft{Kind: "nanmen/subsistence", Title: "申请低保", Place: o.Home.ID, Fields: answers(o, "nanmen/subsistence")})
		const supply = "/nanmen/matters/1/moves/supply"
		paper := []byte("%PDF-1.7")
		form := url.Values{"key": {"k"}, "fields.note": {"补一份"}}
		back := upload(o, "resident", supply, form, "fields.papers", paper, 409)
		office.Has(t, back.Text(), "补一份")
		kept := func() []string {
			ids, err := store.All(t.Context(), db, store.Value[string], `select id from file`)
			o.Must(err)
			return ids
		}
		if ids := kept(); len(ids) != 0 {
			t.Errorf("kept %v", ids)
		}
		o.Move("worker", 1, matter.Act{Move: "accept"})
		upload(o, "resident", supply, form, "fields.papers", paper, 303)
		ids := kept()
		if len(ids) != 1 {
			t.Fatalf("kept %v", ids)
		}
		got := o.Get("worker", "/nanmen/files/"+ids[0], 200).Header().Get("Content-Disposition")
		if got != "attachment; filename=nanmen-1.pdf" {
			t.Errorf("it is saved as %q", got)
		}
	})
}

func TestMoveIsNotForEverybody(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯不亮", Place: o.Home.ID})
		const page = "/nanmen/matters/1"
		for _, by := range []string{"", "neighbour"} {
			o.Get(by, page+"/moves/accept", 303)
			back := o.Post(by, page+"/moves/accept", url.Values{}, map[string]int{"": 401, "neighbour": 403}[by])
			if back.Header().Get("Location") != "" {
				t.Errorf("%q is sent on", by)
			}
		}
		o.Get("worker", page+"/moves/fly", 422)
		o.Get("worker", "/nanmen/matters/99/moves/accept", 404)
		o.Get("worker", "/nanmen/matters/01", 404)
		if n := o.Entries("matter.moved"); n != 0 {
			t.Errorf("%d moves were made", n)
		}
		withdraw := o.Get("resident", page+"/moves/withdraw", 200)
		office.Has(t, withdraw.Text(), "这件事就此结束，不再办理", "不能。还需要办的话，要重新提出")
		if len(withdraw.All("button", "class", "btn danger")) != 1 {
			t.Error("withdrawing does not look dangerous")
		}
	})
}

func TestPersonPickedByName(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", office.Wish("想要台灯"))
		const at = "/nanmen/matters/1/moves/assign"
		for i, typed := range []string{"", "没有这个人", "欧阳"} {
			back := o.Post("worker", at, url.Values{"key": {strconv.Itoa(i)}, "fields.worker": {typed}}, 422)
			back.One("p", "id", "f-fields-worker-error")
			if n := len(back.All("select", "name", "fields.worker")); (n == 1) != (i == 2) {
				t.Errorf("%q: %d lists to choose from", typed, n)
			}
		}
		o.Post("worker", at, url.Values{"key": {"k"}, "fields.worker": {"欧阳neighbour"}}, 303)
		if m := o.Matter(1); m.State.Handler != o.IDs["neighbour"].Person {
			t.Errorf("given to %q", m.State.Handler)
		}
	})
}

func TestTrack(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		code := strings.TrimPrefix(o.Post("", wishForm, sentWish("k"), 303).Header().Get("Location"), "/nanmen/raised/")
		typed := strings.ToLower(code[:5] + " - " + code[5:])
		if to := o.Post("", "/nanmen/track", url.Values{"code": {typed}}, 303).Header().Get("Location"); to != "/nanmen/track/"+code {
			t.Errorf("%q leads to %s", typed, to)
		}
		for _, wrong := range []string{"", "2222222222"} {
			back := o.Post("", "/nanmen/track", url.Values{"code": {wrong}}, 422)
			if back.Value("code") != wrong {
				t.Error("the code has to be typed again")
			}
		}
		o.Get("", "/nanmen/track/2222222222", 404)
		o.Get("", "/nanmen/matters/1", 404) // without the code it is for neighbours
		o.Post("", "/nanmen/track/"+code+"/moves/comment", url.Values{"key": {"c"}, "fields.note": {"最好这周"}}, 303)
		office.Has(t, o.Get("worker", "/nanmen/matters/1", 200).Text(), "最好这周")
		press(o, "worker", "/nanmen/matters/1", "place", 303)
		ask := o.Get("", "/nanmen/track/"+code+"/moves/withdraw", 200)
		o.Post("", "/nanmen/track/"+code+"/moves/withdraw", url.Values{"key": {ask.Value("key")}, "version": {ask.Value("version")}}, 303)
		m, err := o.Matters.Find(context.Background(), db, matter.Ref{Realm: "nanmen", Code: code})
		o.Must(err)
		if m.State.Ending != "withdrawn" {
			t.Errorf("it ended %q", m.State.Ending)
		}
	})
}

func TestMovesThatEndAreConfirmed(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", matter.Draft{Kind: "nanmen/hard_issue", Title: "路灯不亮", Place: o.Home.ID})
		o.Raise("resident", office.Wish("想要台灯"))
		const page = "/nanmen/matters/1"
		for move, says := range map[string]string{"decline": "到“不予受理”，就此结束", "merge": "和您填的那一件一起办"} {
			ask := o.Get("worker", page+"/moves/"+move, 200)
			office.Has(t, ask.Text(), says, "谁会知道", "提出人和当事人会看到", "能改回来吗")
			if len(ask.All("form", "class", "card confirm")) != 1 || len(ask.All("button", "class", "btn danger")) != 1 {
				t.Errorf("%s is not confirmed", move)
			}
		}
		office.Has(t, o.Get("worker", page+"/moves/decline", 200).Text(), "可以要求“重新办理”")
		office.Has(t, o.Get("worker", page+"/moves/merge", 200).Text(), "要重新提出")
		if ask := o.Get("worker", page+"/moves/suspend", 200); len(ask.All("form", "class", "card confirm")) != 0 {
			t.Error("suspending, which ends nothing, is confirmed")
		}
		back := o.Post("worker", page+"/moves/merge", url.Values{"key": {"k"}, "version": {"1"}, "fields.into": {"99"}, "fields.note": {"同一件事"}}, 422)
		office.Has(t, office.Text(back.One("textarea", "name", "fields.note")), "同一件事")
		if back.Value("fields.into") != "99" || len(back.All("button", "class", "btn danger")) != 1 {
			t.Error("a confirmation that comes back has lost what was typed")
		}
	})
}

func TestMoveThatEndsIsNeverMadeAtOnce(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		o.Raise("resident", matter.Draft{Kind: "nanmen/trouble", Title: "花盆没有固定", Place: o.Home.ID, Fields: map[string]any{"sort": "building"}})
		at := o.Get("worker", "/nanmen/matters/1", 200)
		if len(at.All("form", "action", "/nanmen/matters/1/moves/clear")) != 0 || len(at.All("a", "href", "/nanmen/matters/1/moves/clear")) != 1 {
			t.Error("one press ends it")
		}
	})
}
