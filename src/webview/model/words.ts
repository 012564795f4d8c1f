/** Numbers, times and money in words. Pure; the clock comes in. */

/** "1 criterion", "3 criteria". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** "1.4, 2.4 and 4.2" */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * When something was: "now", "6 minutes ago", "10:12" today, "yesterday", "12 Nov", "12 Nov 2025".
 * @param at milliseconds since 1970
 */
export function ago(at: number, now: number): string {
  const past = now - at;
  if (past < minute) return 'now';
  if (past < 60 * minute) return `${count(Math.floor(past / minute), 'minute')} ago`;
  const [then, today] = [new Date(at), new Date(now)];
  const days = Math.round((midnight(today) - midnight(then)) / day);
  if (days <= 0) return clock(then);
  if (days === 1) return 'yesterday';
  const date = `${then.getDate()} ${then.toLocaleString('en', { month: 'short' })}`;
  return then.getFullYear() === today.getFullYear() ? date : `${date} ${then.getFullYear()}`;
}

/** The same for ISO 8601; empty where the text is no date. */
export function agoIso(at: string, now: number): string {
  const parsed = Date.parse(at);
  return Number.isNaN(parsed) ? '' : ago(parsed, now);
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function clock(date: Date): string {
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** "$0.31"; small sums are not rounded to nothing. */
export function money(dollars: number): string {
  return dollars > 0 && dollars < 0.01 ? 'under $0.01' : `$${dollars.toFixed(2)}`;
}

/** "12k tokens" */
export function tokens(n: number): string {
  return n < 1000 ? count(n, 'token') : `${Math.round(n / 1000).toLocaleString('en')}k tokens`;
}

/** A share from 0 to 1 as a whole per cent; what is not nothing is at least 1. */
export function percent(share: number): number {
  const whole = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return share > 0 ? Math.max(1, whole) : 0;
}

/** Seconds in words: "8 s", "2 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** "Requirements" → "requirements", for the middle of a sentence. */
export function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
