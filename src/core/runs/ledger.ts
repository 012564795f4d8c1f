/** What was spent, a line for each answer of a model: one file a day in the state folder, for all workspace folders. */
import * as z from 'zod';
import { addSpent, nothingSpent, type Spent } from '../agent/budget';
import type { Files } from '../host';
import { addUsage, noUsage } from '../messages';

const usage = z.object({ input: z.number(), output: z.number(), cacheRead: z.number(), cacheWrite: z.number() });

const entry = z.object({
  /** Milliseconds since 1970. */
  at: z.number(),
  spec: z.string(),
  /** Identity of the task; empty where none was at work. */
  task: z.string(),
  session: z.string(),
  /** `main`, the role of a sub-agent, `hook`, `draft`, `planning`. */
  agent: z.string(),
  /** Which hook, where one asked. */
  hook: z.exactOptional(z.string()),
  /** `provider/model` */
  model: z.string(),
  usage,
  /** Absent where the model has no known price. */
  dollars: z.exactOptional(z.number()),
  /** Turns that it was paid for; one where it is not said. */
  turns: z.exactOptional(z.number()),
  /** Milliseconds of work since the entry before it, where that is counted: helpers work within their task's time. */
  ms: z.exactOptional(z.number()),
});

/** One answer that was paid for. */
export type LedgerEntry = Readonly<z.infer<typeof entry>>;

/** The ledger of this machine. */
export interface Ledger {
  /** Writes behind the caller; what could not be written is told to the log of the window. */
  add(entry: LedgerEntry): void;
  /** Everything that was added since this ledger was opened, by whichever agent. */
  added(): Spent;
  /** Resolves when everything added is on disk. */
  settled(): Promise<void>;
  /** Everything spent on the day of this moment. */
  day(at: number): Promise<readonly LedgerEntry[]>;
}

/** Opens the ledger; nothing is read or written yet. */
export function createLedger(
  files: Pick<Files, 'read'>,
  append: (path: string, line: string) => Promise<void>,
  stateFolder: string,
  failed: (error: unknown) => void,
): Ledger {
  let last: Promise<unknown> = Promise.resolve();
  let total = nothingSpent;
  const path = (at: number) => `${stateFolder}/ledger/${dayOf(at)}.jsonl`;
  return {
    added: () => total,
    add: (added) => {
      total = addSpent(total, spentIn([added]));
      last = last.then(() => append(path(added.at), JSON.stringify(added))).catch(failed);
    },
    settled: async () => void (await last),
    day: async (at) => {
      const bytes = await files.read(path(at));
      return bytes === undefined ? [] : new TextDecoder().decode(bytes).split('\n').flatMap(entryOf);
    },
  };
}

/** What entries come to. Unknown prices are left out: a day has many models. */
export function spentIn(entries: readonly LedgerEntry[]): Spent {
  return {
    usage: entries.reduce((sum, each) => addUsage(sum, each.usage), noUsage),
    dollars: entries.reduce((sum, each) => sum + (each.dollars ?? 0), 0),
    turns: entries.reduce((sum, each) => sum + (each.turns ?? 1), 0),
    ms: entries.reduce((sum, each) => sum + (each.ms ?? 0), 0),
  };
}

/** A line that a crash cut off, or that another version wrote, counts for nothing. */
function entryOf(line: string): readonly LedgerEntry[] {
  try {
    const parsed = entry.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}

/** The user's own day: "2026-11-24". */
function dayOf(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
