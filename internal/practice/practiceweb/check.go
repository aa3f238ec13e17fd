package practiceweb

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/practice"
	"linli/internal/ui"
	"linli/internal/web"
)

// checkPage is a text on trial: its problems, or what taking it up would change.
type checkPage struct {
	Page     ui.Page
	Action   string
	Back     string
	Text     ui.Field
	Problems []problemLine
	Many     string // how many problems, in words
	Good     string // that there are none
	Twin     string // another text has the same version
	Change   *changePart
	Reason   ui.Field
	Install  string // where it is taken up; "" for those who may not
	Same     bool   // it is what the realm plays already
	Fault    ui.Problems
}

type problemLine struct{ At, Line, Says, Hint string }

// changePart is what changes from one version to another.
type changePart struct {
	New     bool // the realm has played no version of it
	Lines   []changeLine
	Stuck   int // how many running matters stand at stages that vanish
	Running int // how many are running in all
}

type changeLine struct {
	Kind, Says string
	Status     ui.Status
	Word       string
	Held       string // how many matters stand there, in words
}

// maxText is how long a text may be: what the parser takes.
const maxText = 1 << 20

func (p *Pages) try(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Staff(); err != nil {
		return err
	}
	return v.Render(w, r, http.StatusOK, checkView(p.trial(v, "")))
}

// trial is the page with a text to be checked.
func (p *Pages) trial(v *web.Visit, text string) checkPage {
	base := "/" + v.Realm.ID + "/playbooks"
	m := checkPage{Page: v.Page, Action: base + "/check", Back: base}
	m.Page.Title = v.Page.T("检查工作法", "Check a playbook")
	m.Page.Crumbs = []ui.Link{{Href: base, Label: v.Page.T("工作法", "Playbooks")}}
	m.Text = ui.Field{Name: "text", Label: v.Page.T("工作法全文（YAML）", "The playbook's text (YAML)"), Value: text,
		Hint: v.Page.T("粘贴在这里，或者在下面选文件；先检查，不会马上换用。", "Paste it here or choose a file below. It is only checked; nothing changes yet."), Attrs: map[string]any{"spellcheck": "false"}}
	m.Reason = ui.Field{Name: "reason", Label: v.Page.T("为什么换用", "Why"), Required: true, MaxLen: 500, Hint: v.Page.T("会记入记录，谁都查得到。", "It goes on the record.")}
	return m
}

func (p *Pages) check(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Staff(); err != nil {
		return err
	}
	text, err := textOf(r)
	if err != nil {
		return err
	}
	m, _, err := p.judge(r, v, text)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(m.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return v.Render(w, r, status, checkView(m))
}

// textOf reads the text that was pasted, or the file that was chosen instead.
func textOf(r *http.Request) (string, error) {
	if err := r.ParseMultipartForm(2 * maxText); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return "", err
		}
		return "", fault.New(fault.Invalid, lang.T("提交的内容读不出来", "What was sent cannot be read."))
	}
	text := r.PostFormValue("text")
	if f, head, err := r.FormFile("file"); err == nil && head.Size > 0 {
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, maxText+1))
		if err != nil {
			return "", err
		}
		text = string(b)
	}
	return strings.ReplaceAll(text, "\r\n", "\n"), nil // browsers send every line end as two characters
}

// judge checks a text and, where nothing is wrong, tells what it would change here.
func (p *Pages) judge(r *http.Request, v *web.Visit, text string) (checkPage, *playbook.Playbook, error) {
	m := p.trial(v, text)
	b, problems := practice.Parse(v.Page.T("工作法", "playbook"), []byte(text))
	if b == nil {
		m.problems(v.Page, text, problems)
		return m, nil, nil
	}
	m.Good = v.Page.Say(lang.F("“%s”%s 版写得没有问题，有 %d 类事项", "“%s”, version %s, has no problems; it has %d kinds of matter", b.Title, b.Version, len(b.Kinds)))
	set, err := p.Books.Current(r.Context(), p.DB, v.Realm.ID)
	if err != nil {
		return m, nil, err
	}
	now := set.Book(b.Name)
	if m.Same = now != nil && now.Hash == b.Hash; m.Same {
		return m, b, nil
	}
	twin, err := p.Books.Namesake(r.Context(), p.DB, b)
	if err != nil {
		return m, nil, err
	}
	if twin {
		m.Twin = v.Page.Say(practice.Warning(b))
	}
	running, err := p.Matters.Running(r.Context(), p.DB, v.Realm.ID, b.Name)
	if err != nil {
		return m, nil, err
	}
	m.Change = changes(v.Page, now, b, running)
	if mayDecide(v) {
		m.Install = m.Back + "/install"
	}
	return m, b, nil
}

// problems words what is wrong, each with the line that it is about.
func (m *checkPage) problems(p ui.Page, text string, all playbook.Problems) {
	lines := strings.Split(text, "\n")
	for _, x := range all {
		line := problemLine{Says: p.Say(x.Says), Hint: p.Say(x.Hint)}
		if x.Line > 0 {
			line.At = strconv.Itoa(x.Line) + ":" + strconv.Itoa(x.Column)
			if x.Line <= len(lines) {
				line.Line = around(lines[x.Line-1], x.Column)
			}
		}
		m.Problems = append(m.Problems, line)
	}
	m.Many = p.Say(lang.F("有 %d 处要改", "To mend: %d", len(all)))
}

// around is a line of the text, or of a long one the part at a column.
func around(line string, column int) string {
	const before, most = 30, 80
	r := []rune(strings.TrimRight(line, " \t"))
	from := 0
	if len(r) > most {
		from = max(0, min(column-1-before, len(r)-most))
	}
	part := strings.TrimSpace(string(r[from:min(len(r), from+most)]))
	if from > 0 {
		part = "…" + part
	}
	if from+most < len(r) {
		part += "…"
	}
	return part
}

// changes words what changes from the version in use, nil when there is none, and for how many running matters.
func changes(p ui.Page, now, b *playbook.Playbook, running []matter.Running) *changePart {
	c := &changePart{New: now == nil}
	for _, x := range running {
		c.Running += x.N
	}
	if now == nil {
		return c
	}
	words := map[string]struct {
		status ui.Status
		says   lang.Text
	}{"added": {ui.Done, lang.T("新增", "Added")}, "removed": {ui.Declined, lang.T("去掉", "Removed")}, "changed": {ui.Doing, lang.T("修改", "Changed")}}
	for _, x := range playbook.Diff(now, b) {
		w := words[x.What]
		line := changeLine{Says: p.Say(x.Says), Status: w.status, Word: p.Say(w.says)}
		for _, side := range []*playbook.Playbook{b, now} {
			if k := side.Kind(x.Kind); k != nil && line.Kind == "" {
				line.Kind = p.Say(k.Title)
			}
		}
		if x.Stage != "" {
			n := 0
			for _, y := range running {
				if y.Kind == x.Kind && y.Stage == x.Stage {
					n += y.N
				}
			}
			if c.Stuck += n; n > 0 {
				line.Held = p.Say(lang.F("现在有 %d 件在那里", "%d are there now", n))
			}
		}
		c.Lines = append(c.Lines, line)
	}
	return c
}
