package storetest

import (
	"sync"
	"testing"

	"linli/internal/store/cluster"
)

// shared is the cluster that all tests of a process use. It is never stopped but by the end of the process.
var shared = sync.OnceValues(newCluster)

func newCluster() (*cluster.Cluster, error) {
	return cluster.New(cluster.Options{Settings: []string{"max_connections=200", "shared_buffers=64MB"}})
}

// NewCluster starts a cluster for one test alone, which may stop it.
func NewCluster(t testing.TB) *cluster.Cluster {
	t.Helper()
	c, err := newCluster()
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}
