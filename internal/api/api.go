// Package api is the JSON face under /api/v1: the same domain functions, permissions and faults as the pages, described
// by an OpenAPI 3.1 document at /api/v1/openapi.json. A program that knows no playbook can walk any matter to its end
// by what the matter itself offers.
package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"linli/internal/access"
	"linli/internal/clock"
	"linli/internal/fault"
	"linli/internal/file"
	"linli/internal/lang"
	"linli/internal/matter"
	"linli/internal/once"
	"linli/internal/org"
	"linli/internal/person"
	"linli/internal/place"
	"linli/internal/practice"
	"linli/internal/realm"
	"linli/internal/store"
	"linli/internal/web"
)

// Needs are what the API is built from.
type Needs struct {
	DB      *store.DB
	Clock   clock.Clock
	Realms  *realm.Service
	Places  *place.Service
	Orgs    *org.Service
	People  *person.Service
	Access  *access.Service
	Files   *file.Service
	Books   *practice.Service
	Matters *matter.Service
	Once    *once.Keeper
	Demo    web.Demo // nil on a real server
}

type server struct{ Needs }

// New makes the handler of everything below /api/.
func New(n Needs) http.Handler {
	s := &server{n}
	huma.NewErrorWithContext = refused
	mux := http.NewServeMux()
	c := huma.DefaultConfig("Linli 邻里", "1")
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "/api/v1/openapi", "", "/api/v1/schemas"
	c.CreateHooks = nil // no $schema in every answer
	c.Formats = map[string]huma.Format{"application/json": format, "json": format}
	c.Info.Description = "A neighbourhood's matters. Texts are in the language that Accept-Language asks for, Chinese first."
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	c.Security = []map[string][]string{{"token": {}}, {}}
	a := humago.New(mux, c)
	a.UseMiddleware(s.who)
	s.realms(a)
	s.matters(a)
	s.suggestions(a)
	s.options(a)
	s.places(a)
	s.areaWrites(a)
	s.orgs(a)
	s.orgWrites(a)
	s.postWrites(a)
	s.files(a, mux)
	s.lists(a)
	if s.Demo != nil {
		s.demo(a)
	}
	const rest = "/api/"
	mux.HandleFunc(rest, func(w http.ResponseWriter, r *http.Request) {
		err := web.WrongMethod(w, r, mux, rest)
		if err == nil {
			err = fault.New(fault.NotFound, lang.T("没有这个接口", "There is no such address in the API."))
		}
		write(w, newFault(fault.As(err), lang.Of(r), web.RequestID(r.Context())))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := web.Readable(r.URL); err != nil {
			write(w, newFault(fault.As(err), lang.Of(r), web.RequestID(r.Context())))
			return
		}
		if err := web.Refusal(r); err != nil {
			write(w, newFault(fault.As(err), lang.Of(r), web.RequestID(r.Context())))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// Error is what every refusal looks like.
type Error struct {
	status  int
	Kind    string       `json:"kind" doc:"invalid, unauthenticated, forbidden, not_found, conflict, too_large, too_many, unavailable, method or internal"`
	Message string       `json:"message" doc:"What is wrong and how to mend it"`
	Fields  []ErrorField `json:"fields,omitempty"`
	Request string       `json:"request,omitempty" doc:"The request's id, as in the server's log"`
}

// ErrorField is what is wrong in one field.
type ErrorField struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// GetStatus is the HTTP status.
func (e *Error) GetStatus() int { return e.status }

// GetHeaders says when to come again to what is not there now.
func (e *Error) GetHeaders() http.Header {
	if e.status != http.StatusServiceUnavailable {
		return nil
	}
	return http.Header{"Retry-After": {web.RetryAfter}}
}

func newFault(f *fault.Error, l lang.Lang, request string) *Error {
	e := &Error{status: web.Status(f.Kind), Kind: f.Kind.String(), Message: f.Says.In(l), Request: request}
	for _, x := range f.Fields {
		e.Fields = append(e.Fields, ErrorField{x.Name, x.Says.In(l)})
	}
	return e
}

func write(w http.ResponseWriter, e *Error) {
	maps.Copy(w.Header(), e.GetHeaders())
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(e.status)
	_ = json.NewEncoder(w).Encode(e)
}

type visitKey struct{}

// visit is who asks, by what they showed, and in which language.
type visit struct {
	secret  string
	cookie  bool
	from    string // the address it came from
	lang    lang.Lang
	request string
}

func of(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// who notes what the request shows of who asks: a bearer token, or a page's session.
func (s *server) who(ctx huma.Context, next func(huma.Context)) {
	r, _ := humago.Unwrap(ctx)
	next(huma.WithValue(ctx, visitKey{}, visitOf(r)))
}

func visitOf(r *http.Request) visit {
	return visit{web.Secret(r), r.Header.Get("Authorization") == "", web.From(r), lang.Of(r), web.RequestID(r.Context())}
}

// in opens the realm of a request.
func (s *server) in(ctx context.Context, id string) (realm.Realm, *access.Identity, visit, error) {
	v := of(ctx)
	rl, err := s.Realms.Get(ctx, s.DB, id)
	if err != nil {
		return rl, nil, v, err
	}
	who, err := s.identify(ctx, v, id)
	return rl, who, v, err
}

func (s *server) identify(ctx context.Context, v visit, realm string) (*access.Identity, error) {
	who, err := s.Access.Authenticate(ctx, s.DB, v.secret, realm)
	if fault.Is(err, fault.Unauthenticated) && v.cookie {
		return s.Access.Authenticate(ctx, s.DB, "", realm) // an old cookie: the visitor is nobody
	}
	return who, err
}

// tell words an error for the caller.
func tell(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	v := of(ctx)
	f := web.Fault(err)
	switch f.Kind {
	case fault.Internal:
		slog.Error("api", "request", v.request, "err", err)
	case fault.Unavailable:
		slog.Warn("api: unavailable", "request", v.request, "err", err)
	}
	return newFault(f, v.lang, v.request)
}

// op registers an operation whose faults are worded for the caller.
func op[I, O any](a huma.API, method, path, id, summary string, status int, do func(context.Context, *I) (*O, error)) {
	huma.Register(a, huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, DefaultStatus: status,
		MaxBodyBytes: 1 << 20, SkipValidateParams: false}, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		return out, tell(ctx, err)
	})
}

// body is an answer with a JSON body.
type body[T any] struct{ Body T }

func reply[T any](v T) *body[T] { return &body[T]{v} }

// Items is one page of a list.
type Items[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Give it as cursor to read the next page; absent on the last"`
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
