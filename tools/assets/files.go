package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// small files are sent as they are: gzip would not pay for its header.
const small = 1024

// empty removes everything in dir but .keep, the one file there that is committed.
func empty(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Name() == ".keep" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, f.Name())); err != nil {
			return err
		}
	}
	return nil
}

// keep writes content under name with a hash in it, and returns that name.
func keep(name string, content []byte) (string, error) {
	ext := filepath.Ext(name)
	hashed := fmt.Sprintf("%s-%.4X%s", strings.TrimSuffix(name, ext), sha256.Sum256(content), ext)
	return hashed, os.WriteFile(filepath.Join(dist, hashed), content, 0o644)
}

// squeeze leaves a .gz beside every file of dir that is worth it.
func squeeze(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(dir, f.Name())
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if len(b) < small {
			continue
		}
		var z bytes.Buffer
		w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(path+".gz", z.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
