// Package playbook is the engine: a community's way of working as data, and what may happen next by it.
//
// A [Playbook] is read from YAML by [Known.Parse] and judged by [Check]. [Open] begins a matter of one of its [Kind]s, [Step]
// makes a move, [Tick] lets time pass, [Offers] tells what somebody may do now. All are pure: no database, no HTTP, no
// clock of their own. They return the next [State] and the [Effect]s that others carry out.
package playbook

import (
	"slices"

	"linli/internal/clock"
	"linli/internal/form"
	"linli/internal/lang"
)

// Playbook is one community's method. The order of its maps is the order in the file.
type Playbook struct {
	Name    string // a slug; kinds are known as <name>/<kind>
	Title   lang.Text
	Version string
	From    string // the document that it was read from, if any
	About   lang.Text
	Tasks   []Task
	Actors  []Actor
	Kinds   []*Kind
	Lists   []List
	Figures []Figure

	Text string // the file itself
	Hash string // SHA-256 of Text in hexadecimal: the version's identity
	file string // its name, for problems
}

// Task is an item of a community's task list (国办函〔2026〕12号 and local lists): each form says which one it serves.
type Task struct {
	Name  string
	Title lang.Text
	List  string // statutory (依法履职), assist (协助), or own (自治)
}

// Actor is a name for those who may act: holders of any of the posts, or members of any of the groups.
type Actor struct {
	Name    string
	Title   lang.Text
	Posts   []string
	OfPlace bool     // only those whose post answers for the matter's place
	Members []string // party_member, volunteer, owner, …
	Skill   string   // a choice field of the kind: only members with the skill that it names
}

// Actors that are always there. A kind's parties are actors too.
const (
	Anyone   = "anyone"   // even without an account
	Resident = "resident" // any person of the realm who is signed in
	Raiser   = "raiser"   // who raised it, and every petitioner merged into it
	Handler  = "handler"  // who claimed it or was given it
	Time     = "time"     // the clock; never written in a file
)

// Kind is one kind of matter.
type Kind struct {
	Playbook  *Playbook
	Name      string
	Title     lang.Text
	About     lang.Text
	Icon      string
	Serves    string // a Task
	At        string // community or street: in whose realm it lives
	Seen      Seen
	Raise     Raise
	Parties   []string // names of person fields whose holders are actors
	Lead      []string // who approves, supervises, reopens
	StopsFor  []string // reasons for which suspending stops the clock
	Reopens   *Reopens // nil: it stays closed
	Returns   Returns  // how return goes
	Without   []string // common moves that this kind does not have
	Escalates *Refer   // what escalate makes at the street; nil: it cannot
	Stages    []*Stage // the first one is where it begins
	Moves     []*Move  //
	MovesOver []Over   // how running matters of an older version go on
	stage     map[string]*Stage
	move      map[string]*Move
	fields    map[string]form.Field
	posts     func() []string
}

// ID is the kind's full name, <playbook>/<kind>.
func (k *Kind) ID() string { return k.Playbook.Name + "/" + k.Name }

// Seen says who, beyond those who act in it, may see a matter, and what of it.
type Seen struct {
	By    string   // public, neighbours (any person of the realm) or parties (nobody else)
	Shows []string // title, body, place, and names of fields; what is not here is for those who act in it
}

// Stricter is who may see by both, and what of it by both.
func (s Seen) Stricter(other Seen) Seen {
	closed := []string{"public", "neighbours", "parties"} // the further, the fewer see it
	both := Seen{By: s.By}
	if slices.Index(closed, other.By) > slices.Index(closed, s.By) {
		both.By = other.By
	}
	for _, name := range s.Shows {
		if slices.Contains(other.Shows, name) {
			both.Shows = append(both.Shows, name)
		}
	}
	return both
}

// Raise says who may raise a matter of the kind, and what they are asked.
type Raise struct {
	By     []string
	Place  string // required, optional or none
	Fields []form.Field
	Spot   string // a move of the first stage that may be made in the same go: closing on the spot
}

// Status is how a stage shows, from a closed list; see the style guide.
type Status string

// The statuses. Overdue and suspended are not stages' own: they show over any of them.
const (
	New       Status = "new"       // 待受理
	Assigned  Status = "assigned"  // 已派单
	Doing     Status = "doing"     // 处理中
	Verify    Status = "verify"    // 待核实
	Done      Status = "done"      // 已办结
	Overdue   Status = "overdue"   // 已超时
	Returned  Status = "returned"  // 已退回
	Suspended Status = "suspended" // 已挂起
	Declined  Status = "declined"  // 未受理
	Withdrawn Status = "withdrawn" // 已撤回
	Merged    Status = "merged"    // 已合并
	Unrated   Status = "unrated"   // 已办结未评
	Lapsed    Status = "lapsed"    // 已失效
)

// Ending is how a closed matter ended.
type Ending string

// The endings.
const (
	EndDone      Ending = "done"
	EndDeclined  Ending = "declined"
	EndWithdrawn Ending = "withdrawn"
	EndMerged    Ending = "merged"
	EndLapsed    Ending = "lapsed"
)

// Stage is where a matter stands.
type Stage struct {
	Name    string
	Title   lang.Text
	Shows   Status
	Answers []string    // whose turn it is; the owners of its clock
	Within  *clock.Span // how long they have
	DueOn   string      // a date field: where it is answered, its day is the deadline, whatever Within says
	Else    string      // where it goes by itself when the time is over; "" means it is overdue
	OpenTo  []string    // who may claim it here: it stands on the claiming board
	End     Ending      // "" while open
	Refers  *Refer      // on entering, a matter at the street is made; this one waits for its news
	Raises  []Raised    // on entering, these matters are raised
}

// Refer is a matter at the street, made from one in a community.
type Refer struct {
	Kind  string            // a kind of this playbook at the street
	Tells []string          // title, body, place and fields that the street is told
	Back  map[string]string // its final stage, or its ending, to the stage here
	Stops bool              // the clock here stops meanwhile
}

// Raised is a matter that another one raises.
type Raised struct {
	Kind   string
	Title  lang.Text // empty: that of the matter which raises it
	Body   lang.Text
	Fields map[string]any
	Again  bool // each time that a stage is entered, not only the first
}

// Move is what somebody may do.
type Move struct {
	Name   string
	Title  lang.Text
	From   []string // stages
	To     string   // a stage; "" stays, and the clock runs on
	By     []string // actors
	Not    []string // handler: not those who ever handled it; raiser: not who raised it
	Needs  []string // reason, note, photo, rating
	Fields []form.Field
	When   *Rule    // a guard
	Claims bool     // the mover becomes its handler
	Gives  string   // a person field: who is in it becomes the handler
	Frees  bool     // nobody handles it any more
	After  string   // "deadline": only when the stage's time is over
	Hears  []string // parties who must have answered, or let the stage's time go by, first
	Raises []Raised
	Once   bool // everybody has one voice, which may be changed, is counted, and is not shown by name
	Danger bool // confirmed on its own page
}

// Over maps a stage of an older version to one of this.
type Over struct{ Old, New string }

// Reopens says where a closed matter goes when it is opened again, and until when that may be asked.
type Reopens struct {
	To     string
	Within clock.Span
}

// Returns says how the common move return goes.
type Returns struct {
	Within clock.Span // how long after it came to a stage it may be sent back from there
	Stops  bool       // the time of the stage before goes on where it was left, instead of beginning anew
}

// List is a saved view of matters.
type List struct {
	Name   string
	Title  lang.Text
	Kinds  []string
	Stages []string
	State  string // open, closed, or "" for both
	Where  []Match
	Group  string // a choice field to group by
}

// Match is a field that must have a value.
type Match struct{ Field, Value string }

// Figure is a number counted from matters: how many, or the sum of an outcome.
type Figure struct {
	Name      string
	Title     lang.Text
	Kinds     []string
	Ending    Ending   // counts only matters that ended so; "" counts all that were raised
	Stages    []string // counts only matters now in one of these stages
	Reached   []string // counts matters that ever reached one of these stages
	Where     []Match
	Sum       string // an outcome field to sum, instead of counting matters
	Unit      lang.Text
	Over      string // "year" (twelve months to today), "since 2022-01-01", or "all"
	Published string // what the document says, such as 36 or 120+; a + is a strict lower bound
}

// Stage finds a stage by name.
func (k *Kind) Stage(name string) *Stage { return k.stage[name] }

// Move finds one of the kind's own moves by name.
func (k *Kind) Move(name string) *Move { return k.move[name] }

// Field finds a field by name, among those asked when raising and in moves.
func (k *Kind) Field(name string) (form.Field, bool) {
	f, ok := k.fields[name]
	return f, ok
}

// Asks tells whether a move asks this field, rather than raising a matter.
func (k *Kind) Asks(name string) bool {
	_, known := k.fields[name]
	return known && !slices.ContainsFunc(k.Raise.Fields, func(f form.Field) bool { return f.Name == name })
}

// Kind finds a kind by its name in this playbook.
func (p *Playbook) Kind(name string) *Kind {
	for _, k := range p.Kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Actor finds an actor by name.
func (p *Playbook) Actor(name string) *Actor {
	for i := range p.Actors {
		if p.Actors[i].Name == name {
			return &p.Actors[i]
		}
	}
	return nil
}
