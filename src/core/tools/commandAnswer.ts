/** What a model reads of a command. Each line of output stands behind "| ", so that none can pass for our words. */
import type { CommandEnd } from '../host';
import { settled } from './ansi';
import type { Job } from './jobs';
import { count } from './words';

/** Characters of output in one answer: of its beginning, and of its end. */
export const answerBudget = { head: 8000, tail: 20_000 };

/** How the command stands, and what it printed between two positions; the middle is left out where that is too much. */
export function commandAnswer(job: Job, from = 0): string {
  const total = job.output.total();
  const parts = [standing(job)];
  if (total === from) parts.push(from === 0 ? 'It has printed nothing.' : 'It has printed nothing since.');
  else parts.push(from === 0 ? 'Output:' : `Output since then, from character ${from}:`, body(job, from, total));
  return parts.join('\n');
}

/** A stretch of output from `from` on. */
export function commandPage(job: Job, from: number): string {
  const limit = answerBudget.head + answerBudget.tail;
  const page = job.output.page(from, limit);
  const total = job.output.total();
  if (page.text === '')
    return `${standing(job)}\nThere is no output from character ${from} on; it has ${count(total, 'character')}.`;
  const gone = page.from > from ? `\n${gap(from, page.from, 'are no longer kept')}` : '';
  const more = page.to < total ? `\nIt goes on: read from ${page.to}.` : '';
  return `${standing(job)}\nOutput from character ${page.from} to ${page.to} of ${total}:${gone}\n${quoted(page.text)}${more}`;
}

function body(job: Job, from: number, total: number): string {
  const { head, tail } = answerBudget;
  if (total - from <= head + tail && job.output.gap().to <= Math.max(from, job.output.gap().from))
    return quoted(job.output.page(from, head + tail).text);
  const first = job.output.page(from, head);
  const last = job.output.page(Math.max(first.to, total - tail), tail);
  if (last.from === first.to) return quoted(first.text + last.text);
  const left = gap(
    first.to,
    last.from,
    `were left out: command_output with the id ${job.id} and from ${first.to} shows them`,
  );
  return `${quoted(first.text)}\n${left}\n${quoted(last.text)}`;
}

function gap(from: number, to: number, what: string): string {
  return `(${count(to - from, 'character')} ${what})`;
}

/** One sentence: running, or how it ended. */
function standing({ id, end }: Job): string {
  const how = end();
  if (how === undefined) return `Command ${id} is running.`;
  return `Command ${id} ${endWords(how)} after ${seconds(how.ms)}.${advice[how.by] ?? ''}`;
}

function endWords({ by, code }: CommandEnd): string {
  switch (by) {
    case 'exit':
      return `ended with exit code ${code ?? 'unknown'}`;
    case 'signal':
      return 'was killed by a signal';
    case 'timeout':
      return 'was ended, because its time was over,';
    case 'stop':
      return 'was stopped';
    case 'input':
      return 'was ended, because it waited for somebody to type,';
  }
}

const advice: Readonly<Partial<Record<CommandEnd['by'], string>>> = {
  timeout: ' Give it a longer timeout_seconds, or run it in the background.',
  input:
    ' Nobody can type here: use the option that answers the question (such as --yes), or pass the input in a file.',
};

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function quoted(text: string): string {
  const lines = settled(text).replace(/\n+$/u, '').split('\n');
  return lines
    .map(
      (line) =>
        `| ${line.length > lineLimit ? `${line.slice(0, lineLimit)} (${count(line.length - lineLimit, 'more character')})` : line}`,
    )
    .join('\n');
}

/** Characters of one line. */
const lineLimit = 4000;
