/** What of a task's session must survive when its conversation is made shorter, read off the log, which loses nothing. */

import { nameLine } from '../../context/frames';
import { type ToolResult, textOf, toolCallsOf } from '../../messages';
import { type LogEvent, notesOf, type RunNote } from '../log';
import type { FileReview } from '../snapshot';

/** What the state is made from. */
export interface KeptParts {
  /** The task with its details, one line each. */
  readonly task: readonly string[];
  readonly criteria: readonly { readonly id: string; readonly text: string }[];
  readonly files: readonly Pick<FileReview, 'path' | 'kind' | 'added' | 'removed'>[];
  /** The session, from its beginning. */
  readonly events: readonly LogEvent[];
}

/** Characters at most, whatever the window. */
const mostState = 24_000;
const mostLine = 800;
/** Characters of state for each token of the window: about a tenth of it. */
const perToken = 0.35;

/** Characters that the state of a model with this window may have. */
export function stateLimit(contextWindow: number): number {
  return Math.min(mostState, Math.floor(contextWindow * perToken));
}

/**
 * The state as text of at most `limit` characters. Each section has its share; where one is longer, what came first of
 * the task, its criteria and what stands in no order stays, and of what happened the latest, with a line that says how
 * much was left out.
 */
export function keptState(parts: KeptParts, limit: number): string {
  const { task, criteria, files, events } = parts;
  const notes = notesOf(events);
  const sections: readonly Section[] = [
    { title: '', lines: task, share: 0.15, keep: 'first' },
    { title: 'Criteria:', lines: criteria.map(({ id, text }) => `- ${id}: ${text}`), share: 0.2, keep: 'first' },
    { title: 'What the person said, answered, rejected and refused:', lines: saidIn(events), share: 0.3, keep: 'last' },
    { title: 'What was reported so far:', lines: notes.flatMap(reportOf), share: 0.1, keep: 'last' },
    { title: 'What failed so far:', lines: notes.flatMap(failureOf), share: 0.15, keep: 'last' },
    { title: 'Files changed so far:', lines: files.map(fileLine), share: 0.1, keep: 'first' },
  ];
  return sections.flatMap((section) => sectionText(section, Math.floor(limit * section.share))).join('\n');
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly share: number;
  readonly keep: 'first' | 'last';
}

/** A section within its characters, line ends included; nothing where it has no lines or no room for one. */
function sectionText({ title, lines, keep }: Section, room: number): readonly string[] {
  if (lines.length === 0) return [];
  const inOrder = keep === 'first' ? lines : [...lines].reverse();
  // The title and the line about what is left out.
  let left = room - title.length - 50;
  const kept: string[] = [];
  for (const line of inOrder) {
    const short = shortened(line, Math.min(mostLine, Math.max(80, Math.floor(room / 4))));
    if (short.length + 1 > left) break;
    left -= short.length + 1;
    kept.push(short);
  }
  if (kept.length === 0) return [];
  const gone = lines.length - kept.length;
  const note = gone === 0 ? [] : [`(${gone} ${keep === 'first' ? 'more' : 'earlier'} left out for their length)`];
  const head = title === '' ? [] : [title];
  return keep === 'first' ? [...head, ...kept, ...note] : [...head, ...note, ...kept.reverse()];
}

/** One line of at most so many characters. */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s*\n\s*/gu, ' / ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 2).replace(/[\uD800-\uDBFF]$/u, '')} …`;
}

/** In the order in which it was said: messages, answers to questions, what was rejected and refused. */
function saidIn(events: readonly LogEvent[]): readonly string[] {
  const asked = new Map<string, string>();
  return events.flatMap((event): readonly string[] => {
    if (event.type === 'note') return notesOf([event]).flatMap(saidInNote);
    if (event.type !== 'message') return [];
    for (const call of toolCallsOf(event.message))
      if (call.name === 'ask_user') asked.set(call.id, questionOf(call.input));
    return event.message.content.flatMap((block) => {
      const question = block.type === 'tool_result' ? asked.get(block.callId) : undefined;
      return block.type === 'tool_result' && question !== undefined
        ? [`- Asked "${shortened(question, 300)}": ${resultText(block)}`]
        : [];
    });
  });
}

function saidInNote(note: RunNote): readonly string[] {
  switch (note.type) {
    case 'told':
      return [`- Said: ${note.text}`];
    case 'reviewed': {
      const { files = [], said = [], lines = [], rejected } = note;
      if (rejected === 0 && said.length === 0) return [];
      const what =
        rejected === 0
          ? 'Said of the changes'
          : `Rejected changes in ${files.map(nameLine).join(', ') || 'files'} (undone)`;
      // The reason stands first: where the line is cut, the rejected text goes before it.
      const reason = said.length === 0 ? '' : `: ${said.join(' / ')}`;
      return [`- ${what}${reason}${lines.length === 0 ? '' : ` [rejected: ${lines.join(' / ')}]`}`];
    }
    case 'decision':
      return note.effect === 'deny' && note.by === 'user' ? [`- Refused: ${note.what}`] : [];
    default:
      return [];
  }
}

function reportOf(note: RunNote): readonly string[] {
  return note.type === 'reported' && note.summary !== '' ? [`- ${note.summary}`] : [];
}

/** Failed verifications with what failed, and ends that were no success. */
function failureOf(note: RunNote): readonly string[] {
  if (note.type === 'verified' && note.verdict !== 'passed') {
    const { attempt, sentence, checks } = note.view;
    const names = checks.flatMap((check) => check.failing).slice(0, 10);
    const failing = names.length === 0 ? (note.back ?? '') : `Failing: ${names.join('; ')}`;
    return [`- Verification ${attempt}: ${sentence} ${failing}`.trimEnd()];
  }
  return note.type === 'end' && note.outcome === 'failed' ? [`- The run ended: ${note.message}`] : [];
}

function fileLine({ kind, path, added, removed }: KeptParts['files'][number]): string {
  return `- ${nameLine(path)}: ${kind}, +${added} -${removed}`;
}

function questionOf(input: unknown): string {
  const found: unknown = Object.entries(input ?? {}).find(([key]) => key === 'question')?.[1];
  return typeof found === 'string' ? found : '';
}

function resultText({ content }: ToolResult): string {
  return textOf({ role: 'user', content: content.filter((block) => block.type === 'text') });
}
