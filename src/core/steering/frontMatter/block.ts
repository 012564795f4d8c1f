/** What a block of front matter says: by YAML first, then line by line. */
import { load } from 'js-yaml';
import type { Diagnostic } from '../../diagnostic';
import { splitAtCommas } from '../globs';
import type { Block, Braced, FrontMatter, KeyLine } from './model';
import { noMapping, noQuotes, noYaml, withQuotes } from './problems';

/** A row that is a key, without the blanks at its end. */
export const keyLine = /^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(\S.*))?$/u;
/** The same without the blank that YAML wants behind the colon. */
const tightLine = /^([A-Za-z][\w-]*):(?!\/\/)(.*)$/u;
/** Keys that say when a file takes part: where one of them stands, front matter was meant. */
export const telling = /^[ \t]*(?:inclusion|fileMatchPattern|globs|alwaysApply|applyTo|trigger|paths)[ \t]*:/imu;

/** Reads a block; `problems` are what is wrong with where it stands. Never throws. */
export function readBlock(text: string, block: Block, problems: readonly Diagnostic[]): FrontMatter {
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
