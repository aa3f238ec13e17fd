// The map: shapes of places and areas, over tiles where an address of tiles is given. The list beside it has the same
// and needs no script; the two point at each other.
import { control, geoJSON, map, tileLayer, type Polygon } from 'leaflet';

interface What { title: string; href?: string; look: string; under?: string }

/** So many words still stand beside each other; more are shown as one points. */
const words = 40;

async function draw(box: HTMLElement): Promise<void> {
  const answer = await fetch(box.dataset.map ?? '');
  if (!answer.ok) return;
  const shapes = await answer.json() as GeoJSON.FeatureCollection<GeoJSON.Geometry, What>;
  box.hidden = false;
  const m = map(box, { zoomSnap: .25, zoomControl: false, maxZoom: 20 });
  control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(m);
  m.attributionControl.setPrefix(false);
  if (box.dataset.tiles) tileLayer(box.dataset.tiles, { maxZoom: 20, attribution: text(box.dataset.credit ?? '') }).addTo(m);
  const paths = new Map<string, Polygon>();
  const crowded = shapes.features.filter((f) => f.properties.href).length > words;
  const layer = geoJSON(shapes, {
    style: (f) => ({ className: f?.properties.look, interactive: Boolean(f?.properties.href) }),
    onEachFeature: (f, drawn) => {
      const what = f.properties as What;
      if (!what.href) return;
      drawn.bindTooltip(text(what.title), { permanent: !crowded, direction: 'center', className: 'shape-word' });
      drawn.on('click', () => { location.href = what.href ?? ''; });
      drawn.on('mouseover mouseout', (ev) => point(String(f.id), ev.type === 'mouseover'));
      paths.set(String(f.id), drawn as Polygon);
    },
  }).addTo(m);
  const all = layer.getBounds();
  m.on('zoomend', fit);
  if (all.isValid()) m.fitBounds(all, { padding: [16, 16], animate: false });
  fit();

  /** Words stand where they fit into their shape; elsewhere the list has them. */
  function fit(): void {
    for (const drawn of paths.values()) {
      const b = drawn.getBounds();
      const room = m.latLngToContainerPoint(b.getSouthEast()).x - m.latLngToContainerPoint(b.getSouthWest()).x;
      const word = drawn.getTooltip()?.getElement();
      word?.classList.toggle('tight', word.offsetWidth > room);
    }
  }

  function point(id: string, on: boolean): void {
    paths.get(id)?.getElement()?.classList.toggle('on', on);
    document.querySelector(`[data-shape="${id}"]`)?.classList.toggle('on', on);
  }
  for (const line of document.querySelectorAll<HTMLElement>('[data-shape]')) {
    const id = line.dataset.shape ?? '';
    for (const ev of ['mouseenter', 'focus']) line.addEventListener(ev, () => point(id, true));
    for (const ev of ['mouseleave', 'blur']) line.addEventListener(ev, () => point(id, false));
  }
}

/** Leaflet takes markup; names are words. */
function text(s: string): string {
  const span = document.createElement('span');
  span.textContent = s;
  return span.innerHTML;
}

for (const box of document.querySelectorAll<HTMLElement>('[data-map]')) void draw(box);
