/** Reading what test runners print. A runner is a function here and its name in this list. */
import { jest, mocha, nodeTest, tsc, vitest } from './javascript';
import { bun, cargo, deno, go, gradle, maven, pytest } from './others';
import { plain, type ResultReader, type TestReport } from './report';
import { tap } from './tap';

export const readers: readonly ResultReader[] = [
  vitest,
  jest,
  pytest,
  cargo,
  go,
  maven,
  gradle,
  deno,
  bun,
  nodeTest,
  mocha,
  tap,
  tsc,
];

/** What the first reader that knows the output says of it; undefined where none does. */
export function readResults(output: string): TestReport | undefined {
  const text = plain(output);
  for (const reader of readers) {
    const found = reader(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Equal for outputs that a person takes for the same failure: no times, numbers, addresses or temporary places. */
export function failureSignature(output: string): string {
  return plain(output)
    .replace(/(?:\/private)?\/(?:tmp|var\/folders)\/\S+/gu, '<tmp>')
    .replace(/\b0x[0-9a-f]+\b|\b[0-9a-f]{8,}\b/giu, '<hex>')
    .replace(/\d+(?:\.\d+)?/gu, '#')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-30)
    .join('\n');
}

const around = 12;

/** The part of an output that says what failed, at most about `most` characters; its end where names lead nowhere. */
export function failingPart(output: string, failing: readonly string[], most: number): string {
  const text = plain(output).trim();
  if (text.length <= most) return text;
  const lines = text.split('\n');
  const parts: string[] = [];
  let used = 0;
  let after = -1;
  for (const name of failing) {
    const last = name.split(/ > | › |::/u).at(-1) ?? name;
    const at = lines.findIndex((line, index) => index > after && line.includes(last));
    if (at === -1) continue;
    const part = lines.slice(Math.max(after + 1, at), at + around).join('\n');
    if (used + part.length > most * 0.7) break;
    parts.push(part);
    used += part.length;
    after = at + around - 1;
  }
  const end = text.slice(-(most - used));
  return [...parts, end.slice(end.indexOf('\n') + 1)].join('\n…\n');
}
