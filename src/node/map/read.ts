/**
 * Reads files for the map: regular ones, not too large, and no binary. Nothing here waits: its threads have nothing else
 * to do, and a promise for each step costs more than what is done with a small file.
 */
import { closeSync, constants, lstatSync, openSync, readFileSync } from 'node:fs';
import type { MapFile } from '../../core/context/map/types';
import { extract } from './extract';

/** Bytes; larger files are data or generated, and are only named. */
const largest = 512 * 1024;

/** A file that was met on a walk; `path` is relative to the root. */
export interface Met {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

/** Size and time; undefined for what is no regular file. Links are not followed. `shared` gets what has other names, too. */
export function meet(root: string, path: string, shared?: Set<string>): Met | undefined {
  try {
    const stat = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
    if ((stat?.nlink ?? 0) > 1) shared?.add(path);
    return stat?.isFile() === true ? { path, size: stat.size, modified: stat.ctimeMs } : undefined;
  } catch {
    return undefined;
  }
}

/** What the map keeps of a file. Never rejects: what can't be read is only named. */
export async function readForMap(root: string, met: Met, grammars: string): Promise<MapFile> {
  const named: MapFile = { ...met, known: false, symbols: [], imports: [], words: '' };
  if (met.size > largest) return named;
  const text = textOf(`${root}/${met.path}`);
  if (text === undefined) return named;
  const found = await extract(met.path, text, grammars).catch(() => undefined);
  return { ...named, ...found };
}

const decoder = new TextDecoder();

function textOf(path: string): string | undefined {
  try {
    // A link or a pipe that took the file's place since it was met is not followed or waited for.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const bytes = readFileSync(file);
      return bytes.subarray(0, 8192).includes(0) ? undefined : decoder.decode(bytes);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
