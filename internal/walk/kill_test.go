package walk_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"linli/internal/app"
	"linli/internal/assets"
	"linli/internal/journal"
	"linli/internal/lang"
	"linli/internal/person"
	"linli/internal/playbook"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/store/storetest"
	"linli/playbooks"
)

// TestKill kills a server again and again while eight writers raise matters, at full durability. Whatever was
// acknowledged is there, once, at its number; the numbers have no gap; chains hold, also while the server writes. A
// request that was cut off is sent again under the same key and leaves one matter.
func TestKill(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) { newKilled(t, storetest.Address(t, engine)).again() })
}

func (c *killed) again() {
	t, kills := c.t, 20
	if os.Getenv("QUICK") != "" {
		kills = 4
	}
	type sent struct {
		key, title string
		answer     raised // zero when none came
	}
	var all []sent
	for round := range kills {
		c.start()
		results := make(chan sent, 1<<16)
		var writers sync.WaitGroup
		for w := range 8 {
			writers.Go(func() {
				for i := 0; ; i++ {
					s := sent{key: fmt.Sprintf("key-%d-%d-%d", round, w, i), title: fmt.Sprintf("第 %d 次，%d 号的第 %d 件", round, w, i)}
					a, status, err := c.raise(s.key, s.title)
					if err == nil && status != http.StatusCreated {
						t.Errorf("%s: answered %d", s.title, status)
						return
					}
					s.answer = a
					results <- s
					if err != nil {
						return // killed
					}
				}
			})
		}
		time.Sleep(time.Duration(100+rand.IntN(300)) * time.Millisecond)
		if round%10 == 0 {
			c.verify()
		}
		c.kill()
		writers.Wait()
		close(results)
		var mine []sent
		for s := range results {
			mine = append(mine, s)
		}
		c.verify()

		c.start()
		again := append([]sent(nil), mine[max(0, len(mine)-16):]...) // those cut off, and some that were answered
		for _, s := range mine {
			if s.answer.ID == "" {
				again = append(again, s)
			}
		}
		for _, s := range again {
			a, status, err := c.raise(s.key, s.title)
			if err != nil || status != http.StatusCreated {
				t.Fatalf("sent again, %s: %d %v", s.title, status, err)
			}
			if s.answer.ID != "" && a != s.answer {
				t.Errorf("%s was answered %+v, and sent again %+v", s.title, s.answer, a)
			}
			all = append(all, sent{s.key, s.title, a})
		}
		for _, s := range mine {
			if s.answer.ID != "" {
				all = append(all, s)
			}
		}
		c.stop()
		if t.Failed() {
			return
		}
	}

	c.start()
	rows := c.rows()
	c.stop()
	byTitle := map[string]raised{}
	for i, r := range rows {
		if want := int64(len(rows) - i); r.Number != want {
			t.Fatalf("number %d stands where %d should: there is a gap or a double", r.Number, want)
		}
		if _, twice := byTitle[r.Title]; twice {
			t.Errorf("%s is there twice", r.Title)
		}
		byTitle[r.Title] = r.raised
	}
	for _, s := range all {
		if byTitle[s.title] != s.answer {
			t.Errorf("%s was acknowledged as %+v and is now %+v", s.title, s.answer, byTitle[s.title])
		}
	}
	if len(rows) < kills*8 {
		t.Errorf("only %d matters were raised in %d lives: this shows nothing", len(rows), kills)
	}
	t.Logf("%d matters through %d kills", len(rows), kills)
}

// TestTerm asks a server to end while a request is under way: the request is carried out and answered, new ones are
// refused, and the program ends well.
func TestTerm(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) { newKilled(t, storetest.Address(t, engine)).term() })
}

func (c *killed) term() {
	t := c.t
	c.start()
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := c.body("停机时正在提交的一件")
	fmt.Fprintf(conn, "POST /api/v1/realms/%s/matters HTTP/1.1\r\nHost: linli\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", killedRealm, c.token, len(body))
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); err != nil || !strings.Contains(line, "100") {
		t.Fatalf("the server does not wait for the body: %q %v", line, err)
	}
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for { // until it takes no new connections
		other, err := net.Dial("tcp", c.addr)
		if err != nil {
			break
		}
		other.Close()
		time.Sleep(time.Millisecond)
	}
	if _, err := conn.Write(body); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatalf("the request under way was dropped: %v", err)
	}
	var a raised
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatalf("the request under way was answered %d, %v", resp.StatusCode, err)
	}
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
	c.cmd = nil
	c.start()
	if rows := c.rows(); len(rows) != 1 || rows[0].raised != a {
		t.Errorf("after the next start there are %+v, want %+v", rows, a)
	}
	c.stop()
	c.verify()
}

const killedRealm = "nanmen"

// raised is what tells a matter from others.
type raised struct {
	ID     string `json:"id"`
	Number int64  `json:"number"`
}

// killed is a server that will not live long, and its data.
type killed struct {
	t          *testing.T
	bin        string
	data, db   string
	token      string
	disk       string // where the data lie on a small disk that the server alone sees; "" for none
	cmd        *exec.Cmd
	addr, base string
	client     *http.Client
}

// newKilled prepares, in a database, a community that plays a playbook, and an account with a token.
func newKilled(t *testing.T, db string) *killed {
	t.Helper()
	if !assets.Built() {
		t.Fatal("the browser's files are not built, and serve refuses to start without them: run make assets first")
	}
	bin, err := linli()
	if err != nil {
		t.Fatalf("build linli: %v", err)
	}
	c := &killed{t: t, bin: bin, data: t.TempDir(), db: db, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	t.Cleanup(func() {
		if c.cmd != nil {
			c.kill()
		}
	})
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Data: c.data, DB: c.db})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	book, problems := playbook.Parse("nanmen", playbooks.Texts()["nanmen"])
	if book == nil {
		t.Fatal(problems)
	}
	err = a.DB.Tx(ctx, func(tx *store.Tx) error {
		var nobody journal.Actor
		for _, r := range []realm.Realm{{ID: "pingchuan", Kind: realm.Street, Title: lang.Same("平川街道")},
			{ID: killedRealm, Kind: realm.Community, Street: "pingchuan", Title: lang.Same("南门社区")}} {
			if _, err := a.Realms.Add(ctx, tx, nobody, r); err != nil {
				return err
			}
		}
		return a.Books.Install(ctx, tx, nobody, killedRealm, book, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	account, err := a.Access.Create(ctx, a.DB, "wei-lan", "Quiet-harbour-49")
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Tx(ctx, func(tx *store.Tx) error {
		p, err := a.People.Add(ctx, tx, journal.Actor{}, person.Person{Realm: killedRealm, Name: "韦澜"}, person.Contact{})
		if err != nil {
			return err
		}
		return a.People.LinkAccount(ctx, tx, journal.Actor{}, killedRealm, p.ID, account)
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.token, _, err = a.Access.AddToken(ctx, a.DB, account, "kill", time.Time{}); err != nil {
		t.Fatal(err)
	}
	return c
}

// start starts the server and waits until it says where it serves.
func (c *killed) start() {
	c.t.Helper()
	if c.cmd = exec.Command(c.bin, "--quiet", "serve", "--data", c.data, "--db", c.db, "--addr", "127.0.0.1:0", "--per-token", "0"); c.disk != "" {
		c.cmd = c.onDisk()
	}
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	_, at, ok := strings.Cut(line, "http://")
	if err != nil || !ok {
		c.t.Fatalf("the server said %q, not where it serves: %v", line, err)
	}
	c.addr = strings.TrimSpace(at)
	c.base = "http://" + c.addr + "/api/v1/realms/" + killedRealm
}

// kill ends the server as a power cut to the process would: it runs nothing more.
func (c *killed) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
	c.cmd = nil
	c.client.CloseIdleConnections()
}

// stop ends the server as a supervisor does.
func (c *killed) stop() {
	c.t.Helper()
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		c.t.Fatal(err)
	}
	if err := c.cmd.Wait(); err != nil {
		c.t.Errorf("the program ended with %v", err)
	}
	c.cmd = nil
	c.client.CloseIdleConnections()
}

// verify has the program itself walk the chains.
func (c *killed) verify() {
	c.t.Helper()
	out, err := exec.Command(c.bin, "--quiet", "verify", "--data", c.data, "--db", c.db).CombinedOutput()
	if err != nil {
		c.t.Fatalf("verify: %v\n%s", err, out)
	}
}

func (c *killed) body(title string) []byte {
	b, err := json.Marshal(map[string]any{"kind": "nanmen/wish", "title": title, "fields": map[string]any{"sort": "wish", "wish": "一副老花镜"}})
	if err != nil {
		c.t.Error(err)
	}
	return b
}

// raise raises a matter. The error is that of the connection.
func (c *killed) raise(key, title string) (a raised, status int, err error) {
	q, err := http.NewRequest(http.MethodPost, c.base+"/matters", bytes.NewReader(c.body(title)))
	if err != nil {
		return a, 0, err
	}
	q.Header.Set("Authorization", "Bearer "+c.token)
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Idempotency-Key", key)
	q.GetBody = nil // the client must not send it again by itself
	resp, err := c.client.Do(q)
	if err != nil {
		return a, 0, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusCreated {
		return a, resp.StatusCode, err
	}
	if err := json.Unmarshal(b, &a); err != nil || a.ID == "" {
		return a, resp.StatusCode, errors.Join(err, fmt.Errorf("answered %s", b))
	}
	return a, resp.StatusCode, nil
}

type row struct {
	raised
	Title string `json:"title"`
}

// rows reads all matters, newest first.
func (c *killed) rows() (all []row) {
	c.t.Helper()
	for cursor := ""; ; {
		q, err := http.NewRequest(http.MethodGet, c.base+"/matters?limit=200&cursor="+cursor, nil)
		if err != nil {
			c.t.Fatal(err)
		}
		q.Header.Set("Authorization", "Bearer "+c.token)
		resp, err := c.client.Do(q)
		if err != nil {
			c.t.Fatal(err)
		}
		var page struct {
			Items []row  `json:"items"`
			Next  string `json:"next"`
		}
		err = json.NewDecoder(resp.Body).Decode(&page)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			c.t.Fatalf("list: %d %v", resp.StatusCode, err)
		}
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}
