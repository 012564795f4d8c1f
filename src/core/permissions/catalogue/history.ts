import { operands } from '../shell/words';
import { begins, type CatalogueEntry, gitOption, gitWords } from './entry';

/** Rewriting history, locally and for everybody. */
export const history: readonly CatalogueEntry[] = [
  {
    id: 'force-push',
    why: 'overwrites or deletes what others have on the server',
    matches: (part) => {
      const git = gitWords(part);
      if (git?.verb !== 'push') return false;
      return (
        gitOption(
          git.args,
          '-f',
          '--force',
          '--force-with-lease',
          '--force-if-includes',
          '-d',
          '--delete',
          '--mirror',
          '--prune',
        ) || operands(git.args).some((each) => /^\+|^:./u.test(each))
      );
    },
    examples: [
      'git push --force',
      'git push -f origin main',
      'git push origin +main',
      'git push --force-with-lease',
      'git push origin :main',
      'git push --delete origin v1',
      'git -C . push --mirror',
      'git push -uf origin main',
      'git push --del origin v1',
      'hub push --force',
    ],
    harmless: ['git push', 'git push -u origin topic', 'git push --tags', 'git log --grep "push --force"'],
  },
  {
    id: 'rewrite-history',
    why: 'changes commits that exist already',
    matches: (part) => {
      if (part.program.startsWith('git-filter-repo') || part.program === 'bfg') return true;
      const git = gitWords(part);
      if (git === undefined) return false;
      const { verb, args } = git;
      if (/^(?:filter-branch|filter-repo|replace|rebase|update-ref|fast-import)$/u.test(verb)) return true;
      switch (verb) {
        case 'symbolic-ref':
          return operands(args).length !== 1 || gitOption(args, '-d', '--delete');
        case 'commit':
          return gitOption(args, '--amend');
        case 'reset':
          return !onlyUnstages(args);
        case 'reflog':
          return /^(?:expire|delete|drop|write|migrate)$/u.test(operands(args)[0] ?? '');
        case 'prune':
          return true;
        case 'gc':
          return gitOption(args, '--prune');
        case 'branch':
          return gitOption(args, '-D', '-d', '--delete', '-f', '--force', '-M', '-C');
        case 'tag':
          return gitOption(args, '-d', '--delete', '-f', '--force');
        case 'pull':
          return gitOption(args, '--rebase', '-r', '--force', '-f');
        default:
          return false;
      }
    },
    examples: [
      'git rebase -i HEAD~3',
      'git reset --hard',
      'git reset HEAD~1',
      'git commit --amend --no-edit',
      'git filter-branch --all',
      'git branch -D topic',
      'git tag -d v1',
      'git reflog expire --expire=now --all',
      'git gc --prune=now',
      'git update-ref refs/heads/main HEAD~1',
      'git reset --ha',
      'git reset @~1',
      'git reset main',
      'git commit --am',
      'git branch -C topic main',
      'git branch -M main',
      'git symbolic-ref -d HEAD',
    ],
    harmless: [
      'git commit -m "amend the reset"',
      'git branch',
      'git tag -l',
      'git reset a.ts',
      'git reflog',
      'git branch topic',
      'git branch -m topic',
      'git reset',
      'git reset HEAD src',
      'git reset -q -- src',
      'git reset src/a.ts b.md',
      'git commit --all -m x',
      'git tag v1.2.0',
    ],
  },
  {
    id: 'other-remote',
    why: 'sends commits to a server by its address, or changes where they go',
    matches: (part) => {
      const git = gitWords(part);
      if (git === undefined) return false;
      const { verb, args } = git;
      if (verb === 'remote') return !/^(?:show|get-url|update|prune|set-head|)$/u.test(operands(args)[0] ?? '');
      if (verb !== 'push') return false;
      const [to = ''] = operands(args, ['-o', '--push-option']);
      return gitOption(args, '--repo') || /[/:~\\]|^\.{1,2}$/u.test(to);
    },
    examples: [
      'git push https://example.com/a.git',
      'git push git@example.com:a/b.git main',
      'git push ../copy main',
      'git push --repo=https://example.com/a.git',
      'git remote set-url origin https://example.com/a.git',
      'git remote add x https://example.com/a.git',
      'git remote remove origin',
    ],
    harmless: [
      'git remote -v',
      'git remote show origin',
      'git remote get-url origin',
      'git remote prune origin',
      'git push origin topic/a',
      'git push -o ci.skip origin main',
    ],
  },
];

/** Whether `git reset` only takes files out of the index: the branch stays where it is, and so do the files. */
function onlyUnstages(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const before = end === -1 ? args : args.slice(0, end);
  if (!before.every((each) => !each.startsWith('-') || /^(?:-q|-N|--quiet|--mixed|--no-refresh)$/u.test(each)))
    return false;
  const [first, ...rest] = operands(before);
  if (first === undefined || begins([first], 'head') || first === '@') return true;
  return [first, ...rest].every(
    (each) => each === '.' || (/\.[a-z]\w{0,9}$|\/$/iu.test(each) && !/[~^@{:]/u.test(each)),
  );
}
