/** The user's look at what a turn changed, in a terminal: file by file, or a file part by part as `git add -p` does. */
import type { SpecRuns } from '../core/runs/service';
import type { FileReview, HunkReview } from '../core/runs/snapshot';
import type { Terminal } from './cli';
import { isYes } from './permissionAnswer';

/** What the look takes. */
export interface Looking {
  readonly terminal: Pick<Terminal, 'note'>;
  readonly ask: NonNullable<Terminal['ask']>;
  readonly runs: Pick<SpecRuns, 'review'>;
}

/** Lines of one file that are shown unasked: a lock file has thousands, and what was said before would be gone. */
const mostShown = 400;

/** Asks about every change that is open, one after the other. Rejects where a question is broken off. */
export async function reviewChanges(changes: readonly FileReview[], looking: Looking): Promise<void> {
  for (const file of changes) if (isOpen(file)) await reviewFile(file, looking);
}

async function reviewFile(file: FileReview, looking: Looking): Promise<void> {
  for (;;) {
    const reply = await lookedAt(file, looking);
    if (!byParts(file) || !isParts(reply)) return decide(looking, reply, { path: file.path });
    if (await reviewParts(file, looking)) return;
  }
}

/** False where the user goes back to the file as a whole. */
async function reviewParts({ path, hunks }: FileReview, looking: Looking): Promise<boolean> {
  const parts = hunks.filter(isOpen);
  for (let at = 0; at < parts.length; ) {
    const part = parts[at];
    if (part === undefined) return true;
    for (const line of hunkLines(part)) looking.terminal.note(line);
    const question = `${path}, part ${at + 1} of ${parts.length}: Enter accepts, "no" rejects, "a" accepts and "d" rejects all that is left of the file, "-" goes back, other words reject it and go to the agent: `;
    const reply = (await looking.ask(question)).trim();
    if (reply === '-') {
      at -= 1;
      const before = parts[at];
      if (before === undefined) return false;
      await decide(looking, '', { path, hunk: before.id, undo: true });
    } else if (reply === 'a' || reply === 'd') {
      await decide(looking, reply === 'a' ? '' : 'no', { path });
      return true;
    } else {
      await decide(looking, reply, { path, hunk: part.id });
      at += 1;
    }
  }
  return true;
}

/** Nothing typed accepts; a no rejects, and so do words, which the agent hears. */
async function decide(
  { terminal, runs }: Looking,
  reply: string,
  about: { readonly path: string; readonly hunk?: string; readonly undo?: true },
): Promise<void> {
  const accept = reply === '' || isYes(reply);
  const words = accept || /^no?$/iu.test(reply) ? {} : { tell: reply };
  const outcome = await runs.review({ accept, ...about, ...words });
  if (outcome.kind !== 'done') terminal.note(outcome.message);
}

/** Shows a file and asks about it; what was left out is shown before the answer where the person wants it. */
async function lookedAt(file: FileReview, { terminal, ask }: Looking): Promise<string> {
  const lines = diffLines(file);
  const parts = byParts(file) ? ', "parts" asks part by part' : '';
  const question = `Enter accepts, "no" rejects${parts}, other words reject and go to the agent: `;
  for (const line of lines.slice(0, mostShown)) terminal.note(line);
  const rest = lines.slice(mostShown);
  if (rest.length === 0) return (await ask(`${file.path}: ${question}`)).trim();
  terminal.note(`… ${rest.length} lines more`);
  const reply = (await ask(`${file.path}: "all" shows the rest, ${question}`)).trim();
  if (reply !== 'all') return reply;
  for (const line of rest) terminal.note(line);
  return (await ask(`${file.path}: ${question}`)).trim();
}

function byParts({ hunks }: FileReview): boolean {
  return hunks.filter(isOpen).length > 1;
}

function isParts(reply: string): boolean {
  return /^p(?:arts?)?$/iu.test(reply);
}

function isOpen({ state }: Pick<FileReview | HunkReview, 'state'>): boolean {
  return state === 'open' || state === 'conflict';
}

function diffLines(file: FileReview): readonly string[] {
  const head = `${file.path} (${file.kind}, +${file.added} -${file.removed})`;
  if (file.hunks.length === 0) return [head, ...(file.whole === undefined ? [] : [`  ${file.whole}`])];
  return [head, ...file.hunks.flatMap(hunkLines)];
}

const marks = { same: ' ', added: '+', removed: '-' } as const;

function hunkLines({ oldStart, newStart, lines }: HunkReview): readonly string[] {
  return [`@@ -${oldStart} +${newStart} @@`, ...lines.map(({ kind, text }) => `${marks[kind]}${text}`)];
}
