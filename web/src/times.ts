// Times in words. The server writes dates, so that pages stay the same while nothing happens; here they become
// "3 hours ago" and "2 hours left", in the page's language, and stay right while the page is open.
import { now, say } from './page';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A span in its two largest units: 2 天 3 小时. */
function span(ms: number): string {
  const m = Math.floor(ms / minute);
  const h = Math.floor(ms / hour);
  const d = Math.floor(ms / day);
  if (d >= 10 || (d > 0 && h % 24 === 0)) return say(`${d} 天`, `${d} d`);
  if (d > 0) return say(`${d} 天 ${h % 24} 小时`, `${d} d ${h % 24} h`);
  if (h > 0) return m % 60 ? say(`${h} 小时 ${m % 60} 分`, `${h} h ${m % 60} min`) : say(`${h} 小时`, `${h} h`);
  return say(`${Math.max(m, 1)} 分钟`, `${Math.max(m, 1)} min`);
}

/** How far a moment is from now; nothing when it is more than a week, where a date says more. */
function relative(at: number): string | undefined {
  const gone = now() - at;
  const far = Math.abs(gone);
  if (far >= 7 * day) return undefined;
  if (far < minute) return say('刚刚', 'just now');
  const words =
    far >= day ? say(`${Math.floor(far / day)} 天`, `${Math.floor(far / day)} d`)
    : far >= hour ? say(`${Math.floor(far / hour)} 小时`, `${Math.floor(far / hour)} h`)
    : say(`${Math.floor(far / minute)} 分钟`, `${Math.floor(far / minute)} min`);
  return gone > 0 ? say(`${words}前`, `${words} ago`) : say(`${words}后`, `in ${words}`);
}

function countdown(time: HTMLTimeElement): void {
  const left = Date.parse(time.dateTime) - now();
  if (Number.isNaN(left)) return;
  // A minute that has begun still counts: a deadline three hours away is not two hours and 59 minutes away.
  const rest = Math.ceil(left / minute) * minute;
  const words = left < 0 ? say(`超时 ${span(-left)}`, `${span(-left)} overdue`) : say(`剩 ${span(rest)}`, `${span(rest)} left`);
  write(time, words);
  if (left < 0) {
    const due = time.closest('.due');
    due?.classList.remove('warn');
    due?.classList.add('late');
  }
}

// Only what changed is written: every write costs a layout, and is read out in a live region.
function write(time: HTMLTimeElement, words: string): void {
  time.dataset.said ??= time.textContent ?? '';
  if (time.textContent !== words) time.textContent = words;
}

/** Words all times beneath an element. */
export function word(within: ParentNode = document): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>('time[data-sla]')) countdown(time);
  for (const time of within.querySelectorAll<HTMLTimeElement>('time[data-rel]')) {
    const words = relative(Date.parse(time.dateTime));
    // A page that stays open for a week goes back to the date.
    write(time, words ?? time.title);
  }
}

/** Paper is read later: it says when, not how long ago. */
function date(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-said]')) time.textContent = time.dataset.said ?? '';
}

word();
setInterval(word, minute / 2);
window.addEventListener('beforeprint', date);
window.addEventListener('afterprint', () => word());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) word();
});
