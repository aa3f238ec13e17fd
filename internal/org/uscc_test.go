package org_test

import (
	"strings"
	"testing"

	"linli/internal/org"
)

func TestUSCC(t *testing.T) {
	const good = "91350100M000100Y43"
	if !org.ValidUSCC(good) {
		t.Error("the sample is refused")
	}
	for i := range good {
		for _, r := range "0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ-" {
			b := []byte(good)
			if b[i] == byte(r) {
				continue
			}
			b[i] = byte(r)
			if org.ValidUSCC(string(b)) {
				t.Errorf("%s is taken", b)
			}
		}
	}
	if org.ValidUSCC("") || org.ValidUSCC(good+"0") || org.ValidUSCC(strings.ToLower(good)) {
		t.Error("another form is taken")
	}
}
