package cli

import (
	"fmt"
	"net"
	"net/netip"
	"runtime/debug"
	"time"

	"linli/internal/access/accessweb"
	"linli/internal/app"
	"linli/internal/assets"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/lang"
	"linli/internal/place/placeweb"
)

// storage is where a command finds the data.
type storage struct {
	DB    string `help:"The database: a file, or a postgres:// address. Without it, linli.db in the data folder." env:"LINLI_DB"`
	Data  string `help:"The folder for the key, photos and, unless --db says otherwise, the database." default:"data" env:"LINLI_DATA"`
	Blobs string `help:"Where photos are kept: a folder, or s3://bucket?endpoint=…. Without it, files in the data folder." env:"LINLI_BLOBS"`
}

func (s storage) config() app.Config { return app.Config{DB: s.DB, Data: s.Data, Blobs: s.Blobs} }

// ways are how people sign in.
type ways struct {
	StaffIdle  time.Duration `help:"After how long an unused session of somebody who holds a staff post ends." default:"30m" env:"LINLI_STAFF_IDLE"`
	OIDCIssuer string        `name:"oidc-issuer" help:"The address of a provider of OpenID Connect by which people may sign in too." env:"LINLI_OIDC_ISSUER"`
	OIDCClient string        `name:"oidc-client" help:"What the provider calls this site." env:"LINLI_OIDC_CLIENT"`
	OIDCSecret string        `name:"oidc-secret" help:"The secret that the provider gave; best by its variable." env:"LINLI_OIDC_SECRET"`
	OIDCName   string        `name:"oidc-name" help:"What people call the provider." default:"统一身份认证" env:"LINLI_OIDC_NAME"`
}

func (w ways) config() app.Ways {
	out := app.Ways{StaffIdle: w.StaffIdle}
	if w.OIDCIssuer != "" {
		out.Provider = accessweb.Provider{Issuer: w.OIDCIssuer, Client: w.OIDCClient, Secret: w.OIDCSecret, Name: w.OIDCName}
	}
	return out
}

// tiles are what the map is drawn over.
type tiles struct {
	Tiles       string    `help:"The address of the map's tiles, with {z}, {x} and {y}. Without it, shapes are drawn over nothing." env:"LINLI_TILES"`
	TilesDatum  geo.Datum `help:"The coordinates that the tiles are drawn in: wgs84, cgcs2000 or gcj02." default:"wgs84" env:"LINLI_TILES_DATUM"`
	TilesCredit string    `help:"Whose map it is, with its approval number." env:"LINLI_TILES_CREDIT"`
}

func (t tiles) config() placeweb.Tiles {
	return placeweb.Tiles{URL: t.Tiles, Datum: t.TilesDatum, Credit: t.TilesCredit}
}

type serve struct {
	storage
	ways
	tiles
	Addr       string         `help:"The address to serve at." default:"127.0.0.1:8080" env:"LINLI_ADDR"`
	Secure     bool           `help:"The site is reached by https only, through a proxy: cookies are sent so only." env:"LINLI_SECURE"`
	Cert       string         `help:"A file with the certificate and those above it, PEM: speaks https itself. Read again when it changes." env:"LINLI_CERT" type:"existingfile"`
	CertKey    string         `help:"The file with the certificate's key." env:"LINLI_CERT_KEY" type:"existingfile"`
	Proxies    []netip.Prefix `help:"The proxies in front, such as 127.0.0.1/32: what they say of where a request comes from is believed." env:"LINLI_PROXIES"`
	PerToken   int            `help:"How often in a minute a program may raise matters or search by one token; 0 sets no limit." default:"600" env:"LINLI_PER_TOKEN"`
	Watch      string         `help:"An address of its own for /metrics and, with a token, /debug/pprof/, such as 127.0.0.1:9090." env:"LINLI_WATCH"`
	WatchToken string         `hidden:"" help:"The bearer token asked for there." env:"LINLI_WATCH_TOKEN"`
}

var errCert = fault.InField("cert", lang.T("--cert 和 --cert-key 要一起给", "Give --cert and --cert-key together."))

func (c *serve) Run(e *env) error {
	if err := built(); err != nil {
		return err
	}
	if (c.Cert == "") != (c.CertKey == "") {
		return errCert
	}
	door := app.Door{Cert: c.Cert, CertKey: c.CertKey, Proxies: c.Proxies, Watch: app.Watch{Addr: c.Watch, Token: c.WatchToken}}
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	config := c.storage.config()
	config.Ways = c.ways.config()
	config.Tiles = c.tiles.config()
	config.PerToken = c.PerToken
	a, err := app.Open(e.ctx, config)
	if err != nil {
		return err
	}
	defer a.Close()
	scheme := "http"
	if c.Cert != "" {
		scheme = "https"
	}
	fmt.Fprintf(e.out, "Linli serves at %s://%s\n", scheme, l.Addr())
	return a.Serve(e.ctx, l, a.Site(nil, c.Secure || c.Cert != ""), door)
}

func built() error {
	if !assets.Built() {
		return fmt.Errorf("the browser's files are not built: run make assets, then build again")
	}
	return nil
}

type version struct{}

func (version) Run(e *env) error {
	v := "(devel)"
	if b, ok := debug.ReadBuildInfo(); ok {
		for _, s := range b.Settings {
			if s.Key == "vcs.revision" {
				v = s.Value
			}
		}
	}
	fmt.Fprintln(e.out, "linli", v)
	return nil
}
