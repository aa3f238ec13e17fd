// Package walk uses the real program as people and programs use it, on both databases: the demonstration in a browser and
// through the API, and a server that is killed, stopped, and loses its database.
package walk_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"linli/internal/store"
	"linli/internal/store/storetest"
)

// demo is the demonstration, running.
type demo struct {
	engine   store.Dialect
	base     string
	accounts []account
	now      time.Time // where its clock was put last; zero: nowhere

	data, db string // db is "" for the file in data
	cmd      *exec.Cmd
}

// demos are the demonstrations, one on each engine: each is played once, for all tests.
var demos = map[store.Dialect]func() (*demo, error){
	store.SQLite:   sync.OnceValues(func() (*demo, error) { return newDemo(store.SQLite) }),
	store.Postgres: sync.OnceValues(func() (*demo, error) { return newDemo(store.Postgres) }),
}

// ends is what TestMain does in the end.
var ends struct {
	sync.Mutex
	all []func()
}

func atEnd(f func()) {
	ends.Lock()
	defer ends.Unlock()
	ends.all = append(ends.all, f)
}

// TestMain removes what the tests shared.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, f := range ends.all {
		f()
	}
	os.Exit(code)
}

// linli builds the program once and gives its path.
var linli = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "linli-walk-")
	if err != nil {
		return "", err
	}
	atEnd(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "linli")
	if out, err := exec.Command("go", "build", "-o", path, "linli/cmd/linli").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build linli: %w: %s", err, out)
	}
	return path, nil
})

// each runs a test on the demonstrations of both engines, side by side.
func each(t *testing.T, f func(t *testing.T, d *demo)) {
	t.Helper()
	storetest.EachEngine(t, func(t *testing.T, engine store.Dialect) {
		begun := time.Now()
		d, err := demos[engine]()
		if err != nil {
			t.Fatal(err)
		}
		if wait := time.Since(begun); wait > time.Second {
			t.Logf("the demonstration was ready after %.1f s", wait.Seconds())
		}
		f(t, d)
	})
}

// newDemo plays the demonstration into a folder and a database of its own.
func newDemo(engine store.Dialect) (*demo, error) {
	d := &demo{engine: engine}
	var err error
	if engine == store.Postgres {
		if d.db, err = storetest.Lasting(); err != nil {
			return nil, err
		}
	}
	if d.data, err = os.MkdirTemp("", "linli-demo-"); err != nil {
		return nil, err
	}
	atEnd(func() {
		_ = d.cmd.Process.Kill()
		_ = d.cmd.Wait()
		_ = os.RemoveAll(d.data)
	})
	return d, d.start()
}

// start starts the program on a free port and waits until it says where it serves.
func (d *demo) start() error {
	bin, err := linli()
	if err != nil {
		return err
	}
	people := filepath.Join(d.data, "accounts.json")
	d.cmd = exec.Command(bin, "--quiet", "demo", "--addr", "127.0.0.1:0", "--data", d.data, "--accounts", people)
	if d.db != "" {
		d.cmd.Args = append(d.cmd.Args, "--db", d.db)
	}
	d.cmd.Stderr = os.Stderr
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := d.cmd.Start(); err != nil {
		return err
	}
	d.base = ""
	lines := bufio.NewScanner(out)
	for d.base == "" && lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "http://"); ok {
			d.base = "http://" + strings.Fields(at)[0]
		}
	}
	if d.base == "" {
		return errors.New("the demonstration did not say where it serves")
	}
	go func() {
		for lines.Scan() { // keep its pipe empty
		}
	}()
	b, err := os.ReadFile(people)
	if err != nil {
		return err
	}
	d.accounts = nil
	return json.Unmarshal(b, &d.accounts)
}

// TestSecondStart ends the demonstration and starts it again: what was done in it is there, at the moment to which its
// clock was put, and only the passwords and tokens are new.
func TestSecondStart(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		r := newRobot(t, d)
		old := d.one(t, "nanmen", "resident")
		m, by := r.raise("nanmen", kind{Kind: "nanmen/wish", Fields: []field{
			{Name: "sort", Type: "choice", Required: true, Options: []struct{ Value string }{{"need"}}}, {Name: "wish", Type: "text", Required: true}}})
		r.advance("40 days")
		if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := d.cmd.Wait(); err != nil {
			t.Errorf("it ended with %v", err)
		}
		if err := d.start(); err != nil {
			t.Fatal(err)
		}
		r = newRobot(t, d)
		var again standing
		r.get(d.one(t, "nanmen", by.Role), "/realms/nanmen/matters/"+m.ID, &again)
		if again.Number != m.Number || again.Title != m.Title {
			t.Errorf("number %d, %s, is now %d, %s", m.Number, m.Title, again.Number, again.Title)
		}
		was := d.now
		if r.advance("1 hour"); d.now.Before(was.Add(time.Hour)) || d.now.After(was.Add(3*time.Hour)) {
			t.Errorf("the clock stood at %s, and an hour later at %s", was, d.now)
		}
		if s, _, _ := d.ask(t, "GET", "/api/v1/realms/nanmen/matters/"+m.ID, old.Token, ""); s != 401 {
			t.Errorf("the old token is answered %d", s)
		}
	})
}
