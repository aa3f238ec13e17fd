// Package metric tells Prometheus how the program does: requests, the database, jobs, the journal, the process. Nothing in it
// names a person, an account or a matter: routes stand as they are declared, such as /{realm}/matters/{number}.
package metric

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"linli/internal/job"
	"linli/internal/store"
)

// Needs are what is measured.
type Needs struct {
	DB   *store.DB
	Jobs *job.Queue
}

// Meter counts requests, and reads the rest when it is asked.
type Meter struct {
	Needs
	all  *prometheus.Registry
	took *prometheus.HistogramVec
}

// New makes a meter.
func New(n Needs) *Meter {
	m := &Meter{Needs: n, all: prometheus.NewRegistry(), took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "linli_request_seconds", Help: "How long answers took, by method, route and status; live streams take as long as they are open.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "linli_build_info", Help: "Always 1: which build this is.", ConstLabels: built()})
	build.Set(1)
	m.all.MustRegister(m.took, build, m, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func built() prometheus.Labels {
	l := prometheus.Labels{"revision": "unknown", "go": "unknown"}
	if b, ok := debug.ReadBuildInfo(); ok {
		l["go"] = b.GoVersion
		for _, s := range b.Settings {
			if s.Key == "vcs.revision" {
				l["revision"] = s.Value
			}
		}
	}
	return l
}

// methods are those that are told apart: a client may send any word.
var methods = map[string]bool{"GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true}

// Seen notes one answered request. route is the pattern that served it, "" when none did.
func (m *Meter) Seen(method, route string, status int, took time.Duration) {
	if !methods[method] {
		method = "other"
	}
	if route == "" {
		route = "none"
	}
	m.took.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Handler answers a scrape.
func (m *Meter) Handler() http.Handler {
	return promhttp.HandlerFor(m.all, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

var (
	up       = prometheus.NewDesc("linli_database_up", "1 when the database answers.", nil, nil)
	open     = prometheus.NewDesc("linli_database_connections", "Open connections, by side and whether they are in use.", []string{"side", "state"}, nil)
	waited   = prometheus.NewDesc("linli_database_waits_total", "How often a connection was waited for, by side.", []string{"side"}, nil)
	waiting  = prometheus.NewDesc("linli_jobs_waiting", "Jobs that are due or will be.", nil, nil)
	late     = prometheus.NewDesc("linli_jobs_late_seconds", "How long the job that is due longest has waited.", nil, nil)
	stuck    = prometheus.NewDesc("linli_jobs_stuck", "Jobs that failed too often to be tried again by themselves.", nil, nil)
	position = prometheus.NewDesc("linli_journal_entries", "Where a realm's journal stands.", []string{"realm"}, nil)
)

// Describe is for the registry.
func (m *Meter) Describe(c chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{up, open, waited, waiting, late, stuck, position} {
		c <- d
	}
}

// patience is how long a scrape waits for the database.
const patience = 3 * time.Second

// Collect is for the registry: it reads the database. Where that does not answer, only linli_database_up says so.
func (m *Meter) Collect(c chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		c <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	for side, s := range m.DB.Stats() {
		gauge(open, float64(s.InUse), side, "used")
		gauge(open, float64(s.Idle), side, "idle")
		c <- prometheus.MustNewConstMetric(waited, prometheus.CounterValue, float64(s.WaitCount), side)
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if err := m.read(ctx, gauge); err != nil {
		slog.Warn("metrics", "err", err)
		gauge(up, 0)
		return
	}
	gauge(up, 1)
}

func (m *Meter) read(ctx context.Context, gauge func(*prometheus.Desc, float64, ...string)) error {
	n, err := m.Jobs.Count(ctx)
	if err != nil {
		return err
	}
	gauge(waiting, float64(n.Waiting))
	gauge(late, n.Late.Seconds())
	gauge(stuck, float64(n.Stuck))
	return store.Each(ctx, m.DB, func(r store.Row) error {
		var realm string
		var at int64
		if err := r.Scan(&realm, &at); err != nil {
			return err
		}
		gauge(position, float64(at), realm)
		return nil
	}, `select realm, number from head`)
}
