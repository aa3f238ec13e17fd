// Package clock tells the time and counts it as the law does: working days, spans, due moments, periods.
//
// Moments are time.Time in [Zone] in Go and epoch milliseconds in SQL. Periods of time are computed after the
// Civil Code of the People's Republic of China, articles 200 to 204: the day on which a span of days begins is
// not counted (201), hours run at once (201), a day ends at 24:00 (203), and a span whose last day is a
// statutory rest day ends on the day after the rest (203). Which days those are, a [Calendar] knows.
//
// What a deadline means, who owns it and what happens when it passes is left to the domains.
package clock

import "time"

// Zone is the time of all China, eight hours ahead of UTC all year. It is fixed, so that no machine needs a
// zone database.
var Zone = time.FixedZone("CST", offset)

const offset = 8 * 60 * 60

// Clock tells what time it is. Whatever acts on time takes one, so that a test or the demonstration can set it.
type Clock interface {
	// Now is the present moment in Zone, cut to the millisecond: what is stored is what was held.
	Now() time.Time
}

// System is the machine's own clock.
func System() Clock { return system{} }

type system struct{}

func (system) Now() time.Time { return held(time.Now()) }

// held is t as the program holds every moment of its own: in Zone and as precise as what SQL keeps.
func held(t time.Time) time.Time { return t.In(Zone).Truncate(time.Millisecond) }
