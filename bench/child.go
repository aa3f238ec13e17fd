package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// child is a server in a process of its own.
type child struct {
	cmd   *exec.Cmd
	addr  string
	begun time.Time
}

// start runs a server that tells its address in a line that ends with "http://<address>".
func start(ctx context.Context, name string, args ...string) (*child, error) {
	c := &child{cmd: exec.CommandContext(ctx, name, args...)}
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.begun = time.Now()
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, addr, ok := strings.Cut(lines.Text(), "http://"); ok {
			c.addr = strings.TrimSpace(addr)
			go func() {
				for lines.Scan() {
				}
			}()
			return c, nil
		}
	}
	_ = c.cmd.Wait()
	return nil, fmt.Errorf("%s ended before it served", filepath.Base(name))
}

// first waits until a request is answered with 200 and gives the time since the process was begun.
func (c *child) first(ctx context.Context, request []byte) (time.Duration, error) {
	for ctx.Err() == nil {
		w, err := dial(c.addr)
		if err != nil {
			time.Sleep(time.Millisecond)
			continue
		}
		status, _, err := w.do(request)
		w.close()
		if err == nil && status == http.StatusOK {
			return time.Since(c.begun), nil
		}
		if err == nil {
			return 0, fmt.Errorf("%.60q answered %d", request, status)
		}
	}
	return 0, ctx.Err()
}

// memory reads a figure of the process, such as VmHWM, the most memory it ever had resident, in MiB.
func (c *child) memory(figure string) float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		var kb float64
		if rest, ok := strings.CutPrefix(line, figure+":"); ok {
			if _, err := fmt.Sscanf(rest, "%f kB", &kb); err == nil {
				return kb / 1024
			}
		}
	}
	return 0
}

// worked is how long the process has kept processors busy, in seconds, to a hundredth.
func (c *child) worked() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100 // Linux counts hundredths here on every architecture that Go runs on
}

// stop ends the process as a supervisor would.
func (c *child) stop() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return c.cmd.Wait()
}

// program builds linli itself, into a folder that done removes.
func program(ctx context.Context) (bin string, done func(), err error) {
	dir, err := os.MkdirTemp("", "linli-bench-bin-")
	if err != nil {
		return "", nil, err
	}
	bin = filepath.Join(dir, "linli")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", bin, "linli/cmd/linli")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		os.RemoveAll(dir)
		return "", nil, err
	}
	return bin, func() { os.RemoveAll(dir) }, nil
}
