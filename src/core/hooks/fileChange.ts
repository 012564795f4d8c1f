/** What happened to files, and as which events hooks hear of it. */
import type { NewEvent } from './engine/engine';
import type { Cause, EventFile, TriggerName } from './model';

/** One change; paths are relative to the workspace folder, with `/`. */
export interface FileChange {
  readonly kind: 'created' | 'saved' | 'deleted' | 'renamed';
  readonly path: string;
  /** Where a renamed file was. */
  readonly from?: string;
  /** Hex SHA-256; absent where it is gone or too large. */
  readonly hash?: string;
  /** When the file system changed it, in milliseconds since 1970; absent where it is gone. */
  readonly changedAt?: number;
  /** The editor itself saved it; absent: a watcher saw it. */
  readonly by?: 'editor';
}

/** The trigger of each kind of change. */
export const triggerOfChange: Readonly<Record<FileChange['kind'], TriggerName>> = {
  created: 'PostFileCreate',
  saved: 'PostFileSave',
  deleted: 'PostFileDelete',
  renamed: 'PostFileRename',
};

/** The events of some changes, in their order; what follows each other with one kind and one cause is one event. */
export function eventsOf(
  root: string,
  changes: readonly FileChange[],
  causeOf: (change: FileChange) => Cause,
): readonly NewEvent[] {
  const events: (NewEvent & { readonly files: EventFile[] })[] = [];
  for (const change of changes) {
    const trigger = triggerOfChange[change.kind];
    const cause = causeOf(change);
    const { path, from, hash } = change;
    const file = { path, ...(from === undefined ? {} : { from }), ...(hash === undefined ? {} : { hash }) };
    const last = events.at(-1);
    if (last?.trigger === trigger && sameCause(last.cause, cause)) last.files.push(file);
    else events.push({ trigger, root, cause, files: [file] });
  }
  return events;
}

function sameCause(one: Cause, other: Cause): boolean {
  const key = ({ by, session, chain }: Cause) => JSON.stringify([by, session, chain.map(({ firing }) => firing)]);
  return one === other || key(one) === key(other);
}
