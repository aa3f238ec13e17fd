package walk_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// one finds an account of the demonstration.
func (d *demo) one(t *testing.T, realm, role string) account {
	t.Helper()
	i := slices.IndexFunc(d.accounts, func(a account) bool { return a.Realm == realm && a.Role == role })
	if i < 0 {
		t.Fatalf("no %s in %s", role, realm)
	}
	return d.accounts[i]
}

// ask sends a raw request and gives the status, the headers and the body.
func (d *demo) ask(t *testing.T, method, path, token, body string, headers ...string) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequest(method, d.base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, b.String()
}

// TestSpine holds what programs rely on.
func TestSpine(t *testing.T) {
	each(t, func(t *testing.T, d *demo) {
		resident, worker := d.one(t, "nanmen", "resident"), d.one(t, "nanmen", "worker")
		const matters = "/api/v1/realms/nanmen/matters"
		wish := `{"kind":"nanmen/wish","title":"想借一架梯子","fields":{"sort":"need","wish":"借梯子换灯泡"}}`

		t.Run("document", func(t *testing.T) {
			_, _, body := d.ask(t, "GET", "/api/v1/openapi.json", "", "")
			var doc struct {
				OpenAPI string
				Paths   map[string]map[string]any
			}
			if err := json.Unmarshal([]byte(body), &doc); err != nil || !strings.HasPrefix(doc.OpenAPI, "3.1") {
				t.Fatalf("%v, version %q", err, doc.OpenAPI)
			}
			for _, path := range []string{"/api/v1/realms", "/api/v1/realms/{realm}/kinds", "/api/v1/realms/{realm}/matters", "/api/v1/realms/{realm}/matters/{id}",
				"/api/v1/realms/{realm}/matters/{id}/moves/{move}", "/api/v1/realms/{realm}/files", "/api/v1/demo/clock"} {
				if doc.Paths[path] == nil {
					t.Errorf("%s is not in the document", path)
				}
			}
		})
		t.Run("retries", func(t *testing.T) {
			var wg sync.WaitGroup
			var mu sync.Mutex
			answers := map[string]int{}
			for range 8 {
				wg.Go(func() {
					status, _, body := d.ask(t, "POST", matters, resident.Token, wish, "Idempotency-Key", "ladder-1")
					mu.Lock()
					defer mu.Unlock()
					if status != 201 {
						t.Errorf("%d %s", status, body)
					}
					answers[body]++
				})
			}
			wg.Wait()
			if len(answers) != 1 {
				t.Errorf("a request sent eight times was answered in %d ways: %v", len(answers), answers)
			}
			if status, _, body := d.ask(t, "POST", matters, resident.Token, strings.Replace(wish, "梯子", "锤子", 1), "Idempotency-Key", "ladder-1"); status != 422 {
				t.Errorf("the key with another body: %d %s", status, body)
			}
			if status, _, _ := d.ask(t, "POST", matters, worker.Token, wish, "Idempotency-Key", "ladder-1"); status != 201 {
				t.Errorf("another caller's key of the same name: %d", status)
			}
		})
		t.Run("refusals", func(t *testing.T) {
			for name, c := range map[string]struct {
				method, path, token, body string
				status                    int
				says                      string
			}{
				"no such realm":       {"GET", "/api/v1/realms/nowhere/matters", "", "", 404, "没有这个社区"},
				"no such address":     {"GET", "/api/v1/nothing", "", "", 404, "没有这个接口"},
				"no such matter":      {"GET", matters + "/999999", worker.Token, "", 404, "看不到"},
				"a wrong token":       {"GET", matters, "linli_wrong", "", 401, "登录"},
				"another realm":       {"GET", "/api/v1/realms/haiyue/people", worker.Token, "", 401, "登录"},
				"not JSON":            {"POST", matters, resident.Token, "{", 422, ""},
				"no such kind":        {"POST", matters, resident.Token, `{"kind":"nanmen/nothing","title":"x"}`, 422, "没有这一类"},
				"what is needed":      {"POST", matters, resident.Token, `{"kind":"nanmen/wish","title":"x"}`, 422, "请填写“想要什么”"},
				"a field too many":    {"POST", matters, resident.Token, `{"kind":"nanmen/wish","title":"x","fields":{"sort":"need","wish":"y","zzz":1}}`, 422, "没有“zzz”"},
				"no such choice":      {"POST", matters, resident.Token, `{"kind":"nanmen/wish","title":"x","fields":{"sort":"gold","wish":"y"}}`, 422, "wish（微心愿）、need（需求）"},
				"a place elsewhere":   {"POST", matters, resident.Token, `{"kind":"nanmen/wish","title":"x","place":"nope","fields":{"sort":"need","wish":"y"}}`, 422, "没有这个地方"},
				"a title too long":    {"POST", matters, resident.Token, `{"kind":"nanmen/wish","title":"` + strings.Repeat("长", 61) + `","fields":{"sort":"need","wish":"y"}}`, 422, "最多 60 个字"},
				"a cursor of no page": {"GET", matters + "?cursor=abc", worker.Token, "", 422, "第一页"},
				"for somebody else":   {"POST", matters, resident.Token, `{"kind":"nanmen/wish","title":"x","contact":{"name":"王五"},"fields":{"sort":"need","wish":"y"}}`, 403, "工作人员"},
			} {
				status, _, body := d.ask(t, c.method, c.path, c.token, c.body)
				if status != c.status || !strings.Contains(body, c.says) || !strings.Contains(body, `"kind"`) {
					t.Errorf("%s: %d %s", name, status, body)
				}
			}
			_, _, body := d.ask(t, "POST", matters, resident.Token, `{"kind":"nanmen/wish","title":"x"}`, "Accept-Language", "en")
			if !strings.Contains(body, "is needed") {
				t.Errorf("in English: %s", body)
			}
		})
		t.Run("stale", func(t *testing.T) {
			_, _, body := d.ask(t, "POST", matters, resident.Token, wish)
			var m struct{ ID string }
			if err := json.Unmarshal([]byte(body), &m); err != nil {
				t.Fatal(err)
			}
			at := matters + "/" + m.ID + "/moves/"
			if status, _, body := d.ask(t, "POST", at+"place", worker.Token, `{"version":1}`); status != 200 {
				t.Fatalf("%d %s", status, body)
			}
			if status, _, body := d.ask(t, "POST", at+"assign", worker.Token, `{"version":1}`); status != 409 {
				t.Errorf("a version that is no more: %d %s", status, body)
			}
			if status, _, body := d.ask(t, "POST", at+"decline", resident.Token, `{"note":"不要了"}`); status != 403 {
				t.Errorf("a resident declines: %d %s", status, body)
			}
			if status, _, body := d.ask(t, "POST", at+"fly", worker.Token, `{}`); status != 422 {
				t.Errorf("no such move: %d %s", status, body)
			}
		})
		t.Run("without an account", func(t *testing.T) {
			status, _, body := d.ask(t, "POST", matters, "", wish)
			var m struct {
				ID, Code string
				Number   int64
			}
			if err := json.Unmarshal([]byte(body), &m); err != nil || status != 201 || len(m.Code) != 10 {
				t.Fatalf("%d %s", status, body)
			}
			if status, _, _ := d.ask(t, "GET", matters+"/"+m.ID, "", ""); status != 404 {
				t.Errorf("without its code: %d", status)
			}
			if status, _, body := d.ask(t, "GET", "/api/v1/realms/nanmen/track/"+m.Code, "", ""); status != 200 || !strings.Contains(body, "withdraw") {
				t.Errorf("by its code: %d %s", status, body)
			}
			if status, _, body := d.ask(t, "POST", matters+"/"+m.ID+"/moves/withdraw?code="+m.Code, "", ""); status != 200 || !strings.Contains(body, "withdrawn") {
				t.Errorf("withdrawn by its code: %d %s", status, body)
			}
		})
		t.Run("paging", func(t *testing.T) {
			seen := map[string]bool{}
			cursor := ""
			for range 100 {
				_, _, body := d.ask(t, "GET", matters+"?limit=7&cursor="+cursor, worker.Token, "")
				var p struct {
					Items []struct{ ID string }
					Next  string
				}
				if err := json.Unmarshal([]byte(body), &p); err != nil {
					t.Fatal(err)
				}
				for _, m := range p.Items {
					if seen[m.ID] {
						t.Errorf("%s is on two pages", m.ID)
					}
					seen[m.ID] = true
				}
				if cursor = p.Next; cursor == "" {
					break
				}
			}
			if len(seen) < 100 {
				t.Errorf("%d matters in all", len(seen))
			}
		})
	})
}
