package practiceweb_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linli/internal/matter"
	"linli/internal/office"
	"linli/internal/practice/practiceweb"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/internal/web"
	"linli/playbooks"
)

func withBooks(t *testing.T, db *store.DB) *office.Office {
	o := office.Open(t, db)
	practiceweb.New(practiceweb.Needs{DB: db, Books: o.Books, Matters: o.Matters, Clock: o.Clock}).Routes(o.Site)
	o.Handler = o.Site.Handler()
	return o
}

// changed is the playbook of Nanmen with a longer time, and the stage placed under another name.
func changed(t *testing.T, over bool) string {
	t.Helper()
	text := string(playbooks.Texts()["nanmen"])
	edit := func(old, new string) {
		if !strings.Contains(text, old) {
			t.Fatalf("the playbook has no %q", old)
		}
		text = strings.Replace(text, old, new, 1)
	}
	edit(`version: "2026-11"`, `version: "2026-12"`)
	edit(`answers: desk, within: 1 working day}`, `answers: desk, within: 2 working days}`)
	wish, rest, _ := strings.Cut(text, "  hard_issue:\n")
	wish = strings.ReplaceAll(wish, "placed", "offered")
	if over {
		wish += "    moves_over: {placed: offered}\n"
	}
	text = wish + "  hard_issue:\n" + strings.Replace(rest, "kind: wish, stage: placed", "kind: wish, stage: offered", 1)
	return text
}

func plays(o *office.Office, version string) {
	o.T.Helper()
	set, err := o.Books.Current(o.T.Context(), o.DB, "nanmen")
	o.Must(err)
	if got := set.Book("nanmen").Version; got != version {
		o.T.Errorf("the community plays %s, want %s", got, version)
	}
}

func TestShown(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		all := o.Get("", "/nanmen/playbooks", 200)
		office.Has(t, all.Text(), "五心南门", "群众点单 → 社区下单 → 党员接单 → 待评单")
		if len(all.All("a", "href", "/nanmen/playbooks/check")) != 0 {
			t.Error("a visitor is shown the way to the check")
		}
		book := o.Get("resident", "/nanmen/playbooks/nanmen?kind=dispute", 200)
		office.Has(t, book.Text(), "近邻评理", "协助办理社会救助", "协助事项", "正在使用")
		for _, n := range book.All("", "", "") {
			if n.Data == "style" {
				t.Error("a style within the page, which pages do not allow")
			}
			if _, ok := office.Attr(n, "style"); ok {
				t.Errorf("<%s> has a style of its own, which pages do not allow", n.Data)
			}
		}
		if len(book.All("svg", "class", "playbook-drawing")) != 1 {
			t.Error("there is no drawing")
		}
		if css := o.Get("", "/nanmen/playbooks.css", 200); !strings.Contains(css.Body.String(), ".playbook-drawing .card{") || !strings.HasPrefix(css.Header().Get("Content-Type"), "text/css") {
			t.Errorf("the drawing's style is %s", css.Body)
		}
		if got := o.Get("", "/nanmen/playbooks/nanmen/text", 200).Body.String(); got != string(playbooks.Texts()["nanmen"]) {
			t.Error("the text is not the file")
		}
		o.Get("", "/nanmen/playbooks/none", 404)
		o.Get("worker", "/nanmen/playbooks/nanmen/compare?to=none", 404)
	})
}

func TestCheck(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		o.Get("resident", "/nanmen/playbooks/check", 403)
		o.Post("resident", "/nanmen/playbooks/check", url.Values{"text": {"x"}}, 403)
		bad := strings.Replace(changed(t, true), "answers: handler, within: 7 calendar days", "answers: handlr, within: 7 calender days", 1)
		line := strings.Count(bad[:strings.Index(bad, "handlr")], "\n") + 1
		a := o.Post("worker", "/nanmen/playbooks/check", url.Values{"text": {strings.ReplaceAll(bad, "\n", "\r\n")}}, 422)
		said := a.Text()
		office.Has(t, said, "现在用的工作法不受影响")
		found := false
		for _, td := range a.All("td", "data-label", "行:列") {
			found = found || strings.HasPrefix(office.Text(td), strconv.Itoa(line)+":")
		}
		if !found {
			t.Errorf("no problem at line %d: %s", line, said)
		}
		if got := office.Text(a.One("textarea", "name", "text")); strings.Join(strings.Fields(bad), " ") != got {
			t.Error("the text did not come back as it was sent")
		}
		office.Has(t, said, "handlr") // the part of the long line that is wrong
		misspelt := strings.Replace(changed(t, true), "posts: [community_worker, secretary]", "posts: [community_workr, secretary]", 1)
		line = strings.Count(misspelt[:strings.Index(misspelt, "community_workr")], "\n") + 1
		a = o.Post("worker", "/nanmen/playbooks/check", url.Values{"text": {misspelt}}, 422)
		office.Has(t, a.Text(), "没有“community_workr”这个岗位", "是不是“community_worker”？")
		if at := office.Text(a.One("td", "data-label", "行:列")); !strings.HasPrefix(at, strconv.Itoa(line)+":") {
			t.Errorf("a misspelt post is said to stand at %s, it stands in line %d", at, line)
		}
		o.Post("worker", "/nanmen/playbooks/check", url.Values{"text": {""}}, 422)
		office.Has(t, upload(o, "worker", "/nanmen/playbooks/check", string(playbooks.Texts()["nanmen"]), 200).Text(), "一字不差")
	})
}

// upload sends a text as a file.
func upload(o *office.Office, by, path, text string, status int) *office.Answer {
	o.T.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	o.Must(form.WriteField("text", "not this"))
	part, err := form.CreateFormFile("file", "book.yaml")
	o.Must(err)
	_, err = io.WriteString(part, text)
	o.Must(err)
	o.Must(form.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: o.Tokens[by]})
	return o.Do(r, status)
}

func TestInstall(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		o.Raise("resident", office.Wish("台灯"))
		o.Raise("resident", office.Wish("书包"))
		o.Move("worker", 1, matter.Act{Move: "place"})
		installs := o.Entries("practice.installed")
		text := changed(t, false)

		tried := o.Post("worker", "/nanmen/playbooks/check", url.Values{"text": {text}}, 200)
		office.Has(t, tried.Text(), "2026-12", "正在办的 2 件", "其中 1 件所在的阶段在新版里没有了", "现在有 1 件在那里", "2 个工作日", "要由社区书记")
		if len(tried.All("form", "action", "/nanmen/playbooks/install")) != 0 {
			t.Error("a worker is shown the way to install")
		}
		form := url.Values{"text": {text}, "reason": {"居委会会议定的"}}
		o.Post("worker", "/nanmen/playbooks/install", form, 403)
		o.Post("", "/nanmen/playbooks/install", form, 401)
		o.Post("secretary", "/nanmen/playbooks/check", url.Values{"text": {text}}, 200).One("form", "action", "/nanmen/playbooks/install")
		back := o.Post("secretary", "/nanmen/playbooks/install", url.Values{"text": {text}, "reason": {" "}}, 422)
		office.Has(t, back.Text(), "请写明为什么")
		if got, _ := office.Attr(back.All("input", "name", "text")[0], "value"); got != text {
			t.Error("without a reason the text is lost")
		}
		o.Post("secretary", "/nanmen/playbooks/install", url.Values{"text": {text + "\nkinds: ["}, "reason": {"写错了"}}, 422)
		plays(o, "2026-11")
		if n := o.Entries("practice.installed"); n != installs {
			t.Fatalf("%d versions were installed", n-installs)
		}
		for range 2 { // a second tap changes nothing
			o.Post("secretary", "/nanmen/playbooks/install", form, 303)
		}
		plays(o, "2026-12")
		if n := o.Entries("practice.installed"); n != installs+1 {
			t.Errorf("%d installs are on the record", n-installs)
		}
	})
}

func TestCarryAndSwitchBack(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		o.Raise("resident", office.Wish("台灯"))
		o.Raise("resident", office.Wish("书包"))
		o.Move("worker", 1, matter.Act{Move: "place"})
		o.Post("secretary", "/nanmen/playbooks/install", url.Values{"text": {changed(t, true)}, "reason": {"新办法"}}, 303)

		book := o.Get("secretary", "/nanmen/playbooks/nanmen", 200)
		office.Has(t, book.Card("carry"), "有 2 件按以前的版本在办")
		const carry = "/nanmen/playbooks/nanmen/carry"
		book.One("a", "href", carry)
		ask := o.Get("secretary", carry, 200)
		office.Has(t, ask.Text(), "微心愿和需求", "有 2 件按以前的版本在办", "能改回来吗")
		for _, name := range []string{"kind", "reason"} {
			id, _ := office.Attr(ask.One("input", "name", name), "id")
			if len(ask.All("label", "for", id)) != 1 {
				t.Errorf("no label names the input of %s", name)
			}
		}
		o.Get("worker", carry, 403)
		if s := o.Get("worker", "/nanmen/playbooks/nanmen", 200).Card("carry"); s != "" {
			t.Errorf("a worker may carry over: %s", s)
		}
		o.Post("worker", carry, url.Values{"kind": {"nanmen/wish"}, "reason": {"x"}}, 403)
		kept := o.Post("secretary", carry, url.Values{"kind": {"nanmen/wish"}, "reason": {""}}, 422)
		if _, chosen := office.Attr(kept.One("input", "name", "kind"), "checked"); !chosen {
			t.Error("the kind has to be chosen again")
		}
		kept.One("p", "id", "f-reason-error")
		if kept := o.Post("secretary", carry, url.Values{"kind": {"other/wish"}, "reason": {"一起按新办法"}}, 422); kept.Value("reason") != "一起按新办法" {
			t.Error("the reason has to be typed again")
		}
		o.Post("secretary", carry, url.Values{"kind": {"nanmen/wish"}, "reason": {"一起按新办法"}}, 303)
		m, err := o.Matters.Find(t.Context(), db, matter.Ref{Realm: "nanmen", Number: 1})
		o.Must(err)
		if m.State.Stage != "offered" || o.Entries("matter.carried") != 2 {
			t.Errorf("carried over, the first stands at %s; %d are on the record", m.State.Stage, o.Entries("matter.carried"))
		}
		office.Has(t, o.Post("secretary", carry, url.Values{"kind": {"nanmen/wish"}, "reason": {"再来"}}, 409).Text(), "没有可以转的事项")

		var old string
		for _, a := range o.Get("secretary", "/nanmen/playbooks/nanmen", 200).All("a", "href", "") {
			if href, _ := office.Attr(a, "href"); strings.Contains(href, "/compare?to=") {
				old = href
			}
		}
		_, hash, _ := strings.Cut(old, "to=")
		office.Has(t, o.Get("worker", old, 200).Text(), "2026-11", "新增阶段", "社区下单")
		back := url.Values{"hash": {hash}, "reason": {"再想想"}}
		o.Post("worker", "/nanmen/playbooks/nanmen/switch", back, 403)
		o.Post("secretary", "/nanmen/playbooks/nanmen/switch", url.Values{"hash": {hash}}, 422)
		plays(o, "2026-12")
		o.Post("secretary", "/nanmen/playbooks/nanmen/switch", back, 303)
		plays(o, "2026-11")
	})
}

// TestNamesake checks a text that was changed and says that it is still the same version.
func TestNamesake(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		text := string(playbooks.Texts()["nanmen"])
		changed := strings.Replace(text, "from: \"002\"", "from: \"003\"", 1)
		office.Has(t, o.Post("secretary", "/nanmen/playbooks/check", url.Values{"text": {changed}}, 200).Text(), "已经有过另一份 2026-11 版")
		for _, other := range []string{text, strings.Replace(changed, `version: "2026-11"`, `version: "2026-12"`, 1)} {
			if says := o.Post("secretary", "/nanmen/playbooks/check", url.Values{"text": {other}}, 200).Text(); strings.Contains(says, "已经有过另一份") {
				t.Errorf("warned of itself: %s", says)
			}
		}
	})
}
