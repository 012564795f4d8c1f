/** What the last turn did, read off the log: the process that knew it may be gone. */

import { toolCallsOf } from '../../messages';
import { isAbsolute, joinPath } from '../../permissions/paths';
import { type LogEvent, noteOf } from '../log';
import type { TaskWork } from './work';

const writing = /^(?:edit_file|write_file|move_file|delete_file)$/u;

/** A command may have written a moment after the log was last written. */
const slackMs = 5_000;

/** Remembers, for a turn that nobody has decided on, which files the tools wrote: what else changed, commands may have. */
export function recallTurn({ log, turn, cell }: Pick<TaskWork, 'log' | 'turn' | 'cell'>): void {
  if (log.position().unreviewed === undefined) return;
  const events = log.events();
  const open = events.slice(events.findLastIndex((event) => noteOf(event)?.type === 'reviewed') + 1);
  // Where the work had an end, what commands had left was looked at then; what changed since is the user's.
  if (open.some((event) => noteOf(event)?.type === 'end')) return;
  const calls = callsIn(open);
  // Whoever came back first has not let anything run before this.
  const back = open.findIndex(({ type }) => type === 'resume');
  const last = open.slice(0, back === -1 ? undefined : back).at(-1);
  if (last !== undefined) turn.until = Date.parse(last.at) + slackMs;
  // Commands, checks or what goes on in the background: something may have written, whatever was called.
  turn.commands = true;
  for (const { name, input } of calls)
    if (writing.test(name))
      for (const path of pathsIn(input)) for (const each of placesOf(path, cell.deps.roots)) turn.touched.add(each);
}

/** Whether a command was to go on after its call. */
export function isBackground(input: unknown): boolean {
  return /"background":\s*true/u.test(JSON.stringify(input ?? {}));
}

function callsIn(events: readonly LogEvent[]) {
  return events.flatMap((event) =>
    event.type === 'message' && event.message.role === 'assistant' ? toolCallsOf(event.message) : [],
  );
}

function pathsIn(input: unknown): readonly string[] {
  const { path, from, to } = Object(input) as Readonly<Record<string, unknown>>;
  return [path, from, to].filter((each) => typeof each === 'string');
}

/** As tools understand a path: absolute, below a workspace folder, or with such a folder's name in front. */
function placesOf(path: string, roots: readonly string[]): readonly string[] {
  if (isAbsolute(path)) return [path];
  return roots.flatMap((root) => {
    const name = `${root.slice(root.lastIndexOf('/') + 1)}/`;
    return [
      joinPath(root, `./${path}`),
      ...(path.startsWith(name) ? [joinPath(root, `./${path.slice(name.length)}`)] : []),
    ];
  });
}
