package formweb

import (
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"

	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/form"
	"linli/internal/lang"
)

// readFiles keeps the files that came with the form, and those that came with it before and are still wanted.
func (a *Asker) readFiles(ctx context.Context, r *http.Request, prefix string, f form.Field, ans *Answers) error {
	for _, id := range r.PostForm[keptName(prefix+f.Name)] {
		kept, err := a.Files.Get(ctx, a.DB, a.realm, id)
		if fault.Is(err, fault.NotFound) || err == nil && (kept.Subject != "" || kept.Account != a.account()) {
			continue
		}
		if err != nil {
			return err
		}
		ans.files[f.Name] = append(ans.files[f.Name], kept)
	}
	_, most := f.Limit()
	for _, h := range sentFiles(r, prefix+f.Name) {
		if float64(len(ans.files[f.Name])) >= most {
			ans.faulty[f.Name] = true
			ans.check.Add(ans.prefix+f.Name, tooMany(int(most)))
			break
		}
		kept, err := a.keep(ctx, h)
		if f2 := fault.As(err); err != nil && (f2.Kind == fault.Invalid || f2.Kind == fault.TooLarge) {
			ans.faulty[f.Name] = true
			ans.check.Add(ans.prefix+f.Name, named(h.Filename, f2.Says))
			continue
		}
		if err != nil {
			return err
		}
		ans.files[f.Name] = append(ans.files[f.Name], kept)
	}
	if len(ans.files[f.Name]) > 0 {
		ids := make([]string, len(ans.files[f.Name]))
		for i, kept := range ans.files[f.Name] {
			ids[i] = kept.ID
		}
		ans.Raw[f.Name] = ids
	}
	return nil
}

func (a *Asker) keep(ctx context.Context, h *multipart.FileHeader) (file.File, error) {
	content, err := h.Open()
	if err != nil {
		return file.File{}, fmt.Errorf("open an upload: %w", err)
	}
	defer content.Close()
	return a.Files.Put(ctx, a.DB, a.realm, a.id.Actor(""), content)
}

func (a *Asker) account() string {
	if a.id == nil {
		return ""
	}
	return a.id.Account
}

// sentFiles are the files of an input; browsers send an empty one when none was chosen.
func sentFiles(r *http.Request, name string) []*multipart.FileHeader {
	if r.MultipartForm == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.MultipartForm.File[name]), func(h *multipart.FileHeader) bool { return h.Filename == "" && h.Size == 0 })
}

func tooMany(n int) lang.Text {
	return lang.F("最多 %d 个文件", "At most %d files are taken.", n)
}

// named says which of several files a fault is about.
func named(name string, says lang.Text) lang.Text { return lang.F("%s：%s", "%s: %s", name, says) }
