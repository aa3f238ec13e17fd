package matterweb

import (
	"net/http"
	"strconv"
	"time"

	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/playbook"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// boardPage is what may be claimed now.
type boardPage struct {
	Page  ui.Page
	Staff bool
	Now   time.Time
	Cards []boardCard
	Mine  string // where one's claimed matters are
	Note  string // why there may be nothing here
}

// boardCard is a matter that waits for somebody to claim it.
type boardCard struct {
	Number, Version string
	Href, Icon      string
	Title, Kind     string
	About           string
	Place           string
	Skill           string // what whoever claims it must be able to do
	Due, Created    time.Time
	Used            int
	Claim           string // where the claim is posted; "" when the visitor lacks the skill
	Verb            string // the claim in the playbook's words
	Key             string
}

// boardMost is how many matters the board shows, those first that have waited longest.
const boardMost = 60

func (d *desk) board(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	items, err := d.Matters.Board(r.Context(), d.DB, v.ID, v.Realm.ID, boardMost)
	if err != nil {
		return err
	}
	p := boardPage{Page: v.Page, Staff: v.ID.Staff(), Now: d.Clock.Now(), Mine: "/" + v.Realm.ID + "/mine"}
	p.Page.Title = v.Page.T("认领", "Claiming board")
	p.Note = v.Page.T("有新的微心愿、难题可以认领时，会出现在这里。", "When there is something to claim, it appears here.")
	if !v.ID.Member("party_member", "volunteer") && !p.Staff {
		p.Note = v.Page.T("认领开放给报到党员和志愿者。想参加，请到社区登记。", "Claiming is open to registered party members and volunteers. To take part, register with the community.")
	}
	for _, it := range items {
		p.Cards = append(p.Cards, d.boardCard(v, it, p.Now))
	}
	return v.Render(w, r, http.StatusOK, boardView(p))
}

func (d *desk) boardCard(v *web.Visit, it matter.Claimable, now time.Time) boardCard {
	n := strconv.FormatInt(it.Number, 10)
	c := boardCard{Number: n, Version: strconv.FormatInt(it.Version, 10), Href: "/" + v.Realm.ID + "/matters/" + n, Icon: it.Kind.Icon, Title: it.Title,
		Kind: v.Page.Say(it.Kind.Title), About: v.Page.Say(it.Kind.About), Place: it.AtPlace, Due: it.Due, Created: it.Created, Used: it.Used(now, d.calendar), Skill: v.Page.Say(it.Skill),
		Claim: "/" + v.Realm.ID + "/board/" + n, Key: onceKey()}
	if c.Title == it.Kind.Title.String() {
		c.Title = c.Kind // the kind shows no title to this visitor
	}
	if m := claimOf(it.Kind, it.Stage); m != nil {
		c.Verb = v.Page.Say(m.Title)
	}
	return c
}

// claimOf is the move by which a matter of the kind is claimed at a stage.
func claimOf(k *playbook.Kind, stage string) *playbook.Move {
	for _, m := range k.Moves {
		for _, from := range m.From {
			if m.Claims && from == stage {
				return m
			}
		}
	}
	return nil
}

// claim finds the claim among what a visitor may do now.
func claim(m *matter.View) *playbook.Offer {
	for _, o := range m.Offers {
		if own := m.Kind.Move(o.Move); own != nil && own.Claims {
			return &o
		}
	}
	return nil
}

// boardClaim claims a matter. A claim that asks for more is made on the matter's own page.
func (d *desk) boardClaim(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	n, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || n < 1 {
		return matter.ErrNone
	}
	seen, _ := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	ref := matter.Ref{Realm: v.Realm.ID, Number: n}
	m, err := d.Matters.Show(r.Context(), d.DB, v.ID, ref)
	if err != nil {
		return err
	}
	to := "/" + v.Realm.ID + "/matters/" + strconv.FormatInt(n, 10)
	if m.State.Handler != "" && m.State.Handler == v.ID.Person {
		return v.Done(w, r, to, claimed)
	}
	o := claim(m)
	if o == nil {
		return v.Sorry(w, r, "/"+v.Realm.ID+"/board", lang.T("这一件已经不能认领了，可能别人刚刚认领", "This can no longer be claimed; somebody may have just done so."))
	}
	if len(o.Fields) > 0 || o.Noted {
		http.Redirect(w, r, to+"/moves/"+o.Move, http.StatusSeeOther)
		return nil
	}
	act := matter.Act{Move: o.Move, Version: seen}
	err = d.DB.Tx(r.Context(), func(tx *store.Tx) error {
		_, err := d.Once.Do(r.Context(), tx, once.Request{Realm: v.Realm.ID, Caller: v.Account, Key: r.PostFormValue("key"), Body: []byte("claim/" + m.ID)}, func() ([]byte, error) {
			_, err := d.Matters.Move(r.Context(), tx, v.ID, ref, act)
			return []byte("done"), err
		})
		return err
	})
	if err != nil {
		return err
	}
	return v.Done(w, r, to, claimed)
}

var claimed = lang.T("认领好了，这件事由您来办", "Claimed: this is yours to do now.")
