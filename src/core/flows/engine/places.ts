/** Whether a place in the repository that a model names is there. */
import type { Files } from '../../host';
import type { FlowDeps } from './deps';

/** Larger files are not read to count their lines. */
const largest = 2_000_000;

/** What is wrong with a place: there is no such file, or it has fewer lines. */
export type WrongPlace = 'missing' | 'line';

/**
 * Undefined where the file or folder is there and has that line. `file` is as a model writes it: relative to one of the
 * workspace folders, or with the folder's name before it.
 */
export async function wrongPlace(
  { visible, stat: statOf, read }: Pick<Files, 'read' | 'stat'> & Pick<FlowDeps, 'visible'>,
  roots: readonly string[],
  file: string,
  line: number,
): Promise<WrongPlace | undefined> {
  for (const path of pathsOf(roots, file)) {
    // What is kept from models is not there, whoever asks.
    const stat = (await visible(path)) ? await statOf(path) : undefined;
    if (stat === undefined) continue;
    if (stat.kind !== 'file' || line <= 1 || stat.size > largest) return undefined;
    const lines = linesIn((await read(path)) ?? new Uint8Array());
    return line <= lines ? undefined : 'line';
  }
  return 'missing';
}

function pathsOf(roots: readonly string[], file: string): readonly string[] {
  const inside = file
    .replaceAll('\\', '/')
    .split('/')
    .filter((step) => step !== '' && step !== '.');
  const absolute = roots.filter((root) => file === root || file.startsWith(`${root}/`)).map(() => file);
  if (absolute.length > 0 && !inside.includes('..')) return absolute;
  if (inside.includes('..') || file.startsWith('/')) return [];
  return roots.flatMap((root) => {
    const named = root.slice(root.lastIndexOf('/') + 1) === inside[0] ? [[root, ...inside.slice(1)].join('/')] : [];
    return [[root, ...inside].join('/'), ...named];
  });
}

/** A line end at the end begins no line. */
function linesIn(bytes: Uint8Array): number {
  let lines = bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0;
  for (const byte of bytes) if (byte === 10) lines += 1;
  return lines;
}
