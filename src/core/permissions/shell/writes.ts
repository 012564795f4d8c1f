/** Which files a command writes, deletes or moves, as far as its words say. */
import { gitWords } from '../catalogue/entry';
import { curlWrites, wgetWrites } from './downloads';
import { globbed } from './globs';
import type { ShellRedirect, ShellWord } from './line';
import { pathOf, valueWord } from './parts';
import { hasOption, operands, optionValues, type Part } from './words';

/** One file that a part changes. */
export interface PartWrite {
  /** Absolute; undefined where it is known only when it runs. */
  readonly path: string | undefined;
  /** As it was written. */
  readonly text: string;
  /** `content`: a file's text. `whole`: the file or folder itself goes, comes or is linked. */
  readonly how: 'content' | 'whole';
}

interface Target {
  readonly word: ShellWord;
  readonly how: PartWrite['how'];
}

/** Every file that a part writes to by redirects or as its purpose. */
export function writesOf(part: Part, home: string): readonly PartWrite[] {
  const targets = [...part.redirects.flatMap(redirected), ...purposes(part)];
  return targets.flatMap(({ word, how }) => places(part, word, home).map((path) => ({ path, text: word.text, how })));
}

/** Every file that a part names, whatever it does with it; what can't be a path is left out. */
export function mentionsOf(part: Part, home: string): readonly string[] {
  return part.words.slice(1).flatMap((word) => {
    const option = /^-{1,2}[\w-]+=(.+)$/su.exec(word.value)?.[1] ?? /^[\w.-]+=(.+)$/su.exec(word.value)?.[1];
    const named = word.known ? [word, ...(option === undefined ? [] : [valueWord(option)])] : [guessed(word)];
    return named.flatMap((each) => places(part, each, home)).filter((path) => path !== undefined);
  });
}

/** Every file that a part reads by a redirect. */
export function inputsOf(part: Part, home: string): readonly string[] {
  return part.redirects.flatMap(({ operator, target }) =>
    target === undefined || !/^<>?$/u.test(operator)
      ? []
      : places(part, target.known ? target : guessed(target), home).filter((path) => path !== undefined),
  );
}

/** What is certain of a word that is known only when it runs: `/proc/$PID/environ` ends as it does whatever the number is. */
function guessed(word: ShellWord): ShellWord {
  if (/^\$(?:\{(?:HOME|PWD)\}|HOME|PWD)(?:\/|$)/u.test(word.value)) return word;
  const value = word.value.replace(/\$\{[^}]*\}|\$\([^)]*\)|`[^`]*`|\$\w+|\$./gsu, 'x');
  return { ...word, value, known: !/[$`]/u.test(value) };
}

function places(part: Part, word: ShellWord, home: string): readonly (string | undefined)[] {
  const found: readonly (string | undefined)[] =
    part.folders === undefined
      ? [/^(?:\/|~)/u.test(word.value) ? pathOf(word, '/', home) : undefined]
      : part.folders.map((folder) => pathOf(word, folder, home));
  const wide = word.glob && part.program !== 'ls';
  return [
    ...new Set(
      found.flatMap((path): readonly (string | undefined)[] => (wide && path !== undefined ? globbed(path) : [path])),
    ),
  ];
}

const harmless = /^\/dev\/(?:null|stdout|stderr|stdin|tty|fd\/\d+)$/u;

function redirected({ operator, target }: ShellRedirect): readonly Target[] {
  if (target === undefined || !operator.includes('>')) return [];
  if (operator === '>&' && /^(?:\d+-?|-)$/u.test(target.value)) return [];
  return harmless.test(target.value) ? [] : [{ word: target, how: 'content' }];
}

const content = (words: readonly ShellWord[]): readonly Target[] => words.map((word) => ({ word, how: 'content' }));
const whole = (words: readonly ShellWord[]): readonly Target[] => words.map((word) => ({ word, how: 'whole' }));

/** The words of operands and of options' values keep what is known of them. */
function wordsOf(part: Part, values: readonly string[]): readonly ShellWord[] {
  return values.map((value) => part.words.find((word) => word.value === value) ?? valueWord(value));
}

/** What programs write when they do what they are for. */
const purposeTable: readonly { readonly names: string; readonly targets: (part: Part) => readonly Target[] }[] = [
  { names: 'tee sponge', targets: (part) => content(named(part)) },
  { names: 'touch', targets: (part) => content(named(part, ['-d', '-r', '-t'])) },
  { names: 'mkdir mkfifo mknod', targets: (part) => content(named(part, ['-m'])) },
  { names: 'truncate', targets: (part) => content(named(part, ['-s', '-r'])) },
  { names: 'chmod chown chgrp ed ex', targets: (part) => content(named(part)) },
  {
    names: 'patch',
    targets: (part) => [...content(named(part, ['-p', '-i', '-d', '-D'])), ...valuesOf(part, '-o', '--output')],
  },
  { names: 'rm unlink rmdir shred trash', targets: (part) => whole(named(part, ['-n', '-s'])) },
  // A link to a file opens a second way to it.
  { names: 'mv rename ln link symlink', targets: (part) => moved(part, 'whole') },
  { names: 'cp install rsync scp ditto', targets: (part) => moved(part, 'none') },
  {
    names: 'dd',
    targets: ({ args }) => content(args.flatMap((each) => (each.startsWith('of=') ? [valueWord(each.slice(3))] : []))),
  },
  { names: 'sed gsed perl ruby sd', targets: inPlace },
  {
    names: 'sort gcc cc clang go pandoc tree xxd gpg openssl protoc dot',
    targets: (part) => valuesOf(part, ...outputs),
  },
  { names: 'curl', targets: (part) => content(wordsOf(part, curlWrites(part))) },
  { names: 'wget', targets: (part) => content(wordsOf(part, wgetWrites(part))) },
  { names: 'uniq', targets: (part) => content(named(part, ['-f', '-s', '-w']).slice(1)) },
  {
    names: 'find gfind',
    targets: (part) =>
      content(
        wordsOf(
          part,
          part.args.filter((_, at) => /^-(?:fprint0?|fprintf|fls)$/u.test(part.args[at - 1] ?? '')),
        ),
      ),
  },
  {
    names: 'tar gtar bsdtar unzip 7z zip cpio',
    targets: (part) => [
      ...valuesOf(part, '-C', '--directory', '-d', '-f', '--file'),
      ...content(named(part).slice(0, 2)),
    ],
  },
  { names: 'git hub', targets: gitWrites },
];

const outputs = ['-o', '--output', '-out', '--out'];

const byName = new Map(
  purposeTable.flatMap(({ names, targets }) => names.split(' ').map((name) => [name, targets] as const)),
);

function purposes(part: Part): readonly Target[] {
  const targets = byName.get(part.program)?.(part) ?? [];
  return targets.filter(({ word, how }) => how !== 'content' || !harmless.test(word.value));
}

function named(part: Part, valued: readonly string[] = []): readonly ShellWord[] {
  return wordsOf(part, operands(part.args, valued));
}

function valuesOf(part: Part, ...options: readonly string[]): readonly Target[] {
  return content(wordsOf(part, optionValues(part.args, ...options)));
}

/** The last operand, or `-t`, gets the others: below it too, where it is a folder. */
function moved(part: Part, sources: 'whole' | 'none'): readonly Target[] {
  const list = wordsOf(
    part,
    operands(part.args, ['-t', '--target-directory', '-S', '--suffix', '-m', '-o', '-g', '-e', '--rsh']),
  );
  const into = wordsOf(part, optionValues(part.args, '-t', '--target-directory'));
  const targets = into.length > 0 ? into : list.length === 1 && part.program.endsWith('ln') ? [] : list.slice(-1);
  const from = into.length > 0 ? list : list.slice(0, -1);
  const below = targets.flatMap((target) =>
    from.map((each) => ({
      ...target,
      value: `${target.value.replace(/\/+$/u, '')}/${each.value.replace(/\/+$/u, '').replace(/^.*\//su, '')}`,
      known: target.known && each.known && !each.glob,
    })),
  );
  // A folder that is copied with `/.` brings what is in it, whatever that is called; one that is copied as a whole may lie
  // over one that holds what is not the agent's.
  const folders = sources === 'whole' || hasOption(part.args, '-r', '-R', '-a', '--recursive', '--archive');
  const replaced = folders && hasOption(part.args, '-T', '--no-target-directory') ? targets : [];
  return [
    ...content(targets),
    ...below
      .filter(({ known }) => known)
      .map((word) => ({ word, how: folders && !/\/\.{0,2}$/u.test(word.value) ? 'whole' : 'content' }) as const),
    ...whole(replaced),
    ...(sources === 'whole' ? whole(from) : []),
  ];
}

function inPlace(part: Part): readonly Target[] {
  const { args, program } = part;
  const edits = args.some((each) =>
    program === 'sd'
      ? true
      : program.endsWith('sed')
        ? /^-[nErsuz]*i|^--in?(?:-p?l?a?c?e?)?(?:=|$)/u.test(each)
        : /^-[a-zA-Z0-9]*i/u.test(each),
  );
  if (!edits) return [];
  const scripted = optionValues(args, '-e', '--expression', '-f', '--file').length > 0;
  const list = operands(args, ['-e', '-f', '-l', '--expression', '--file']);
  return content(wordsOf(part, list.slice(program === 'sd' ? 2 : scripted ? 0 : 1)));
}

function gitWrites(part: Part): readonly Target[] {
  const git = gitWords(part);
  if (git === undefined) return [];
  const { verb, args } = git;
  const written = wordsOf(part, optionValues(args, '--output', '-o', '--output-directory', '-f', '--file'));
  const output = /^(?:diff|log|show|format-patch|archive|config|bundle|blame|grep|shortlog)$/u.test(verb)
    ? content(written)
    : [];
  if (verb === 'mv') return [...output, ...whole(wordsOf(part, operands(args)))];
  if (verb === 'rm' || verb === 'restore' || verb === 'checkout')
    return [...output, ...whole(wordsOf(part, operands(args, ['-b', '-B', '-s', '--source'])))];
  if (verb === 'clone' || verb === 'init' || verb === 'worktree' || verb === 'bundle')
    return [...output, ...content(wordsOf(part, operands(args).slice(verb === 'clone' ? 1 : verb === 'init' ? 0 : 1)))];
  return output;
}
