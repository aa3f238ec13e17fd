package formweb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/form"
	"linli/internal/ui"
)

// Answers are what somebody sent: as form.Check takes them, and as they are shown again when the form comes back.
type Answers struct {
	// Raw is for form.Check and whatever calls it.
	Raw map[string]any

	sent   map[string][]string    // as typed, by field
	picked map[string]ui.Option   // the one person, place or organisation meant
	picks  map[string][]ui.Option // those that it may be
	files  map[string][]file.File // taken
	prefix string
	check  fault.Check
	faulty map[string]bool
}

// None are no answers: those of a form that is shown the first time.
func None() *Answers {
	return &Answers{Raw: map[string]any{}, sent: map[string][]string{}, picked: map[string]ui.Option{}, picks: map[string][]ui.Option{}, files: map[string][]file.File{}, faulty: map[string]bool{}}
}

// Set answers a field before it was asked, as a sign at a place does.
func (ans *Answers) Set(name, value, label string) {
	ans.sent[name] = []string{value}
	if label != "" {
		ans.picked[name] = ui.Option{Value: value, Label: label}
	}
}

// Files are the ids of all files that the answers hold.
func (ans *Answers) Files() []string {
	var ids []string
	for _, name := range slices.Sorted(maps.Keys(ans.files)) {
		for _, f := range ans.files[name] {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// Err says what could not be read, together with whatever else is wrong with the answers; nil when all could be read.
// The domain then checks them anyway.
func (ans *Answers) Err(fields []form.Field) error {
	if len(ans.faulty) == 0 {
		return nil
	}
	return ans.Check(fields)
}

// Check says everything that is wrong with the answers, before the domain is asked.
func (ans *Answers) Check(fields []form.Field) error {
	c := ans.check
	var rest []form.Field
	raw := map[string]any{}
	for _, f := range fields {
		if ans.faulty[f.Name] {
			continue
		}
		rest = append(rest, f)
		if v, ok := ans.Raw[f.Name]; ok {
			raw[f.Name] = v
		}
	}
	if _, err := form.Check(rest, raw); err != nil {
		if err := c.Take(Under(err, ans.prefix)); err != nil {
			return err
		}
	}
	return c.Err()
}

// Under names the faults in fields.<name> of err for inputs whose names begin with prefix.
func Under(err error, prefix string) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || prefix == Fields.Prefix {
		return err
	}
	moved := *f
	moved.Fields = slices.Clone(f.Fields)
	for i, x := range moved.Fields {
		if name, ok := strings.CutPrefix(x.Name, Fields.Prefix); ok {
			moved.Fields[i].Name = prefix + name
		}
	}
	return &moved
}

// Read takes the answers to fields from a parsed form. Files are kept at once, so that they need not be chosen again.
func (a *Asker) Read(ctx context.Context, r *http.Request, as Asking, fields []form.Field) (*Answers, error) {
	ans, prefix := None(), as.Prefix
	ans.prefix = prefix
	for _, f := range fields {
		sent := slices.DeleteFunc(slices.Clone(r.PostForm[prefix+f.Name]), func(s string) bool { return strings.TrimSpace(s) == "" })
		var err error
		switch f.Type {
		case form.File:
			err = a.readFiles(ctx, r, prefix, f, ans)
		case form.Choices:
			if len(sent) > 0 {
				ans.sent[f.Name], ans.Raw[f.Name] = sent, sent
			}
		case form.Person, form.Place, form.Org:
			if len(sent) > 0 {
				err = a.readPick(ctx, f, strings.TrimSpace(sent[0]), ans)
			}
		default:
			if len(sent) > 0 {
				ans.sent[f.Name], ans.Raw[f.Name] = sent[:1], strings.ReplaceAll(sent[0], "\r\n", "\n")
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return ans, nil
}

// Find takes one typed answer to a field that asks for a person, a place or an organisation, as from an address.
func (a *Asker) Find(ctx context.Context, as Asking, f form.Field, sent string) (*Answers, error) {
	ans := None()
	ans.prefix = as.Prefix
	if sent = strings.TrimSpace(sent); sent == "" {
		return ans, nil
	}
	return ans, a.readPick(ctx, f, sent, ans)
}

// Take answers a field with the person, place or organisation of that id instead, as when a suggestion is taken.
func (a *Asker) Take(ctx context.Context, f form.Field, id string, ans *Answers) error {
	delete(ans.picks, f.Name)
	delete(ans.faulty, f.Name)
	return a.readPick(ctx, f, id, ans)
}

func (a *Asker) readPick(ctx context.Context, f form.Field, sent string, ans *Answers) error {
	ans.sent[f.Name] = []string{sent}
	one, several, says, err := a.resolve(ctx, f, sent)
	if err != nil {
		return err
	}
	if !says.Empty() {
		ans.picks[f.Name], ans.faulty[f.Name] = several, true
		ans.check.Add(ans.prefix+f.Name, says)
		return nil
	}
	ans.Raw[f.Name], ans.picked[f.Name] = one.Value, one
	return nil
}

// Digest is the same for the same form sent twice: it is over every input but those left out, and files by their name
// and size. It is what package once compares.
func Digest(r *http.Request, without ...string) []byte {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if !slices.Contains(without, name) {
			fmt.Fprintf(h, "%q=%q\n", name, r.PostForm[name])
		}
	}
	if r.MultipartForm != nil {
		for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
			for _, f := range sentFiles(r, name) {
				fmt.Fprintf(h, "%q:%q %d\n", name, f.Filename, f.Size)
			}
		}
	}
	io.WriteString(h, r.URL.Path)
	return []byte(hex.EncodeToString(h.Sum(nil)))
}
