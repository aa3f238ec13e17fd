package matterweb

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestLineIsLeft has a reader stop reading: what is sent to them ends, and does not wait for ever.
func TestLineIsLeft(t *testing.T) {
	ended := make(chan error)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := line{w, http.NewResponseController(w), 100 * time.Millisecond}
		big := strings.Repeat("x", 1<<20)
		for {
			if err := out.send(big); err != nil {
				ended <- err
				return
			}
		}
	}))
	defer srv.Close()
	c, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if err := <-ended; err == nil {
		t.Error("all of it was taken")
	}
}

// TestLineStays has a server that gives a whole answer less time than a reader stays who reads.
func TestLineStays(t *testing.T) {
	const short = 50 * time.Millisecond
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := line{w, http.NewResponseController(w), time.Minute}
		for i := range 4 {
			if err := out.send(fmt.Sprintln(i)); err != nil {
				t.Errorf("message %d: %v", i, err)
			}
			time.Sleep(short)
		}
	}))
	srv.Config.WriteTimeout = short
	srv.Start()
	defer srv.Close()
	res, err := srv.Client().Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	n := 0
	for lines := bufio.NewScanner(res.Body); lines.Scan(); n++ {
	}
	if n != 4 {
		t.Errorf("%d messages came", n)
	}
}
