/**
 * Placeholders in all the spellings of the wild: `{filePath}`, `${file}`, `{{file_path}}`. In a command nothing of the
 * event ever becomes part of the line: a placeholder becomes a variable in quotes, and the value goes into the
 * environment. So a file's name is one word of the command, whatever is in it.
 */
import type { EventFile, HookEvent } from '../model';

/** What placeholders stand for. */
export interface PlaceholderSource {
  readonly event: HookEvent;
  readonly files: readonly EventFile[];
  readonly output: string;
}

const names: Readonly<Record<string, (source: PlaceholderSource) => string>> = {
  file: ({ files }) => safePath(files[0]?.path ?? ''),
  files: ({ files }) => files.map(({ path }) => safePath(path)).join('\n'),
  oldfile: ({ files }) => safePath(files[0]?.from ?? ''),
  folder: ({ files }) => safePath(/^(.*)\/[^/]*$/u.exec(files[0]?.path ?? '')?.[1] ?? '.'),
  filename: ({ files }) => safePath(files[0]?.path.split('/').at(-1) ?? ''),
  output: ({ output }) => output.slice(-60_000),
  prompt: ({ event }) => event.prompt ?? '',
  argument: ({ event }) => event.argument ?? '',
  tool: ({ event }) => event.tool?.name ?? '',
  spec: ({ event }) => event.spec?.split('/').at(-1) ?? '',
  document: ({ event }) => event.document ?? '',
  task: ({ event }) => event.task?.text ?? '',
  branch: ({ event }) => event.branch ?? '',
  root: ({ event }) => event.root,
};

/** What can stand in braces, as `{file}`. */
export const placeholderNames: readonly string[] = Object.keys(names);

const spellings: Readonly<Record<string, string>> = {
  filepath: 'file',
  path: 'file',
  relativefile: 'file',
  filepaths: 'files',
  oldfilepath: 'oldfile',
  oldpath: 'oldfile',
  filedirname: 'folder',
  dir: 'folder',
  directory: 'folder',
  filebasename: 'filename',
  basename: 'filename',
  userprompt: 'prompt',
  toolname: 'tool',
  workspacefolder: 'root',
  workspaceroot: 'root',
};

/** Longest first, so that `{{x}}` is not taken for `{x}` in braces. */
const placeholder = /\{\{\s*([A-Za-z_.]{2,24})\s*\}\}|\$\{([A-Za-z_.]{2,24})\}|\{([A-Za-z_.]{2,24})\}/gu;

function meant(word: string): string | undefined {
  const plain = word.toLowerCase().replace(/[_.]/gu, '');
  const name = spellings[plain] ?? plain;
  return Object.hasOwn(names, name) ? name : undefined;
}

/** A path that begins with a dash would be an option to most programs. */
function safePath(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

/** The text with the values in it: for prompts and messages, never for a command line. */
export function fillText(text: string, source: PlaceholderSource): string {
  return text.replace(placeholder, (all: string, ...words: (string | undefined)[]) => {
    const name = meant(words.slice(0, 3).find((each) => each !== undefined) ?? '');
    return name === undefined ? all : (names[name]?.(source) ?? '');
  });
}

/** A command line without values, and the values as variables. */
export interface FilledCommand {
  readonly line: string;
  readonly env: Readonly<Record<string, string>>;
  /** Why it must not be run: a value could become code all the same. */
  readonly refused?: string;
}

/** Programs that take code as a word: what a variable brings them is parsed once more. */
const interpreters =
  /(?:^|[\s;&|("'`/])(?:eval|source|ssh|xargs|parallel|watch|su|(?:ba|z|da|k|c|tc|fi|a)?sh\s+(?:\S+\s+)*-\w*c|(?:node|deno|bun|perl|ruby|lua|php|osascript)\s+(?:\S+\s+)*(?:-\w*[epr]\b|--eval|--print|eval)|python[\d.]*\s+(?:\S+\s+)*-\w*c|awk|sed|jq|find\s.*-exec|env\s+(?:\S+\s+)*-S|(?:pwsh|powershell)(?:\.exe)?|cmd(?:\.exe)?|Invoke-Expression|iex)(?=[\s"';)]|$)/u;

const harmless = /^[\p{L}\p{N}\p{M}_./@:+,=%~ -]*$/u;

/** Replaces placeholders by variables; `$VAR` and `${VAR}` of the command's own stay as they are. */
export function fillCommand(
  command: string,
  source: PlaceholderSource,
  shell: 'posix' | 'powershell' | 'cmd',
): FilledCommand {
  const env: Record<string, string> = {};
  const doubtful: string[] = [];
  let line = '';
  let at = 0;
  const quotes = quoteReader(command);
  const parsesAgain = shell !== 'posix' || interpreters.test(command);
  for (const found of command.matchAll(placeholder)) {
    const word = found[1] ?? found[2] ?? found[3] ?? '';
    const name = meant(word);
    if (name === undefined || (found[2] !== undefined && isOwn(command, word))) continue;
    const variable = `TRACEWRIGHT_${name.toUpperCase()}`;
    const value = (names[name]?.(source) ?? '').replaceAll('\0', '');
    env[variable] = value;
    if ((parsesAgain || !standsAlone(command, found.index, found[0].length)) && !harmless.test(value))
      doubtful.push(value);
    line += command.slice(at, found.index) + reference(variable, quotes(found.index), shell);
    at = found.index + found[0].length;
  }
  line += command.slice(at);
  if (doubtful.length === 0) return { line, env };
  const shown = JSON.stringify(doubtful[0]?.slice(0, 80));
  return {
    line,
    env,
    refused: `${shown} has characters that could become code in this command, which may hand its words to another interpreter. Put the placeholder alone between spaces or quotes. It was not run.`,
  };
}

/** Values of a line that are told with it: such as can be an option or a name, and nothing that can't be seen. */
const tellable = /^[^\p{C}\u2028\u2029]{0,200}$/u;

/** A filled line for a POSIX shell with the values in it, quoted: what is judged and shown, never what is run. */
export function withValues(line: string, env: Readonly<Record<string, string>>): string {
  return line.replace(/"\$\{(\w+)\}"|\$\{(\w+)\}/gu, (all: string, word?: string, inside?: string) => {
    const name = word ?? inside ?? '';
    const value = Object.hasOwn(names, name.replace(/^TRACEWRIGHT_/u, '').toLowerCase()) ? env[name] : undefined;
    if (value === undefined || !tellable.test(value)) return all;
    return word === undefined ? value.replace(/[\\"$`]/gu, '\\$&') : `'${value.replaceAll("'", `'\\''`)}'`;
  });
}

/** A placeholder that is one whole word: what a program gets of it is this value and nothing around it. */
function standsAlone(command: string, at: number, length: number): boolean {
  const before = command[at - 1] ?? ' ';
  const after = command[at + length] ?? ' ';
  if (/\s/u.test(before) && /[\s;&|)]/u.test(after)) return true;
  const outer = (command[at - 2] ?? ' ') + (command[at + length + 1] ?? ' ');
  return before === after && /["']/u.test(before) && /^\s[\s;&|)]$/u.test(outer);
}

/** The command sets a variable of this name itself: a loop over files. */
function isOwn(command: string, word: string): boolean {
  return new RegExp(
    `(?:\\bfor\\s+${word}\\s+in\\b|(?:^|[\\s;&|(])${word}=|\\bread\\s+(?:-\\w+\\s+)*${word}\\b)`,
    'u',
  ).test(command);
}

type Quote = 'none' | 'single' | 'double';

function reference(variable: string, quote: Quote, shell: 'posix' | 'powershell' | 'cmd'): string {
  const bare = shell === 'posix' ? `\${${variable}}` : `\${env:${variable}}`;
  if (quote === 'double') return bare;
  return quote === 'single' ? `'"${bare}"'` : `"${bare}"`;
}

/** Which quotes are open at an offset; offsets are asked for in rising order. */
function quoteReader(command: string): (offset: number) => Quote {
  let at = 0;
  let quote: Quote = 'none';
  return (offset) => {
    for (; at < offset; at++) {
      const char = command[at];
      if (char === '\\' && quote !== 'single') at++;
      else if (char === "'" && quote !== 'double') quote = quote === 'single' ? 'none' : 'single';
      else if (char === '"' && quote !== 'single') quote = quote === 'double' ? 'none' : 'double';
    }
    return quote;
  };
}
