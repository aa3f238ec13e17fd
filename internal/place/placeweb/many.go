package placeweb

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"linli/internal/access"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// manyPage asks for many places, by a pattern or from a file, and shows what would be booked before anything is.
type manyPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	In       string
	Fields   []ui.Field // of a series: words, then numbers
	Text     *ui.Field  // of a file: its text
	Plan     *planPart  // what would be booked; nil before it was asked
}

// planPart is a plan in words.
type planPart struct {
	Says string
	Rows []placeRow
	More string
}

const planShown = 30

func (p *Pages) newSeries(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	at, err := p.within(r.Context(), v, r.URL.Query().Get("in"))
	if err != nil {
		return err
	}
	if _, err := v.ID.Keeps(access.Places, at.Path); err != nil {
		return err
	}
	return p.manyForm(w, r, v, p.seriesPage(v, at, place.Series{First: 1, Last: 12, Style: "幢", Units: 2, Floors: 18, Doors: 2, Suffix: "室"}), at, nil, nil)
}

func (p *Pages) seriesPage(v *web.Visit, at place.Place, s place.Series) manyPage {
	m := manyPage{Page: v.Page, Action: "/" + v.Realm.ID + "/places/series", In: at.Code}
	m.Page.Title = v.Page.T("批量登记楼栋和房屋", "Book many buildings and dwellings")
	text := func(name, zh, en, value, hintZh, hintEn string) {
		m.Fields = append(m.Fields, ui.Field{Name: name, Label: v.Page.T(zh, en), Value: value, Hint: v.Page.T(hintZh, hintEn), MaxLen: 10})
	}
	num := func(name, zh, en string, n int, hintZh, hintEn string) {
		f := ui.Field{Name: name, Label: v.Page.T(zh, en), Value: strconv.Itoa(n), Hint: v.Page.T(hintZh, hintEn), Min: "0", Required: true}
		if n < 0 {
			f.Value = ""
		}
		m.Fields = append(m.Fields, f)
	}
	num("first", "从几号楼", "From number", s.First, "", "")
	num("last", "到几号楼", "To number", s.Last, "", "")
	text("style", "怎么叫", "Called", s.Style, "号数后面的字：幢、号楼、排。", "What stands behind the number: 幢, 号楼, 排.")
	num("units", "每幢几个单元", "Units in each", s.Units, "没有单元填 0，房屋直接放在楼里。", "0 for none: dwellings lie in the building.")
	num("floors", "几层", "Floors", s.Floors, "只登记楼栋就填 0。", "0 to book the buildings only.")
	num("doors", "每层几户", "Dwellings on a floor", s.Doors, "", "")
	text("suffix", "房号后面的字", "Behind a dwelling's number", s.Suffix, "比如 室，可以空着。", "Such as 室; may be empty.")
	return m
}

func (p *Pages) bookSeries(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	at, post, err := p.posted(r, v)
	if err != nil {
		return err
	}
	s := place.Series{First: number(r.PostFormValue("first")), Last: number(r.PostFormValue("last")), Style: r.PostFormValue("style"), Units: number(r.PostFormValue("units")),
		Floors: number(r.PostFormValue("floors")), Doors: number(r.PostFormValue("doors")), Suffix: strings.TrimSpace(r.PostFormValue("suffix"))}
	wanted, wrong := s.Wanted()
	return p.many(w, r, v, p.seriesPage(v, at, s), at, post, wanted, wrong)
}

func (p *Pages) newFile(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if _, err := v.ID.Keeps(access.Places, ""); err != nil {
		return err
	}
	return p.manyForm(w, r, v, p.filePage(v, ""), place.Place{Realm: v.Realm.ID}, nil, nil)
}

func (p *Pages) filePage(v *web.Visit, text string) manyPage {
	m := manyPage{Page: v.Page, Action: "/" + v.Realm.ID + "/places/file"}
	m.Page.Title = v.Page.T("从表格导入地点", "Book places from a file")
	m.Text = &ui.Field{Name: "rows", Label: v.Page.T("或者把表格贴在这里", "Or paste the table here"), Value: text,
		Hint:        v.Page.T("第一行是表头：小区,楼栋,单元,房屋（还可以有 场所、公共区域）；下面每行一处，没有的留空。", "The first line has the headings: estate,building,unit,dwelling (also venue, public place); then a place a line, empty where there is none."),
		Placeholder: v.Page.T("小区,楼栋,单元,房屋\n青石小区,1幢,1单元,101室", "estate,building,unit,dwelling\n青石小区,1幢,1单元,101室")}
	return m
}

func (p *Pages) bookFile(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	at, post, err := p.posted(r, v)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(r.PostFormValue("rows"), "\r\n", "\n")
	if f, _, err := r.FormFile("file"); err == nil {
		b, err := io.ReadAll(io.LimitReader(f, place.MaxCSV+1))
		f.Close()
		if err != nil {
			return err
		}
		if len(b) > 0 {
			text = string(b)
		}
	}
	wanted, wrong := place.ReadCSV(text)
	if wrong != nil && !strings.Contains(text, "\n") && len(text) > place.MaxCSV {
		text = ""
	}
	return p.many(w, r, v, p.filePage(v, strings.ToValidUTF8(text, "�")), at, post, wanted, wrong)
}

// many shows what would be booked, or books it when that was seen.
func (p *Pages) many(w http.ResponseWriter, r *http.Request, v *web.Visit, m manyPage, at place.Place, post string, wanted []place.Wanted, wrong error) error {
	if wrong != nil {
		return p.manyForm(w, r, v, m, at, nil, wrong)
	}
	if r.PostFormValue("sure") == "" {
		plan, err := p.Places.Plan(r.Context(), p.DB, v.Realm.ID, at.ID, wanted)
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		return p.manyForm(w, r, v, m, at, &plan, err)
	}
	var plan place.Plan
	err := p.DB.Tx(r.Context(), func(tx *store.Tx) (err error) {
		plan, err = p.Places.AddMany(r.Context(), tx, v.ID.Actor(post), v.Realm.ID, at.ID, wanted)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return p.manyForm(w, r, v, m, at, nil, err)
	}
	if err != nil {
		return err
	}
	to := "/" + v.Realm.ID + "/places"
	if at.ID != "" {
		to = pathOf(at)
	}
	return v.Done(w, r, to, lang.F("已登记 %d 处地点", "Booked: %d places.", len(plan.New)))
}

// maxWrong is how many wrong lines a page tells of; those after them are counted.
const maxWrong = 30

func (p *Pages) manyForm(w http.ResponseWriter, r *http.Request, v *web.Visit, m manyPage, at place.Place, plan *place.Plan, wrong error) error {
	if err := p.bookCrumbs(r.Context(), v, at, &m.Page); err != nil {
		return err
	}
	m.Problems = v.Page.Problems(wrong)
	if n := len(m.Problems.List); n > maxWrong {
		m.Problems.List = append(m.Problems.List[:maxWrong], ui.Problem{Name: "rows", Says: v.Page.Say(lang.F("还有 %d 处", "and %d more", n-maxWrong))})
	}
	for i, f := range m.Fields {
		m.Fields[i].Error = m.Problems.Of(f.Name)
	}
	if m.Text != nil {
		m.Text.Error = m.Problems.Of("rows")
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	} else if plan != nil {
		m.Plan = planWords(v.Page, *plan)
	}
	return v.Render(w, r, status, manyView(m))
}

func planWords(p ui.Page, plan place.Plan) *planPart {
	counts := map[place.Kind]int{}
	m := planPart{}
	for i, x := range plan.New {
		counts[x.Kind]++
		if i < planShown {
			m.Rows = append(m.Rows, placeRow{"", kindIcon(x.Kind), x.Full, p.Say(x.Kind.Title())})
		}
	}
	m.Says = p.Say(lang.F("一共 %d 处：%s。还没有登记。", "%d in all: %s. Nothing is booked yet.", len(plan.New), holds(p, counts)))
	if n := len(plan.New) - planShown; n > 0 {
		m.More = p.Say(lang.F("还有 %d 处，最后一处是“%s”。", "And %d more; the last is “%s”.", n, plan.New[len(plan.New)-1].Full))
	}
	return &m
}
