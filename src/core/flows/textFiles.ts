/** Small helpers for files that hold text. */
import type { Files } from '../host';

/** The file's text, with its BOM where it has one; undefined where there is no file. */
export async function readText(files: Pick<Files, 'read'>, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  return bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** The parsed JSON; undefined where it can't be read as such. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch {
    return undefined;
  }
}
