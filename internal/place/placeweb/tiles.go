package placeweb

import (
	"net/url"
	"slices"
	"strings"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/lang"
)

// Tiles is the map that shapes are drawn over. Without an address they are drawn over nothing.
type Tiles struct {
	URL    string    // with {z}, {x} and {y}
	Datum  geo.Datum // "" is WGS 84
	Credit string    // whose map it is, with its approval number
}

// Host is where the tiles come from, for the content security policy; "" without tiles.
func (t Tiles) Host() string {
	u, err := url.Parse(t.URL)
	if err != nil || t.URL == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Check says what is wrong with the configuration; no tiles are right.
func (t Tiles) Check() error {
	if t.URL == "" {
		return nil
	}
	u, err := url.Parse(t.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.ContainsAny(u.Host, "{};, ") {
		return fault.New(fault.Invalid, lang.F("瓦片地址“%s”不对：要写完整的 https 地址，主机名里不能有 {s}", "The address of tiles “%s” is not right: it is a whole https address, without {s} in its host.", t.URL))
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(t.URL, part) {
			return fault.New(fault.Invalid, lang.F("瓦片地址里缺 %s", "The address of tiles lacks %s.", part))
		}
	}
	if t.Datum != "" && !slices.Contains(geo.Datums, t.Datum) {
		return fault.New(fault.Invalid, lang.F("瓦片的坐标系“%s”不认识，可以是 wgs84、cgcs2000、gcj02", "The datum of tiles “%s” is not known: it is wgs84, cgcs2000 or gcj02.", t.Datum))
	}
	return nil
}
