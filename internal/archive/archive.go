// Package archive writes a database with its files as one stream, and reads it into an empty database of either engine.
//
// An archive is a gzipped tar, so that whoever lost this program can still read it with the tools that every system has:
//
//	about.json              the schema: which migrations, which tables with which columns, whose realms
//	tables/<table>/<n>      rows as JSON, an array a line, as the columns stand in about.json; bytes in base64
//	files/<realm>/<id>      photos and papers as they were kept
//	key                     the keys, where they were asked for
//	manifest.json           of every part before it the size and the SHA-256, and where each realm's journal stands
//
// The manifest comes last: an archive that was cut off has none, and is refused. Personal data that is sealed in the database
// is sealed in the archive; the rest of it, such as names, is as open as in the database.
package archive

import (
	"time"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

// Format is how archives are written now, counted up when older programs cannot read them any more.
const Format = 1

// About is what an archive tells of itself first.
type About struct {
	Format   int              `json:"format"`
	Made     time.Time        `json:"made"`
	Versions map[string]int64 `json:"versions"` // of each set of migrations, up to which
	Tables   []store.Table    `json:"tables"`   // those before the others that the others refer to
	Realms   []string         `json:"realms"`   // the only ones in it; empty means everything
}

// Manifest is what an archive tells of itself last.
type Manifest struct {
	Parts   []Part   `json:"parts"`
	Heads   []Head   `json:"heads"`
	Missing []string `json:"missing"` // files that the database knew and the store did not have
	Rows    int64    `json:"rows"`
	Files   int      `json:"files"`
}

// Part is one part of an archive.
type Part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Head is where a realm's journal stands: the number and the hash, in hexadecimal, of its newest entry.
type Head struct {
	Realm  string `json:"realm"`
	Number int64  `json:"number"`
	Hash   string `json:"hash"`
}

// The faults of an archive.
var (
	ErrDamaged = fault.New(fault.Invalid, lang.T("备份不完整或已损坏，没有恢复任何内容，请换另一份备份", "The backup is cut off or damaged. Nothing was restored; please take another one."))
	ErrNewer   = fault.New(fault.Conflict, lang.T("备份是更新版本的 linli 做的，请用那个版本或更新的版本恢复", "The backup was made by a newer linli. Restore it with that version or a later one."))
	ErrFull    = fault.New(fault.Conflict, lang.T("目标数据库里已经有内容；只能恢复或搬到空的地方，请用 --db、--data 另指一处", "The database there holds something already. It can only be filled when it is empty; name another place by --db and --data."))
	ErrRealm   = fault.New(fault.NotFound, lang.T("没有这个社区或街道", "There is no such community or street."))
)

const (
	aboutName    = "about.json"
	manifestName = "manifest.json"
	keyName      = "key"
	tablesFolder = "tables/"
	filesFolder  = "files/"
)
