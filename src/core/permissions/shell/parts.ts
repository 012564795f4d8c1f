/** A line as the list of everything that it runs, however deep it is wrapped. */
import { isAbsolute, joinPath } from '../paths';
import type { ShellPart } from '../shell.part';
import type { ShellCommand, ShellWord } from './line';
import type { Started } from './started';
import { mayStart } from './unknownStarters';
import { lineOf, type Part, programName, unknownWord } from './words';
import { wrapperOf } from './wrappers';

/** What could not be told apart, and why; the line then asks. */
export interface Unclear {
  /** `unparsable`: the shell's grammar; `dynamic`: known only when it runs; `evaluated`: read once more. */
  readonly kind: 'unparsable' | 'dynamic' | 'function' | 'evaluated' | 'evaluated-content';
  readonly text: string;
  readonly why: string;
}

/** Everything that a line runs. */
export interface TakenApart {
  readonly parts: readonly Part[];
  readonly unclear: readonly Unclear[];
}

/** What taking apart needs. */
export interface ApartOptions {
  readonly parse: ShellPart['parse'];
  readonly cwd: string;
  readonly home: string;
  /** False leaves wrappers closed; for tests. */
  readonly unwrap: boolean;
}

/** Wrappers in wrappers end somewhere. */
const deepest = 8;
/** More folders than that are as good as unknown. */
const mostFolders = 6;

interface Work extends ApartOptions {
  readonly parts: Part[];
  readonly unclear: Unclear[];
  folders: readonly string[] | undefined;
}

/** Takes a line apart. Never throws. */
export function takeApart(line: string, options: ApartOptions): TakenApart {
  const work: Work = { ...options, parts: [], unclear: [], folders: [options.cwd] };
  addLine(work, line, undefined, 0);
  return { parts: work.parts, unclear: work.unclear };
}

function addLine(work: Work, line: string, parent: Part | undefined, depth: number): void {
  const { commands, errors, functions, evaluated } = work.parse(line);
  for (const why of errors) work.unclear.push({ kind: 'unparsable', text: line, why });
  for (const name of functions)
    work.unclear.push({ kind: 'function', text: name, why: `${name} is made to mean something else` });
  for (const { text, hidden } of evaluated) {
    const why = hidden
      ? 'the shell runs what stands in the brackets'
      : 'the shell reads it as a number, which may run commands';
    work.unclear.push({ kind: hidden ? 'evaluated' : 'evaluated-content', text, why });
  }
  const made: Part[] = [];
  for (const command of commands) {
    const fedBy = [...(parent?.fedBy ?? []), ...command.fedBy.flatMap((at) => made[at] ?? [])];
    made.push(addCommand(work, command, fedBy, parent, depth));
  }
}

function addCommand(
  work: Work,
  command: ShellCommand,
  fedBy: readonly Part[],
  parent: Part | undefined,
  depth: number,
): Part {
  const { words, assignments, redirects } = command;
  const program = words[0]?.known === true && !words[0].glob ? programName(words[0]) : '';
  const wrapper = work.unwrap ? wrapperOf(program) : undefined;
  const started = wrapper?.starts(words, command) ?? (work.unwrap ? mayStart(program, words) : []);
  const part: Part = {
    text: lineOf(words),
    words,
    program,
    args: words.slice(1).map(({ value }) => value),
    assignments,
    redirects,
    folders: work.folders,
    fedBy,
    ...(parent === undefined ? {} : { parent }),
    transparent: wrapper !== undefined && wrapper.acts !== true && started.length > 0,
  };
  work.parts.push(part);
  for (const each of started) addStarted(work, each, part, depth + 1);
  moveOn(work, part);
  return part;
}

function addStarted(work: Work, started: Started, parent: Part, depth: number): void {
  if (started.kind === 'dynamic' || depth > deepest) {
    const why = started.kind === 'dynamic' ? started.why : 'it is wrapped too deeply';
    work.unclear.push({ kind: 'dynamic', text: parent.text, why });
    return;
  }
  if (started.kind === 'line') {
    addLine(work, started.line, parent, depth);
    return;
  }
  const at = started.words.findIndex((word) => !/^[A-Za-z_]\w*=/u.test(word.value));
  const own = at === -1 ? started.words : started.words.slice(0, at);
  const assignments = [...(started.assignments ?? []), ...own.map(assignmentOf)];
  const words = at === -1 ? [] : started.words.slice(at);
  const before = work.folders;
  if (started.folder !== undefined) goTo(work, started.folder);
  addCommand(work, { text: lineOf(words), words, assignments, redirects: [], fedBy: [] }, parent.fedBy, parent, depth);
  work.folders = before === undefined || work.folders === undefined ? undefined : union(before, work.folders);
}

function assignmentOf(word: ShellWord): { readonly name: string; readonly value: ShellWord } {
  return { name: word.value.split('=', 1)[0] ?? '', value: word };
}

/** After `cd` a later command may run in either folder: whether it was run, nobody knows. */
function moveOn(work: Work, { program, words }: Part): void {
  if (program !== 'cd' && program !== 'pushd' && program !== 'chdir') return;
  const target = words.slice(1).find(({ value }) => !/^-[LPe@]+$|^--$/u.test(value));
  if (target === undefined) work.folders = union(work.folders, [work.home]);
  else if (target.value !== '-') goTo(work, target);
}

function goTo(work: Work, word: ShellWord): void {
  const folders = work.folders?.map((folder) => pathOf(word, folder, work.home));
  const all = folders?.every((each) => each !== undefined) ? folders : undefined;
  work.folders = union(work.folders, all);
}

function union(
  one: readonly string[] | undefined,
  other: readonly (string | undefined)[] | undefined,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return undefined;
  const all = [...new Set([...one, ...other.filter((each) => each !== undefined)])];
  return all.length > mostFolders ? undefined : all;
}

/** The absolute path that a word names from a folder; undefined where that is known only when it runs. */
export function pathOf(word: ShellWord, folder: string, home: string): string | undefined {
  const { value, known, tilde } = word;
  if (!known) return fromVariable(value, folder, home);
  if (tilde) return fromTilde(value, home);
  const plain = value.replace(/\\/gu, '/');
  return joinPath(folder, isAbsolute(plain) ? plain : `./${plain}`);
}

/** `$HOME/a` and `$PWD/a`: whoever changes these is asked about. */
function fromVariable(value: string, folder: string, home: string): string | undefined {
  const [, name, rest] = /^\$(?:\{(?=(?:HOME|PWD)\}))?(HOME|PWD)\}?((?:\/[^$`]*)?)$/su.exec(value) ?? [];
  return name === undefined ? undefined : joinPath(name === 'HOME' ? home : folder, `.${rest ?? ''}`);
}

/** `~` is this user's home, `~name` lies beside it, or is root's. */
function fromTilde(value: string, home: string): string | undefined {
  const [, name = '', rest = ''] = /^~([\w.-]*)(\/.*)?$/su.exec(value) ?? [];
  if (name === '') return /^~(?:\/|$)/u.test(value) ? joinPath(home, `.${value.slice(1)}`) : undefined;
  return name === 'root' ? joinPath('/root', `.${rest}`) : joinPath(home, `./../${name}${rest}`);
}

/** A word that a program makes a path of. */
export function valueWord(value: string): ShellWord {
  return value.includes('$') || value.includes('`')
    ? unknownWord(value)
    : { ...unknownWord(value), known: true, tilde: value.startsWith('~') };
}
