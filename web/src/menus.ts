// Menus close by themselves when one looks elsewhere or presses Escape.
const opened = 'details.menu[open], details.drawer[open]';

document.addEventListener('click', (ev) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(opened)) {
    if (!menu.contains(ev.target as Node)) menu.open = false;
  }
});

document.addEventListener('keydown', (ev) => {
  if (ev.key !== 'Escape') return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(opened)) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
