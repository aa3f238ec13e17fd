package walk_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"linli/internal/store"
	"linli/internal/store/storetest"
)

// TestIdle has ten thousand connections to a server, as many as the system allows: most wait after an answer, some send half
// a request and no more. Others are served as if they were alone, and the server takes little for them.
func TestIdle(t *testing.T) {
	c := newKilled(t, storetest.Address(t, store.SQLite))
	c.start()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	n := 10_000
	if most := int(limit.Cur) - 500; n > most {
		n = most
	}
	before := c.resident()
	conns := make([]net.Conn, n)
	var opening sync.WaitGroup
	for part := range 8 {
		opening.Go(func() {
			for i := part; i < n; i += 8 {
				conn, err := net.Dial("tcp", c.addr)
				if err != nil {
					t.Errorf("connection %d: %v", i, err)
					return
				}
				conns[i] = conn
				switch {
				case i%20 == 0:
					fmt.Fprint(conn, "GET /healthz HTTP/1.1\r\nHost: lin")
				case i%20 == 1:
					fmt.Fprintf(conn, "POST /api/v1/realms/%s/matters HTTP/1.1\r\nHost: linli\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"kind\":", killedRealm, c.token)
				default:
					fmt.Fprint(conn, "GET /healthz HTTP/1.1\r\nHost: linli\r\n\r\n")
					resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
					if err != nil || resp.StatusCode != http.StatusOK {
						t.Errorf("connection %d: %v", i, err)
						return
					}
				}
			}
		})
	}
	opening.Wait()
	defer func() {
		for _, conn := range conns {
			if conn != nil {
				conn.Close()
			}
		}
	}()
	if t.Failed() {
		return
	}
	begun := time.Now()
	for i := range 50 {
		if _, status, err := c.raise(fmt.Sprintf("key-%d", i), fmt.Sprintf("第 %d 件", i)); err != nil || status != http.StatusCreated {
			t.Fatalf("among %d connections: %d, %v", n, status, err)
		}
		if s := c.ask("/" + killedRealm).StatusCode; s != http.StatusOK {
			t.Fatalf("among %d connections a page is answered %d", n, s)
		}
	}
	took, after := time.Since(begun), c.resident()
	t.Logf("%d connections: from %d to %d MB; 50 matters and 50 pages in %v", n, before>>20, after>>20, took)
	if each := (after - before) / int64(n); each > 100<<10 {
		t.Errorf("a connection takes %d KB", each>>10)
	}
	for _, conn := range conns {
		conn.Close()
	}
	c.stop()
}

// resident is how much memory the server has, in bytes.
func (c *killed) resident() int64 {
	c.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		c.t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "VmRSS:")
	var kb int64
	if _, err := fmt.Sscan(after, &kb); err != nil {
		c.t.Fatal(err)
	}
	return kb << 10
}
