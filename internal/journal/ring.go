package journal

import (
	"context"
	"fmt"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/store"
)

// ErrKey is returned where the ring does not hold the keys that the database was sealed with.
var ErrKey = fault.New(fault.Conflict, lang.T("数据目录里的密钥（key 文件）不是这个数据库用的那一把；请检查 --data 和 --db，或从备份里找回原来的密钥",
	"The key in the data folder is not the one that this database was sealed with. Look at --data and --db, or put the right key back from the backup."))

// Begun tells whether a database holds a realm, or was ever sealed with a key: then a new key would be a wrong one.
func Begun(ctx context.Context, r store.Reader) (bool, error) {
	n, err := store.One(ctx, r, store.Value[int], `select (select count(*) from ring) + (select count(*) from head)`)
	if err != nil {
		return false, fmt.Errorf("is there a record: %w", err)
	}
	return n > 0, nil
}

// Fits makes sure that the journal's ring holds every key that the database was sealed with, or gives ErrKey.
func (j *Journal) Fits(ctx context.Context, r store.Reader) error {
	type known struct {
		key   int
		proof string
	}
	all, err := store.All(ctx, r, func(r store.Row) (k known, err error) { return k, r.Scan(&k.key, &k.proof) }, `select key, proof from ring order by key`)
	if err != nil {
		return fmt.Errorf("keys of the record: %w", err)
	}
	proofs := j.ring.Proofs()
	for _, k := range all {
		if k.key > len(proofs) || proofs[k.key-1] != k.proof {
			return ErrKey
		}
	}
	if len(all) > 0 {
		return nil
	}
	begun, err := Begun(ctx, r)
	if err == nil && begun { // sealed before keys were noted, and by other uses
		return ErrKey
	}
	return err
}

// Take makes sure that the ring fits, and notes its keys, so that later no other ring does.
func (j *Journal) Take(ctx context.Context, db *store.DB) error {
	return db.Quiet(ctx, func(tx *store.Tx) error {
		if err := j.Fits(ctx, tx); err != nil {
			return err
		}
		for i, proof := range j.ring.Proofs() {
			if _, err := tx.Exec(ctx, `insert into ring (key, proof) values ($1, $2) on conflict do nothing`, i+1, proof); err != nil {
				return fmt.Errorf("note a key: %w", err)
			}
		}
		return j.Fits(ctx, tx) // another node may have been faster, with another key
	})
}
