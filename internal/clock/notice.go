package clock

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"
)

// Next year's notice is one more file here.
//
//go:embed notice
var notices embed.FS

// China is the calendar of the mainland in the usual working hours, after the yearly notices of the General
// Office of the State Council on the arrangement of holidays (国务院办公厅关于某年部分节假日安排的通知). It knows
//
//   - 2025: 国办发明电〔2024〕12号
//   - 2026: 国办发明电〔2025〕7号
//
// Holidays that only some regions keep are not in it.
func China() *Calendar { return china() }

var china = sync.OnceValue(func() *Calendar {
	c, err := read(notices)
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return c
})

// read makes a calendar of the notices in files, each named year.txt.
func read(files fs.FS) (*Calendar, error) {
	names, err := fs.Glob(files, "notice/*.txt") // in order
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("clock: no notices: %v", err)
	}
	c := &Calendar{}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("clock: %w", err)
		}
		if err := c.add(strings.TrimSuffix(strings.TrimPrefix(name, "notice/"), ".txt"), string(text)); err != nil {
			return nil, fmt.Errorf("clock: %s: %w", name, err)
		}
	}
	return c, nil
}

// add takes the notice of a later year. A line is "rest" and the first and last day of a holiday, or "work" and
// a make-up day; # begins a comment.
func (c *Calendar) add(year, text string) error {
	start, err := time.ParseInLocation("2006", year, Zone)
	if err != nil {
		return err
	}
	c.grow(start.Year())
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := c.arrange(year, strings.Fields(line)); err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
	}
	return lines.Err()
}

// grow makes room for a year after those already held; years skipped stay unknown.
func (c *Calendar) grow(year int) {
	if len(c.known) == 0 {
		c.first, c.base = year, newYear(year)
	}
	for y := c.first + len(c.known); y <= year; y++ {
		c.known = append(c.known, y == year)
		for d := newYear(y); d < newYear(y+1); d++ {
			c.rest = append(c.rest, weekend(d))
		}
	}
}

func newYear(year int) int { return dayOf(time.Date(year, 1, 1, 0, 0, 0, 0, Zone)) }

// arrange takes one line. It refuses what changes nothing, a make-up day within the week or such, for then
// the line or the year is mistyped.
func (c *Calendar) arrange(year string, words []string) error {
	if len(words) < 2 || len(words) > 3 || words[0] != "rest" && (words[0] != "work" || len(words) != 2) {
		return fmt.Errorf("want rest FIRST [LAST] or work DAY")
	}
	var days [2]int
	for i, w := range []string{words[1], words[len(words)-1]} {
		t, err := time.ParseInLocation(time.DateOnly, w, Zone)
		if err != nil {
			return err
		}
		if t.Format("2006") != year {
			return fmt.Errorf("%s is not in %s", w, year)
		}
		days[i] = dayOf(t)
	}
	rest, changed := words[0] == "rest", false
	for d := days[0]; d <= days[1]; d++ {
		changed = changed || c.rest[d-c.base] != rest
		c.rest[d-c.base] = rest
	}
	if !changed {
		return fmt.Errorf("changes nothing")
	}
	return nil
}
