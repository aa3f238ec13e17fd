package walk_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
)

// TestFullDisk lets eight writers fill the disk on which a server's SQLite file lies. Who finds it full is told so and loses
// nothing: what was acknowledged is there, what is read is answered, and once there is room again what was refused goes through
// by itself, sent again under the same key. The disk is one in memory, in a mount namespace of the server's own.
func TestFullDisk(t *testing.T) {
	c := newKilled(t, "")
	c.disk = t.TempDir()
	c.start()
	var writers, refused sync.WaitGroup
	room := make(chan struct{})
	var mu sync.Mutex
	told := map[string]raised{}
	for w := range 8 {
		refused.Add(1)
		writers.Go(func() {
			was := sync.OnceFunc(refused.Done)
			defer was()
			for i, full := 0, false; ; {
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
					if full {
						return
					}
					i++
				case status == http.StatusServiceUnavailable && !full:
					was()
					<-room
					full = true
				default:
					t.Errorf("%s: answered %d", title, status)
					return
				}
			}
		})
	}
	refused.Wait()
	mu.Lock()
	before := len(told)
	mu.Unlock()
	if rows := c.rows(); len(rows) != before {
		t.Errorf("while the disk is full %d matters are read, %d were acknowledged", len(rows), before)
	}
	if out, err := c.there("rm", filepath.Join(c.disk, "ballast")).CombinedOutput(); err != nil {
		t.Fatalf("make room: %v\n%s", err, out)
	}
	close(room)
	writers.Wait()
	rows := c.rows()
	if len(rows) != len(told) || len(told) != before+8 || before < 8 {
		t.Errorf("%d matters are there, %d were acknowledged, %d of them before the disk was full", len(rows), len(told), before)
	}
	for _, r := range rows {
		if told[r.Title] != r.raised {
			t.Errorf("%s was acknowledged as %+v and is %+v", r.Title, told[r.Title], r.raised)
		}
	}
	if out, err := c.there(c.bin, "--quiet", "verify", "--data", c.disk).CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
	c.stop()
}

// onDisk is the server with its data copied to a disk of 12 MiB, 6 of which are taken by something else.
func (c *killed) onDisk() *exec.Cmd {
	cmd := exec.Command("sh", "-c", `mount -t tmpfs -o size=12m,mode=700 none "$1" && cp -r "$2/." "$1" && head -c 6291456 /dev/zero >"$1/ballast" &&
		exec "$0" --quiet serve --data "$1" --addr 127.0.0.1:0 --per-token 0`, c.bin, c.disk, c.data)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if uid, gid := os.Getuid(), os.Getgid(); uid != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: uid, Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: gid, Size: 1}}
	}
	return cmd
}

// there is a command that sees the disk that the running server sees.
func (c *killed) there(args ...string) *exec.Cmd {
	enter := []string{"--target", strconv.Itoa(c.cmd.Process.Pid), "--mount"}
	if os.Getuid() != 0 {
		enter = append(enter, "--user", "--preserve-credentials")
	}
	return exec.Command("nsenter", append(enter, args...)...)
}
