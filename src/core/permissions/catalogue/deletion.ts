import { hasOption, operands } from '../shell/words';
import { type CatalogueEntry, gitOption, gitWords, runs } from './entry';

/** Deletion beyond single files of the workspace. */
export const deletion: readonly CatalogueEntry[] = [
  {
    id: 'delete-many',
    why: 'deletes more than files that are named one by one',
    matches: (part) => {
      const { args, words } = part;
      if (part.program === 'rmdir') return hasOption(args, '-p', '--parents');
      if (part.program === 'gio') return args[0] === 'trash';
      if (!runs(part, 'rm grm unlink del erase rd trash trash-put')) return false;
      return (
        hasOption(args, '-r', '-R', '--recursive') ||
        words.some(({ glob, known }) => glob || !known) ||
        operands(args).some((each) => /^(?:\/|~|\.{1,2}\/?$)|\/$|(?:^|\/)\.\.(?:\/|$)/u.test(each))
      );
    },
    examples: [
      'rm -rf build',
      'rm -fr .',
      'rm --recursive src',
      'rm *.ts',
      'rm ../other.txt',
      'rm /etc/hosts',
      'rm ~/notes.txt',
      'rmdir -p a/b/c',
    ],
    harmless: ['rm src/old.ts', 'rm -f a.txt b.txt', 'git rm src/old.ts', 'rmdir empty', 'echo "rm -rf /"'],
  },
  {
    id: 'find-delete',
    why: 'deletes whatever it finds',
    matches: (part) =>
      (runs(part, 'find', 'gfind', 'bfs') && part.args.includes('-delete')) ||
      (part.parent !== undefined &&
        runs(part.parent, 'find', 'gfind', 'bfs', 'fd', 'fdfind', 'xargs') &&
        runs(part, 'rm', 'unlink', 'shred')),
    examples: ['find . -name "*.log" -delete', 'find . -type f -exec rm {} +', 'ls | xargs rm', 'fd -e tmp -x rm'],
    harmless: ['find . -name "*.log"', 'grep -r "find -delete" .'],
  },
  {
    id: 'wipe',
    why: 'destroys contents so that nothing can bring them back',
    matches: (part) =>
      runs(part, 'shred srm wipe rimraf del-cli trash-empty') ||
      (part.program === 'truncate' && part.words.some(({ glob, known }) => glob || !known)) ||
      (runs(part, 'rsync') && part.args.some((each) => /^--(?:del|delete|remove-source)/u.test(each))) ||
      (runs(part, 'mv') && operands(part.args).some((each) => each === '/dev/null')),
    examples: ['shred -u key.pem', 'rimraf dist', 'npx rimraf src', 'rsync -a --delete a/ b/', 'mv src /dev/null'],
    harmless: ['truncate -s 0 app.log', 'rsync -a a/ b/', 'mv a b'],
  },
  {
    id: 'uncommitted-work',
    why: 'throws away work that is in no commit',
    matches: (part) => {
      const git = gitWords(part);
      return git !== undefined && throwsAway(git.verb, git.args);
    },
    examples: [
      'git clean -fdx',
      'git checkout -- .',
      'git checkout .',
      'git restore src',
      'git stash drop',
      'git stash clear',
      'git switch --discard-changes main',
      'git rm -rf src',
      'git worktree remove ../x',
      'git clean -fdx -enode_modules',
      'git checkout HEAD~3 a.ts',
      'git checkout a.ts',
      'git switch --force-create main',
      'git switch -C main',
      'git restore -sSAVED src',
      'git stash pop',
    ],
    harmless: [
      'git clean -n',
      'git stash list',
      'git restore --staged a.ts',
      'git checkout -b topic',
      'git checkout -b topic main',
      'git checkout release-1.x',
      'git switch -c topic',
      'git stash push -m wip',
      'git worktree list',
      'git switch main',
    ],
  },
];

/** Whether a git command overwrites or deletes what no commit holds. */
function throwsAway(verb: string, args: readonly string[]): boolean {
  switch (verb) {
    case 'clean':
      // In `-en` the letter is a pattern.
      return !args.some((each) => /^-[dfqxX]*n[dfnqxX]*$/u.test(each) || each === '--dry-run');
    case 'checkout': {
      const list = operands(args, ['-b', '-B', '--orphan', '--conflict']);
      return (
        args.includes('--') ||
        gitOption(args, '-f', '--force', '-B', '--pathspec-from-file') ||
        list.length > 1 ||
        list.some((each) => /^[.:]|\//u.test(each) || isFile(each))
      );
    }
    case 'restore':
      return (
        !args.some((each) => /^-[qSW]*S[qSW]*$/u.test(each) || /^--stag/u.test(each)) ||
        gitOption(args, '--worktree', '-W')
      );
    case 'switch':
      return gitOption(args, '-f', '--force', '--discard-changes', '-C', '--force-create');
    case 'stash':
      return !/^(?:-.*|push|save|list|show|apply|create|store|branch|)$/u.test(args[0] ?? '');
    case 'rm':
      return gitOption(args, '-r', '-f', '--force');
    case 'worktree':
      return (
        !/^(?:list|add|lock|unlock|)$/u.test(args[0] ?? '') ||
        (args[0] === 'add' && gitOption(args, '-f', '--force', '-B'))
      );
    default:
      return false;
  }
}

/** Whether a word is the name of a file rather than of a branch: `a.ts`, and not `release-1.x`. */
function isFile(word: string): boolean {
  return /\.[a-z]\w{0,9}$/iu.test(word) && !/\d\.x$/u.test(word);
}
