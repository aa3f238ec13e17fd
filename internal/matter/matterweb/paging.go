package matterweb

import (
	"net/url"
	"strconv"
	"strings"

	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/ui"
)

// paging is where a page of a list stands that is read by key. Its address carries the cursors of the pages before it
// (trail=570.520), so that there is a way back without counting rows.
type paging struct {
	cursor int64
	trail  []string
}

// trailMost is how many pages of the way back an address carries; beyond, the oldest are left out.
const trailMost = 40

// readPaging reads the cursor and the trail of an address. A trail that nobody was given only costs the way back.
func readPaging(q url.Values) (paging, error) {
	cursor, err := matter.Cursor(q.Get("cursor"))
	g := paging{cursor: cursor}
	if err != nil || cursor == 0 || q.Get("trail") == "" {
		return g, err
	}
	for one := range strings.SplitSeq(q.Get("trail"), ".") {
		if n, err := matter.Cursor(one); err != nil || n == 0 {
			return g, nil
		}
		g.trail = append(g.trail, one)
	}
	return g, nil
}

// links are the ways from the page; path is the list's address and query what else it asks for. Next is the key where
// the next page begins, 0 on the last one.
func (g paging) links(p ui.Page, path string, query url.Values, next int64) ui.Paging {
	at := func(cursor string, trail []string) string {
		q := url.Values{}
		for name, value := range query {
			if value[0] != "" && name != "cursor" && name != "trail" {
				q[name] = value
			}
		}
		if cursor != "" {
			q.Set("cursor", cursor)
		}
		if len(trail) > 0 {
			q.Set("trail", strings.Join(trail, "."))
		}
		if len(q) == 0 {
			return path
		}
		return path + "?" + q.Encode()
	}
	var l ui.Paging
	here := g.trail
	if g.cursor > 0 {
		l.First = at("", nil)
		if n := len(g.trail); n > 0 {
			l.Earlier = at(g.trail[n-1], g.trail[:n-1])
		} else {
			l.Earlier = l.First
		}
		here = append(here[:len(here):len(here)], strconv.FormatInt(g.cursor, 10))
	}
	if n := len(here); n < trailMost && (n > 0 || next > 0) {
		l.Note = p.Say(lang.F("第 %d 页", "Page %d", n+1))
	} else if n > trailMost {
		here = here[n-trailMost:]
	}
	if next > 0 {
		l.Next = at(strconv.FormatInt(next, 10), here)
	}
	return l
}
