/** Which git commands print nothing of any file. */
import { hasOption, operands } from './shell/words';

/** One git command. */
export interface GitCommand {
  readonly verb: string;
  readonly args: readonly string[];
  /** Options before the verb. */
  readonly own: readonly string[];
  /** Where it runs; undefined where that is known only then. */
  readonly folder: string | undefined;
}

/** Subcommands that print no file and put none elsewhere, unless their options or operands make them do so. */
export const quiet: ReadonlySet<string> = new Set(
  'add apply branch check-attr check-ignore cherry cherry-pick clean commit config count-objects describe fetch for-each-ref fsck gc help init ls-files ls-remote ls-tree merge merge-base mv name-rev pull push remote reset restore checkout switch revert rev-list rev-parse rm show-ref stash status tag update-index update-ref var verify-commit version'.split(
    ' ',
  ),
);

/** Options with which one of these shows a patch, or puts what git holds under another name. */
const shows: Readonly<Record<string, readonly string[]>> = {
  add: ['-p', '--patch', '-i', '--interactive', '-e', '--edit'],
  apply: ['--cached', '--index', '-3', '--3way', '--build-fake-ancestor'],
  checkout: ['-p', '--patch'],
  'cherry-pick': ['-X', '--strategy-option', '--strategy'],
  commit: ['-p', '--patch', '--interactive', '-v', '--verbose'],
  config: ['--blob'],
  fsck: ['--lost-found'],
  merge: ['-X', '--strategy-option', '--strategy'],
  pull: ['-X', '--strategy-option', '--strategy'],
  reset: ['-p', '--patch'],
  restore: ['-p', '--patch'],
  revert: ['-X', '--strategy-option', '--strategy'],
  stash: ['-p', '--patch'],
  status: ['-v', '--verbose'],
};

/** Options with which log, diff, show and `stash list` print names, numbers and messages only. */
export const harmless =
  /^(?:-\d+|-n\d*|-s|-i|-E|-F|-q|-r|-z|-m|--cached|--staged|--(?:oneline|graph|stat.*|shortstat|numstat|name-only|name-status|summary|dirstat.*|compact-summary|no-patch|quiet|all|branches.*|tags.*|remotes.*|since.*|after.*|until.*|before.*|author.*|committer.*|grep.*|format.*|pretty.*|date.*|decorate.*|no-decorate|abbrev.*|no-abbrev.*|merges|no-merges|first-parent|reverse|max-count.*|skip.*|topo-order|date-order|color.*|no-color|exit-code|diff-filter.*|no-renames|left-right|cherry-pick|boundary|ancestry-path.*|simplify-.*|full-history|invert-grep|all-match|relative.*|root))$/u;

/** Options of update-index that put nothing else into the index than what the working tree has. */
const refreshes =
  /^(?:-q|--(?:refresh|really-refresh|add|remove|force-remove|replace|chmod=.*|again|unmerged|ignore-missing|no-assume-unchanged|no-skip-worktree|verbose))$/u;

/** Where these have a colon, a refspec or a message stands around it, or a folder of which they list the names. */
const colons: ReadonlySet<string> = new Set(['fetch', 'pull', 'push', 'clone', 'commit', 'stash', 'merge', 'ls-tree']);

/** Whether a colon among the subcommand's words begins no path whose content matters. */
export function namesNoPath(verb: string): boolean {
  return colons.has(verb);
}

/** Options before the verb that change neither the repository nor what is printed. */
export function isPlainOwn(option: string, at: number, own: readonly string[]): boolean {
  return /^(?:-C|--no-pager|-P|--no-optional-locks)$/u.test(option) || own[at - 1] === '-C';
}

/** Whether it prints no file's content, and makes none appear where nothing hides it. */
export function isQuiet({ verb, args, own, folder }: GitCommand, roots: readonly string[]): boolean {
  if (verb === '') return true;
  if (own.some((each) => /^(?:--work-tree|--git-dir|-c|--config-env|--exec-path)/u.test(each))) return false;
  if (isListing(verb, args)) return true;
  if (!quiet.has(verb) || hasOption(args, ...(shows[verb] ?? [])) || abbreviated(args, shows[verb] ?? [])) return false;
  const list = operands(args);
  switch (verb) {
    case 'stash':
      return list[0] === 'list'
        ? args.every((each) => !each.startsWith('-') || harmless.test(each))
        : list[0] !== 'show';
    case 'update-index':
      return args.every((each) => !each.startsWith('-') || refreshes.test(each));
    case 'init':
      // A repository inside another can take over everything that one holds.
      return list.length === 0 && folder !== undefined && roots.includes(folder);
    case 'tag':
    case 'update-ref':
      // It may give a file's content a name of its own.
      return !mayBeBlob(args);
    default:
      return true;
  }
}

/**
 * Subcommands that print names only where they list; otherwise they copy files, or show what notes say. The word has to
 * stand first: behind an option it may be that option's value, as in `notes --ref list show`.
 */
function isListing(verb: string, [what]: readonly string[]): boolean {
  return (verb === 'worktree' && what === 'list') || (verb === 'notes' && (what === undefined || what === 'list'));
}

/** Programs take any beginning of a long option that is no other's. */
function abbreviated(args: readonly string[], options: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args
    .slice(0, end === -1 ? args.length : end)
    .some((arg) => /^--./u.test(arg) && options.some((each) => each.startsWith(arg.split('=', 1)[0] ?? arg)));
}

/** A bare hash may name a file as well as a commit; with `~` or `^` it is a commit. */
export function mayBeBlob(args: readonly string[]): boolean {
  return operands(args)
    .flatMap((each) => each.split(/\.{2,3}/u))
    .some((each) => each.includes('{') || each.startsWith(':/') || /^[0-9a-f]{4,64}$/iu.test(each));
}
