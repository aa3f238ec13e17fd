// What the server said about the page.
const root = document.documentElement;

/** Whether the page speaks English; Chinese otherwise. */
export const english = root.lang === 'en';

/** The one of two wordings that is in the page's language. */
export const say = (zh: string, en: string): string => (english ? en : zh);

// A demonstration has a clock of its own, which the page carries.
const told = root.dataset.now ? Date.parse(root.dataset.now) : NaN;
const ahead = Number.isNaN(told) ? 0 : told - Date.now();

/** What time it is for this page, in milliseconds. */
export const now = (): number => Date.now() + ahead;
