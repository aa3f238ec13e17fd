package accessweb

import (
	"net/http"

	"linli/internal/access"
	"linli/internal/lang"
	"linli/internal/ui"
	"linli/internal/web"
)

// jobsPath lets a realm's stuck jobs be tried again.
const jobsPath = ui.MePath + "/jobs"

// stuck says, to a system administrator of the realm, that jobs are stuck there; "" to everybody else, and when none is.
func (p *Pages) stuck(r *http.Request, page ui.Page, id *access.Identity) (string, error) {
	if !id.KeepsSome(access.System) {
		return "", nil
	}
	n, err := p.Jobs.Stuck(r.Context(), p.DB, id.Realm)
	if err != nil || n == 0 {
		return "", err
	}
	return page.Say(lang.F("有 %d 件后台工作多次没有办成，已经停下。原因记在服务器日志里；排除以后可以再试。",
		"%d jobs failed too often and were left alone. The server's log says why; once that is mended they can be tried again.", n)), nil
}

// jobsAgain lets the stuck jobs of a realm be tried again, for its system administrator.
func (p *Pages) jobsAgain(w http.ResponseWriter, r *http.Request, v *web.Visit) error {
	if err := v.Need(); err != nil {
		return err
	}
	rl, err := p.Realms.Get(r.Context(), p.DB, r.PostFormValue("realm"))
	if err != nil {
		return err
	}
	id, err := access.Identify(r.Context(), p.DB, rl.ID, v.Account, p.Clock.Now())
	if err != nil {
		return err
	}
	if _, err := id.Keeps(access.System, ""); err != nil {
		return err
	}
	n, err := p.Jobs.Again(r.Context(), rl.ID)
	if err != nil {
		return err
	}
	return v.Done(w, r, ui.MePath, lang.F("%d 件后台工作会再试一次", "%d jobs will be tried again", n))
}
