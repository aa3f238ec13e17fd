// Package file keeps the photos and papers that are attached to things: to a matter, a step, an answer.
//
// A file is handed in first ([Service.Put]), attached to its subject in the transaction that needs it
// ([Service.Attach]), and swept away when nobody attached it ([Service.Sweep]). A photo is never kept as it came: it is
// decoded, turned upright, made smaller and written anew, so that the place and the device that a phone writes into it
// are gone before it reaches a disk (Personal Information Protection Law, article 6: no more than the purpose needs).
// A PDF is kept as it came.
//
// The bytes lie in a blob store, a folder or S3; the rows lie in the database. Who may see a file, and under which
// headers it is served, is left to the pages of the thing it is attached to.
package file

import (
	"embed"
	"time"

	"golang.org/x/sync/semaphore"

	"linli/internal/clock"
	"linli/internal/journal"
	"linli/internal/store"
)

//go:embed migrate
var migrations embed.FS

// Migrations make the file table.
var Migrations = store.Set{Name: "file", FS: migrations}

// The types that a kept file can have.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	PDF  = "application/pdf"
)

// File is one kept photo or paper. Type, Size, Width, Height and SHA256 are those of the bytes kept, not of those sent.
type File struct {
	Realm string
	ID    string
	// Type is JPEG, PNG or PDF.
	Type string
	// Size is in bytes.
	Size int64
	// Width and Height are in pixels, upright; 0 for a PDF.
	Width, Height int
	// SHA256 is in hexadecimal.
	SHA256 string
	// Account and Person handed it in; both are empty when nobody was signed in.
	Account, Person string
	// At is when it was handed in, in clock.Zone.
	At time.Time
	// Subject is what it is attached to; empty until then.
	Subject string
}

// Extension is how a name of the file ends, such as .pdf.
func (f File) Extension() string {
	return map[string]string{JPEG: ".jpg", PNG: ".png", PDF: ".pdf"}[f.Type]
}

// Photo tells whether the file is a picture, which has a thumbnail.
func (f File) Photo() bool { return f.Type != PDF }

// Service keeps files.
type Service struct {
	journal  *journal.Journal
	blobs    *Store
	clock    clock.Clock
	taking   chan struct{}       // a place for each file in memory
	decoding *semaphore.Weighted // in pixels
}

// New makes the service. It writes to j's record and keeps the bytes in blobs.
func New(j *journal.Journal, blobs *Store, c clock.Clock) *Service {
	return &Service{journal: j, blobs: blobs, clock: c, taking: make(chan struct{}, places), decoding: semaphore.NewWeighted(MaxPixels)}
}

const columns = `realm, id, type, size, width, height, sha256, by_account, by_person, at, subject`

func scan(r store.Row) (File, error) {
	var f File
	var at int64
	err := r.Scan(&f.Realm, &f.ID, &f.Type, &f.Size, &f.Width, &f.Height, &f.SHA256, &f.Account, &f.Person, &at, &f.Subject)
	f.At = clock.FromMillis(at)
	return f, err
}
