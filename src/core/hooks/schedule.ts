/** Keeps the times of schedules. */
import type { Clock } from '../host';
import { readCron } from './cron';

/** The longest that a timer can sleep, in milliseconds: later times are slept towards. */
const longestSleep = 2_000_000_000;

/** Calls at each time of a schedule, until aborted. Times that went by while the machine slept come once. Never rejects. */
export async function keepTime(
  { now, sleep }: Pick<Clock, 'now' | 'sleep'>,
  form: string,
  signal: AbortSignal,
  due: () => void,
): Promise<void> {
  const read = readCron(form);
  while ('schedule' in read && !signal.aborted) {
    const at = read.schedule.next(now());
    if (at === undefined) return;
    while (now() < at && !signal.aborted)
      await sleep(Math.min(at - now(), longestSleep), signal).catch(() => undefined);
    if (!signal.aborted) due();
  }
}
