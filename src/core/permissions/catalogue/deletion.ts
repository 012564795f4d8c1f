import { hasOption, operands } from '../shell/words';
import { type CatalogueEntry, gitWords, runs } from './entry';

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
      if (git === undefined) return false;
      const { verb, args } = git;
      if (verb === 'clean') return !hasOption(args, '-n', '--dry-run');
      if (verb === 'checkout')
        return args.some((each) => /^(?:--|-f|--force|\.|-B)$/u.test(each) || /^:|\//u.test(each));
      if (verb === 'restore') return !hasOption(args, '--staged', '-S') || hasOption(args, '--worktree', '-W');
      if (verb === 'switch') return hasOption(args, '-f', '--force', '--discard-changes', '-C');
      if (verb === 'stash') return /^(?:drop|clear|pop)$/u.test(args[0] ?? '');
      if (verb === 'rm') return hasOption(args, '-r', '-f', '--force');
      return verb === 'worktree' && args[0] === 'remove';
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
    ],
    harmless: [
      'git clean -n',
      'git stash list',
      'git restore --staged a.ts',
      'git checkout -b topic',
      'git switch main',
    ],
  },
];
