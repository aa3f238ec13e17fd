package accessweb_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/internal/access"
	"linli/internal/office"
)

// TestOwnPost has somebody stand in for two days and sees it begin, end by itself, and be taken back.
func TestOwnPost(t *testing.T) {
	atOffice(t, func(t *testing.T, o *office.Office) {
		path := "/nanmen/posts/" + o.IDs["leader"].Posts[0].Post.ID + "/own"
		holds := func() bool {
			id, err := access.Identify(context.Background(), o.DB, "nanmen", o.IDs["neighbour"].Account, o.Clock.Now())
			o.Must(err)
			_, ok := id.Post([]string{"building_leader"}, o.Home.Path)
			return ok
		}
		ask := func(person, from, until string) url.Values {
			return url.Values{"person": {person}, "from": {from}, "until": {until}}
		}
		me := o.Get("leader", "/me", http.StatusOK)
		office.Has(t, me.Text(), "因为您是居委会的楼栋长", "轮到它的时候由您办")
		me.One("a", "href", path)

		for says, form := range map[string]url.Values{
			"不能自己代理自己":   ask(o.IDs["leader"].Person, "2026-03-02", "2026-03-03"),
			"要晚于开始":      ask("欧阳neighbour", "2026-03-04", "2026-03-02"),
			"不能从过去的日子开始": ask("欧阳neighbour", "2026-03-01", "2026-03-03"),
			"没有找到":       ask("没有这个人", "2026-03-02", "2026-03-03"),
		} {
			if back := o.Post("leader", path, form, http.StatusUnprocessableEntity); !strings.Contains(back.Text(), says) || back.Value("until") != form.Get("until") {
				t.Errorf("%v: not %q, or what was typed is lost: %s", form, says, back.Text())
			}
		}
		o.Post("leader", path, ask("欧阳neighbour", "2026-03-02", "2026-03-03"), http.StatusSeeOther)
		if !holds() {
			t.Fatal("who stands in has no power")
		}
		office.Has(t, o.Get("leader", path, http.StatusOK).Card("standing"), "欧阳neighbour", "2026-03-04 00:00")
		// Nobody else's post is shown, and what one stands in for goes no further.
		o.Get("worker", path, http.StatusNotFound)
		sub := subOf(o, "neighbour")
		onward := "/nanmen/posts/" + sub + "/own"
		office.Has(t, o.Get("neighbour", onward, http.StatusOK).Text(), "代理楼栋长", "不能再交给别人")
		office.Has(t, o.Post("neighbour", onward, ask("欧阳resident", "2026-03-02", "2026-03-02"), http.StatusForbidden).Text(), "代理来的岗位不能再交给别人代理")

		o.Clock.Set(time.Date(2026, 3, 4, 0, 0, 0, 0, o.Clock.Now().Location()))
		if holds() {
			t.Error("it did not end by itself")
		}
		o.Post("leader", path, ask("欧阳neighbour", "2026-03-05", "2026-03-09"), http.StatusSeeOther)
		o.Clock.Set(time.Date(2026, 3, 6, 0, 0, 0, 0, o.Clock.Now().Location()))
		if !holds() {
			t.Error("it did not begin on its day")
		}
		o.Post("secretary", path+"/"+subOf(o, "neighbour"), nil, http.StatusNotFound)
		o.Post("leader", path+"/"+subOf(o, "neighbour"), nil, http.StatusSeeOther)
		if holds() {
			t.Error("what was taken back still holds")
		}
	})
}

// subOf is the post by which somebody stands in now.
func subOf(o *office.Office, name string) string {
	o.T.Helper()
	id, err := access.Identify(context.Background(), o.DB, "nanmen", o.IDs[name].Account, o.Clock.Now())
	o.Must(err)
	for _, h := range id.Posts {
		if h.Post.For != "" {
			return h.Post.ID
		}
	}
	o.T.Fatal("stands in for nobody")
	return ""
}
