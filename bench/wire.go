package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strconv"
)

// wire is one kept-alive HTTP/1.1 connection that sends requests made beforehand and reads answers without keeping
// them: the load must cost little, since it shares the processor with what it measures.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	tag  []byte // of the page that was answered last
}

func dial(addr string) (*wire, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &wire{conn: c, in: bufio.NewReaderSize(c, 64<<10)}, nil
}

var (
	contentLength = []byte("content-length:")
	chunked       = []byte("chunked")
	etag          = []byte("etag:")
)

// do sends a request and gives the answer's status and the length of its body.
func (w *wire) do(request []byte) (status, size int, err error) {
	if _, err := w.conn.Write(request); err != nil {
		return 0, 0, err
	}
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return 0, 0, err
	}
	if len(line) < 12 {
		return 0, 0, fmt.Errorf("not an answer: %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, err
	}
	length, pieces := 0, false
	w.tag = w.tag[:0]
	for {
		line, err = w.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if len(line) > len(contentLength) && bytes.EqualFold(line[:len(contentLength)], contentLength) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(contentLength):]))); err != nil {
				return 0, 0, err
			}
		}
		if len(line) > len(etag) && bytes.EqualFold(line[:len(etag)], etag) {
			w.tag = append(w.tag, bytes.TrimSpace(line[len(etag):])...)
		}
		pieces = pieces || bytes.HasSuffix(line, chunked)
	}
	if !pieces {
		_, err = w.in.Discard(length)
		return status, length, err
	}
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return 0, 0, fmt.Errorf("not a chunk: %w", err)
		}
		if _, err := w.in.Discard(int(n) + 2); err != nil {
			return 0, 0, err
		}
		if n == 0 {
			return status, size, nil
		}
		size += int(n)
	}
}

func (w *wire) close() { w.conn.Close() }
