/** Which secrets a change brings in: those of lines that were there before are not its fault. */

/** A text and the lines that the change added to it, 1-based; undefined: all of them. */
export interface ScannedText {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly text: string;
  readonly addedLines?: ReadonlySet<number>;
  /** The commit that brings it, where that was made already. */
  readonly commit?: string;
}

/** A secret's place, and what it is; the secret itself is never part of it. */
export interface SecretPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** "aws access key" */
  readonly what: string;
}

/** Finds secrets in a text; offsets in UTF-16 code units, `end` exclusive. */
export type FindSecrets = (
  text: string,
) => Promise<readonly { readonly start: number; readonly end: number; readonly name: string }[]>;

/** Findings by path and line. Rejects where the search does: then nobody knows that there is no secret. */
export async function secretFindings(
  texts: readonly ScannedText[],
  find: FindSecrets,
  signal?: AbortSignal,
): Promise<readonly SecretPlace[]> {
  const found: SecretPlace[] = [];
  for (const { path, text, addedLines, commit } of texts) {
    signal?.throwIfAborted();
    if (addedLines?.size === 0) continue;
    for (const { start, end, name } of await find(text)) {
      const first = lineAt(text, start);
      const last = lineAt(text, Math.max(start, end - 1));
      const line = addedLines === undefined ? first : firstAdded(addedLines, first, last);
      if (line !== undefined)
        found.push({ path, line, what: commit === undefined ? name : `${name} (commit ${commit})` });
    }
  }
  return found;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function firstAdded(added: ReadonlySet<number>, first: number, last: number): number | undefined {
  for (let line = first; line <= last; line += 1) if (added.has(line)) return line;
  return undefined;
}
