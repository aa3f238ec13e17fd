package practice_test

import (
	"strings"
	"testing"

	"linli/internal/lang"
	"linli/internal/practice"
	"linli/playbooks"
)

// A misspelt post or membership is refused where it stands: nobody could ever act by it.
func TestParseKnowsWhatThereIs(t *testing.T) {
	for name, c := range map[string]struct{ right, wrong, says string }{
		"post":            {"posts: [community_worker, secretary]", "posts: [comunity_worker, secretary]", "there is no post “comunity_worker”; did you mean “community_worker”?"},
		"post of another": {"posts: [community_worker, secretary]", "posts: [party_member, secretary]", "there is no post “party_member”; this is something to belong to; write it in members"},
		"membership":      {"members: [party_member, volunteer]", "members: [party_membre, volunteer]", "nobody can belong to “party_membre”; did you mean “party_member”?"},
		"a post in it":    {"members: [party_member, volunteer]", "members: [mediator, volunteer]", "nobody can belong to “mediator”; this is a post; write it in posts"},
		"street's people": {"lead: secretary", "lead: street_leader", "“Street leader” holds posts at the street and cannot act in a matter of the community; write refers or escalates for what the street does, or at: street if all of it is the street's"},
	} {
		t.Run(name, func(t *testing.T) {
			text := string(playbooks.Texts()["nanmen"])
			at := strings.Index(text, c.right)
			p, problems := practice.Parse("nanmen", []byte(text[:at]+c.wrong+text[at+len(c.right):]))
			if p != nil || len(problems) != 1 {
				t.Fatalf("got %v", problems)
			}
			got := problems[0]
			if says := strings.TrimPrefix(got.In(lang.En), "nanmen:"); !strings.HasSuffix(says, ": "+c.says) || !got.Says.Whole() || !got.Hint.Whole() {
				t.Errorf("got %s", says)
			}
			if want := 1 + strings.Count(text[:at], "\n"); got.Line != want || got.Column < 2 {
				t.Errorf("it stands in line %d, not at %d:%d", want, got.Line, got.Column)
			}
		})
	}
}
