/** Front matter, read strictly first, then as its author most likely meant it. */
import { load, YAMLException } from 'js-yaml';
import type { Diagnostic } from '../diagnostic';
import { splitAtCommas } from './globs';
import { placeOf } from './place';

/** A key's line: offsets of key and line's end, and the value as it is written there. */
export interface KeyLine {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Offset of `value`. */
  readonly valueStart: number;
}

/** A file taken apart into front matter and text. */
export interface FrontMatter {
  /** What stands there, by key; empty where there is none or it can't be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Each key's line, for diagnostics and their fixes. */
  readonly lines: Readonly<Record<string, KeyLine>>;
  /** The text below it. */
  readonly body: string;
  /** Offset of `body` in the text. */
  readonly bodyStart: number;
  /** What is wrong with its form; what it says counts all the same. */
  readonly problems: readonly Diagnostic[];
}

interface Block {
  readonly bareGlobs?: boolean;
  /** Offset of the first line between the fences. */
  readonly start: number;
  readonly yaml: string;
  readonly bodyStart: number;
}

const fenced = /^(\ufeff?)(?:[ \t]*\r?\n)*[ \t]*---[ \t]*\r?\n([\s\S]*?)(?:\r?\n|(?<=\n))---[ \t]*(?:\r?\n|$)/u;
const keyLine = /^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(\S.*))?$/u;
/** The same without the blank that YAML wants behind the colon. */
const tightLine = /^([A-Za-z][\w-]*):(?!\/\/)(.*)$/u;
/** Keys that say when a file takes part: where one of them stands, front matter was meant. */
const telling = /^[ \t]*(?:inclusion|fileMatchPattern|globs|alwaysApply|applyTo|trigger|paths)[ \t]*:/imu;
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

function readBlock(text: string, block: Block, problems: readonly Diagnostic[]): FrontMatter {
  const lines = linesOf(block);
  const rest = { lines, body: text.slice(block.bodyStart), bodyStart: block.bodyStart };
  try {
    const yaml = block.bareGlobs === true ? withQuotes(block) : block.yaml;
    const value: unknown = yaml.trim() === '' ? {} : load(yaml);
    if (value === null || value === undefined) return { ...rest, values: {}, problems };
    if (typeof value !== 'object' || Array.isArray(value)) return unmapped(text, block, rest, problems);
    const braced = Object.entries(value).flatMap(([key, each]) => bracedAt(lines[key], key, each) ?? []);
    const texts = Object.fromEntries(braced.map(({ key, glob }) => [key, glob]));
    const said = braced.map((each) => noQuotes(text, each));
    return { ...rest, values: { ...value, ...texts }, problems: [...problems, ...said] };
  } catch (error) {
    const values = valuesOf(block.yaml, keyLine);
    return { ...rest, values, problems: [...problems, noYaml(text, block, error, values)] };
  }
}

/** No keys; `inclusion:manual` is one sentence for YAML. */
function unmapped(
  text: string,
  block: Block,
  rest: Pick<FrontMatter, 'lines' | 'body' | 'bodyStart'>,
  problems: readonly Diagnostic[],
): FrontMatter {
  const values = telling.test(block.yaml) ? valuesOf(block.yaml, tightLine) : {};
  return { ...rest, values, problems: [...problems, noMapping(text, block, values)] };
}

/** A glob in braces without quotes, which YAML takes for a mapping. */
interface Braced {
  readonly key: string;
  readonly glob: string;
  readonly line: KeyLine;
}

function bracedAt(line: KeyLine | undefined, key: string, value: unknown): Braced | undefined {
  if (line === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const isSet = /^\{[^\r\n"']*\}$/u.test(line.value) && Object.values(value).every((each) => each === null);
  return isSet ? { key, glob: line.value, line } : undefined;
}

/** Line by line: what stands behind a key, without quotes, or the list items below it. */
function valuesOf(yaml: string, form: RegExp): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  let last = '';
  // Where all of it is moved to the right, that is no nesting.
  const indent = /^(?:[ \t]*\r?\n)*([ \t]*)/u.exec(yaml)?.[1] ?? '';
  for (const row of yaml.split('\n')) {
    const line = (row.startsWith(indent) ? row.slice(indent.length) : row).trimEnd();
    const pair = form.exec(line);
    const item = /^[ \t]*-[ \t]+(\S.*)$/u.exec(line)?.[1];
    if (pair !== null) {
      last = pair[1] ?? '';
      values[last] = scalar(pair[2] ?? '');
    } else if (item !== undefined && last !== '') {
      const before = values[last];
      values[last] = [...(Array.isArray(before) ? (before as readonly unknown[]) : []), scalar(item)];
    }
  }
  return values;
}

function scalar(written: string): unknown {
  const comment = written.search(/[ \t]#/u);
  const text = (comment === -1 ? written : written.slice(0, comment)).trim();
  const list = /^\[(.*)\]$/u.exec(text)?.[1];
  if (list !== undefined && !/[[\]]/u.test(list)) return splitAtCommas(list).map((each) => scalar(each));
  if (/^(?:true|false)$/iu.test(text)) return text.toLowerCase() === 'true';
  // Several with quotes of their own are taken apart by whoever takes several.
  if (/^(["'])[^"']*\1[ \t]*,/u.test(text)) return text;
  return text.replace(/^["'“”‘’]/u, '').replace(/["'“”‘’]$/u, '');
}

function linesOf({ yaml, start }: Block): FrontMatter['lines'] {
  const lines: Record<string, KeyLine> = {};
  let at = start;
  for (const line of yaml.split('\n')) {
    const indent = /^[ \t]*/u.exec(line)?.[0].length ?? 0;
    const shown = line.slice(indent).trimEnd();
    const [, key, value = ''] = keyLine.exec(shown) ?? tightLine.exec(shown) ?? [];
    const from = at + indent;
    if (key !== undefined)
      lines[key] ??= { start: from, end: from + shown.length, value, valueStart: from + valueAt(shown, value) };
    at += line.length + 1;
  }
  return lines;
}

function valueAt(line: string, value: string): number {
  return value === '' ? line.trimEnd().length : line.indexOf(value, line.indexOf(':') + 1);
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

const tooLate = {
  code: 'steering/front-matter-not-first',
  message: 'Front matter has to be the very first line of the file. It counts all the same.',
} as const;

function noFences(row: string): Pick<Diagnostic, 'code' | 'message'> {
  return {
    code: 'steering/front-matter-no-fence',
    message: `“${row.trim()}” is no front matter, which stands between two lines --- at the very beginning. It counts as if it were.`,
  };
}

function notFirst(text: string, bom: number, lead: number): Diagnostic {
  return {
    ...tooLate,
    severity: 'warning',
    place: placeOf(text, lead, lead + 3),
    fix: { title: 'Remove what stands before it', edits: [{ start: bom, end: lead, text: '' }] },
  };
}

function noMapping(text: string, { start, yaml }: Block, values: FrontMatter['values']): Diagnostic {
  const edits = [...yaml.matchAll(/^[ \t]*[A-Za-z][\w-]*:(?=\S)/gmu)].map((match) => {
    const at = start + match.index + match[0].length;
    return { start: at, end: at, text: ' ' };
  });
  const mended = Object.keys(values).length > 0;
  return {
    code: 'steering/front-matter-no-mapping',
    severity: 'warning',
    message: mended
      ? `A blank has to stand behind the colon of a key. It is read as ${wordsOf(values)}.`
      : 'The front matter has no keys such as “inclusion: always”, so the file is always included.',
    place: placeOf(text, start, start + yaml.length),
    ...(mended ? { fix: { title: 'Put the blank there', edits } } : {}),
  };
}

function noQuotes(text: string, { glob, line }: Braced): Diagnostic {
  const { valueStart: start } = line;
  const end = start + glob.length;
  return {
    code: 'steering/front-matter-yaml',
    severity: 'warning',
    message: `YAML reads ${glob} as keys, since no quotes stand around it. It counts as a pattern.`,
    place: placeOf(text, start, end),
    fix: { title: 'Put the pattern into quotes', edits: [{ start, end, text: `"${glob}"` }] },
  };
}

/** For a sentence, so not without end. */
function wordsOf(values: FrontMatter['values']): string {
  const words = Object.entries(values)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');
  return words.length > 300 ? `${words.slice(0, 300)}…` : words;
}

function noYaml(text: string, block: Block, error: unknown, values: Readonly<Record<string, unknown>>): Diagnostic {
  const mark = error instanceof YAMLException ? error.mark : undefined;
  const at = Math.min(block.start + (mark?.position ?? 0), block.start + block.yaml.length);
  const reason = error instanceof YAMLException ? error.reason : 'it can’t be read';
  const read = wordsOf(values);
  const message = `The front matter is not valid YAML (${reason}). It is read line by line${read === '' ? ', and says nothing' : `, as ${read}`}.`;
  const fix = quoteGlobs(block);
  return {
    code: 'steering/front-matter-yaml',
    severity: 'warning',
    message,
    place: placeOf(text, at, lineEnd(text, at)),
    ...(fix.length === 0 ? {} : { fix: { title: 'Put the pattern into quotes', edits: fix } }),
  };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** What stands behind a key or a dash and is not quoted, where YAML takes its first character for an alias, a tag or keys. */
function quoteGlobs({ yaml, start }: Block) {
  const bare = /^(?:[A-Za-z][\w-]*[ \t]*:|[ \t]*-)[ \t]+([*!{][^\r\n"]*)\r?$/gmu;
  return [...yaml.matchAll(bare)].map((match) => {
    const value = match[1]?.trimEnd() ?? '';
    const from = start + match.index + match[0].indexOf(value);
    return { start: from, end: from + value.length, text: `"${value}"` };
  });
}

function withQuotes(block: Block): string {
  return [...quoteGlobs(block)].reverse().reduce((yaml, { start, end, text }) => {
    return `${yaml.slice(0, start - block.start)}${text}${yaml.slice(end - block.start)}`;
  }, block.yaml);
}
