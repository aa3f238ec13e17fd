// Parts of pages that the server replaces: htmx, and its server-sent events.
import 'htmx.org/dist/htmx.esm.js';
import 'htmx.org/dist/ext/hx-sse.js';
import { word } from './times';

// What is swapped in has times to be worded.
document.addEventListener('htmx:after:swap', () => word());
