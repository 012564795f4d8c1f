/** What asks even where a rule allows it: data, each entry with the commands that show what it is for. */
import { operands, type Part } from '../shell/words';

/** One kind of dangerous command. */
export interface CatalogueEntry {
  /** Stable; decisions name it: `catalogue: force-push`. */
  readonly id: string;
  /** Ends "It asks because it …": what can be lost. */
  readonly why: string;
  matches(part: Part): boolean;
  /** Commands that it is about; its tests. */
  readonly examples: readonly string[];
  /** Commands that look alike and are no business of it; its tests too. */
  readonly harmless: readonly string[];
}

const lists = new Map<string, ReadonlySet<string>>();

/** Whether the part runs one of these programs; several in one text stand apart by spaces. */
export function runs(part: Part, ...programs: readonly string[]): boolean {
  return part.program !== '' && programs.some((each) => setOf(each).has(part.program));
}

function setOf(programs: string): ReadonlySet<string> {
  const known = lists.get(programs);
  if (known !== undefined) return known;
  const made = new Set(programs.split(' '));
  lists.set(programs, made);
  return made;
}

/** Whether the operands begin with these words; alternatives are written `a|b`. */
export function begins(list: readonly string[], ...verbs: readonly string[]): boolean {
  return verbs.every((verb, at) => verb.split('|').includes(list[at]?.toLowerCase() ?? ''));
}

const gitValued = [
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--exec-path',
  '--super-prefix',
  '--config-env',
];

/**
 * What git is asked to do: the subcommand, then its own arguments, and the options before it; undefined where the part is not
 * git. `git-show`, as git's own programs are called, is `git show`.
 */
export function gitWords(
  part: Part,
): { readonly verb: string; readonly args: readonly string[]; readonly own: readonly string[] } | undefined {
  const { args } = part;
  if (part.program.startsWith('git-')) return { verb: part.program.slice('git-'.length), args, own: [] };
  if (part.program !== 'git') return undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (gitValued.includes(arg)) at += 1;
    else if (!arg.startsWith('-')) return { verb: arg.toLowerCase(), args: args.slice(at + 1), own: args.slice(0, at) };
  }
  return { verb: '', args: [], own: args };
}

/** Whether `git config` only shows: `get` and `list` ask for it as first word, behind a name they are its new value. */
export function configLooks(args: readonly string[]): boolean {
  const [first = ''] = operands(args, ['-f', '--file', '--blob', '--type', '--default']);
  return (
    (/^(?:get|list)$/u.test(first) || args.some((each) => /^(?:--get.*|--list|-l)$/u.test(each))) &&
    !args.some((each) => /^(?:-e|--edit|--add|--unset.*|--replace.*|set|unset)$/u.test(each))
  );
}

/** Verbs and names of a cloud's or cluster's program, its common options left out. */
export function cloudWords(part: Part): readonly string[] {
  return operands(part.args, [
    '--profile',
    '--region',
    '--project',
    '--subscription',
    '--context',
    '--namespace',
    '-n',
    '--kubeconfig',
    '--cluster',
    '--output',
    '-o',
    '-H',
    '--host',
    '--config',
    '-chdir',
    '--stack',
    '-s',
    '--cwd',
    '-C',
  ]);
}
