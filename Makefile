# make demo    the demonstration at http://127.0.0.1:8080 (ADDR=, DATA=, ACCOUNTS= say otherwise; FRESH=1 starts again)
# make test    everything: format, vet, lint, generated code, both databases, race detector, browser
# make check   the quick half, for the working day
# make bench   the measurements, against a floor in the same run, on both databases (MATTERS=200000 for the small half)
# make release the program for every machine that it is released for, in bin/release

ADDR     ?= 127.0.0.1:8080
DATA     ?= demo-data
ACCOUNTS ?= $(DATA)/accounts.json
MATTERS  ?= 200000,1000000
DIST     := internal/assets/dist/manifest.json
MODULES  := web/node_modules/.package-lock.json
TEMPL    := go tool -modfile=tools/go.mod templ

.PHONY: demo release build assets generate test check bench tools format lint web-check system-packages

demo: build
	bin/linli --quiet demo --addr $(ADDR) --data $(DATA) --accounts $(ACCOUNTS) $(if $(FRESH),--fresh)

build: $(DIST)
	go build -o bin/linli ./cmd/linli

assets: $(DIST)

$(DIST): $(MODULES) $(wildcard web/src/*) $(wildcard web/icons/*) web/icons.txt $(wildcard tools/assets/*.go) tools/go.mod
	go run -C tools ./assets

$(MODULES): web/package-lock.json
	npm ci --prefix web --ignore-scripts --no-audit --no-fund
	@touch $@

# Generated code is committed. Run from here only: what templ writes names its files from where it runs.
generate:
	$(TEMPL) generate

format:
	@out=$$(gofmt -l cmd internal playbooks tools bench); if [ -n "$$out" ]; then echo "not formatted: $$out"; exit 1; fi

lint:
	go vet ./...
	go tool -modfile=tools/go.mod staticcheck ./...

web-check: $(MODULES)
	npm run check --prefix web

# What the tests need of the system: PostgreSQL, Chromium and Chinese fonts, from Debian.
system-packages:
	@sh tools/system-packages

check: $(DIST) format
	go vet ./...
	QUICK=1 go test ./...

test: system-packages $(DIST) format lint web-check
	$(TEMPL) generate
	@git diff --exit-code --stat -- '*_templ.go' || { echo "generated code has changed: commit it"; exit 1; }
	go test -race -timeout 20m $$(go list ./... | grep -v -e /demo$$ -e /walk$$)
	go test -timeout 20m ./internal/demo ./internal/walk # a year and real programs: too much for the race detector
	cd tools && go vet ./...

bench: system-packages $(DIST)
	go run ./bench --matters $(MATTERS)

release: $(DIST)
	@sh packaging/release
