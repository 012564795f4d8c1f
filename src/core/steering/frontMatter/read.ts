/** Where front matter stands, read strictly first, then as its author most likely meant it. */
import type { Diagnostic } from '../../diagnostic';
import { placeOf } from '../place';
import { keyLine, readBlock, telling } from './block';
import type { FrontMatter } from './model';
import { noFences, notFirst, tooLate } from './problems';

const fenced = /^(\ufeff?)(?:[ \t]*\r?\n)*[ \t]*---[ \t]*\r?\n([\s\S]*?)(?:\r?\n|(?<=\n))---[ \t]*(?:\r?\n|$)/u;
/** How far down a line `inclusion: …` without fences is looked for. */
const mostHead = 12;

/**
 * Front matter is meant to be the very first bytes of a file, a BOM aside. `bareGlobs`: the tool whose file it is writes
 * globs without quotes itself. Never throws.
 */
export function readFrontMatter(text: string, bareGlobs = false): FrontMatter {
  const match = fenced.exec(text);
  const yaml = match?.[2] ?? '';
  if (match !== null) {
    const lead = text.indexOf('---');
    const bom = match[1] ?? '';
    const block = { start: text.indexOf('\n', lead) + 1, yaml, bodyStart: match[0].length, bareGlobs };
    if (lead === bom.length) return readBlock(text, block, []);
    if (telling.test(yaml)) return readBlock(text, block, [notFirst(text, bom.length, lead)]);
  }
  return openBlock(text) ?? unfenced(text) ?? { values: {}, lines: {}, body: text, bodyStart: 0, problems: [] };
}

/** `---` and keys, and nothing that ends them: they end with the last line that looks like one. */
function openBlock(text: string): FrontMatter | undefined {
  const head = /^\ufeff?---[ \t]*\r?\n/u.exec(text)?.[0];
  if (head === undefined) return undefined;
  const rows = text.slice(head.length).split('\n');
  const length = rows.findIndex((row) => !keyLine.test(row.trimEnd()) && !/^[ \t]+\S|^-[ \t]/u.test(row));
  const yaml = rows.slice(0, length === -1 ? rows.length : length).join('\n');
  if (!telling.test(yaml)) return undefined;
  const bodyStart = Math.min(text.length, head.length + yaml.length + 1);
  const problem: Diagnostic = {
    code: 'steering/front-matter-open',
    severity: 'warning',
    message: 'The front matter has no closing ---. It is read to the last line that looks like one of its own.',
    place: placeOf(text, text.indexOf('---'), text.indexOf('---') + 3),
    fix: { title: 'Close the front matter', edits: [{ start: bodyStart, end: bodyStart, text: '---\n' }] },
  };
  return readBlock(text, { start: head.length, yaml, bodyStart }, [problem]);
}

/** Rows that are meant as front matter: all of them, and those between fences. */
interface Rows {
  readonly from: number;
  readonly to: number;
  readonly keysFrom: number;
  readonly keysTo: number;
}

/** A line `inclusion: manual` near the top: between fences below something else, or with no fences at all. */
function unfenced(text: string): FrontMatter | undefined {
  const all = text.split('\n');
  const head = all.slice(0, mostHead);
  const first = head.findIndex((row) => /^(?:\ufeff)?inclusion[ \t]*:[ \t]+\S+[ \t]*\r?$/iu.test(row));
  if (first === -1 || head.slice(0, first).some((row) => /^[ \t]*(?:```|~~~)/u.test(row))) return undefined;
  const late = betweenFences(all, first);
  const rows = late ?? keyRows(head, first);
  const offset = (row: number) => all.slice(0, row).reduce((sum, each) => sum + each.length + 1, 0);
  const [start, end] = [offset(rows.from), Math.min(text.length, offset(rows.to))];
  const yaml = all
    .slice(rows.keysFrom, rows.keysTo)
    .join('\n')
    .replace(/^\ufeff/u, '');
  const problem: Diagnostic = {
    ...(late === undefined ? noFences(all[first] ?? '') : tooLate),
    severity: 'warning',
    place: placeOf(text, start, start + all.slice(rows.from, rows.to).join('\n').length),
    fix: {
      title: late === undefined ? 'Make it front matter' : 'Move it to the beginning',
      edits: [
        { start: 0, end: 0, text: `---\n${yaml.trimEnd()}\n---\n` },
        { start, end, text: '' },
      ],
    },
  };
  const read = readBlock(text, { start: offset(rows.keysFrom), yaml, bodyStart: 0 }, [problem]);
  // Blanks keep the lines and offsets of what stands below.
  const blank = text.slice(start, end).replace(/[^\n]/gu, ' ');
  return { ...read, body: `${text.slice(0, start)}${blank}${text.slice(end)}` };
}

function keyRows(head: readonly string[], first: number): Rows {
  const length = head.slice(first).findIndex((row) => !keyLine.test(row.replace(/^\ufeff/u, '').trimEnd()));
  const to = length === -1 ? head.length : first + length;
  return { from: first, to, keysFrom: first, keysTo: to };
}

/** Where only keys stand between a row and a fence above it, and another fence ends them. */
function betweenFences(all: readonly string[], row: number): Rows | undefined {
  const isFence = (each: string | undefined) => each?.trim() === '---';
  let above = row - 1;
  while (above >= 0 && keyLine.test((all[above] ?? '').trimEnd())) above -= 1;
  const below = all.findIndex((each, at) => at > row && isFence(each));
  if (!isFence(all[above]) || below === -1) return undefined;
  return { from: above, to: below + 1, keysFrom: above + 1, keysTo: below };
}
