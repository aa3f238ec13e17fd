// Menus close by themselves when one looks elsewhere or presses Escape.
const opened = 'details.menu[open]';

// The workbench's menu opens by its address; here it opens without leaving the address of the page.
const side = document.querySelector<HTMLElement>('.side-in');
const opener = document.querySelector<HTMLElement>('.side-open');

function unfold(open: boolean): void {
  side?.classList.toggle('open', open);
  opener?.setAttribute('aria-expanded', String(open));
  (open ? side : opener)?.focus();
}

opener?.setAttribute('role', 'button');
opener?.setAttribute('aria-expanded', 'false');
opener?.addEventListener('click', (ev) => {
  ev.preventDefault();
  unfold(true);
});
side?.querySelector('.side-shut')?.addEventListener('click', (ev) => {
  if (!side.classList.contains('open')) return;
  ev.preventDefault();
  unfold(false);
});

document.addEventListener('click', (ev) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(opened)) {
    if (!menu.contains(ev.target as Node)) menu.open = false;
  }
});

document.addEventListener('keydown', (ev) => {
  if (ev.key !== 'Escape') return;
  if (side?.classList.contains('open')) unfold(false);
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(opened)) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// The place where one is may lie below what the side shows.
document.querySelector('.side-nav [aria-current]')?.scrollIntoView({ block: 'nearest' });

export {}; // a module: its names are its own
