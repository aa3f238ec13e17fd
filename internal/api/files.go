package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/lang"
)

// Uploaded is a file that was taken; its id answers a file field.
type Uploaded struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
}

// files serves uploads and downloads outside huma, as streams; the document describes them all the same.
func (s *server) files(a huma.API, mux *http.ServeMux) {
	const path = "/api/v1/realms/{realm}/files"
	mux.HandleFunc("POST "+path, s.streaming(s.upload))
	mux.HandleFunc("GET "+path+"/{id}", s.streaming(s.download))
	problem := map[string]*huma.Response{"default": {Description: "A refusal", Content: map[string]*huma.MediaType{"application/json": {Schema: a.OpenAPI().Components.Schemas.Schema(errorType, true, "")}}}}
	realm := &huma.Param{Name: "realm", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}
	a.OpenAPI().AddOperation(&huma.Operation{OperationID: "upload-file", Method: http.MethodPost, Path: path, Summary: "Upload a photo or a PDF, as multipart/form-data (field file) or as the bare body", Parameters: []*huma.Param{realm},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"file": {Type: "string", Format: "binary"}}}}, "image/*": {}, "application/pdf": {}}},
		Responses:   map[string]*huma.Response{"201": {Description: "Taken", Content: map[string]*huma.MediaType{"application/json": {Schema: a.OpenAPI().Components.Schemas.Schema(uploadedType, true, "")}}}, "default": problem["default"]}})
	a.OpenAPI().AddOperation(&huma.Operation{OperationID: "download-file", Method: http.MethodGet, Path: path + "/{id}", Summary: "A file of a matter that this caller may see; ?thumb=1 for a small picture",
		Parameters: []*huma.Param{realm, {Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}},
		Responses:  map[string]*huma.Response{"200": {Description: "The file"}, "default": problem["default"]}})
}

func (s *server) streaming(do func(http.ResponseWriter, *http.Request, visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		err := do(w, r, v)
		if err != nil {
			ctx := context.WithValue(r.Context(), visitKey{}, v)
			var e *Error
			if errors.As(tell(ctx, err), &e) {
				write(w, e)
			}
		}
	}
}

// memory is how much of an upload is held in memory while it comes; the rest lies in temporary files.
const memory = 256 << 10

func (s *server) upload(w http.ResponseWriter, r *http.Request, v visit) error {
	rl, err := s.Realms.Get(r.Context(), s.DB, r.PathValue("realm"))
	if err != nil {
		return err
	}
	id, err := s.identify(r.Context(), v, rl.ID)
	if err != nil {
		return err
	}
	var content io.Reader = r.Body
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		defer func() {
			if r.MultipartForm != nil {
				_ = r.MultipartForm.RemoveAll()
			}
		}()
		err := r.ParseMultipartForm(memory)
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			return err
		}
		f, _, err := r.FormFile("file")
		if err != nil {
			return fault.InField("file", lang.T("没有收到文件：请放在名为 file 的一项里", "No file came: send it in a part named file.")).Because(err)
		}
		defer f.Close()
		content = f
	}
	f, err := s.Files.Put(r.Context(), s.DB, rl.ID, id.Actor(""), content)
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, Uploaded{f.ID, f.Type, f.Size, "/api/v1/realms/" + rl.ID + "/files/" + f.ID})
}

func (s *server) download(w http.ResponseWriter, r *http.Request, v visit) error {
	rl, err := s.Realms.Get(r.Context(), s.DB, r.PathValue("realm"))
	if err != nil {
		return err
	}
	id, err := s.identify(r.Context(), v, rl.ID)
	if err != nil {
		return err
	}
	f, err := s.Matters.File(r.Context(), s.DB, id, rl.ID, r.PathValue("id"), r.URL.Query().Get("code"))
	if err != nil {
		return err
	}
	thumb := f.Photo() && r.URL.Query().Get("thumb") != ""
	content, err := s.Files.Reader(r.Context(), f, thumb)
	if err != nil {
		return err
	}
	defer content.Close()
	kind := f.Type
	if thumb {
		kind = file.JPEG
	}
	w.Header().Set("Content-Type", kind)
	if !f.Photo() { // a paper may hold anything: it is saved, not shown within this site
		w.Header().Set("Content-Disposition", "attachment")
		w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	}
	w.Header().Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}
