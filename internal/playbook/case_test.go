package playbook

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/playbooks"
)

// A person is one of the cast that every case is played with. Who holds a post of a place holds it for the matter's.
type person struct {
	posts, members, skills []string
	elsewhere              bool // the post is of another place
}

var cast = map[string]person{
	"resident":  {},
	"neighbour": {},
	"owner":     {},
	"tenant":    {},
	"member":    {members: []string{"party_member"}},
	"volunteer": {members: []string{"volunteer"}},
	"mender":    {members: []string{"volunteer"}, skills: []string{"appliance"}},
	"worker":    {posts: []string{"community_worker"}},
	"colleague": {posts: []string{"community_worker"}},
	"secretary": {posts: []string{"secretary"}},
	"branch":    {posts: []string{"branch_secretary"}, members: []string{"party_member"}},
	"mediator":  {posts: []string{"mediator"}},
	"grid":      {posts: []string{"grid_worker"}},
	"leader":    {posts: []string{"building_leader"}},
	"stranger":  {posts: []string{"building_leader", "grid_worker"}, elsewhere: true},
	"property":  {posts: []string{"property_manager"}},
	"chair":     {posts: []string{"owners_chair"}},
	"officer":   {posts: []string{"street_officer"}},
	"deputy":    {posts: []string{"street_officer"}},
	"head":      {posts: []string{"street_leader"}},
}

// caller is somebody of the cast as actors of kind k. "nobody" has no account but the matter's code, "matter" is
// another matter that makes this one.
func caller(t testing.TB, k *Kind, s State, name string) Caller {
	t.Helper()
	switch name {
	case "nobody":
		return Caller{Code: true}
	case "matter":
		return Caller{Time: true}
	}
	p, ok := cast[name]
	if !ok {
		t.Fatalf("nobody is called %q", name)
	}
	is := map[string]string{Resident: ""}
	for _, a := range k.Playbook.Actors {
		for _, post := range p.posts {
			if slices.Contains(a.Posts, post) && !(a.OfPlace && p.elsewhere) {
				is[a.Name] = post
			}
		}
		skill, _ := s.Fields[a.Skill].(string)
		if a.Skill != "" && !slices.Contains(p.skills, skill) {
			continue
		}
		for _, m := range p.members {
			if slices.Contains(a.Members, m) {
				is[a.Name] = ""
			}
		}
	}
	return Caller{Person: name, Is: is, Voice: "voice of " + name}
}

// A play is a case under way. Its script is read line by line:
//
//	2026-03-02 09:00 resident raise: sort=wish, wish=老花镜
//	2026-03-03 09:00 worker place
//	+10 days
//	2026-03-20 09:00 street granted
//	2026-03-20 09:00 worker may
//
// Time passes between the lines, and does what it does. "street" brings news of how the matter there ended; "may" asks
// what somebody is offered.
type play struct {
	k   *Kind
	s   State
	now time.Time
	out strings.Builder
}

func (p *play) line(t testing.TB, line string) {
	t.Helper()
	if span, ok := strings.CutPrefix(line, "+"); ok {
		sp, err := clock.ParseSpan(span)
		if err != nil {
			t.Fatal(err)
		}
		unit := map[clock.Unit]time.Duration{clock.CalendarDay: 24 * time.Hour, clock.RunningHour: time.Hour}[sp.Unit]
		p.pass(t, p.now.Add(time.Duration(sp.N)*unit))
		return
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", line[:min(16, len(line))], clock.Zone)
	if err != nil || now.Before(p.now) {
		t.Fatalf("%q does not go on in time", line)
	}
	head, asked, _ := strings.Cut(line[16:], ": ")
	words := strings.Fields(head)
	if len(words) != 2 {
		t.Fatalf("%q is not somebody and a move", head)
	}
	fields := map[string]any{}
	for _, a := range strings.Split(asked, ", ") {
		if name, value, ok := strings.Cut(a, "="); ok {
			fields[name] = value
		}
	}
	p.pass(t, now)
	p.act(t, words[0], words[1], fields)
}

// pass lets time go by, tick by tick, each when it wakes.
func (p *play) pass(t testing.TB, now time.Time) {
	t.Helper()
	for w := Wake(p.s); p.s.Stage != "" && !w.IsZero() && !w.After(now); w = Wake(p.s) {
		if p.out.Len() > 1e5 {
			t.Fatal("time finds no end")
		}
		p.now = w
		tick := Tick(p.k, p.s, w, clock.China())
		if tick.What == "" {
			t.Fatalf("it woke at %s for nothing", w)
		}
		p.took(t, "time "+tick.What, tick.Taken, nil)
	}
	p.now = now
}

func (p *play) act(t testing.TB, who, move string, fields map[string]any) {
	t.Helper()
	says := who + " " + move
	switch {
	case move == "raise":
		place := fields["place"] != "none"
		delete(fields, "place")
		taken, err := Open(p.k, caller(t, p.k, p.s, who), fields, place, p.now, clock.China())
		p.took(t, says, taken, err)
	case move == "may":
		var names []string
		for _, o := range Offers(p.k, p.s, caller(t, p.k, p.s, who), p.now) {
			names = append(names, o.Move)
		}
		fmt.Fprintf(&p.out, "%s  %s: %s\n", p.now.Format("2006-01-02 15:04"), says, strings.Join(names, " "))
	case who == "street":
		end := Ending(move) // an ending by itself, such as withdrawn
		if r := p.k.refer(p.s); r != nil {
			if st := p.k.Playbook.Kind(r.Kind).Stage(move); st != nil {
				end = st.End
			}
		}
		p.took(t, says, Back(p.k, p.s, move, end, p.now, clock.China()), nil)
	default:
		ev := Event{Move: move, By: caller(t, p.k, p.s, who), Fields: fields}
		taken, err := Step(p.k, p.s, ev, p.now, clock.China())
		p.took(t, says, taken, err)
	}
}

// refer is the referral by which the matter is at the street.
func (k *Kind) refer(s State) *Refer {
	if s.Away != nil && s.Away.Move == "escalate" {
		return k.Escalates
	}
	return k.Stage(s.Stage).Refers
}

// took writes down a step. The state goes on as it is kept, by way of JSON, which may change nothing.
func (p *play) took(t testing.TB, says string, taken Taken, err error) {
	t.Helper()
	fmt.Fprintf(&p.out, "%s  %s ", p.now.Format("2006-01-02 15:04"), says)
	if err != nil {
		f := fault.As(err)
		fmt.Fprintf(&p.out, "✗ %s", f.Says.In(lang.En))
		for _, field := range f.Fields {
			fmt.Fprintf(&p.out, " [%s]", field.Name)
		}
		p.out.WriteString("\n")
		return
	}
	p.s = kept(t, taken.State)
	if again := kept(t, p.s); !reflect.DeepEqual(again, p.s) {
		t.Errorf("kept twice, the state is %+v and then %+v", p.s, again)
	}
	parts := []string{p.s.Stage, "shows " + string(p.s.Shows(p.k))}
	if !p.s.Due.IsZero() {
		parts = append(parts, "due "+moment(p.s.Due))
	}
	if p.s.Handler != "" && p.s.Open() {
		parts = append(parts, "handled by "+p.s.Handler)
	}
	fmt.Fprintf(&p.out, "→ %s", strings.Join(parts, ", "))
	for _, e := range taken.Effects {
		p.out.WriteString(effect(e))
	}
	p.out.WriteString("\n")
}

// kept is the state after it was stored and read again.
func kept(t testing.TB, s State) State {
	t.Helper()
	b, err := json.Marshal(s)
	var back State
	if err = errors.Join(err, json.Unmarshal(b, &back)); err != nil {
		t.Fatal(err)
	}
	return back
}

// moment is a deadline as people say it: a day to its end, or a day and an hour.
func moment(m time.Time) string {
	if m = m.In(clock.Zone); m.Equal(clock.EndOfDay(m)) {
		return m.Format(time.DateOnly)
	}
	return m.Format("2006-01-02 15:04")
}

func effect(e Effect) string {
	switch e := e.(type) {
	case Entered:
		return ""
	case Ended:
		return "; ended " + string(e.Ending)
	case Told:
		return "; tells " + strings.Join(e.Actors, " ") + ": " + e.Says.In(lang.En)
	case Counted:
		return fmt.Sprintf("; counts %s %s in slot %d", e.Field.Name, strconv.FormatFloat(e.Amount, 'f', -1, 64), e.Slot)
	case Tallied:
		says := fmt.Sprintf("; %d voices on %s", e.Tally.Voices, e.Tally.Move)
		for _, c := range e.Tally.Counts {
			says += fmt.Sprintf(", %s %v", c.Field.Name, c.Times)
		}
		return says
	case Referred:
		return fmt.Sprintf("; refers to %s, telling %s", e.Refer.Kind, strings.Join(e.Refer.Tells, " "))
	case Raises:
		return fmt.Sprintf("; raises %d, first %s “%s”", len(e.Raised), e.Raised[0].Kind, e.Raised[0].Title.In(lang.En))
	}
	return fmt.Sprintf("; %T%v", e, e)
}

// TestCases plays every shipped playbook's cases: what happens above the line, what must come of it below.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, name := range playbooks.Names() {
		p := shipped(t, name)
		for _, k := range p.Kinds {
			files, _ := filepath.Glob(filepath.Join("../../playbooks", name, "cases", k.Name+"-*.txt"))
			if len(files) == 0 {
				t.Errorf("%s has no case", k.ID())
			}
			for _, path := range files {
				t.Run(name+"/"+strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
					t.Parallel()
					golden(t, k, path)
				})
			}
		}
	}
}

func golden(t *testing.T, k *Kind, path string) {
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	script, want, _ := strings.Cut(string(file), line)
	lines := strings.Split(strings.TrimSpace(script), "\n")
	if lines[0] != "playbook "+k.Playbook.Name+", kind "+k.Name {
		t.Fatalf("it begins with %q, which is not %s", lines[0], k.ID())
	}
	p := &play{k: k}
	for _, l := range lines[1:] {
		if !strings.HasPrefix(l, "#") {
			p.line(t, l)
		}
	}
	if got := p.out.String(); *update {
		if err := os.WriteFile(path, []byte(strings.TrimSpace(script)+line+got), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// shipped reads a playbook that ships with the program.
func shipped(t testing.TB, name string) *Playbook {
	t.Helper()
	p, problems := Parse(playbooks.File(name), playbooks.Texts()[name])
	if problems != nil {
		t.Fatal(problems)
	}
	return p
}
