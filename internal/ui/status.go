package ui

import "linli/internal/lang"

// Status is how a stage shows, from a closed list: the stages themselves are data and differ from playbook to playbook.
type Status string

// The statuses.
const (
	New       Status = "new"
	Assigned  Status = "assigned"
	Doing     Status = "doing"
	Verify    Status = "verify"
	Done      Status = "done"
	Overdue   Status = "overdue"
	Returned  Status = "returned"
	Suspended Status = "suspended"
	Declined  Status = "declined"
	Withdrawn Status = "withdrawn"
	Merged    Status = "merged"
	Unrated   Status = "unrated"
	Lapsed    Status = "lapsed"
)

// Statuses is the whole list, in the order of a matter's life.
var Statuses = []Status{New, Assigned, Doing, Verify, Done, Unrated, Overdue, Returned, Suspended, Declined, Withdrawn, Merged, Lapsed}

var looks = map[Status]struct {
	icon string
	says lang.Text
}{
	New:       {"inbox", lang.T("待受理", "Awaiting intake")},
	Assigned:  {"user-check", lang.T("已派单", "Assigned")},
	Doing:     {"progress", lang.T("处理中", "In progress")},
	Verify:    {"eye-check", lang.T("待核实", "To be verified")},
	Done:      {"circle-check", lang.T("已办结", "Done")},
	Unrated:   {"star", lang.T("已办结未评", "Done, not rated")},
	Overdue:   {"alert-triangle", lang.T("已超时", "Overdue")},
	Returned:  {"arrow-back-up", lang.T("已退回", "Returned")},
	Suspended: {"player-pause", lang.T("已挂起", "Suspended")},
	Declined:  {"ban", lang.T("未受理", "Not accepted")},
	Withdrawn: {"logout", lang.T("已撤回", "Withdrawn")},
	Merged:    {"git-merge", lang.T("已合并", "Merged")},
	Lapsed:    {"clock-off", lang.T("已失效", "Lapsed")},
}

// Known tells whether s is on the list.
func (s Status) Known() bool { _, ok := looks[s]; return ok }

// Text is the status in words. One that is not on the list is given as it is.
func (s Status) Text() lang.Text {
	if l, ok := looks[s]; ok {
		return l.says
	}
	return lang.Same(string(s))
}

// Icon is the icon that always goes with the status.
func (s Status) Icon() string {
	if l, ok := looks[s]; ok {
		return l.icon
	}
	return "circle"
}

// class gives the status its colours.
func (s Status) class() string {
	if !s.Known() {
		return "is-plain"
	}
	return "is-" + string(s)
}
