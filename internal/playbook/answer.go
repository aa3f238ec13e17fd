package playbook

import (
	"maps"
	"slices"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/form"
	"linli/internal/lang"
)

// asks are the fields that a move asks for: its own, and those of what it needs.
func (m *Move) asks() []form.Field {
	all := slices.Clone(m.Fields)
	for _, n := range m.Needs {
		switch n {
		case "photo":
			all = append(all, form.Field{Name: "photos", Title: lang.T("照片", "Photos"), Type: form.File, Required: true})
		case "rating":
			all = append(all, ratingFields...)
		}
	}
	return all
}

// note tells whether a move needs a note.
func (m *Move) note() bool {
	return slices.Contains(m.Needs, "note") || slices.Contains(m.Needs, "reason")
}

var ratingFields = []form.Field{
	{Name: "rating", Title: lang.T("满意吗", "How satisfied are you?"), Type: form.Rating, Required: true},
	{Name: "solved", Title: lang.T("解决了吗", "Was it solved?"), Type: form.Choice, Options: []form.Option{
		{Key: "yes", Title: lang.T("解决了", "Solved")}, {Key: "partly", Title: lang.T("解决了一部分", "Partly")}, {Key: "no", Title: lang.T("没有解决", "Not solved")}}},
}

// take brings a move's answers into normal form and into the state.
func (t *Taken) take(fields []form.Field, noted bool, ev Event) error {
	raw := maps.Clone(ev.Fields)
	asked := slices.Clone(fields)
	if !t.Voice { // a voice is counted; words would tell whose it is
		asked = append(asked, form.Field{Name: "note", Title: lang.T("说明", "Note"), Type: form.Text, Required: noted, Max: &maxNote})
	}
	if raw == nil {
		raw = map[string]any{}
	}
	if ev.Note != "" {
		raw["note"] = ev.Note
	}
	var c fault.Check
	values, err := form.Check(asked, raw)
	if err := c.Take(err); err != nil {
		return err
	}
	if err := c.Err(); err != nil {
		return err
	}
	t.Values = values
	for name, v := range values {
		switch name {
		case "note":
		case "rating":
			t.State.Rating = int(v.(float64))
		case "solved":
			t.State.Solved = v.(string)
		default:
			if !t.Voice {
				t.State.Fields[name] = v
			}
		}
	}
	return nil
}

// day is the end of the day that a date field was answered with.
func (s *State) day(field string) (time.Time, bool) {
	answer, _ := s.Fields[field].(string)
	d, err := time.ParseInLocation(time.DateOnly, answer, clock.Zone)
	return clock.EndOfDay(d), err == nil
}

// ahead refuses a deadline that is over before it is given.
func (t *Taken) ahead(k *Kind, now time.Time) error {
	for _, st := range k.Stages {
		if _, answered := t.Values[st.DueOn]; !answered {
			continue
		}
		if day, ok := t.State.day(st.DueOn); ok && day.Before(now) {
			return fault.InField("fields."+st.DueOn, lang.T("时限不能早于今天", "The deadline cannot lie before today."))
		}
	}
	return nil
}
