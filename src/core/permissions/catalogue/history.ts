import { hasOption, operands } from '../shell/words';
import { type CatalogueEntry, gitWords } from './entry';

/** Rewriting history, locally and for everybody. */
export const history: readonly CatalogueEntry[] = [
  {
    id: 'force-push',
    why: 'overwrites or deletes what others have on the server',
    matches: (part) => {
      const git = gitWords(part);
      if (git?.verb !== 'push') return false;
      return (
        hasOption(
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
      if (/^(?:filter-branch|filter-repo|replace|rebase|update-ref|fast-import|symbolic-ref)$/u.test(verb))
        return !(verb === 'symbolic-ref' && operands(args).length < 2);
      if (verb === 'commit') return hasOption(args, '--amend');
      if (verb === 'reset')
        return (
          hasOption(args, '--hard', '--merge', '--keep', '--soft') ||
          operands(args).some((each) => /^(?:HEAD[~^@]|[0-9a-f]{7,40}$|origin\/)/u.test(each))
        );
      if (verb === 'reflog') return /^(?:expire|delete)$/u.test(args[0] ?? '');
      if (verb === 'gc' || verb === 'prune') return verb === 'prune' || hasOption(args, '--prune');
      if (verb === 'branch') return hasOption(args, '-D', '-d', '--delete', '-f', '--force', '-M');
      if (verb === 'tag') return hasOption(args, '-d', '--delete', '-f', '--force');
      return verb === 'pull' && hasOption(args, '--rebase', '-r', '--force', '-f');
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
    ],
    harmless: [
      'git commit -m "amend the reset"',
      'git branch',
      'git tag -l',
      'git reset a.ts',
      'git reflog',
      'git branch topic',
    ],
  },
  {
    id: 'remote-history',
    why: 'deletes or changes a repository, branch or release on a server',
    matches: (part) => {
      if (!['gh', 'glab', 'hub', 'tea'].includes(part.program)) return false;
      const list = operands(part.args, ['-R', '--repo', '--hostname']);
      if (list[0] === 'api')
        return hasOption(part.args, '-X', '--method', '-f', '-F', '--field', '--raw-field', '--input');
      return /^(?:delete|archive|rename|transfer|edit|merge|close|set|remove|disable|cancel|run|lock)$/u.test(
        list[1] ?? '',
      );
    },
    examples: [
      'gh repo delete a/b --yes',
      'gh pr merge 3 --admin',
      'gh api -X DELETE repos/a/b',
      'gh secret set TOKEN',
      'gh workflow run deploy.yml',
    ],
    harmless: ['gh pr view 3', 'gh pr list', 'gh issue view 2', 'gh run list'],
  },
];
