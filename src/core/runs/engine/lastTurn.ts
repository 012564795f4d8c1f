/** What the last turn did, read off the log: the process that knew it may be gone. */

import { toolCallsOf } from '../../messages';
import { isAbsolute, joinPath } from '../../permissions/paths';
import { type LogEvent, noteOf } from '../log';
import type { TaskWork } from './work';

const writing = /^(?:edit_file|write_file|move_file|delete_file)$/u;
const commanding = /^(?:run_command|delegate)$/u;

/** Remembers, for a turn that nobody has decided on, that commands ran and which files the tools wrote. */
export function recallTurn({ log, turn, cell }: Pick<TaskWork, 'log' | 'turn' | 'cell'>): void {
  const events = log.events();
  const decided = events.findLastIndex((event) => noteOf(event)?.type === 'reviewed');
  const calls = callsIn(events.slice(decided + 1));
  // What went on in the background may have written since, whatever was called last.
  const behind = callsIn(events).some(({ name, input }) => name === 'run_command' && isBackground(input));
  if (behind || calls.some(({ name }) => commanding.test(name))) turn.commands = true;
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
