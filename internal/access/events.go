package access

// RecoveryMade says that a code was made by which a person's account gets a new password.
type RecoveryMade struct {
	Person string `json:"person"`
}

// Kind names the event.
func (RecoveryMade) Kind() string { return "account.recovery" }

// Subject is the person.
func (e RecoveryMade) Subject() string { return e.Person }

// Unlocked says that a person's account, locked after wrong passwords, was opened.
type Unlocked struct {
	Person string `json:"person"`
}

// Kind names the event.
func (Unlocked) Kind() string { return "account.unlocked" }

// Subject is the person.
func (e Unlocked) Subject() string { return e.Person }

// SignedOut says that a person's sessions and tokens were ended by somebody else.
type SignedOut struct {
	Person string `json:"person"`
}

// Kind names the event.
func (SignedOut) Kind() string { return "account.signed_out" }

// Subject is the person.
func (e SignedOut) Subject() string { return e.Person }
