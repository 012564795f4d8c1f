/** What programs that start others start, and how their options are read. */
import type { ShellAssignment, ShellCommand, ShellWord } from './line';

/** What a wrapper starts. */
export type Started =
  | {
      readonly kind: 'words';
      readonly words: readonly ShellWord[];
      readonly assignments?: readonly ShellAssignment[];
      readonly folder?: ShellWord;
    }
  /** Text that a shell reads. */
  | { readonly kind: 'line'; readonly line: string }
  /** Something that is known only when it runs. */
  | { readonly kind: 'dynamic'; readonly why: string };

/** How a program starts others. */
export interface Wrapper {
  readonly names: readonly string[];
  /** Empty where this use of it starts nothing. */
  starts(words: readonly ShellWord[], command: ShellCommand): readonly Started[];
  /** It does more than starting: its own line is judged too. */
  readonly acts?: true;
}

/** What nobody can tell apart, and why. */
export const dynamic = (why: string): readonly Started[] => [{ kind: 'dynamic', why }];
/** A program and its arguments. */
export const words = (
  list: readonly ShellWord[],
  more: { readonly assignments?: readonly ShellAssignment[]; readonly folder?: ShellWord } = {},
): readonly Started[] => (list.length === 0 ? [] : [{ kind: 'words', words: list, ...more }]);

/** The words after a wrapper's own options; undefined where an option is not one that we know. */
export function afterOptions(
  list: readonly ShellWord[],
  flags: RegExp,
  valued: RegExp = /^$/u,
): readonly ShellWord[] | undefined {
  for (let at = 0; at < list.length; at++) {
    const word = list[at];
    if (word === undefined) break;
    if (!word.known) return list.slice(at);
    if (word.value === '--') return list.slice(at + 1);
    if (!word.value.startsWith('-') || word.value === '-') return list.slice(at);
    if (valued.test(word.value)) at += 1;
    else if (!flags.test(word.value)) return undefined;
  }
  return [];
}

/** A wrapper that is options, then a command; `skip` words of its own stand between. */
export function prefix(names: readonly string[], flags: RegExp, valued?: RegExp, skip = 0): Wrapper {
  return {
    names,
    starts: ([, ...rest]) => {
      const after = afterOptions(rest, flags, valued);
      return after === undefined ? dynamic('an option of it is unknown') : words(after.slice(skip));
    },
  };
}

/** Words that a shell reads as one line. */
export function line(list: readonly (ShellWord | undefined)[]): readonly Started[] {
  const all = list.filter((word) => word !== undefined);
  if (all.length === 0) return [];
  if (!all.every(({ known }) => known)) return dynamic('what it runs is put together when it runs');
  return [{ kind: 'line', line: all.map(({ value }) => value).join(' ') }];
}

/** The values of an option as getopt reads it: `-c x`, `-qc x`, `-qcx`, `--command x`, `--comm=x`, before `--`. */
export function valuesOf(list: readonly ShellWord[], short: string, long: string): readonly (ShellWord | undefined)[] {
  const end = list.findIndex(({ value }) => value === '--');
  return list.slice(0, end === -1 ? list.length : end).flatMap((word, at) => {
    const [, name, given] = /^(--[\w-]{2,})(?:=(.*))?$/su.exec(word.value) ?? [];
    if (name !== undefined && long.startsWith(name)) return [given === undefined ? list[at + 1] : cut(word, given)];
    const [, rest] = new RegExp(`^-[a-zA-Z]*?${short}=?(.*)$`, 'su').exec(word.value) ?? [];
    return rest === undefined ? [] : [rest === '' ? list[at + 1] : cut(word, rest)];
  });
}

function cut(word: ShellWord, value: string): ShellWord {
  return { ...word, text: value, value };
}
