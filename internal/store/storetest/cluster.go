package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Cluster is a PostgreSQL cluster of the test process's own: in a temporary folder, as an unprivileged user, on a free
// loopback port. A shell that reads from a pipe of ours ends and removes it when the process ends, however it ends.
type Cluster struct {
	bin, dir string
	port     int
	attr     *syscall.SysProcAttr
	server   *exec.Cmd
	held     io.WriteCloser // our end of the pipe
}

// shared is the cluster that all tests of a process use. It is never stopped but by the end of the process.
var shared = sync.OnceValues(newCluster)

func newCluster() (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, attr: &syscall.SysProcAttr{Setpgid: true}}
	if c.dir, err = os.MkdirTemp("", "linli-pg-"); err != nil {
		return nil, err
	}
	if os.Getuid() == 0 {
		uid, gid, err := unprivileged()
		if err != nil {
			return nil, err
		}
		c.attr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
		if err := os.Chown(c.dir, int(uid), int(gid)); err != nil {
			return nil, err
		}
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(c.dir, "data"), "-U", "linli", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = c.dir, c.attr
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if c.port, err = freePort(); err != nil {
		return nil, err
	}
	return c, c.start()
}

// Address is where a database of the cluster is.
func (c *Cluster) Address(database string) string {
	return fmt.Sprintf("postgres://linli@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// start starts the server and waits until it answers.
func (c *Cluster) start() error {
	// A line on the pipe stops the server, the pipe's end also removes it.
	c.server = exec.Command("sh", "-c", `"$0" "$@" >>"$PWD/log" 2>&1 & read -r line; kill -INT $!; wait; [ "$line" ] || rm -rf "$PWD"`,
		filepath.Join(c.bin, "postgres"), "-D", filepath.Join(c.dir, "data"), "-p", strconv.Itoa(c.port), "-c", "listen_addresses=127.0.0.1", "-k", c.dir,
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB")
	c.server.Dir, c.server.SysProcAttr = c.dir, c.attr
	var err error
	if c.held, err = c.server.StdinPipe(); err != nil {
		return err
	}
	if err := c.server.Start(); err != nil {
		return err
	}
	return answer(c.Address("postgres"), filepath.Join(c.dir, "log"))
}

// NewCluster starts a cluster for one test alone, which may stop it.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	c, err := newCluster()
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	t.Cleanup(func() {
		c.held.Close()
		_ = c.server.Wait()
		_ = os.RemoveAll(c.dir)
	})
	return c
}

// Stop stops the server: who is connected is cut off, and nobody can connect.
func (c *Cluster) Stop(t testing.TB) {
	t.Helper()
	if _, err := io.WriteString(c.held, "stop\n"); err != nil {
		t.Fatal(err)
	}
	if err := c.server.Wait(); err != nil {
		t.Fatal(err)
	}
}

// Start starts a server again that was stopped, at the same address.
func (c *Cluster) Start(t testing.TB) {
	t.Helper()
	if err := c.start(); err != nil {
		t.Fatal(err)
	}
}

func answer(address, log string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer db.Close()
	for range 300 {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	text, _ := os.ReadFile(log)
	return fmt.Errorf("it did not start: %w: %s", err, text)
}

// binaries finds the folder with initdb and postgres: on the PATH, or where Debian keeps each version's.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	sort.Strings(found)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if p, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(p), nil
	}
	return "", errors.New("not installed; on Debian: apt-get install -y --no-install-recommends postgresql")
}

func unprivileged() (uid, gid uint32, err error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		i, _ := strconv.ParseUint(u.Uid, 10, 32)
		g, _ := strconv.ParseUint(u.Gid, 10, 32)
		return uint32(i), uint32(g), nil
	}
	return 0, 0, errors.New("root needs an unprivileged user, postgres or nobody, to run PostgreSQL as")
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
