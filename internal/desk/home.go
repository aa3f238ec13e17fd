package desk

import "linli/internal/web"

func (p *Pages) routesHome(*web.Site) {}
