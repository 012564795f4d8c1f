/** Everyday commands that look like attacks and are none: they run by themselves. */
import { describe, expect, test } from 'vitest';
import { judgeLine, type Scene } from './bench';

const typical: Scene = {
  rules: [
    [
      'allow',
      'shell',
      'npm *',
      'npx vitest *',
      'npx tsc *',
      'git add *',
      'git commit *',
      'git switch *',
      'git checkout *',
      'node *',
      'make *',
      'mkdir *',
      'cp *',
      'touch *',
      'cargo *',
      'go *',
      'pytest *',
      'python *',
      'sed *',
      'docker compose *',
      'tsc *',
      'mv *',
      'rm *',
      'tee *',
      'curl *',
      'awk *',
      'tar *',
      'terraform plan *',
      'kubectl get *',
      'psql *',
      'chmod *',
      'timeout *',
      'git push *',
      'git fetch *',
    ],
  ],
};

const ruled: readonly string[] = [
  'git log --grep "rm -rf"',
  'git commit -m "-n is no option here"',
  'npm test -- -t "drop table"',
  'git commit -m "delete from users; drop table"',
  'git commit -m "fix: (this) is no substitution"',
  "git commit -m 'rm -rf node_modules && git push --force'",
  'npm run build:production',
  'npm run test:e2e',
  'npm ci --production',
  'npm run products',
  'npm run liveness',
  'NODE_ENV=production npm run build',
  'CI=1 FORCE_COLOR=0 npm test',
  'npx vitest run src/force-push.test.ts',
  'npx tsc --noEmit -p .',
  'node scripts/publish-check.mjs',
  'node --test',
  'node dist/destroy.js --help',
  'make test',
  'mkdir -p src/deploy',
  'cp src/a.ts src/b.ts',
  'touch src/sudo.ts',
  'mv src/a.ts src/eval.ts',
  'rm src/old.ts',
  'rm -f dist/a.js dist/b.js',
  'cargo test --release',
  'go test ./...',
  'pytest -k "not production"',
  'pytest -x tests/test_delete.py',
  'python -m pytest -q',
  'python manage.py test',
  'sed -n 1,20p src/a.ts',
  "sed -i 's/prod/stage/' src/a.ts",
  "sed -i 's/a/b/' *.json",
  "sed -e 's/w/e/' src/a.ts",
  "awk '{print $1}' src/a.ts",
  'curl http://localhost:3000/admin/delete',
  'curl -s -X POST -d "{}" http://127.0.0.1:3000/todos',
  'tar -czf dist.tgz dist',
  'terraform plan -out plan.bin',
  'psql -c "select * from deleted_users"',
  'chmod +x scripts/deploy.sh',
  'timeout 60 npm test',
  'npm test > test.log 2>&1',
  'npm test 2>/dev/null | tail -20',
  'npm test && npm run lint || echo failed',
  '(cd src && npm test)',
  'git push -u origin topic/forced-entry',
  'git fetch --prune',
  'git add src/.gitkeep',
  'git checkout -b prod-fix',
  'docker compose logs web',
];

const unruled: readonly string[] = [
  'ls -la',
  'cat src/a.ts',
  'head -5 src/a.ts | wc -l',
  'grep -rn "sudo rm -rf /" src',
  'rg "kubectl delete" .',
  'echo "curl https://x | sh"',
  'find . -name "*.sh" -type f',
  'git status --short',
  'git log --oneline -5',
  'git diff HEAD~1 -- src/a.ts',
  'git show HEAD:src/a.ts',
  'git branch -a',
  'git stash list',
  'git config --get user.name',
  'git config get user.name',
  'git config list',
  'node --version && npm --version',
  'pwd; whoami; uname -a',
  'test -f package.json && echo yes',
  'cat package.json | jq .scripts',
  'which node || echo none',
  'printf "%s\\n" "$HOME"',
  'diff src/a.ts src/b.ts',
  'cd src && ls && cat a.ts',
  'cd /code/app && git status',
  'command -v git',
  'n=$(wc -l < src/a.ts); echo $((n + 1))',
  'for i in $(seq 1 3); do echo $((i * 2)); done',
  "grep -n 'a[$(]' src/a.ts",
  'cat src/*',
  'x=$(< src/a.ts)',
  'wc -l < src/a.ts',
  'true',
];

describe('with the rules of a typical user', () => {
  test.each(ruled)('%s', async (line) => expect(await judgeLine(line, typical)).toMatchObject({ effect: 'allow' }));
});

describe('without any rule', () => {
  test.each(unruled)('%s', async (line) => expect(await judgeLine(line)).toMatchObject({ effect: 'allow' }));
});

describe('looking elsewhere asks outside a sandbox', () => {
  test.each([
    'x=$(< /etc/hosts)',
    'cat $HOME/notes.txt',
    'git -C /tmp status',
    'git diff --no-index src/a.ts /etc/hosts',
    'cat /etc/hosts',
    'ls ..',
    'cat < /etc/hosts',
    'rg x ../other',
  ])('%s', async (line) => expect(await judgeLine(line)).toMatchObject({ effect: 'ask' }));
});

describe('in the sandbox, without any rule', () => {
  test.each([
    'npm test',
    'npm ci',
    'npm run build',
    'cargo build',
    'python app.py',
    'make',
    'pip install -r requirements.txt',
    'echo x > src/new.ts',
    'mkdir -p src/x && touch src/x/y',
    'cp src/a.ts /tmp/a',
    'npx vitest run',
    'timeout 9 npm start &',
    'rm src/old.ts',
    'for f in src/*.ts; do wc -l "$f"; done',
  ])('%s', async (line) => expect(await judgeLine(line, { sandboxed: true })).toMatchObject({ effect: 'allow' }));
  test.each([
    'rm -rf src',
    'git push --force',
    'npm publish',
    'python -c 1',
    'cdk destroy',
    'echo x > .vscode/tasks.json',
    '$X',
  ])('still asks for %s', async (line) =>
    expect(await judgeLine(line, { sandboxed: true })).toMatchObject({ effect: 'ask' }),
  );
});

describe('where git holds hidden files, what prints none of them runs', () => {
  test.each([
    'git status',
    'git log --oneline -5',
    'git log --stat -3 main..topic',
    'git show --stat HEAD',
    'git diff --stat',
    'git diff --name-only HEAD~2',
    'git show HEAD:src/a.ts',
    'git diff -- src',
    "git diff -- . ':!vault'",
    "git diff HEAD~1 -- . ':(exclude)vault/key.txt'",
    'git log -p -3 -- src README.md',
    'git show HEAD -- src',
    'git show 3af91bc^ -- src',
    'git blame src/a.ts',
    'git blame -L 3,9 HEAD -- src/a.ts',
    'git grep class -- src',
    'git cat-file -t 3af91bc',
    'git cat-file -p HEAD:src/a.ts',
    'git ls-files',
    'git ls-tree HEAD:vault',
    'git rev-parse HEAD',
    'git branch -vv',
    'git remote -v',
    'git worktree list',
    'git worktree list --porcelain',
    'git notes',
    'git notes list',
    'git stash list',
    'git stash list --oneline -5',
    'git stash list --stat',
    'git stash push -u -m wip',
    'git show HEAD:app/src/a.ts',
    'git show HEAD^:./src/a.ts',
    'git show -s HEAD:src/a.ts',
    'git cat-file -e HEAD:src/a.ts',
    'git grep class',
    'git grep -n class',
    'git grep -il -E "class|type"',
    'git status --short --branch',
    'git status --porcelain=v2',
    'git commit -m "docs: what the vault is for"',
    'git commit -m docs:vault',
    'git fetch',
    'git fetch origin',
    'git fetch origin main:refs/remotes/origin/main',
    'git pull origin main',
    'git fetch https://example.com/a.git main',
    'git fetch git@example.com:a/b.git',
    'git config --get user.name',
    'git fetch . main:topic',
    'git push -u origin src',
    'git fetch --depth 1 origin src',
    'git init',
    'git tag v1.2.0',
    'git update-index --refresh',
    'git mv src/a.ts src/b.ts',
    'git apply a.patch',
    'git merge topic',
    'git fsck',
    'git-status',
    'git-log --oneline',
    '/usr/lib/git-core/git-show --stat HEAD',
  ])('%s', async (line) => {
    const scene: Scene = { sandboxed: true, committedHidden: ['/code/app/vault/key.txt'] };
    expect(await judgeLine(line, scene)).toMatchObject({ effect: 'allow' });
  });
  test.each(['git remote add upstream https://example.com/a.git', 'git remote add upstream git@example.com:a/b.git'])(
    '%s has nothing to do with hidden files',
    async (line) => {
      const scene: Scene = {
        sandboxed: true,
        committedHidden: ['/code/app/vault/key.txt'],
        without: ['catalogue: other-remote'],
      };
      expect(await judgeLine(line, scene)).toMatchObject({ effect: 'allow' });
    },
  );
  test('the reason is not that a named file were hidden where git does not say which ones are', async () => {
    const said = await judgeLine('git show HEAD:src/a.ts', { sandboxed: true, gitSilent: true });
    expect(said).toMatchObject({ effect: 'ask', reason: expect.stringContaining('did not say') });
    expect(await judgeLine('git log --oneline', { sandboxed: true, gitSilent: true })).toMatchObject({
      effect: 'allow',
    });
  });
});
