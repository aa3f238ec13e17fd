package playbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"linli/internal/lang"
)

// Problem is one thing that is wrong in a playbook: where, what, and how to mend it.
type Problem struct {
	File         string
	Line, Column int // from 1, columns in characters; 0 when the playbook did not come from a text
	Says         lang.Text
	Hint         lang.Text // empty when there is nothing to add
}

// In is the problem in one line, file:line:column: what is wrong; how to mend it.
func (p Problem) In(l lang.Lang) string {
	var b strings.Builder
	b.WriteString(p.File + ":")
	if p.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", p.Line, p.Column)
	}
	b.WriteString(" " + p.Says.In(l))
	if !p.Hint.Empty() {
		b.WriteString(map[lang.Lang]string{lang.Zh: "；", lang.En: "; "}[l] + p.Hint.In(l))
	}
	return b.String()
}

// Problems are everything that is wrong in a playbook, in the order of its lines.
type Problems []Problem

// In is a line for each problem.
func (ps Problems) In(l lang.Lang) string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.In(l)
	}
	return strings.Join(lines, "\n")
}

// Error is In English, for the log.
func (ps Problems) Error() string { return ps.In(lang.En) }

// Err is nil when there are no problems.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// maxProblems is after how many problems it stops looking: nobody reads on.
const maxProblems = 100

// sorted is in the order of lines, each said once.
func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return slices.CompactFunc(ps, func(a, b Problem) bool { return a == b })
}

// oneOf is a hint that names the nearest of the words allowed, and then all of them if they are few.
func oneOf(word string, allowed []string) lang.Text {
	if len(allowed) == 0 {
		return lang.T("这里一个也没有；先写上它，或者删掉这里", "there is none; write it first, or leave this out")
	}
	if near := nearest(word, allowed); near != "" {
		return lang.F("是不是“%s”？", "did you mean “%s”?", near)
	}
	if len(allowed) > 24 {
		return lang.T("核对写法，全部名字见指南", "check its spelling; the guide has all names")
	}
	return lang.F("这里可以写：%s", "allowed here: %s", lang.T(strings.Join(allowed, "、"), strings.Join(allowed, ", ")))
}

// nearest is the word that was probably meant, or "".
func nearest(word string, allowed []string) string {
	best, least := "", 0
	for _, a := range allowed {
		if len(word) > 64 {
			break
		}
		d := distance([]rune(strings.ToLower(word)), []rune(a))
		if d <= max(1, len(a)/3) && (best == "" || d < least) {
			best, least = a, d
		}
	}
	return best
}

// distance counts the letters to add, leave out, change or swap with their neighbour to come from a to b.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range a {
		for j := range b {
			same := 1
			if a[i] == b[j] {
				same = 0
			}
			d := min(rows[i][j+1]+1, rows[i+1][j]+1, rows[i][j]+same)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(a)][len(b)]
}

// quoted keeps a word from the file short enough to be said back.
func quoted(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
