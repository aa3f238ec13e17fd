package matterweb

import "sync"

// Hub tells open pages which matters have changed. It keeps nothing: who was not listening reads the page again.
type Hub struct {
	mu     sync.Mutex
	ears   map[string]map[*ear]bool // by realm
	closed bool
}

// maxHeard is how many changed matters an ear remembers between two answers; beyond, it only knows that there are many.
const maxHeard = 200

// ear is one open page.
type ear struct {
	mu    sync.Mutex
	heard map[string]bool // ids of matters
	many  bool
	wake  chan struct{}
	ended chan struct{}
}

// NewHub makes a hub.
func NewHub() *Hub { return &Hub{ears: map[string]map[*ear]bool{}} }

// Publish tells whoever listens in a realm that a matter changed. It never waits.
func (h *Hub) Publish(realm, id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for e := range h.ears[realm] {
		e.hear(id)
	}
}

// Missed tells whoever listens anywhere that matters may have changed, nobody knows which.
func (h *Hub) Missed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ears := range h.ears {
		for e := range ears {
			e.miss()
		}
	}
}

// Close ends every stream, and those that begin later at once, so that a server can stop.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.closed = true
	for _, ears := range h.ears {
		for e := range ears {
			close(e.ended)
		}
	}
	h.ears = nil
}

// listen opens an ear in a realm; the function closes it.
func (h *Hub) listen(realm string) (*ear, func()) {
	e := &ear{heard: map[string]bool{}, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(e.ended)
		return e, func() {}
	}
	if h.ears[realm] == nil {
		h.ears[realm] = map[*ear]bool{}
	}
	h.ears[realm][e] = true
	return e, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if delete(h.ears[realm], e); len(h.ears[realm]) == 0 {
			delete(h.ears, realm)
		}
	}
}

func (e *ear) hear(id string) {
	e.mu.Lock()
	if len(e.heard) < maxHeard {
		e.heard[id] = true
	} else {
		e.many = e.many || !e.heard[id]
	}
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (e *ear) miss() {
	e.mu.Lock()
	e.many = true
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// take gives what was heard since the last time.
func (e *ear) take() (ids []string, many bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for id := range e.heard {
		ids = append(ids, id)
	}
	many = e.many
	clear(e.heard)
	e.many = false
	return ids, many
}
