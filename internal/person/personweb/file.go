package personweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/store"
	"linli/internal/ui"
	"linli/internal/web"
)

// filePage asks for many people and shows who would be booked before anybody is.
type filePage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	Text     ui.Field
	Plan     *plan // nil before it was asked
	Says     string
}

// plan is what a file comes to.
type plan struct {
	Rows []planRow
	New  int // who would be booked
	all  []lined
}

// lined is a booking with the line that asks for it and the post by which it is made.
type lined struct {
	person.Booking
	line int
	post string
}

type planRow struct {
	Name, Under string
	Skipped     string // why nobody is booked by this line; "" where somebody is
	Doubt       string // why they may be booked already
}

func (p *Pages) newFile(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	return p.fileForm(w, r, v, "", nil, nil)
}

func (p *Pages) fileForm(w http.ResponseWriter, r *http.Request, v *web.Visit, text string, plan *plan, wrong error) error {
	if err := somewhere(v); err != nil {
		return err
	}
	const shown = 30
	m := filePage{Page: v.Page, Problems: v.Page.Problems(wrong), Action: peoplePath(v) + "/file", Plan: plan}
	m.Page.Title, m.Page.Crumbs = v.Page.T("从表格登记住户", "Book residents from a file"), crumbs(v)
	if n := len(m.Problems.List); n > shown {
		m.Problems.List = append(m.Problems.List[:shown], ui.Problem{Name: "rows", Says: v.Page.Say(lang.F("还有 %d 处", "and %d more", n-shown))})
	}
	m.Text = ui.Field{Name: "rows", Label: v.Page.T("或者把表格贴在这里", "Or paste the table here"), Value: text, Error: m.Problems.Of("rows"),
		Hint:        v.Page.T("第一行是表头：房屋,姓名,关系,电话（电话可以不要）。房屋写全名或地点码；关系写 业主、业主不住、家人 或 租住。", "The first line has the headings: dwelling,name,relation,phone (phone may be left out). A dwelling is its full name or code; a relation is owner, owner away, family or tenant."),
		Placeholder: v.Page.T("房屋,姓名,关系,电话\n青石小区 1幢 101室,甘露,业主,", "dwelling,name,relation,phone\n青石小区 1幢 101室,甘露,owner,")}
	if plan != nil {
		m.Says = v.Page.Say(lang.F("一共 %d 行，会登记 %d 人。还没有登记。", "Lines: %d. People who would be booked: %d. Nobody is booked yet.", len(plan.Rows), plan.New))
	}
	return v.Render(w, r, statusOf(wrong), fileView(m))
}

func (p *Pages) bookFile(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := somewhere(v); err != nil {
		return err
	}
	text := strings.ReplaceAll(r.PostFormValue("rows"), "\r\n", "\n")
	if f, _, err := r.FormFile("file"); err == nil {
		b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
		f.Close()
		if err != nil {
			return err
		}
		if len(b) > 0 {
			text = string(b)
		}
	}
	lines, err := readCSV(text)
	text = strings.ToValidUTF8(text, "�")
	var would plan
	var wrong lineFaults
	if err == nil {
		would, err = p.plan(r.Context(), v, lines, &wrong)
	}
	sure := r.PostFormValue("sure") != ""
	if err == nil {
		err = p.carry(r.Context(), v, would, &wrong, !sure)
	}
	if fault.Is(err, fault.Invalid) {
		return p.fileForm(w, r, v, text, nil, err)
	}
	if err != nil {
		return err
	}
	if !sure || would.New == 0 {
		return p.fileForm(w, r, v, text, &would, nil)
	}
	return v.Done(w, r, peoplePath(v), lang.F("已登记 %d 人", "Booked: %d people.", would.New))
}

// plan finds the dwelling of every line and who is booked there already. It notes every line that is wrong.
func (p *Pages) plan(ctx context.Context, v *web.Visit, lines []wanted, faults *lineFaults) (plan, error) {
	var out plan
	seen := map[string]int{}
	for _, l := range lines {
		wrong := func(says lang.Text) { faults.add(l.line, says) }
		if l.relation == "" {
			wrong(lang.T("关系写 业主、业主不住、家人 或 租住", "the relation is one of owner, owner away, family, tenant."))
		}
		at, err := p.Places.ByName(ctx, p.DB, v.Realm.ID, l.dwelling)
		if fault.Is(err, fault.NotFound) || err == nil && at.Kind != "dwelling" {
			wrong(lang.F("没有找到房屋“%s”", "there is no dwelling “%s”.", l.dwelling))
			continue
		}
		if err != nil {
			return out, err
		}
		post, err := books(v, at.Path)
		if err != nil {
			wrong(lang.F("“%s”不归您登记", "“%s” is not yours to book.", at.Full))
			continue
		}
		key := at.ID + "\n" + strings.Join(strings.Fields(l.name), " ")
		if first := seen[key]; first > 0 {
			wrong(lang.F("和第 %d 行是同一套房屋的同一个人", "the same person at the same dwelling as on line %d.", first))
			continue
		}
		seen[key] = l.line
		if l.relation == "" {
			continue
		}
		b := person.Booking{Realm: v.Realm.ID, Name: l.name, Phone: l.phone, Dwelling: at.ID, Relation: l.relation, At: p.Clock.Now()}
		row, err := p.doubt(ctx, v, post, b)
		if err != nil {
			return out, err
		}
		row.Name, row.Under = l.name, at.Full+" · "+v.Page.Say(l.relation.Title())
		if out.Rows = append(out.Rows, row); row.Skipped == "" {
			out.New++
			out.all = append(out.all, lined{b, l.line, post})
		}
	}
	return out, nil
}

// doubt says whether somebody is booked already: by their name at the dwelling, then they are left out; by their phone, then it
// is said.
func (p *Pages) doubt(ctx context.Context, v *web.Visit, post string, b person.Booking) (row planRow, err error) {
	alike, err := p.People.Alike(ctx, p.DB, v.ID.Actor(post), b)
	if err != nil || len(alike) == 0 {
		return row, err
	}
	there, err := p.People.At(ctx, p.DB, b.Realm, b.Dwelling, b.At)
	if err != nil {
		return row, err
	}
	for _, x := range alike {
		if x.Name == strings.Join(strings.Fields(b.Name), " ") && slices.Contains(there, x) {
			return planRow{Skipped: v.Page.T("已经登记在这里，跳过", "booked here already, left out")}, nil
		}
	}
	return planRow{Doubt: v.Page.T("这个电话已经有人登记，请核对是不是同一个人", "somebody has this phone number already; see whether it is the same person")}, nil
}

var errRehearsed = errors.New("rehearsed")

// carry books all of them or nobody, and nobody where a line is wrong. A rehearsal does the same and takes it back, so that a
// preview meets every fault that booking would.
func (p *Pages) carry(ctx context.Context, v *web.Visit, plan plan, wrong *lineFaults, rehearsal bool) error {
	err := p.DB.Tx(ctx, func(tx *store.Tx) error {
		met := slices.Clone(*wrong) // a transaction may be tried again
		for _, b := range plan.all {
			_, err := p.People.Book(ctx, tx, v.ID.Actor(b.post), b.Booking)
			if fault.Is(err, fault.Invalid) {
				for _, f := range fault.As(err).Fields {
					met.add(b.line, f.Says)
				}
			} else if err != nil {
				return err
			}
		}
		if err := met.err(); err != nil {
			return err
		}
		if rehearsal {
			return errRehearsed
		}
		return nil
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}
