/** `tracewright log spent`: the ledger of a day, a line for each agent that was paid for. */
import { addUsage } from '../core/messages';
import { createLedger, type LedgerEntry } from '../core/runs/ledger';
import type { Cli } from './cli';
import { CliError, exitCodes } from './exit';

/** Prints what was spent on a day of the user's own calendar, over all workspace folders; JSON has every answer. */
export async function printSpent(cli: Cli, day: string | undefined, json: boolean): Promise<void> {
  const { host, terminal } = cli;
  const at = day === undefined ? host.clock.now() : noonOf(day);
  const nothingIsAdded = async () => undefined;
  const entries = await createLedger(host.files, nothingIsAdded, host.stateFolder, () => undefined).day(at);
  if (json) return entries.forEach((entry) => void terminal.print(JSON.stringify(entry)));
  if (entries.length === 0) return terminal.note('Nothing was spent on this day.');
  for (const who of new Set(entries.map(whoOf))) {
    const of = entries.filter((entry) => whoOf(entry) === who);
    terminal.print(`${moneyOf(of)}  ${tokensOf(of)} tokens  ${who}`);
  }
  terminal.print(`${moneyOf(entries)}  ${tokensOf(entries)} tokens  altogether`);
}

/** The middle of the day, wherever the clock changes. */
function noonOf(day: string): number {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(day) ?? [];
  const noon = new Date(Number(year), Number(month) - 1, Number(date), 12);
  // A month or a date that there is not is one of the next here.
  if (noon.getMonth() + 1 !== Number(month) || noon.getDate() !== Number(date))
    throw new CliError(`${day} is no day. Write it like 2026-11-24.`, exitCodes.usage);
  return noon.getTime();
}

function whoOf({ agent, hook, spec, task, session }: LedgerEntry): string {
  if (agent === 'hook') return `hook ${hook ?? ''} (${session})`;
  if (agent === 'draft') return `draft of ${session.startsWith('hook') ? 'a hook' : 'steering'} (${session})`;
  if (agent === 'planning') return `planning of ${spec.split('/').at(-1)}`;
  const of = `task ${task.replace(/-[0-9a-f]{12}$/u, '')} of ${spec.split('/').at(-1)}`;
  // The one look at a finished task is no helper of its agent.
  if (agent === 'main' || agent === 'steering check') return agent === 'main' ? of : `${agent} of ${of}`;
  return `${agent} helpers of ${of}`;
}

/** "$0.12", with a plus where some of it has no known price. */
function moneyOf(entries: readonly LedgerEntry[]): string {
  const sum = entries.reduce((total, { dollars }) => total + (dollars ?? 0), 0);
  return `$${sum.toFixed(2)}${entries.some(({ dollars }) => dollars === undefined) ? '+' : ''}`;
}

function tokensOf(entries: readonly LedgerEntry[]): number {
  const { input, output, cacheRead, cacheWrite } = entries
    .map(({ usage }) => usage)
    .reduce((sum, usage) => addUsage(sum, usage));
  return input + output + cacheRead + cacheWrite;
}
