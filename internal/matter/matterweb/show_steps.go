package matterweb

import (
	"slices"
	"time"

	"linli/internal/matter"
	"linli/internal/playbook"
	"linli/internal/ui"
)

// stepsOf is the way of a matter: the stages it came through, where it is, and those that lie ahead if all goes well.
// What a matter went back from is not shown as passed.
func stepsOf(p ui.Page, m *matter.View) []ui.Step {
	type passed struct {
		stage string
		at    time.Time
	}
	var way []passed
	for _, e := range m.Timeline {
		if e.Stage == "" || len(way) > 0 && way[len(way)-1].stage == e.Stage || m.Kind.Stage(e.Stage) == nil {
			continue
		}
		if i := slices.IndexFunc(way, func(x passed) bool { return x.stage == e.Stage }); i >= 0 {
			way = way[:i]
		}
		way = append(way, passed{e.Stage, e.At})
	}
	if len(way) == 0 || way[len(way)-1].stage != m.State.Stage {
		way = append(way, passed{m.State.Stage, m.State.Since})
	}
	steps := make([]ui.Step, len(way))
	for i, x := range way {
		st := m.Kind.Stage(x.stage)
		steps[i] = ui.Step{Label: p.Say(st.Title), Note: p.Day(x.at), State: ui.Passed}
	}
	last := &steps[len(steps)-1]
	switch {
	case m.State.Ending == playbook.EndWithdrawn || m.State.Ending == playbook.EndMerged:
		return append(steps, ui.Step{Label: p.Say(endingOf(m.State.Ending)), Note: p.Day(m.State.Closed), State: ui.Here})
	case !m.State.Open():
		last.State, last.Label = ui.Here, p.Say(m.Kind.StageTitle(m.State.Stage, m.Shows))
		return steps
	}
	last.State = ui.Here
	for _, st := range ahead(m.Kind, m.State.Stage) {
		steps = append(steps, ui.Step{Label: p.Say(st.Title)})
	}
	return steps
}

// ahead is the longest way from a stage to a good end that never goes back in the order of the file: all the steps that
// a matter may still have to take.
func ahead(k *playbook.Kind, from string) []*playbook.Stage {
	index := map[string]int{}
	for i, st := range k.Stages {
		index[st.Name] = i
	}
	next := make([][]int, len(k.Stages))
	add := func(from, to string) {
		if i, j := index[from], index[to]; to != "" && j > i && !slices.Contains(next[i], j) {
			next[i] = append(next[i], j)
		}
	}
	for _, m := range k.Moves {
		for _, f := range m.From {
			add(f, m.To)
		}
	}
	for _, st := range k.Stages {
		if st.Refers != nil {
			for _, to := range st.Refers.Back {
				add(st.Name, to)
			}
		}
	}
	best := make([][]int, len(k.Stages)) // the way on from each stage; nil when it leads to no good end
	for i := len(k.Stages) - 1; i >= 0; i-- {
		if k.Stages[i].End == playbook.EndDone {
			best[i] = []int{}
			continue
		}
		slices.Sort(next[i])
		for _, j := range next[i] {
			if best[j] != nil && (best[i] == nil || len(best[j])+1 > len(best[i])) {
				best[i] = append([]int{j}, best[j]...)
			}
		}
	}
	var way []*playbook.Stage
	for _, i := range best[index[from]] {
		way = append(way, k.Stages[i])
	}
	return way
}
