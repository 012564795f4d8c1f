/** Times of a `Schedule` hook: five fields of cron, in local time. */
import { Cron } from 'croner';

/** A schedule that was read. */
export interface Schedule {
  /** The first time after `after`; undefined where there is none any more. Both in milliseconds since 1970. */
  next(after: number): number | undefined;
}

/** Words that stand for a whole form. */
const names: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a form; where it is none, `message` says what is wrong with it. Nothing is started. */
export function readCron(text: string): { readonly schedule: Schedule } | { readonly message: string } {
  const form = names[text.trim().toLowerCase()] ?? text.trim();
  const fields = form.split(/\s+/u).length;
  if (form.startsWith('@')) return { message: `There is no "${form}". Known are ${Object.keys(names).join(', ')}.` };
  if (fields !== 5)
    return {
      message: `A schedule has five fields (minute, hour, day of month, month, day of week), for example "0 9 * * 1-5"; "${form}" has ${fields}.`,
    };
  try {
    const cron = new Cron(form, { paused: true, legacyMode: true });
    if (cron.nextRun() === null) return { message: `The schedule "${form}" never comes.` };
    return { schedule: { next: (after) => cron.nextRun(new Date(after))?.getTime() } };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern:\s*/u, '') : String(error);
    return { message: `"${form}" is no schedule: ${why.replace(/\.?$/u, '.')}` };
  }
}
