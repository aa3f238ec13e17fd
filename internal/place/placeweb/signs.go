package placeweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/place"
	"linli/internal/ui"
	"linli/internal/web"
)

// signsPage is signs to be printed, in rows of three on A4 sheets.
type signsPage struct {
	Page     ui.Page
	Problems ui.Problems
	Action   string
	In       string
	Where    string
	Kinds    ui.Field
	Options  []ui.Option
	Address  ui.Field
	Rows     [][]signCell
	Count    int
	Too      bool
}

type signCell struct{ Name, Code, QR string }

// maxSigns is how many signs a page has: 25 sheets.
const maxSigns = 600

// across is how many signs stand side by side.
const across = 3

func (p *Pages) signs(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Staff(); err != nil {
		return err
	}
	q := r.URL.Query()
	at, err := p.within(r.Context(), v, q.Get("in"))
	if err != nil {
		return err
	}
	m := signsPage{Page: v.Page, Action: "/" + v.Realm.ID + "/signs", In: at.Code, Where: at.Full}
	m.Page.Title, m.Page.Bare = v.Page.T("门牌码", "Signs at the doors"), true // its heading is not printed
	if err := p.bookCrumbs(r.Context(), v, at, &m.Page); err != nil {
		return err
	}
	kinds := q["kind"]
	if len(kinds) == 0 {
		kinds = []string{string(place.Building), string(place.Unit)}
		if at.Kind == place.Building || at.Kind == place.Unit {
			kinds = []string{string(place.Dwelling)}
		}
	}
	for _, k := range place.Kinds {
		m.Options = append(m.Options, ui.Option{Value: string(k), Label: heading(v.Page, k.Title())})
	}
	m.Kinds = ui.Field{Name: "kind", Label: v.Page.T("哪些地点", "Which places"), Values: kinds}
	m.Address = ui.Field{Name: "address", Label: v.Page.T("二维码打开的网址", "The address that the codes open"), Value: addressOf(r, v), Required: true,
		Hint: v.Page.T("居民用手机能打开的网址；打印前请先扫一张试试。", "One that residents' telephones can open. Please try one before printing.")}
	status := http.StatusOK
	address, err := checkAddress(m.Address.Value)
	if err != nil {
		status, m.Problems = http.StatusUnprocessableEntity, v.Page.Problems(err)
		m.Address.Error = m.Problems.Of("address")
		return v.Render(w, r, status, signsView(m))
	}
	all, err := p.Places.Inside(r.Context(), p.DB, v.Realm.ID, at.Path, kinds, maxSigns+1)
	if err != nil {
		return err
	}
	if m.Too = len(all) > maxSigns; m.Too {
		all = all[:maxSigns]
	}
	m.Count = len(all)
	cells := make([]signCell, len(all))
	for i, x := range all {
		code, err := ui.QR(address + "/" + v.Realm.ID + "/p/" + x.Code)
		if err != nil {
			return err
		}
		cells[i] = signCell{x.Full, x.Code[:3] + " " + x.Code[3:], code}
	}
	m.Rows = slices.Collect(slices.Chunk(cells, across))
	return v.Render(w, r, status, signsView(m))
}

// addressOf is the site's address as this request came to it, unless another is asked for.
func addressOf(r *http.Request, v *web.Visit) string {
	if a := strings.TrimSpace(r.URL.Query().Get("address")); a != "" {
		return a
	}
	if v.Site.Secure || r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func checkAddress(a string) (string, error) {
	u, err := url.Parse(a)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || len(a) > 100 {
		return "", fault.InField("address", lang.T("请填写完整的网址，例如 https://linli.example.org", "Please give a whole address, such as https://linli.example.org."))
	}
	return strings.TrimRight(a, "/"), nil
}
