// Type size and theme change in place, so that a half-written form is not lost. The cookies are those that the server
// reads and would have set, had the link been followed.
const root = document.documentElement;
const year = 60 * 60 * 24 * 365;

function keep(name: string, value: string): void {
  document.cookie = `${name}=${value};path=/;max-age=${year};samesite=lax`;
}

/** Shows in every copy of a link what the next press does, for those who have no script on the next page too. */
function reword(pref: string, next: string, word: string | undefined): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(`a[data-pref="${pref}"]`)) {
    const url = new URL(link.href);
    url.searchParams.set(pref, next);
    link.href = url.href;
    const label = link.querySelector('span');
    if (label && word) label.textContent = word;
  }
}

function size(link: HTMLAnchorElement): void {
  const large = root.dataset.size !== 'large';
  if (large) root.dataset.size = 'large';
  else delete root.dataset.size;
  keep('size', large ? 'large' : 'normal');
  reword('size', large ? 'normal' : 'large', large ? link.dataset.normal : link.dataset.large);
}

const dark = document.querySelector<HTMLLinkElement>('#dark');
const isDark = (): boolean => !!dark && matchMedia(dark.media).matches;

function nameTheme(link: HTMLAnchorElement): void {
  reword('theme', isDark() ? 'light' : 'dark', isDark() ? link.dataset.light : link.dataset.dark);
}

function theme(link: HTMLAnchorElement): void {
  if (!dark) return;
  const next = isDark() ? 'light' : 'dark';
  dark.media = next === 'dark' ? 'screen' : 'not all';
  keep('theme', next);
  nameTheme(link);
}

document.addEventListener('click', (ev) => {
  const link = (ev.target as Element).closest<HTMLAnchorElement>('a[data-pref]');
  if (!link || ev.ctrlKey || ev.metaKey || ev.shiftKey) return;
  ev.preventDefault();
  if (link.dataset.pref === 'size') size(link);
  else theme(link);
});

// The server cannot know what the device prefers, so the link may offer what is already there.
const first = document.querySelector<HTMLAnchorElement>('a[data-pref="theme"]');
if (first) nameTheme(first);
