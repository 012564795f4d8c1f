/** What git may be told to run, by options, configuration, or a name that is none of its own. */
import { configLooks, gitOption, gitWords } from '../catalogue/entry';
import { hasOption, operands, type Part } from '../shell/words';
import { guard } from './guard';

/** Subcommands of git itself that the other guard has nothing against: an alias can't stand for one of these. */
const own: ReadonlySet<string> = new Set(
  [
    'add am annotate apply archive blame branch bundle cat-file check-attr check-ignore check-mailmap check-ref-format',
    'checkout cherry cherry-pick clean clone column commit commit-graph commit-tree count-objects describe diff diff-files',
    'diff-index diff-tree fast-import fetch fetch-pack filter-repo fmt-merge-msg for-each-ref format-patch fsck gc',
    'get-tar-commit-id grep hash-object help index-pack init init-db interpret-trailers log ls-files ls-remote ls-tree',
    'merge merge-base merge-file merge-tree mktag mktree multi-pack-index mv name-rev notes pack-objects pack-redundant',
    'pack-refs patch-id prune prune-packed pull push range-diff rebase reflog repack replace request-pull rerere remote',
    'reset restore rev-list rev-parse revert rm shortlog show show-branch show-index show-ref stage stash status',
    'stripspace switch symbolic-ref tag unpack-file unpack-objects update-index update-ref update-server-info var',
    'verify-commit verify-pack verify-tag version whatchanged worktree write-tree',
  ].flatMap((each) => each.split(' ')),
);

/** Where it changes what git runs. */
const arranges =
  /^(?:config|difftool|mergetool|bisect|filter-branch|send-email|instaweb|gui|citool|web--browse|daemon|fast-export|hook|maintenance|credential.*|remote-.*|upload-.*|receive-.*|shell|svn|p4|cvs.*|archimport|checkout-index|read-tree|merge-index|mailsplit|mailinfo|send-pack|http-push|imap-send|for-each-repo|subtree|lfs|annex|flow|sparse-checkout|submodule)$/u;

/** Words of hub's own; what else it is given, it hands on to git. */
const hubs = /^(?:alias|api|browse|ci-status|compare|create|delete|fork|gist|issue|pr|pull-request|release|sync)$/u;

/** Everything of git that is no plain use of its own subcommands. */
export const gitGuards = [
  guard('git-tricks', gitTricks),
  guard('git-unknown', (part) => {
    const git = gitWords(part);
    if (git === undefined || git.verb === '') return undefined;
    const { spelt, verb } = git;
    // Another guard asks about words that are known only when it runs.
    if (part.words.some(({ known, value }) => !known && value === spelt)) return undefined;
    if (own.has(spelt) || arranges.test(verb) || (part.program === 'hub' && hubs.test(verb))) return undefined;
    return `git ${spelt} is no command of git itself: an alias or another program runs, which may do anything.`;
  }),
];

/** Ways of having git run something else. */
function gitTricks(part: Part): string | undefined {
  const git = gitWords(part);
  if (git === undefined) return undefined;
  const { verb, args } = git;
  if (
    git.own.some((each) =>
      /^(?:-c.*|--config-env.*|--exec-path=.*|--git-dir.*|--work-tree.*|-p|--paginate)$/u.test(each),
    )
  )
    return 'These options of git change what it runs.';
  if (arranges.test(verb) && !gitConfigLooks(verb, args))
    return `git ${verb} runs programs that are set up elsewhere, or changes which ones git runs.`;
  if (
    gitOption(
      args.filter((each) => each !== '--text'),
      '--upload-pack',
      '--receive-pack',
      '--exec',
      '--ext-diff',
      '--textconv',
      '--open-files-in-pager',
      '--template',
      '--separate-git-dir',
      '--no-verify',
      '--unsafe-paths',
    ) ||
    // For commit `-n` is `--no-verify`; behind an option with a value it is part of that.
    (verb === 'commit' && args.some((each) => /^-[aeqsvpioz]*n[a-zA-Z]*(?:$|m)/u.test(each))) ||
    args.some((each) => /^(?:ext|fd)::|^-O./u.test(each))
  )
    return 'These options of git start another program, or leave out the ones that check.';
  if (
    /^(?:clone|fetch|pull|ls-remote|remote|submodule)$/u.test(verb) &&
    (gitOption(args, '-c', '--config', '-u') || args.some((each) => /^ext::|^-u/u.test(each)))
  )
    return 'These options of git start another program.';
  // git takes a folder that looks like a bare repository for one, and runs what its configuration names.
  if (/^(?:init|init-db|clone)$/u.test(verb) && gitOption(args, '--bare', '--mirror', '--shared'))
    return 'What git runs in such a repository is set up by files that anybody may write.';
  if (verb === 'rebase' && hasOption(args, '-x', '--exec')) return 'git rebase starts other programs here.';
  return verb === 'grep' && args.some((each) => /^-O/u.test(each))
    ? 'git grep starts another program here.'
    : undefined;
}

function gitConfigLooks(verb: string, args: readonly string[]): boolean {
  if (verb === 'config') return configLooks(args);
  if (verb === 'submodule') return /^(?:status|summary|)$/u.test(operands(args)[0] ?? '');
  if (verb === 'sparse-checkout') return operands(args)[0] === 'list';
  return verb === 'lfs' && /^(?:ls-files|status|env)$/u.test(operands(args)[0] ?? '');
}
