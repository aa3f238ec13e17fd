package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"linli/internal/fault"
	"linli/internal/lang"
)

// ErrUnavailable is what a person is told when the database cannot answer: it is gone, or its disk is full.
var ErrUnavailable = fault.New(fault.Unavailable, lang.T("暂时存不进去，您填写的内容没有提交，请稍后再试", "The records cannot be reached right now. Nothing was saved; please try again shortly."))

// ErrDuplicate is returned when a row with that key is there already.
var ErrDuplicate = fault.New(fault.Conflict, lang.T("已经有一条相同的记录", "There is already such a record."))

// ErrNoFile is returned where a database must be there already, and is not.
var ErrNoFile = fault.New(fault.NotFound, lang.T("这里没有数据库，请检查 --data 和 --db", "There is no database there. Please look at --data and --db."))

// ErrText is what a person is told who sent a character that PostgreSQL cannot keep.
var ErrText = fault.New(fault.Invalid, lang.T("内容里有看不见的特殊字符，请删掉后重新输入", "There is an invisible character in it that cannot be kept. Please delete it and type the text again."))

// cannotOpen is for whoever starts the program, who can mend it: it says why. The driver's words hold no password.
func cannotOpen(err error) error {
	return fault.New(fault.Unavailable, lang.F("打不开数据库：%v", "The database cannot be opened: %v", err)).Because(err)
}

// translate turns a driver's error into a fault, once, here.
func translate(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var s *sqlite.Error
	if errors.As(err, &s) {
		switch s.Code() & 0xff {
		case lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY, lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_NOMEM:
			return ErrUnavailable.Because(err)
		}
		switch s.Code() {
		case lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_UNIQUE:
			return ErrDuplicate.Because(err)
		}
		return err
	}
	var c *pgconn.ConnectError
	if errors.As(err, &c) {
		return ErrUnavailable.Because(err)
	}
	var p *pgconn.PgError
	if errors.As(err, &p) {
		switch p.Code[:2] {
		case "53", "57", "58": // no resources, operator intervention, system error
			return ErrUnavailable.Because(err)
		}
		switch p.Code {
		case "23505":
			return ErrDuplicate.Because(err)
		case "22021", "22P05": // not in the encoding, or a zero
			return ErrText.Because(err)
		}
		return err
	}
	var n net.Error
	if errors.As(err, &n) || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err) {
		return ErrUnavailable.Because(err)
	}
	return err
}

// mayRetry tells whether PostgreSQL undid a transaction only because of another that ran beside it.
func mayRetry(err error) bool {
	var p *pgconn.PgError
	return errors.As(err, &p) && (p.Code == "40001" || p.Code == "40P01")
}
