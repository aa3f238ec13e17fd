// Forms: nothing is sent twice by a double tap, and rows picked for an act on many are counted.
import { say } from './page';

const patience = 10_000;

function release(form: HTMLFormElement): void {
  delete form.dataset.busy;
  for (const b of form.querySelectorAll('button[aria-disabled]')) b.removeAttribute('aria-disabled');
}

document.addEventListener('submit', (ev) => {
  const form = ev.target as HTMLFormElement;
  if (form.method === 'get') return;
  if (form.dataset.busy) {
    ev.preventDefault();
    ev.stopImmediatePropagation();
    return;
  }
  form.dataset.busy = '1';
  // Not the disabled attribute: it would take the button's own name and value out of what is sent.
  (ev as SubmitEvent).submitter?.setAttribute('aria-disabled', 'true');
  // An answer that is a download leaves the page where it is.
  setTimeout(() => release(form), patience);
}, true);

/** Lets all forms be sent again: the page came back, or a part of it was answered. */
function releaseAll(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-busy]')) release(form);
}

addEventListener('pageshow', releaseAll);
document.addEventListener('htmx:finally:request', releaseAll);

function count(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('[data-bulk-count]');
  if (!box) return;
  box.dataset.none ??= box.textContent ?? '';
  const n = form.querySelectorAll('.cell-check input:checked').length;
  box.textContent = n ? say(`已选 ${n} 项`, `${n} selected`) : box.dataset.none;
  box.closest('.toolbar')?.classList.toggle('picking', n > 0);
}

document.addEventListener('change', (ev) => {
  const box = ev.target as HTMLInputElement;
  if (box.form && box.closest('.cell-check')) count(box.form);
});

for (const form of document.querySelectorAll<HTMLFormElement>('form.bulk')) count(form);

// What is wrong is what one wants to read first.
document.querySelector<HTMLElement>('#problems')?.focus();
