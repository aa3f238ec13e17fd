package matterweb

import (
	"context"
	"html"
	"io"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"linli/internal/assets"
	"linli/internal/clock"
	"linli/internal/matter"
	"linli/internal/ui"
	"linli/internal/web"
)

// queueRow is a matter in a table.
type queueRow struct {
	ID, Number, Href string
	Title, Under     string
	Status           ui.Status
	Stage            string // what the stage is called, where the status says something else
	Who              string
	Nobody           bool // it may have a handler, and has none
	Due, Closed      time.Time
	Used             int
}

func (d *desk) row(v *web.Visit, it matter.Item, names map[string]string, now time.Time) queueRow {
	n := strconv.FormatInt(it.Number, 10)
	row := queueRow{ID: "m-" + n, Number: n, Href: "/" + v.Realm.ID + "/matters/" + n, Title: it.Title, Status: ui.Status(it.Shows),
		Who: names[it.Handler], Nobody: it.Handler == "" && it.Ending == "", Due: it.Due, Closed: it.Closed, Used: it.Used(now, d.calendar)}
	row.Under = "#" + n + " · " + v.Page.Say(it.Kind.Title)
	if it.AtPlace != "" {
		row.Under += " · " + it.AtPlace
	}
	if stage := v.Page.Say(it.StageText); stage != v.Page.Say(row.Status.Text()) {
		row.Stage = stage
	}
	return row
}

// queueTableRow is one row; pick gives it a box to pick it by. It is [ui.Row] with its cells, [ui.Badge] and [ui.Due],
// written by hand: the queue is the page that is open all day, and half of its time went into its rows; this takes a
// third of that, and fewer bytes.
func queueTableRow(p ui.Page, row queueRow, now time.Time, pick bool) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		b := rowWriter{make([]byte, 0, 1024)}
		b.row(p, row, now, pick)
		_, err := w.Write(b.to)
		return err
	})
}

// rowWriter writes markup as it is, and text so that it stays text.
type rowWriter struct{ to []byte }

func (b *rowWriter) raw(parts ...string) {
	for _, s := range parts {
		b.to = append(b.to, s...)
	}
}

func (b *rowWriter) text(s string) { b.to = append(b.to, html.EscapeString(s)...) }

// cell begins a cell under the column of that name.
func (b *rowWriter) cell(column string) {
	b.raw(`<td role="cell" data-label="`, column, `">`)
}

func (b *rowWriter) muted(s string) { b.raw(`<span class="muted">`, s, `</span>`) }

func (b *rowWriter) row(p ui.Page, row queueRow, now time.Time, pick bool) {
	b.raw(`<tr role="row" id="`, row.ID, `">`)
	if pick {
		b.raw(`<td role="cell" class="cell-check"><input type="checkbox" name="pick" value="`, row.Number, `" aria-label="`, p.T("选 ", "Pick "), row.Number, `"></td>`)
	}
	b.raw(`<td role="cell" class="cell-title"><a href="`, row.Href, `">`)
	b.text(row.Title)
	b.raw(`</a><small>`)
	b.text(row.Under)
	b.raw(`</small></td>`)

	b.cell(p.T("状态", "Status"))
	b.raw(`<div><span class="badge is-`, string(row.Status), `"><svg class="icon" aria-hidden="true"><use href="`, assets.URL("icons.svg"), "#", row.Status.Icon(), `"></use></svg>`,
		p.Say(row.Status.Text()), `</span>`)
	if row.Stage != "" {
		b.raw(`<small>`)
		b.text(row.Stage)
		b.raw(`</small>`)
	}
	b.raw(`</div></td>`)

	b.cell(p.T("办理人", "Handler"))
	switch {
	case row.Who != "":
		b.text(row.Who)
	case row.Nobody:
		b.muted(p.T("暂无", "None yet"))
	default:
		b.muted("—")
	}
	b.raw(`</td>`)
	b.deadline(p, row, now)
	b.raw(`</td></tr>`)
}

// deadline is the last cell: by when, with how much of the time is used, or when it ended.
func (b *rowWriter) deadline(p ui.Page, row queueRow, now time.Time) {
	switch {
	case !row.Closed.IsZero():
		b.cell(p.T("结束于", "Closed"))
		b.raw(`<time datetime="`)
		b.to = row.Closed.In(clock.Zone).AppendFormat(b.to, time.DateOnly)
		b.raw(`">`, p.Day(row.Closed), `</time>`)
	case row.Due.IsZero():
		b.cell(p.T("时限", "Deadline"))
		b.muted(p.T("无时限", "No deadline"))
	default:
		class := "due"
		if now.After(row.Due) {
			class = "due late"
		} else if row.Used >= 75 {
			class = "due warn"
		}
		b.cell(p.T("时限", "Deadline"))
		b.raw(`<span class="`, class, `"><time datetime="`)
		b.to = row.Due.In(clock.Zone).AppendFormat(b.to, "2006-01-02T15:04Z07:00")
		b.raw(`" data-sla>`, p.T("时限 ", "By "), p.Moment(row.Due),
			`</time><progress value="`, strconv.FormatFloat(float64(max(row.Used, 0))/100, 'g', 2, 64), `" aria-hidden="true"></progress></span>`)
	}
}
