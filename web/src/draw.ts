// Drawing a shape: corners that are dragged, or moved by the arrow keys, over the shapes around. What is drawn stands in the
// form's text, as GeoJSON, which can be edited without a map and comes back when something is wrong with it.
import { control, divIcon, geoJSON, latLng, latLngBounds, map, marker, polygon, polyline, tileLayer, type LatLng, type Layer, type Map as Chart, type Marker } from 'leaflet';

type Rings = LatLng[][]; // of a polygon, not closed

/** So many corners have handles between them; of a finer line, corners are only moved and taken away. */
const fine = 150;

class Drawing {
  private polygons: Rings[] = [];
  private drawn: Layer[] = [];
  private before: string[] = [];

  constructor(private readonly chart: Chart, private readonly text: HTMLTextAreaElement, private readonly says: DOMStringMap) {
    this.read();
    chart.on('click', (ev) => { this.add(ev.latlng); });
    text.addEventListener('change', () => { this.read(); });
  }

  /** Takes up what stands in the text; what is no shape stays there as it is. */
  read(): void {
    try {
      const g = JSON.parse(this.text.value) as GeoJSON.Polygon | GeoJSON.MultiPolygon;
      const all = g.type === 'Polygon' ? [g.coordinates] : g.coordinates;
      this.polygons = all.map((p) => p.map((r) => r.slice(0, -1).map(([lng, lat]) => latLng(lat, lng))));
    } catch {
      this.polygons = [];
    }
    this.show();
  }

  undo(): void {
    this.text.value = this.before.pop() ?? this.text.value;
    this.read();
  }

  clear(): void {
    this.keep();
    this.polygons = [];
    this.write();
  }

  bounds(): ReturnType<typeof latLngBounds> { return latLngBounds(this.polygons.flat(2)); }

  /** A press on the map begins a shape, or goes on with one that has no area yet. */
  private add(at: LatLng): void {
    const ring = this.polygons[0]?.[0];
    if (ring && ring.length >= 3) return;
    this.keep();
    if (ring) ring.push(at); else this.polygons = [[[at]]];
    this.write();
  }

  private keep(): void { this.before.push(this.text.value); }

  private write(focus?: [number, number, number]): void {
    const at = (p: LatLng): number[] => [Number(p.lng.toFixed(7)), Number(p.lat.toFixed(7))];
    const all = this.polygons.map((p) => p.map((r) => [...r, r[0]].map(at)));
    this.text.value = all.length === 0 ? '' : JSON.stringify(all.length === 1 ? { type: 'Polygon', coordinates: all[0] } : { type: 'MultiPolygon', coordinates: all });
    this.show(focus);
  }

  private show(focus?: [number, number, number]): void {
    for (const x of this.drawn) x.remove();
    this.drawn = [];
    this.polygons.forEach((rings, p) => {
      const put = (x: Layer): void => { this.drawn.push(x.addTo(this.chart)); };
      put(rings[0].length < 3 ? polyline(rings[0], { className: 'drawn' }) : polygon(rings, { className: 'drawn', interactive: false }));
      rings.forEach((ring, r) => {
        ring.forEach((at, i) => {
          const corner = this.corner(p, r, i);
          put(corner);
          if (focus && focus[0] === p && focus[1] === r && focus[2] === i) corner.getElement()?.focus();
          const next = ring[(i + 1) % ring.length];
          if (ring.length >= 3 && ring.length <= fine) put(this.between(ring, i, latLng((at.lat + next.lat) / 2, (at.lng + next.lng) / 2)));
        });
      });
    });
  }

  private handle(at: LatLng, look: string, title: string | undefined): Marker {
    return marker(at, { draggable: true, icon: divIcon({ className: look, iconSize: [16, 16] }), title, alt: title, keyboard: true });
  }

  private corner(p: number, r: number, i: number): Marker {
    const ring = this.polygons[p][r];
    const m = this.handle(ring[i], 'corner', this.says.corner);
    const move = (to: LatLng): void => { this.keep(); ring[i] = to; this.write([p, r, i]); };
    const take = (): void => {
      if (ring.length <= 3) return;
      this.keep();
      ring.splice(i, 1);
      this.write([p, r, i % ring.length]);
    };
    m.on('dragend', () => { move(m.getLatLng()); }).on('dblclick', take);
    m.on('add', () => {
      m.getElement()?.addEventListener('keydown', (ev) => {
        const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[ev.key];
        if (ev.key === 'Delete' || ev.key === 'Backspace') take();
        else if (by) move(this.chart.containerPointToLatLng(this.chart.latLngToContainerPoint(ring[i]).add([by[0] * (ev.shiftKey ? 10 : 1), by[1] * (ev.shiftKey ? 10 : 1)])));
        else return;
        ev.preventDefault();
        ev.stopPropagation();
      });
    });
    return m;
  }

  /** Between two corners, a handle that becomes one. */
  private between(ring: LatLng[], i: number, at: LatLng): Marker {
    const m = this.handle(at, 'corner between', this.says.between);
    const put = (): void => { this.keep(); ring.splice(i + 1, 0, m.getLatLng()); this.write(); };
    return m.on('dragend', put).on('click', put);
  }
}

async function start(box: HTMLElement): Promise<void> {
  const text = document.querySelector<HTMLTextAreaElement>('[data-shape-text]');
  if (!text) return;
  const answer = await fetch(box.dataset.draw ?? '');
  const around = answer.ok ? await answer.json() as GeoJSON.FeatureCollection : null;
  for (const x of document.querySelectorAll<HTMLElement>('[data-draw-tools]')) x.hidden = false;
  box.hidden = false;
  const m = map(box, { zoomSnap: .25, zoomControl: false, maxZoom: 20, doubleClickZoom: false });
  control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(m);
  m.attributionControl.setPrefix(false);
  if (box.dataset.tiles) tileLayer(box.dataset.tiles, { maxZoom: 20 }).addTo(m);
  const ground = geoJSON(around ?? undefined, { style: { className: 'ground' }, interactive: false }).addTo(m);
  m.setView([35, 105], 4);
  const drawing = new Drawing(m, text, box.dataset);
  const near = drawing.bounds().isValid() ? drawing.bounds() : ground.getBounds();
  if (near.isValid()) m.fitBounds(near.pad(.3), { animate: false });
  document.querySelector('[data-draw=undo]')?.addEventListener('click', () => { drawing.undo(); });
  document.querySelector('[data-draw=clear]')?.addEventListener('click', () => { drawing.clear(); });
}

for (const box of document.querySelectorAll<HTMLElement>('.chart[data-draw]')) void start(box);
