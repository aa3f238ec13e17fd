package file_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"log"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/store/storetest"
)

// TestS3 keeps files in an S3 server that runs within the test.
func TestS3(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("linli"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(gofakes3.New(backend).Server())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the fake writes some headers twice
	server.Start()
	t.Cleanup(server.Close)
	query := "?region=us-east-1&use_path_style=true&anonymous=true&endpoint=" + server.URL
	if _, err := file.Open(t.Context(), "s3://missing"+query); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a bucket that is not there: %v", err)
	}

	w := worldOn(t, storetest.SQLite(t, sets), "s3://linli"+query)
	f := w.put(t, photo(t, quarters(64, 32, red, green, blue, white), exif(binary.LittleEndian, "II*\x00", 1)))
	for _, thumb := range []bool{false, true} {
		sees(t, "S3", w.bytes(t, f, thumb), red, green, blue, white)
	}
	head, err := backend.HeadObject("linli", "r/"+f.ID)
	if err != nil || head.Metadata["Content-Type"] != file.JPEG {
		t.Errorf("kept in S3 as %v, %v", head, err)
	}
	sent := append([]byte("%PDF-1.7"), bytes.Repeat([]byte("0123456789"), 1<<20)...) // more than one part
	paper := w.put(t, sent)
	if !bytes.Equal(w.bytes(t, paper, false), sent) {
		t.Error("a large paper changed")
	}
	r, err := w.files.Reader(t.Context(), paper, false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Seek(-3, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "789" {
		t.Errorf("the end: %q, %v", b, err)
	}

	if err := w.attach(t, w.by, "m1", paper.ID); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(25 * time.Hour)
	if n, err := w.files.Sweep(t.Context(), w.db, file.Loose); n != 1 || err != nil {
		t.Errorf("swept %d, %v, want 1", n, err)
	}
	if _, err := w.files.Reader(t.Context(), f, false); !fault.Is(err, fault.NotFound) {
		t.Errorf("swept bytes: %v", err)
	}
	if _, err := w.files.Reader(t.Context(), f, true); !fault.Is(err, fault.NotFound) {
		t.Errorf("a swept thumbnail: %v", err)
	}

	server.Close()
	if _, err := w.files.Put(t.Context(), w.db, "r", w.by, bytes.NewReader(sent)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("the server is gone: %v", err)
	}
}
