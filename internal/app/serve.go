package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"linli/internal/web"
)

// Door is how people reach the site. The zero value speaks plain http and trusts no proxy.
type Door struct {
	Cert, CertKey string // files in PEM; empty speaks plain http
	Proxies       []netip.Prefix
	Watch         Watch // no address: nowhere
}

// Serve answers requests on l until ctx ends, then lets those finish that were begun.
func (a *App) Serve(ctx context.Context, l net.Listener, site *Site, door Door) error {
	Tune()
	site.Handler = web.Behind(door.Proxies, site.Handler)
	srv := &http.Server{Handler: site, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn)}
	srv.RegisterOnShutdown(site.close) // live streams would hold it for ever
	serve := srv.Serve
	if door.Cert != "" {
		cert, err := openCertificate(door.Cert, door.CertKey)
		if err != nil {
			return err
		}
		srv.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: cert.get}
		serve = func(l net.Listener) error { return srv.ServeTLS(l, "", "") }
	}
	failed := make(chan error, 2)
	if door.Watch.Addr != "" {
		wl, err := door.Watch.Listen()
		if err != nil {
			return err
		}
		watch := &http.Server{Handler: door.Watch.handler(site), ReadHeaderTimeout: 10 * time.Second, ErrorLog: srv.ErrorLog}
		slog.Info("watched", "at", wl.Addr())
		go func() { failed <- watch.Serve(wl) }()
		defer watch.Close()
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	worked := make(chan struct{})
	go func() {
		heard := make(chan struct{})
		go func() { site.hear(work); close(heard) }()
		a.Work(work)
		<-heard
		close(worked)
	}()
	go func() { failed <- serve(l) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		slog.Info("shutting down")
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		if err = srv.Shutdown(end); errors.Is(err, context.DeadlineExceeded) {
			slog.Warn("requests that took too long to arrive or to be read were cut off")
			err = srv.Close()
		}
		cancel()
	}
	stop()
	<-worked
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
