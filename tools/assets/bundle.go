package main

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundle builds the entries of dir into out and tells under which name each was written.
func bundle(dir, out string, entries []string) (map[string]string, error) {
	paths := make([]string, len(entries))
	for i, e := range entries {
		paths[i] = filepath.Join(dir, e)
	}
	r := api.Build(api.BuildOptions{
		EntryPoints:       paths,
		EntryNames:        "[name]-[hash]",
		Outdir:            out,
		Outbase:           dir,
		Bundle:            true,
		Write:             true,
		Metafile:          true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsEndOfFile,
		Format:            api.FormatESModule,
		LogLevel:          api.LogLevelWarning,
		Loader:            map[string]api.Loader{".png": api.LoaderDataURL}, // the small pictures in Leaflet's style sheet
		// Old telephones and the browsers inside other programs are what residents have.
		Engines: []api.Engine{{Name: api.EngineChrome, Version: "70"}, {Name: api.EngineSafari, Version: "12"}},
		// esbuild cannot rewrite destructuring and would refuse; these engines have it but for rare faults.
		Supported: map[string]bool{"destructuring": true},
	})
	if len(r.Errors) > 0 {
		return nil, errors.New("esbuild refused, see above")
	}
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string `json:"entryPoint"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(r.Metafile), &meta); err != nil {
		return nil, err
	}
	built := map[string]string{}
	for file, o := range meta.Outputs {
		if o.EntryPoint == "" {
			continue
		}
		entry := filepath.Base(o.EntryPoint)
		built[strings.TrimSuffix(entry, filepath.Ext(entry))+filepath.Ext(file)] = filepath.Base(file)
	}
	return built, nil
}
