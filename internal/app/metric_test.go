package app

import "net/http"

// Metrics is what Prometheus is told of a site, for tests.
func (s *Site) Metrics() http.Handler { return s.meter.Handler() }
