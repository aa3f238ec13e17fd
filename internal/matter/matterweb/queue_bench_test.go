package matterweb_test

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"linli/internal/office"
	"linli/internal/store/storetest"
)

// BenchmarkQueue is a page of fifty rows for somebody signed in.
func BenchmarkQueue(b *testing.B) {
	o, _ := atWork(b, storetest.SQLite(b, office.Sets))
	for i := range 60 {
		o.Raise("resident", office.Wish(fmt.Sprintf("心愿%d", i)))
	}
	for b.Loop() {
		w := httptest.NewRecorder()
		if o.Handler.ServeHTTP(w, o.Request("worker", "GET", "/nanmen/queue", nil)); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

// BenchmarkQueueAgain is the same page for somebody who has it already.
func BenchmarkQueueAgain(b *testing.B) {
	o, _ := atWork(b, storetest.SQLite(b, office.Sets))
	for i := range 60 {
		o.Raise("resident", office.Wish(fmt.Sprintf("心愿%d", i)))
	}
	tag := view(o, "worker", "/nanmen/queue", "").Header().Get("ETag")
	for b.Loop() {
		if w := view(o, "worker", "/nanmen/queue", tag); w.Code != 304 {
			b.Fatal(w.Code)
		}
	}
}
