package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
)

// TestReadsAreBounded reads by more texts than are kept.
func TestReadsAreBounded(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "linli.db"), Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for round := range 2 {
		for i := range maxKept + 100 {
			if n, err := One(ctx, db, Value[int], fmt.Sprintf("select %d", i)); n != i || err != nil {
				t.Fatalf("round %d: %d, %v", round, n, err)
			}
		}
	}
	kept := 0
	db.reads.kept.Range(func(any, any) bool { kept++; return true })
	if kept != maxKept {
		t.Errorf("%d statements are kept, want %d", kept, maxKept)
	}
	if _, err := One(ctx, db, Value[int], "nonsense"); err == nil {
		t.Error("nonsense was read")
	}
}

func TestReturns(t *testing.T) {
	for text, want := range map[string]bool{
		"select 1":                                  false,
		" Select updated from probe":                false,
		"with a as (select 1) select 1":             false,
		"with a as (select updated) table":          false,
		"insert into probe values (1) returning id": true,
		"update probe set id = 1 returning id":      true,
		"delete from probe returning id":            true,
		"with a as (select 1 as id)\n\tinsert into probe select id from a returning id":   true,
		"with a as (\n delete from probe returning id) select id from a":                  true,
		"WITH a AS (SELECT 1 AS id) UPDATE probe SET id = a.id FROM a RETURNING probe.id": true,
	} {
		if got := returns(text); got != want {
			t.Errorf("%q writes: %v", text, got)
		}
	}
}
