package walk_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"linli/internal/store/storetest"
)

// TestDatabaseGone stops PostgreSQL under a server that eight writers use, and starts it again. Meanwhile everybody is
// asked to try again, as a program and as a person; afterwards all goes on by itself, nothing acknowledged is missing, and
// what was refused and sent again is there once.
func TestDatabaseGone(t *testing.T) {
	cluster := storetest.NewCluster(t)
	c := newKilled(t, cluster.Address("postgres"))
	c.start()
	root := "http://" + c.addr
	get := func(path string) (int, string) {
		t.Helper()
		resp, err := c.client.Get(root + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}

	var writers, first, refused sync.WaitGroup
	back := make(chan struct{})
	var mu sync.Mutex
	told := map[string]raised{}
	for w := range 8 {
		first.Add(1)
		refused.Add(1)
		writers.Go(func() {
			wrote, was := sync.OnceFunc(first.Done), sync.OnceFunc(refused.Done)
			defer was()
			defer wrote()
			for i := 0; ; {
				title := fmt.Sprintf("%d 号的第 %d 件", w, i)
				a, status, err := c.raise(fmt.Sprintf("key-%d-%d", w, i), title)
				switch {
				case err != nil:
					t.Errorf("the server dropped a request: %v", err)
					return
				case status == http.StatusCreated:
					mu.Lock()
					told[title] = a
					mu.Unlock()
					i++
					wrote()
					select {
					case <-back:
						return
					default:
					}
				case status == http.StatusServiceUnavailable:
					was()
					<-back // then the same again, under the same key
				default:
					t.Errorf("%s: answered %d", title, status)
					return
				}
			}
		})
	}
	first.Wait()
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	refused.Wait()
	for path, says := range map[string]string{"/" + killedRealm: "请稍后再试", "/readyz": "", "/api/v1/realms/" + killedRealm + "/matters": `"kind":"unavailable"`} {
		if status, body := get(path); status != http.StatusServiceUnavailable || !strings.Contains(body, says) {
			t.Errorf("%s without a database: %d %s", path, status, body)
		}
	}
	if status, _ := get("/healthz"); status != http.StatusOK {
		t.Errorf("the program is not alive without its database: %d", status)
	}
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	close(back)
	writers.Wait() // each until something was saved again
	for _, path := range []string{"/" + killedRealm, "/readyz"} {
		if status, _ := get(path); status != http.StatusOK {
			t.Errorf("%s once it is back: %d", path, status)
		}
	}
	rows := c.rows()
	c.stop()
	c.verify()
	there := map[string]raised{}
	for i, r := range rows {
		if want := int64(len(rows) - i); r.Number != want {
			t.Fatalf("number %d stands where %d should: there is a gap or a double", r.Number, want)
		}
		there[r.Title] = r.raised
	}
	for title, a := range told {
		if there[title] != a {
			t.Errorf("%s was acknowledged as %+v and is now %+v", title, a, there[title])
		}
	}
	if len(rows) != len(told) {
		t.Errorf("%d matters are there, %d were acknowledged", len(rows), len(told))
	}
}
