/** How a tool changes a text file: what may be changed, who is asked, and what is never written over. */
import { diskCode } from '../diskError';
import { type Acting, actingOf } from './acting';
import { bytesOf, type FileText, fileTextOf, sameBytes } from './fileText';
import { assertUnmoved, type Target } from './resolveTarget';
import { type ToolContext, ToolError } from './tool';
import { size } from './words';

/** The largest file that tools change, in bytes. */
export const changeLimit = 5 * 1024 * 1024;

/** A file as it is now, fit to be changed. */
export interface CurrentFile extends FileText {
  readonly bytes: Uint8Array;
}

/** One change of a text file. */
export interface Change {
  /** The tool's name. */
  readonly tool: string;
  /** The path as the model wrote it. */
  readonly asked: string;
  readonly target: Target;
  readonly current: CurrentFile | undefined;
  /** The whole new text, without a byte order mark. */
  readonly text: string;
}

/** The file's text. Throws a `ToolError` where it can't be changed, or is not what the agent knows of it. */
export async function currentFile(context: ToolContext, tool: string, target: Target): Promise<CurrentFile> {
  const { shown, path } = target;
  const bytes = await regularFile(context, target);
  const file = fileTextOf(bytes);
  if (file === undefined)
    throw new ToolError(`${shown} is not text in an encoding that survives a change. Change it with a command.`);
  const known = actingOf(context, tool).seen.compare(path, bytes);
  if (known === 'unread')
    throw new ToolError(`${shown} has not been read in this conversation. Read it with read_file first.`);
  if (known === 'changed') throw new ToolError(changedSince(shown));
  return { ...file, bytes };
}

/** The bytes of a file that tools may change, move or delete as it stands. */
export async function regularFile(context: ToolContext, { shown, path }: Target): Promise<Uint8Array> {
  const stat = await context.files.stat(path);
  if (stat?.kind === 'folder') throw new ToolError(`${shown} is a folder.`);
  if (stat?.kind !== 'file') throw new ToolError(`${shown} is not a regular file.`);
  if (stat.size > changeLimit)
    throw new ToolError(
      `${shown} has ${size(stat.size)}, and tools change files of at most ${size(changeLimit)}. Use a command.`,
    );
  if ((await context.documents.open(path))?.dirty === true) throw new ToolError(unsaved(shown));
  const bytes = await context.files.read(path);
  if (bytes === undefined) throw new ToolError(`${shown} is gone. Look at the folder again.`);
  return bytes;
}

/** Asks for permission and writes. Throws a `ToolError` where somebody else changed the file in the meantime. */
export async function changeFile(context: ToolContext, change: Change, signal: AbortSignal): Promise<void> {
  const { target, current, text, asked, tool } = change;
  const acting = actingOf(context, tool);
  const bytes = encoded(change);
  const how = current === undefined ? 'create' : 'edit';
  const before = current === undefined ? {} : { before: current.text };
  const grant = await acting.authority.permit(
    { kind: 'write', path: target.path, how, ...before, after: text },
    signal,
  );
  await assertUnmoved(context, asked, target);
  await onDisk(target.shown, async () => {
    if (current === undefined || current.encoding === 'utf-8') {
      const known = current === undefined ? undefined : withMark(current, current.text);
      const after = current === undefined ? text : withMark(current, text);
      const result = await context.documents.replace(grant, target.path, after, known);
      if (result.kind === 'conflict')
        throw new ToolError(result.current?.dirty === true ? unsaved(target.shown) : changedSince(target.shown));
      return;
    }
    const now = await regularFile(context, target);
    if (!sameBytes(now, current.bytes)) throw new ToolError(changedSince(target.shown));
    await context.files.write(grant, target.path, bytes);
  });
  told(acting, target.path, bytes);
}

/** The agent knows the file as it is now, and whoever follows the run hears of it. */
export function told(acting: Acting, path: string, bytes: Uint8Array): void {
  acting.seen.note(path, bytes);
  acting.touched(path);
}

/** Failures of the disk in plain words; what was there before still is. */
export async function onDisk<Result>(shown: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = diskCode(error) ?? (error instanceof Error ? /^([A-Z]{3,})\b/u.exec(error.message)?.[1] : undefined);
    const why = code === undefined ? undefined : diskFailures[code];
    if (why === undefined) throw error;
    throw new ToolError(`${shown} was not changed: ${why}`);
  }
}

const diskFailures: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. The user has to make room; nothing else helps.',
  EDQUOT: 'the disk quota is used up. The user has to make room; nothing else helps.',
  EROFS: 'it lies on a disk that can only be read.',
  EACCES: 'the system does not let us write there.',
  EPERM: 'the system does not let us write there.',
  EBUSY: 'another program keeps it locked. Try again, or ask the user to close it.',
  EMFILE: 'too many files are open on this machine. Try again; if that does not help, ask the user to close programs.',
  ENFILE: 'too many files are open on this machine. Try again; if that does not help, ask the user to close programs.',
};

function encoded({ current, text, target }: Change): Uint8Array {
  const bytes = bytesOf(current ?? { encoding: 'utf-8', marked: false }, text);
  if (bytes instanceof Uint8Array) return bytes;
  throw new ToolError(
    `${target.shown} is written in ${current?.encoding}, which has no "${bytes}". Use other characters, or convert the file to UTF-8 with a command first.`,
  );
}

function withMark({ marked }: FileText, text: string): string {
  return marked ? `\ufeff${text}` : text;
}

function changedSince(shown: string): string {
  return `${shown} has changed since you read it, by the user, the editor or a command. Nothing was done: read it again, and make your change to what is there now.`;
}

function unsaved(shown: string): string {
  return `${shown} has changes in the editor that are not saved, and they are never written over. Nothing was done: ask the user to save or discard them.`;
}
