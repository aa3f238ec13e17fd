// Package cluster runs a PostgreSQL server of the process's own, for tests and for measuring: as an unprivileged user, on a
// free loopback port, for as long as the process lives.
package cluster

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
	"slices"
	"strconv"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
)

// Options say where a cluster is and how careful it is.
type Options struct {
	Dir      string   // where it is kept; empty: in a temporary folder that goes when the process ends, however it ends
	Durable  bool     // what is committed survives a loss of power, as it does by PostgreSQL's own defaults
	Settings []string // of the server, as "shared_buffers=64MB"
}

// Cluster is a PostgreSQL server. A shell that reads from a pipe of ours ends it when the process ends.
type Cluster struct {
	bin, dir string
	port     int
	settings []string
	kept     bool
	attr     *syscall.SysProcAttr
	server   *exec.Cmd
	held     io.WriteCloser // our end of the pipe
}

// New starts a cluster, which it makes where there is none yet, and waits until it answers. Whoever is root needs an
// unprivileged user for it, postgres or nobody, who can get at the folder.
func New(o Options) (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, dir: o.Dir, kept: o.Dir != "", settings: o.Settings, attr: &syscall.SysProcAttr{Setpgid: true}}
	if !o.Durable {
		c.settings = append(slices.Clone(o.Settings), "fsync=off", "full_page_writes=off")
	}
	if c.kept {
		err = os.MkdirAll(c.dir, 0o755)
	} else {
		c.dir, err = os.MkdirTemp("", "linli-pg-")
	}
	if err != nil {
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
	if _, err := os.Stat(filepath.Join(c.dir, "data", "PG_VERSION")); err != nil {
		initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(c.dir, "data"), "-U", "linli", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
		initdb.Dir, initdb.SysProcAttr = c.dir, c.attr
		if out, err := initdb.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("initdb: %w: %s", err, out)
		}
	}
	if c.port, err = freePort(); err != nil {
		return nil, err
	}
	return c, c.Start()
}

// Address is where a database of the cluster is.
func (c *Cluster) Address(database string) string {
	return fmt.Sprintf("postgres://linli@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// Start starts the server, again after Stop and then at the same address, and waits until it answers.
func (c *Cluster) Start() error {
	args := []string{"-D", filepath.Join(c.dir, "data"), "-p", strconv.Itoa(c.port), "-k", c.dir, "-c", "listen_addresses=127.0.0.1"}
	for _, s := range c.settings {
		args = append(args, "-c", s)
	}
	// A line on the pipe stops the server; the pipe's end also removes it, unless it is kept.
	end := `[ "$line" ] || rm -rf "$PWD"`
	if c.kept {
		end = `:`
	}
	c.server = exec.Command("sh", append([]string{"-c", `"$0" "$@" >>"$PWD/log" 2>&1 & read -r line; kill -INT $!; wait; ` + end, filepath.Join(c.bin, "postgres")}, args...)...)
	c.server.Dir, c.server.SysProcAttr = c.dir, c.attr
	var err error
	if c.held, err = c.server.StdinPipe(); err != nil {
		return err
	}
	if err := c.server.Start(); err != nil {
		return err
	}
	return answers(c.Address("postgres"), filepath.Join(c.dir, "log"))
}

// Stop stops the server: who is connected is cut off, and nobody can connect.
func (c *Cluster) Stop() error {
	if _, err := io.WriteString(c.held, "stop\n"); err != nil {
		return err
	}
	return c.server.Wait()
}

// Close ends the cluster, and removes it unless it is kept.
func (c *Cluster) Close() error {
	c.held.Close()
	err := c.server.Wait()
	if c.kept {
		return err
	}
	return errors.Join(err, os.RemoveAll(c.dir))
}

func answers(address, log string) error {
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

// binaries finds the folder with initdb and postgres: where Debian keeps each version's, or on the PATH.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	slices.Sort(found)
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
