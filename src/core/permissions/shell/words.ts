/** What guards ask of a command's words. */
import type { ShellAssignment, ShellRedirect, ShellWord } from './line';

/** One command as it will run, out of its line, its quotes and whatever starts it. */
export interface Part {
  /** Its words, quoted where they have to be: what rules are compared with. */
  readonly text: string;
  /** The program and its arguments; empty where the part only assigns or redirects. */
  readonly words: readonly ShellWord[];
  /** The program's name without its folder and `.exe`; empty where there is none. */
  readonly program: string;
  /** Values of the arguments. */
  readonly args: readonly string[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  /** Every folder that it may run in; undefined where that is known only when it runs. */
  readonly folders: readonly string[] | undefined;
  /** What it reads from, through pipes. */
  readonly fedBy: readonly Part[];
  /** The command that starts this one: `sudo`, `xargs`, `sh -c`. */
  readonly parent?: Part;
  /** It does nothing but start others, which are judged by themselves. */
  readonly transparent: boolean;
}

/** A word that nobody knows before the command runs. */
export function unknownWord(text: string): ShellWord {
  return { text, value: text, known: false, glob: false, tilde: false };
}

/** Words as one line that stands for no other list of words. */
export function lineOf(words: readonly ShellWord[]): string {
  return words.map((word) => (word.known && !word.glob ? quoted(word.value) : word.text)).join(' ');
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}_./:=@%+,~^-]+$/u.test(value) ? value : `'${value.replace(/'/gu, "'\\''")}'`;
}

/** `/usr/bin/Git.exe` is `git`, `rimraf@5` is `rimraf`, `ksh93` is `ksh`. */
export function programName(word: ShellWord | undefined): string {
  if (word === undefined) return '';
  const last = word.value.slice(Math.max(word.value.lastIndexOf('/'), word.value.lastIndexOf('\\')) + 1);
  return last
    .toLowerCase()
    .replace(/\.(?:exe|cmd|bat|ps1)$/u, '')
    .replace(/(?<=.)@[\w.^~*-]+$/u, '')
    .replace(/^((?:ba|z|k|da|a)?sh)[\d.-]+$/u, '$1');
}

/** A program's name without the version at its end: `python3.12` is `python`, `node22` is `node`. */
export function unversioned(program: string): string {
  return program.replace(/^([a-z][a-z+-]*?[a-z+])-?\d[\d.]*$/u, '$1');
}

/** Whether an option stands among the arguments: `-f` also within `-rf`, `--force` also as `--force=…`. */
export function hasOption(args: readonly string[], ...options: readonly string[]): boolean {
  return beforeDashes(args).some((arg) => options.some((option) => isOption(arg, option)));
}

function isOption(arg: string, option: string): boolean {
  if (arg === option || arg.startsWith(`${option}=`)) return true;
  if (option.startsWith('--')) return abbreviates(arg, option);
  return option.length === 2 && /^-[A-Za-z0-9]+/u.test(arg) && arg.slice(1).includes(option.charAt(1));
}

/** Programs take `--forc` for `--force` where nothing else begins so. */
function abbreviates(arg: string, option: string): boolean {
  const name = arg.split('=', 1)[0] ?? '';
  return name.length >= 5 && name.startsWith('--') && option.startsWith(name);
}

/** The values of an option: `-o x`, `-ox`, `--output x`, `--output=x`. */
export function optionValues(args: readonly string[], ...options: readonly string[]): readonly string[] {
  const values: string[] = [];
  const list = beforeDashes(args);
  for (const [at, arg] of list.entries()) {
    for (const option of options) {
      const next = list[at + 1];
      if (arg === option && next !== undefined) values.push(next);
      else if (arg.startsWith(`${option}=`)) values.push(arg.slice(option.length + 1));
      else if (!option.startsWith('--') && option.length === 2 && arg.startsWith(option) && arg.length > 2)
        values.push(arg.slice(2));
    }
  }
  return values;
}

function beforeDashes(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}

/** What is no option, in order; what stands after `--` is none. `valued` names options that take the next word. */
export function operands(args: readonly string[], valued: readonly string[] = []): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') return [...found, ...args.slice(at + 1)];
    if (valued.includes(arg)) at += 1;
    else if (!arg.startsWith('-') || arg === '-') found.push(arg);
  }
  return found;
}
