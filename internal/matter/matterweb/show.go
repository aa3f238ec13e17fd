package matterweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/internal/form/formweb"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
	"linli/internal/web"
)

// showPage is a matter as one visitor may see it: the whole of it, or what its kind shows to everyone.
type showPage struct {
	Page    ui.Page
	Staff   bool
	Now     time.Time
	Number  string
	Kind    string
	Status  ui.Status
	Stage   string // what the stage is called, where the status says something else
	Due     time.Time
	Used    int
	Turn    string // whose turn it is
	Yours   bool
	Notices []showNotice
	Steps   []ui.Step
	Body    string
	Facts   []ui.Fact
	People  []ui.Fact
	Sealed  []ui.Fact // opened, or the visitor's own
	Reveal  string    // where what is sealed is opened; "" when there is nothing, or not for this visitor
	Photos  []ui.Photo
	Papers  []ui.Link
	Events  []ui.Event
	Acts    []act // the kind's own moves, the one that is asked for first
	More    []act // moves that every kind has
	Comment *act
	Version string
	Limited bool // only what the kind shows to everyone
	SignIn  string
}

type showNotice struct {
	Tone        ui.Tone
	Says        string
	Href, Label string
}

// act is a move that this visitor may make now.
type act struct {
	Label, Icon, Href string
	Look              ui.Look
	AtOnce            bool   // nothing is asked: the button makes the move
	Key               string // of the form that makes it
	Back              bool   // it undoes or refuses
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	ref, base, err := refOf(r, v)
	if err != nil {
		return err
	}
	m, err := p.Matters.Show(r.Context(), p.DB, v.ID, ref)
	if err != nil {
		return err
	}
	return p.renderShow(w, r, v, m, ref, base, nil)
}

// renderShow renders a matter; opened is what was just unsealed for this one answer.
func (p *Pages) renderShow(w http.ResponseWriter, r *http.Request, v *web.Visit, m *matter.View, ref matter.Ref, base string, opened []ui.Fact) error {
	page := v.Page
	n := strconv.FormatInt(m.Number, 10)
	out := showPage{Page: page, Staff: v.ID.Staff(), Now: p.Clock.Now(), Number: n, Kind: page.Say(m.Kind.Title), Status: ui.Status(m.Shows), Due: m.State.Due, Body: m.Body,
		Version: strconv.FormatInt(m.Version, 10), Limited: m.Shown, Yours: m.Waits}
	out.Page.Title, out.Page.Crumbs = titleOf(page, m.Matter), crumb(v)
	if out.Body == out.Page.Title { // a short text is its own title
		out.Body = ""
	}
	st := m.Kind.Stage(m.State.Stage)
	if stage := page.Say(m.Kind.StageTitle(m.State.Stage, m.Shows)); stage != page.Say(out.Status.Text()) {
		out.Stage = stage
	}
	item := matter.Item{Kind: m.Kind, Stage: m.State.Stage, Ending: m.State.Ending, Due: m.State.Due}
	out.Used = item.Used(out.Now, p.calendar)
	if m.State.Open() && m.State.Paused == nil && m.State.Away == nil {
		out.Turn = actorsOf(page, m.Kind, st.Answers)
	}
	if m.Shown && v.Account == "" {
		out.SignIn = ui.SignInPath + "?back=" + base
	}
	t, err := p.told(r.Context(), v, m, ref)
	if err != nil {
		return err
	}
	out.Notices, err = t.notices(r.Context())
	if err != nil {
		return err
	}
	out.Steps, out.Events = stepsOf(page, m), t.events()
	out.Facts, out.People = t.facts(), t.people()
	if t.own || m.Party && !m.Whole {
		out.Sealed = t.sealed()
	} else if m.Whole && opened == nil && t.hasSealed() {
		out.Reveal = base + "/personal"
	}
	out.Sealed = append(out.Sealed, opened...)
	out.Photos, out.Papers = t.gallery()
	out.Acts, out.More, out.Comment = actsOf(page, m, base)
	out.Yours = m.Waits && len(out.Acts) > 0
	return v.Render(w, r, http.StatusOK, showView(out))
}

// actsOf sorts what the visitor may do: the kind's own moves, those that every kind has, and saying something.
func actsOf(p ui.Page, m *matter.View, base string) (own, more []act, comment *act) {
	for _, o := range m.Offers {
		a := act{Label: p.Say(o.Title), Icon: moveIcon(m.Kind, o.Move), Href: base + "/moves/" + o.Move, AtOnce: atOnce(o), Key: onceKey(), Back: leadsBack(m, o)}
		if o.Danger {
			a.Look = ui.Danger
		}
		switch {
		case o.Move == "comment":
			comment = &a
		case o.Move == "rate", o.Move == "approve", o.Move == "refuse", o.Move == "resume": // the turn is theirs
			a.Back = o.Move == "refuse"
			own = append(own, a)
		case o.Common:
			more = append(more, a)
		default:
			own = append(own, a)
		}
	}
	slices.SortStableFunc(own, func(a, b act) int { return rank(a) - rank(b) })
	if len(own) > 0 && own[0].Look == ui.Plain && !own[0].Back {
		own[0].Look = ui.Primary // of those that lead on, the file names first what is done when all goes well
	}
	return own, more, comment
}

// rank sets what leads on before what leads back or to a refusal, and what cannot be undone last.
func rank(a act) int {
	switch {
	case a.Look == ui.Danger:
		return 2
	case a.Back:
		return 1
	}
	return 0
}

// leadsBack tells whether a move undoes or refuses: it frees its handler, ends without the thing being done, or leads to an
// earlier stage.
func leadsBack(m *matter.View, o playbook.Offer) bool {
	own := m.Kind.Move(o.Move)
	if own == nil || o.To == nil {
		return false
	}
	at := func(name string) int {
		return slices.IndexFunc(m.Kind.Stages, func(st *playbook.Stage) bool { return st.Name == name })
	}
	return own.Frees || o.To.End != "" && o.To.End != playbook.EndDone || o.To.End == "" && at(o.To.Name) < at(m.State.Stage)
}

// atOnce tells whether a move needs no page of its own.
func atOnce(o playbook.Offer) bool { return len(o.Fields) == 0 && !o.Noted && !weighs(o) }

// told is a matter with the words for everything it refers to.
type told struct {
	*Pages
	v     *web.Visit
	m     *matter.View
	ref   matter.Ref
	page  ui.Page
	words *formweb.Words
	posts map[string]string // what a post is called, by its id
	own   bool              // the visitor raised it, or holds its code
}

func (p *Pages) told(ctx context.Context, v *web.Visit, m *matter.View, ref matter.Ref) (*told, error) {
	t := &told{Pages: p, v: v, m: m, ref: ref, page: v.Page, posts: map[string]string{}}
	t.own = !m.Shown && m.Mine
	people := []string{m.State.Raiser, m.State.Handler}
	if m.State.Asked != nil {
		people = append(people, m.State.Asked.By)
	}
	var answers []formweb.Answer
	add := func(name string, value any) {
		if f, ok := m.Kind.Field(name); ok {
			answers = append(answers, formweb.Answer{Field: f, Value: value})
		}
	}
	for name, value := range m.State.Fields {
		add(name, value)
	}
	for _, e := range m.Timeline {
		people = append(people, e.By.Person)
		for name, value := range e.Values {
			add(name, value)
		}
		if e.By.Post != "" && t.posts[e.By.Post] == "" {
			if post, err := p.Orgs.Post(ctx, p.DB, v.Realm.ID, e.By.Post); err == nil {
				t.posts[e.By.Post] = v.Page.Say(post.Says())
			}
		}
	}
	people = slices.DeleteFunc(people, func(id string) bool { return id == "" })
	var err error
	t.words, err = p.ask.For(v).Words(ctx, m.Whole, answers, people...)
	return t, err
}
