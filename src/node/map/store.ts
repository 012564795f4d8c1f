/** The map on disk: one JSON object a line, the last line of a path counts. What can't be read is made anew. */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import * as z from 'zod';
import type { MapFile } from '../../core/context/map/types';
import { temporaryBeside } from '../temporaries';

/** Raised when what is kept of a file changes. */
const version = 4;

const symbol = z.object({ name: z.string(), kind: z.string(), line: z.number(), depth: z.number(), text: z.string() });
const file = z.object({
  path: z.string(),
  size: z.number(),
  modified: z.number(),
  known: z.boolean(),
  symbols: z.array(symbol).readonly(),
  imports: z.array(z.string()).readonly(),
  words: z.string(),
});
const gone = z.object({ path: z.string(), gone: z.literal(true) });

/** Files by path, and how many lines say so. */
export interface StoredMap {
  readonly files: Map<string, MapFile>;
  readonly lines: number;
}

/** Reads what is kept; empty where nothing is, or another version made it. */
export async function readStored(path: string): Promise<StoredMap> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [head = '', ...lines] = text.split('\n');
  const files = new Map<string, MapFile>();
  if (head !== header()) return { files, lines: 0 };
  for (const line of lines) {
    const value = parse(line);
    const known = file.safeParse(value);
    if (known.success) files.set(known.data.path, known.data);
    else {
      const removed = gone.safeParse(value);
      if (removed.success) files.delete(removed.data.path);
    }
  }
  return { files, lines: lines.length };
}

/** What is kept of a file, as its line. */
export function lineOf(file: MapFile): string {
  return JSON.stringify(file);
}

/** The file of a line that this build has just made. */
export function fileOf(line: string): MapFile {
  return JSON.parse(line) as MapFile;
}

/** Writes the whole map, a line for each file, in one step. */
export async function writeStored(path: string, lines: readonly string[]): Promise<void> {
  await mkdir(posix.dirname(path), { recursive: true, mode: 0o700 });
  const temporary = temporaryBeside(path);
  await writeFile(temporary, [header(), ...lines, ''].join('\n'), { mode: 0o600 });
  await rename(temporary, path);
}

/** Adds what changed, in one call, so that two windows can't tear a line. */
export async function appendStored(path: string, lines: readonly string[], removed: readonly string[]): Promise<void> {
  const all = [...lines, ...removed.map((each) => JSON.stringify({ path: each, gone: true }))];
  await appendFile(path, `${all.join('\n')}\n`, { mode: 0o600 });
}

function header(): string {
  return JSON.stringify({ map: version });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
