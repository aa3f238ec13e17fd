// Package access knows who is asking, and what their posts allow.
//
// Accounts, sessions and API tokens lie outside realms; in each realm an account may be one person (package person),
// and what that person may do follows from the posts it holds (package org) and what it belongs to. There is no table
// of roles. An [Identity] is that, worked out for one account in one realm at one moment.
//
// Passwords are kept as argon2id (RFC 9106); sessions and tokens are kept only as SHA-256 of what the browser has.
// Tries are limited as GB/T 22239 asks of level 2.
package access

import (
	"crypto/sha256"
	"embed"
	"sync"
	"time"

	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

//go:embed migrate
var files embed.FS

// Migrations make the tables of accounts and of the ways into them, of invitations and claims. They come after those of org.
var Migrations = store.Set{Name: "access", FS: files}

// The limits. Times are real time.
const (
	MaxTries   = 5                   // wrong passwords in a row before an account is locked
	LockTime   = 30 * time.Minute    // how long it is locked, and how long tries are remembered
	IdleTime   = 30 * 24 * time.Hour // a session ends when it is unused for this long
	StaffIdle  = 30 * time.Minute    // and one of those who hold a staff post so, unless the server is told otherwise
	SessionAge = 90 * 24 * time.Hour // and at this age in any case
	seenEvery  = time.Minute         // how often a session in use is noted as such
)

// The faults of signing in. An unknown account and a wrong password are the same, and so is a locked one whether or
// not it exists.
var (
	ErrSignIn   = fault.New(fault.Unauthenticated, lang.T("账号或密码不对", "The account or the password is wrong."))
	ErrLocked   = fault.New(fault.TooMany, lang.F("密码连续输错 %d 次，请 %d 分钟后再试", "The password was wrong %d times in a row. Please try again in %d minutes.", MaxTries, int(LockTime/time.Minute)))
	ErrSignedIn = fault.New(fault.Unauthenticated, lang.T("请先登录", "Please sign in first."))
)

// Service keeps accounts, sessions and tokens, and remembers identities. It is safe for concurrent use.
type Service struct {
	clock   clock.Clock   // by which posts begin and end
	real    clock.Clock   // by which sessions end and tries are forgotten
	hashing chan struct{} // how many passwords are hashed at once: each takes 19 MiB
	decoy   Hash          // what a password for an unknown account is compared with
	unknown tries
	// StaffIdle is after how long a session that is unused ends for whoever holds a staff post. Set it before the service
	// is used.
	StaffIdle time.Duration

	mu    sync.Mutex
	known map[key]*Identity
}

// Now is the real time, by which sessions, tokens and codes end.
func (s *Service) Now() time.Time { return s.real.Now() }

// New makes a Service. Posts begin and end by c; sessions, tokens and tries by real, so that whoever moves a
// demonstration's clock stays signed in.
func New(c, real clock.Clock) *Service {
	return &Service{clock: c, real: real, hashing: make(chan struct{}, 2), decoy: decoy(), unknown: tries{count: map[[sha256.Size]byte]try{}}, known: map[key]*Identity{}, StaffIdle: StaffIdle}
}
