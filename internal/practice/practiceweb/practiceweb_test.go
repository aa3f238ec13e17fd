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
	"linli/internal/practice/practiceweb"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/internal/web"
	"linli/playbooks"
)

func withBooks(t *testing.T, db *store.DB) *office {
	o := newOffice(t, db)
	practiceweb.New(practiceweb.Needs{DB: db, Books: o.books, Matters: o.matters, Clock: o.clock}).Routes(o.site)
	o.handler = o.site.Handler()
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

func (o *office) plays(version string) {
	o.t.Helper()
	set, err := o.books.Current(o.t.Context(), o.db, "nanmen")
	o.must(err)
	if got := set.Book("nanmen").Version; got != version {
		o.t.Errorf("the community plays %s, want %s", got, version)
	}
}

func TestShown(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		all := o.get("", "/nanmen/playbooks", 200)
		has(t, all.text(), "五心南门", "群众点单 → 社区下单 → 党员接单 → 待评单")
		if len(all.all("a", "href", "/nanmen/playbooks/check")) != 0 {
			t.Error("a visitor is shown the way to the check")
		}
		book := o.get("resident", "/nanmen/playbooks/nanmen?kind=dispute", 200)
		has(t, book.text(), "近邻评理", "协助办理社会救助", "协助事项", "正在使用")
		for _, n := range book.all("", "", "") {
			if n.Data == "style" {
				t.Error("a style within the page, which pages do not allow")
			}
			if _, ok := attr(n, "style"); ok {
				t.Errorf("<%s> has a style of its own, which pages do not allow", n.Data)
			}
		}
		if len(book.all("svg", "class", "playbook-drawing")) != 1 {
			t.Error("there is no drawing")
		}
		if css := o.get("", "/nanmen/playbooks.css", 200); !strings.Contains(css.Body.String(), ".playbook-drawing .card{") || !strings.HasPrefix(css.Header().Get("Content-Type"), "text/css") {
			t.Errorf("the drawing's style is %s", css.Body)
		}
		if got := o.get("", "/nanmen/playbooks/nanmen/text", 200).Body.String(); got != string(playbooks.Texts()["nanmen"]) {
			t.Error("the text is not the file")
		}
		o.get("", "/nanmen/playbooks/none", 404)
		o.get("worker", "/nanmen/playbooks/nanmen/compare?to=none", 404)
	})
}

func TestCheck(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		o.get("resident", "/nanmen/playbooks/check", 403)
		o.post("resident", "/nanmen/playbooks/check", url.Values{"text": {"x"}}, 403)
		bad := strings.Replace(changed(t, true), "answers: handler, within: 7 calendar days", "answers: handlr, within: 7 calender days", 1)
		line := strings.Count(bad[:strings.Index(bad, "handlr")], "\n") + 1
		a := o.post("worker", "/nanmen/playbooks/check", url.Values{"text": {strings.ReplaceAll(bad, "\n", "\r\n")}}, 422)
		said := a.text()
		has(t, said, "现在用的工作法不受影响")
		found := false
		for _, td := range a.all("td", "data-label", "行:列") {
			found = found || strings.HasPrefix(text(td), strconv.Itoa(line)+":")
		}
		if !found {
			t.Errorf("no problem at line %d: %s", line, said)
		}
		if got := text(a.one("textarea", "name", "text")); strings.Join(strings.Fields(bad), " ") != got {
			t.Error("the text did not come back as it was sent")
		}
		has(t, said, "handlr") // the part of the long line that is wrong
		misspelt := strings.Replace(changed(t, true), "posts: [community_worker, secretary]", "posts: [community_workr, secretary]", 1)
		line = strings.Count(misspelt[:strings.Index(misspelt, "community_workr")], "\n") + 1
		a = o.post("worker", "/nanmen/playbooks/check", url.Values{"text": {misspelt}}, 422)
		has(t, a.text(), "没有“community_workr”这个岗位", "是不是“community_worker”？")
		if at := text(a.one("td", "data-label", "行:列")); !strings.HasPrefix(at, strconv.Itoa(line)+":") {
			t.Errorf("a misspelt post is said to stand at %s, it stands in line %d", at, line)
		}
		o.post("worker", "/nanmen/playbooks/check", url.Values{"text": {""}}, 422)
		has(t, o.upload("worker", "/nanmen/playbooks/check", string(playbooks.Texts()["nanmen"]), 200).text(), "一字不差")
	})
}

// upload sends a text as a file.
func (o *office) upload(by, path, text string, status int) *answer {
	o.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	o.must(form.WriteField("text", "not this"))
	part, err := form.CreateFormFile("file", "book.yaml")
	o.must(err)
	_, err = io.WriteString(part, text)
	o.must(err)
	o.must(form.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: o.tokens[by]})
	return o.do(r, status)
}

func TestInstall(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		o.raise("resident", wish("台灯"))
		o.raise("resident", wish("书包"))
		o.move("worker", 1, matter.Act{Move: "place"})
		installs := o.entries("practice.installed")
		text := changed(t, false)

		tried := o.post("worker", "/nanmen/playbooks/check", url.Values{"text": {text}}, 200)
		has(t, tried.text(), "2026-12", "正在办的 2 件", "其中 1 件所在的阶段在新版里没有了", "现在有 1 件在那里", "2 个工作日", "要由社区书记")
		if len(tried.all("form", "action", "/nanmen/playbooks/install")) != 0 {
			t.Error("a worker is shown the way to install")
		}
		form := url.Values{"text": {text}, "reason": {"居委会会议定的"}}
		o.post("worker", "/nanmen/playbooks/install", form, 403)
		o.post("", "/nanmen/playbooks/install", form, 401)
		o.post("secretary", "/nanmen/playbooks/check", url.Values{"text": {text}}, 200).one("form", "action", "/nanmen/playbooks/install")
		back := o.post("secretary", "/nanmen/playbooks/install", url.Values{"text": {text}, "reason": {" "}}, 422)
		has(t, back.text(), "请写明为什么")
		if got, _ := attr(back.all("input", "name", "text")[0], "value"); got != text {
			t.Error("without a reason the text is lost")
		}
		o.post("secretary", "/nanmen/playbooks/install", url.Values{"text": {text + "\nkinds: ["}, "reason": {"写错了"}}, 422)
		o.plays("2026-11")
		if n := o.entries("practice.installed"); n != installs {
			t.Fatalf("%d versions were installed", n-installs)
		}
		for range 2 { // a second tap changes nothing
			o.post("secretary", "/nanmen/playbooks/install", form, 303)
		}
		o.plays("2026-12")
		if n := o.entries("practice.installed"); n != installs+1 {
			t.Errorf("%d installs are on the record", n-installs)
		}
	})
}

func TestCarryAndSwitchBack(t *testing.T) {
	storetest.Each(t, officeSets, func(t *testing.T, db *store.DB) {
		o := withBooks(t, db)
		o.raise("resident", wish("台灯"))
		o.raise("resident", wish("书包"))
		o.move("worker", 1, matter.Act{Move: "place"})
		o.post("secretary", "/nanmen/playbooks/install", url.Values{"text": {changed(t, true)}, "reason": {"新办法"}}, 303)

		book := o.get("secretary", "/nanmen/playbooks/nanmen", 200)
		has(t, book.card("carry"), "微心愿和需求", "有 2 件按以前的版本在办")
		if s := o.get("worker", "/nanmen/playbooks/nanmen", 200).card("carry"); s != "" {
			t.Errorf("a worker may carry over: %s", s)
		}
		o.post("worker", "/nanmen/playbooks/nanmen/carry", url.Values{"kind": {"nanmen/wish"}, "reason": {"x"}}, 403)
		o.post("secretary", "/nanmen/playbooks/nanmen/carry", url.Values{"kind": {"nanmen/wish"}, "reason": {""}}, 422)
		o.post("secretary", "/nanmen/playbooks/nanmen/carry", url.Values{"kind": {"other/wish"}, "reason": {"x"}}, 404)
		o.post("secretary", "/nanmen/playbooks/nanmen/carry", url.Values{"kind": {"nanmen/wish"}, "reason": {"一起按新办法"}}, 303)
		m, err := o.matters.Find(t.Context(), db, matter.Ref{Realm: "nanmen", Number: 1})
		o.must(err)
		if m.State.Stage != "offered" || o.entries("matter.carried") != 2 {
			t.Errorf("carried over, the first stands at %s; %d are on the record", m.State.Stage, o.entries("matter.carried"))
		}
		o.post("secretary", "/nanmen/playbooks/nanmen/carry", url.Values{"kind": {"nanmen/wish"}, "reason": {"再来"}}, 409)

		var old string
		for _, a := range o.get("secretary", "/nanmen/playbooks/nanmen", 200).all("a", "href", "") {
			if href, _ := attr(a, "href"); strings.Contains(href, "/compare?to=") {
				old = href
			}
		}
		_, hash, _ := strings.Cut(old, "to=")
		has(t, o.get("worker", old, 200).text(), "2026-11", "新增阶段", "社区下单")
		back := url.Values{"hash": {hash}, "reason": {"再想想"}}
		o.post("worker", "/nanmen/playbooks/nanmen/switch", back, 403)
		o.post("secretary", "/nanmen/playbooks/nanmen/switch", url.Values{"hash": {hash}}, 422)
		o.plays("2026-12")
		o.post("secretary", "/nanmen/playbooks/nanmen/switch", back, 303)
		o.plays("2026-11")
	})
}

// card is what the card of that id says; "" when there is none.
func (a *answer) card(id string) string {
	for _, n := range a.all("section", "id", id) {
		return text(n)
	}
	return ""
}
