/** Reads files for the map: regular ones, not too large, and no binary. */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
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

/** Size and time; undefined for what is no regular file. Links are not followed. */
export async function meet(root: string, path: string): Promise<Met | undefined> {
  const stat = await lstat(`${root}/${path}`).catch(() => undefined);
  return stat?.isFile() === true ? { path, size: stat.size, modified: Math.round(stat.mtimeMs) } : undefined;
}

/** What the map keeps of a file. Never rejects: what can't be read is only named. */
export async function readForMap(root: string, met: Met, grammars: string): Promise<MapFile> {
  const named: MapFile = { ...met, known: false, symbols: [], imports: [], words: '' };
  if (met.size > largest) return named;
  const text = await textOf(`${root}/${met.path}`).catch(() => undefined);
  if (text === undefined) return named;
  const found = await extract(met.path, text, grammars).catch(() => undefined);
  return { ...named, ...found };
}

async function textOf(path: string): Promise<string | undefined> {
  // A link that took the file's place since it was met is not followed.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const bytes = await handle.readFile();
    return bytes.subarray(0, 8192).includes(0) ? undefined : new TextDecoder().decode(bytes);
  } finally {
    await handle.close();
  }
}
