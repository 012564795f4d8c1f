/** What is said of front matter that is not as it should be, with mends. */
import { YAMLException } from 'js-yaml';
import type { Diagnostic } from '../../diagnostic';
import { placeOf } from '../place';
import type { Block, Braced, FrontMatter } from './model';

/** Front matter that stands below something else. */
export const tooLate = {
  code: 'steering/front-matter-not-first',
  message: 'Front matter has to be the very first line of the file. It counts all the same.',
} as const;

/** Keys without fences; `row` is the first. */
export function noFences(row: string): Pick<Diagnostic, 'code' | 'message'> {
  return {
    code: 'steering/front-matter-no-fence',
    message: `“${row.trim()}” is no front matter, which stands between two lines --- at the very beginning. It counts as if it were.`,
  };
}

/** Only blank lines stand before it: they go. `bom` and `lead` are the offsets of these lines and of the fence. */
export function notFirst(text: string, bom: number, lead: number): Diagnostic {
  return {
    ...tooLate,
    severity: 'warning',
    place: placeOf(text, lead, lead + 3),
    fix: { title: 'Remove what stands before it', edits: [{ start: bom, end: lead, text: '' }] },
  };
}

/** No keys, or keys without the blank behind their colons; `values` is what is read all the same. */
export function noMapping(text: string, { start, yaml }: Block, values: FrontMatter['values']): Diagnostic {
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

/** A glob in braces that YAML takes for keys. */
export function noQuotes(text: string, { glob, line }: Braced): Diagnostic {
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

/** `error` is what YAML says, `values` what is read line by line. */
export function noYaml(
  text: string,
  block: Block,
  error: unknown,
  values: Readonly<Record<string, unknown>>,
): Diagnostic {
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

/** The text of a block with quotes around globs that need them. */
export function withQuotes(block: Block): string {
  return [...quoteGlobs(block)].reverse().reduce((yaml, { start, end, text }) => {
    return `${yaml.slice(0, start - block.start)}${text}${yaml.slice(end - block.start)}`;
  }, block.yaml);
}
