/** Front matter, read strictly first, then as its author most likely meant it. */
import { load, YAMLException } from 'js-yaml';
import type { Diagnostic } from '../diagnostic';
import { placeOf } from './place';

/** A file taken apart into front matter and text. */
export interface FrontMatter {
  /** What stands there, by key; empty where there is none or it can't be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Offsets of each key's line, for diagnostics. */
  readonly lines: Readonly<Record<string, { readonly start: number; readonly end: number }>>;
  /** The text below it. */
  readonly body: string;
  /** Offset of `body` in the text. */
  readonly bodyStart: number;
  /** What is wrong with its form; what it says counts all the same. */
  readonly problems: readonly Diagnostic[];
}

interface Block {
  /** Offset of the first line between the fences. */
  readonly start: number;
  readonly yaml: string;
  readonly bodyStart: number;
}

const fenced = /^(\ufeff?)(?:[ \t]*\r?\n)*[ \t]*---[ \t]*\r?\n([\s\S]*?)(?:\r?\n|(?<=\n))---[ \t]*(?:\r?\n|$)/u;
const keyLine = /^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*?))?[ \t]*\r?$/u;
/** Keys that say when a file takes part: where one of them stands, front matter was meant. */
const telling = /^[ \t]*(?:inclusion|fileMatchPattern|globs|alwaysApply|applyTo|trigger|paths)[ \t]*:/imu;
/** How far down a line `inclusion: …` without fences is looked for. */
const mostHead = 12;

/** Front matter is meant to be the very first bytes of a file, a BOM aside. Never throws. */
export function readFrontMatter(text: string): FrontMatter {
  const match = fenced.exec(text);
  const yaml = match?.[2] ?? '';
  if (match !== null) {
    const lead = text.indexOf('---');
    const bom = match[1] ?? '';
    const block = { start: text.indexOf('\n', lead) + 1, yaml, bodyStart: match[0].length };
    if (lead === bom.length) return readBlock(text, block, []);
    if (telling.test(yaml)) return readBlock(text, block, [notFirst(text, bom.length, lead)]);
  }
  return openBlock(text) ?? unfenced(text) ?? { values: {}, lines: {}, body: text, bodyStart: 0, problems: [] };
}

function readBlock(text: string, block: Block, problems: readonly Diagnostic[]): FrontMatter {
  const lines = linesOf(block);
  const rest = { lines, body: text.slice(block.bodyStart), bodyStart: block.bodyStart };
  try {
    const value: unknown = block.yaml.trim() === '' ? {} : load(block.yaml);
    if (value === null || value === undefined) return { ...rest, values: {}, problems };
    if (typeof value === 'object' && !Array.isArray(value)) return { ...rest, values: { ...value }, problems };
    return { ...rest, values: {}, problems: [...problems, noMapping(text, block)] };
  } catch (error) {
    const values = valuesOf(block.yaml);
    return { ...rest, values, problems: [...problems, noYaml(text, block, error, values)] };
  }
}

/** Line by line: what stands behind a key, without quotes, or the list items below it. */
function valuesOf(yaml: string): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  let last = '';
  for (const line of yaml.split('\n')) {
    const pair = keyLine.exec(line);
    const item = /^[ \t]*-[ \t]+(.*?)[ \t]*\r?$/u.exec(line)?.[1];
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
  const text = written.replace(/[ \t]+#.*$/u, '').trim();
  const list = /^\[(.*)\]$/u.exec(text)?.[1];
  if (list !== undefined && !/[[\]]/u.test(list)) return list.split(',').map((each) => scalar(each));
  if (/^(?:true|false)$/iu.test(text)) return text.toLowerCase() === 'true';
  return text.replace(/^["'“”‘’]/u, '').replace(/["'“”‘’]$/u, '');
}

function linesOf({ yaml, start }: Block): FrontMatter['lines'] {
  const lines: Record<string, { start: number; end: number }> = {};
  let at = start;
  for (const line of yaml.split('\n')) {
    const key = keyLine.exec(line)?.[1];
    const shown = line.replace(/\r$/u, '');
    if (key !== undefined) lines[key] ??= { start: at, end: at + shown.length };
    at += line.length + 1;
  }
  return lines;
}

/** `---` and keys, and nothing that ends them: they end with the last line that looks like one. */
function openBlock(text: string): FrontMatter | undefined {
  const head = /^\ufeff?---[ \t]*\r?\n/u.exec(text)?.[0];
  if (head === undefined) return undefined;
  const rows = text.slice(head.length).split('\n');
  const length = rows.findIndex((row) => !keyLine.test(row) && !/^[ \t]+\S|^-[ \t]/u.test(row));
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

/** A line `inclusion: manual` near the top and no fences at all. */
function unfenced(text: string): FrontMatter | undefined {
  const rows = text.split('\n').slice(0, mostHead);
  const first = rows.findIndex((row) => /^(?:\ufeff)?inclusion[ \t]*:[ \t]+\S+[ \t]*\r?$/iu.test(row));
  if (first === -1 || rows.slice(0, first).some((row) => /^[ \t]*(?:```|~~~)/u.test(row))) return undefined;
  const length = rows.slice(first).findIndex((row) => !keyLine.test(row.replace(/^\ufeff/u, '')));
  const own = rows.slice(first, length === -1 ? rows.length : first + length);
  const start = rows.slice(0, first).reduce((sum, row) => sum + row.length + 1, 0);
  const yaml = own.join('\n').replace(/^\ufeff/u, '');
  const end = start + own.join('\n').length;
  const problem: Diagnostic = {
    code: 'steering/front-matter-no-fence',
    severity: 'warning',
    message: `“${own[0]?.trim()}” is no front matter, which stands between two lines --- at the very beginning. It counts as if it were.`,
    place: placeOf(text, start, end),
    fix: {
      title: 'Make it front matter',
      edits: [
        { start: 0, end: 0, text: `---\n${yaml.trimEnd()}\n---\n` },
        { start, end: Math.min(text.length, end + 1), text: '' },
      ],
    },
  };
  const read = readBlock(text, { start, yaml, bodyStart: 0 }, [problem]);
  const body = `${text.slice(0, start)}${text.slice(Math.min(text.length, end + 1))}`;
  return { ...read, body };
}

function notFirst(text: string, bom: number, lead: number): Diagnostic {
  return {
    code: 'steering/front-matter-not-first',
    severity: 'warning',
    message: 'Front matter has to be the very first line of the file. It counts all the same.',
    place: placeOf(text, lead, lead + 3),
    fix: { title: 'Remove what stands before it', edits: [{ start: bom, end: lead, text: '' }] },
  };
}

function noMapping(text: string, { start, yaml }: Block): Diagnostic {
  return {
    code: 'steering/front-matter-no-mapping',
    severity: 'warning',
    message: 'The front matter has no keys such as “inclusion: always”, so the file is always included.',
    place: placeOf(text, start, start + yaml.length),
  };
}

function noYaml(text: string, block: Block, error: unknown, values: Readonly<Record<string, unknown>>): Diagnostic {
  const mark = error instanceof YAMLException ? error.mark : undefined;
  const at = Math.min(block.start + (mark?.position ?? 0), block.start + block.yaml.length);
  const reason = error instanceof YAMLException ? error.reason : 'it can’t be read';
  const read = Object.entries(values).map(
    ([key, value]) => `${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  const message = `The front matter is not valid YAML (${reason}). It is read line by line${read.length === 0 ? ', and says nothing' : `, as ${read.join('; ')}`}.`;
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

/** What stands behind a key or a dash, begins with `*` and is not quoted: YAML takes it for an alias. */
function quoteGlobs({ yaml, start }: Block) {
  const bare = /^(?:[A-Za-z][\w-]*[ \t]*:|[ \t]*-)[ \t]+(\*[^\r\n"]*?)[ \t]*\r?$/gmu;
  return [...yaml.matchAll(bare)].map((match) => {
    const value = match[1] ?? '';
    const from = start + match.index + match[0].indexOf(value);
    return { start: from, end: from + value.length, text: `"${value}"` };
  });
}
