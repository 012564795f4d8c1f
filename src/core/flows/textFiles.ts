/** Small helpers for files that hold text. */
import type { Files } from '../host';

/** The file's text; undefined where there is none. */
export async function readText(files: Pick<Files, 'read'>, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** The parsed JSON; undefined where it can't be read as such. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
