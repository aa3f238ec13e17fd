package person

import "linli/internal/lang"

// Relation is what somebody has to do with a dwelling.
type Relation string

// The relations. Whether somebody owns a dwelling follows from titles, so a person's row keeps only the other two.
const (
	OwnerHere Relation = "owner"      // owns it and lives there
	OwnerAway Relation = "owner_away" // owns it and lives elsewhere
	Family    Relation = "family"     // lives there with those who own or rent it
	Tenant    Relation = "tenant"     // rents it
)

// Relations are all of them, in the order in which one chooses.
var Relations = []Relation{OwnerHere, OwnerAway, Family, Tenant}

// Title names a relation.
func (r Relation) Title() lang.Text {
	switch r {
	case OwnerHere:
		return lang.T("业主，住在这里", "owner, living here")
	case OwnerAway:
		return lang.T("业主，不住这里", "owner, living elsewhere")
	case Family:
		return lang.T("家人", "family")
	case Tenant:
		return lang.T("租住", "tenant")
	}
	return lang.Text{}
}

// kept is what of it stands in a person's row.
func (r Relation) kept() Relation {
	if r == Family || r == Tenant {
		return r
	}
	return ""
}
