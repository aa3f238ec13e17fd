package matterweb_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"linli/internal/file"
	"linli/internal/journal"
	"linli/internal/office"
	"linli/internal/place"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/internal/web"
	"linli/playbooks"
)

const wishForm = "/nanmen/raise/nanmen/wish"

// sentWish is the form of a wish, filled in.
func sentWish(key string) url.Values {
	return url.Values{"key": {key}, "body": {"想要一副老花镜\n看不清药盒上的字"}, "fields.sort": {"wish"}, "fields.wish": {"300度老花镜一副"}}
}

func TestVisitorRaises(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		office.Has(t, o.Get("", "/nanmen/raise", 200).Text(), "微心愿", "登录后还可以提")
		empty := o.Get("", wishForm, 200)
		key := empty.Value("key")
		empty.One("textarea", "name", "body")
		empty.One("input", "name", "phone") // a visitor may leave a number

		form := sentWish(key)
		form.Del("fields.wish")
		form.Set("phone", "1380000")
		back := o.Post("", wishForm, form, 422)
		if got := office.Text(back.One("textarea", "name", "body")); !strings.HasPrefix(got, "想要一副老花镜") {
			t.Errorf("what was typed is lost: %q", got)
		}
		if back.Value("key") != key || back.Value("phone") != "1380000" {
			t.Error("the form came back as another one")
		}
		for _, name := range []string{"f-fields-wish", "f-phone"} { // said next to the field, and summed up with a link to it
			back.One("p", "id", name+"-error")
			back.One("a", "href", "#"+name)
		}
		if n := o.Entries("matter.opened"); n != 0 {
			t.Fatalf("%d matters from a form that was refused", n)
		}

		form = sentWish(key)
		form.Set("phone", "13800000000")
		to := o.Post("", wishForm, form, 303).Header().Get("Location")
		code, ok := strings.CutPrefix(to, "/nanmen/raised/")
		if !ok || len(code) != 10 {
			t.Fatalf("raised leads to %s", to)
		}
		if again := o.Post("", wishForm, form, 303).Header().Get("Location"); again != to || o.Entries("matter.opened") != 1 {
			t.Errorf("a second tap leads to %s and leaves %d matters", again, o.Entries("matter.opened"))
		}
		if m := o.Matter(1); m.Title != "想要一副老花镜" || m.Contact.Phone != "13800000000" {
			t.Errorf("raised %q with contact %+v", m.Title, m.Contact)
		}

		form.Set("body", "再要一个放大镜")
		other := o.Post("", wishForm, form, 422)
		office.Has(t, other.Text(), "刚才已经提交过一件", "再要一个放大镜")
		form.Set("key", other.Value("key"))
		o.Post("", wishForm, form, 303)
		if n := o.Entries("matter.opened"); n != 2 {
			t.Errorf("%d matters, want 2", n)
		}

		done := o.Get("", to, 200)
		office.Has(t, done.Text(), "#1", code[:5]+" "+code[5:], "社区工作人员")
		if done.Header().Get("Cache-Control") != "no-store" {
			t.Error("the page with the code may be kept")
		}
		o.Get("", "/nanmen/raised/AAAAAAAAAA", 404)
	})
}

func TestRaisingByPlaces(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		var second place.Place
		o.Must(db.Tx(context.Background(), func(tx *store.Tx) (err error) {
			second, err = o.Places.Add(context.Background(), tx, journal.Actor{}, place.Place{Realm: "nanmen", Kind: place.Building, Parent: o.Home.Parent, Title: "13幢"})
			return err
		}))
		const at = "/nanmen/raise/nanmen/hard_issue"
		if got := o.Get("", at+"?place="+o.Home.Code, 200).Value("place"); got != o.Home.Full {
			t.Errorf("a sign's place is %q", got)
		}
		raise := func(place string, status int) *office.Answer {
			return o.Post("", at, url.Values{"key": {place}, "body": {"路灯不亮"}, "place": {place}, "other": {"yes"}}, status)
		}
		office.Has(t, raise("", 422).Text(), "请选择在哪里")
		office.Has(t, raise("九号楼", 422).Text(), "没有找到“九号楼”")
		several := raise("幢", 422) // both buildings
		var offered []string
		for n := range several.One("select", "name", "place").Descendants() {
			if n.Type == html.ElementNode && n.Data == "option" {
				v, _ := office.Attr(n, "value")
				offered = append(offered, v)
			}
		}
		if got := strings.Join(offered, " "); !strings.Contains(got, o.Home.ID) || !strings.Contains(got, second.ID) {
			t.Errorf("offered %s", got)
		}
		for i, typed := range []string{second.ID, o.Home.Full, strings.ToLower(o.Home.Code)} {
			raise(typed, 303)
			want := o.Home.ID
			if i == 0 {
				want = second.ID
			}
			if m := o.Matter(int64(i + 1)); m.Place != want {
				t.Errorf("%q is taken as %q", typed, m.AtPlace)
			}
		}
	})
}

func TestStaffRaisesForSomebody(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		form := sentWish("one")
		form.Set("title", "老花镜")
		form.Set("name", "来电的人")
		form.Set("channel", "phone")
		o.Post("worker", wishForm, form, 303)
		if m := o.Matter(1); m.Title != "老花镜" || m.Contact.Name != "来电的人" || m.Contact.Channel != "phone" || m.State.Raiser != "" {
			t.Errorf("raised %q, contact %+v, raiser %q", m.Title, m.Contact, m.State.Raiser)
		}
		form = sentWish("two")
		form.Set("for", "欧阳neighbour")
		o.Post("worker", wishForm, form, 303)
		if m := o.Matter(2); m.State.Raiser != o.IDs["neighbour"].Person {
			t.Errorf("raised for %q", m.State.Raiser)
		}
		form = sentWish("three")
		form.Set("for", "欧阳neighbour") // only staff are asked
		o.Post("resident", wishForm, form, 303)
		if m := o.Matter(3); m.State.Raiser != o.IDs["resident"].Person {
			t.Errorf("raised for %q", m.State.Raiser)
		}
		if o.Get("resident", wishForm, 200).All("input", "name", "for") != nil {
			t.Error("a resident is asked for whom")
		}
	})
}

func TestWhoMayRaise(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		const pledge = "/nanmen/raise/nanmen/pledge"
		if to := o.Get("", pledge, 303).Header().Get("Location"); !strings.HasPrefix(to, "/signin?") {
			t.Errorf("a visitor is sent to %s", to)
		}
		o.Get("resident", pledge, 403)
		o.Get("member", pledge, 200)
		o.Get("worker", "/nanmen/raise/nanmen/nothing", 404)
		o.Get("worker", "/nanmen/raise/nanmen/referred", 404) // the street's
	})
}

// upload is a form with a photo.
func upload(o *office.Office, by, path string, form url.Values, field string, content []byte, status int) *office.Answer {
	o.T.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, v := range values {
			o.Must(w.WriteField(name, v))
		}
	}
	part, err := w.CreateFormFile(field, "看这里.png")
	o.Must(err)
	part.Write(content)
	o.Must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	if by != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: o.Tokens[by]})
	}
	return o.Do(r, status)
}

func photo(t *testing.T) []byte {
	t.Helper()
	im := image.NewRGBA(image.Rect(0, 0, 40, 30))
	im.Set(3, 3, color.RGBA{200, 30, 30, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPhotosStayWithTheForm(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		form := sentWish("k")
		form.Del("fields.wish")
		back := upload(o, "", wishForm, form, "photos", photo(t), 422)
		kept := back.Value("photos.kept")
		if _, checked := office.Attr(back.One("input", "name", "photos.kept"), "checked"); kept == "" || !checked {
			t.Fatal("the photo has to be chosen again")
		}
		office.Has(t, upload(o, "", wishForm, form, "photos", []byte("not a photo"), 422).Text(), "看这里.png", "只能上传照片")

		form = sentWish("k")
		form.Set("photos.kept", kept)
		to := o.Post("", wishForm, form, 303).Header().Get("Location")
		code := strings.TrimPrefix(to, "/nanmen/raised/")
		files, err := o.Files.Of(context.Background(), db, "nanmen", "matter:"+o.Matter(1).ID)
		o.Must(err)
		if len(files) != 1 || files[0].ID != kept {
			t.Fatalf("attached %+v", files)
		}
		page := o.Get("", "/nanmen/track/"+code, 200)
		src, _ := office.Attr(page.All("img", "width", "120")[0], "src")
		if got := o.Get("", src, 200); got.Header().Get("Content-Type") != file.JPEG || got.Body.Len() == 0 {
			t.Errorf("the small photo is %s of %d bytes", got.Header().Get("Content-Type"), got.Body.Len())
		}
		o.Get("", "/nanmen/files/"+kept, 404)
		o.Get("neighbour", "/nanmen/files/"+kept, 404)
		if got := o.Get("worker", "/nanmen/files/"+kept, 200); got.Header().Get("Content-Type") != file.PNG {
			t.Errorf("the photo is %s", got.Header().Get("Content-Type"))
		}
	})
}

func TestSettledOnTheSpot(t *testing.T) {
	storetest.Each(t, office.Sets, func(t *testing.T, db *store.DB) {
		o, _ := atWork(t, db)
		book, problems := playbook.Parse("haiyue", playbooks.Texts()["haiyue"])
		if book == nil {
			t.Fatal(problems)
		}
		o.Must(db.Tx(context.Background(), func(tx *store.Tx) error {
			return o.Books.Install(context.Background(), tx, journal.Actor{}, "nanmen", book, "")
		}))
		const at = "/nanmen/raise/haiyue/incident"
		sort := optionsOf(o.Get("worker", at, 200), "fields.sort")[0]
		form := url.Values{"key": {"s"}, "body": {"楼道有纸箱"}, "place": {o.Home.Full}, "fields.sort": {sort}, "settle": {"yes"}}
		if back := o.Post("worker", at, form, 422); len(back.All("p", "id", "f-spot-note-error")) != 1 {
			t.Errorf("what settling asks is not said at its field: %s", back.Text())
		}
		form.Set("spot.note", "当场请住户搬走了")
		o.Post("worker", at, form, 303)
		if m := o.Matter(1); m.State.Open() {
			t.Errorf("it stands at %s", m.State.Stage)
		}
		if o.Get("resident", at, 200).All("input", "name", "settle") != nil {
			t.Error("a resident is asked whether it is settled")
		}
	})
}

// optionsOf are the values of a choice.
func optionsOf(a *office.Answer, name string) []string {
	var all []string
	for _, n := range a.All("input", "name", name) {
		if v, _ := office.Attr(n, "value"); v != "" {
			all = append(all, v)
		}
	}
	return all
}
