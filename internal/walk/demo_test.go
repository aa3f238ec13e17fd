// Package walk uses the real program as people and programs use it: the demonstration in a browser and through the API,
// and a server that is killed.
package walk_test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// demo is the demonstration, running.
type demo struct {
	base     string
	accounts []account
	data     string
}

var shared struct {
	sync.Mutex
	demo *demo
	stop func()
}

// TestMain stops what demonstration started.
func TestMain(m *testing.M) {
	code := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	os.Exit(code)
}

// linli builds the program once and gives its path.
var linli = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "linli-walk-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "linli")
	out, err := exec.Command("go", "build", "-o", path, "linli/cmd/linli").CombinedOutput()
	if err != nil {
		os.Stderr.Write(out)
	}
	return path, err
})

// demonstration starts the demonstration, once for all tests, on a port of its own and with data of its own.
func demonstration(t *testing.T) *demo {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.demo != nil {
		return shared.demo
	}
	bin, err := linli()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.MkdirTemp("", "linli-demo-")
	if err != nil {
		t.Fatal(err)
	}
	people := filepath.Join(data, "accounts.json")
	cmd := exec.Command(bin, "--quiet", "demo", "--addr", "127.0.0.1:0", "--data", data, "--accounts", people)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	shared.stop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(data)
		_ = os.RemoveAll(filepath.Dir(bin))
	}
	begun := time.Now()
	d := &demo{data: data}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "http://"); ok {
			d.base = "http://" + strings.Fields(at)[0]
			break
		}
	}
	if d.base == "" {
		t.Fatal("the demonstration did not say where it serves")
	}
	go func() {
		for lines.Scan() { // keep its pipe empty
		}
	}()
	t.Logf("the demonstration was ready after %.1f s", time.Since(begun).Seconds())
	b, err := os.ReadFile(people)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &d.accounts); err != nil {
		t.Fatal(err)
	}
	shared.demo = d
	return d
}
