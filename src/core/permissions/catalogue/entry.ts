/** What asks even where a rule allows it: data, each entry with the commands that show what it is for. */
import { hasOption, operands, type Part } from '../shell/words';

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
  '--attr-source',
];

/**
 * What git is asked to do: the subcommand, then its own arguments, and the options before it; undefined where the part is not
 * git. `git-show`, as git's own programs are called, is `git show`; `hub` hands on to git what it does not know.
 */
export function gitWords(part: Part):
  | {
      readonly verb: string;
      /** The verb as it was written: git knows its own in small letters only. */
      readonly spelt: string;
      readonly args: readonly string[];
      readonly own: readonly string[];
    }
  | undefined {
  const { args } = part;
  if (part.program.startsWith('git-')) {
    const verb = part.program.slice('git-'.length);
    return { verb, spelt: verb, args, own: [] };
  }
  if (part.program !== 'git' && part.program !== 'hub') return undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (gitValued.includes(arg)) at += 1;
    else if (!arg.startsWith('-'))
      return { verb: arg.toLowerCase(), spelt: arg, args: args.slice(at + 1), own: args.slice(0, at) };
  }
  return { verb: '', spelt: '', args: [], own: args };
}

/** Whether one of git's options stands among the arguments: git takes any beginning of a long one that is no other's. */
export function gitOption(args: readonly string[], ...options: readonly string[]): boolean {
  if (hasOption(args, ...options)) return true;
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? args.length : end).some((arg) => {
    const name = arg.split('=', 1)[0] ?? arg;
    return /^--\w/u.test(name) && options.some((each) => each.startsWith(name));
  });
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

/**
 * The words before the first option that is not known, which may take the word behind it as its value: so no value is
 * taken for a verb, as in `aws --color a --query list-x ec2 terminate-instances`.
 */
export function leadingWords(args: readonly string[], valued: RegExp, flags: RegExp): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) found.push(arg.toLowerCase());
    else if (valued.test(arg)) at += 1;
    else if (!flags.test(arg)) break;
  }
  return found;
}
