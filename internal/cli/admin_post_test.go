package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/internal/cli"
)

// TestAdministratorsExclude books one of the three administrators for who is another, and is refused in words.
func TestAdministratorsExclude(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	run := func(args ...string) (int, string) {
		var out, errs bytes.Buffer
		code := cli.Main(append(append([]string{"--quiet"}, args...), "--data", data), &out, &errs)
		return code, out.String() + errs.String()
	}
	old := os.Stdin
	defer func() { os.Stdin = old }()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	os.Stdin = read
	write.WriteString("柳絮池塘淡淡的风\n")
	write.Close()
	for _, step := range [][]string{{"admin", "realm", "shiliujie", "--title", "石榴街道"}, {"admin", "realm", "shiliu", "--title", "石榴巷社区", "--street", "shiliujie"},
		{"admin", "create", "--realm", "shiliu", "--login", "wei", "--name", "卫宁"}, {"admin", "post", "--realm", "shiliu", "--login", "wei", "--post", "secretary"}} {
		if code, says := run(step...); code != 0 {
			t.Fatal(step, says)
		}
	}
	for _, other := range []string{"security_admin", "audit_admin"} {
		code, says := run("admin", "post", "--realm", "shiliu", "--login", "wei", "--post", other)
		if code != 1 || !strings.Contains(says, "different people") && !strings.Contains(says, "不能由同一个人担任") {
			t.Errorf("%s beside system_admin: status %d, %s", other, code, says)
		}
	}
}
