/** What the names under `policies:` in permissions.yaml stand for. */
import type { Rule } from './rules';

type Preset = readonly Pick<Rule, 'capability' | 'match' | 'effect'>[];

const shell = (match: readonly string[]): Preset => [{ capability: 'shell', match, effect: 'allow' }];
const reads: Preset[number] = { capability: 'fs_read', match: ['.'], effect: 'allow' };

const looking = [
  'ls *',
  'cat *',
  'head *',
  'tail *',
  'wc *',
  'grep *',
  'rg *',
  'pwd',
  'git status *',
  'git log *',
  'git diff *',
  'git show *',
  'git branch',
  'git blame *',
  'which *',
  'du *',
  'df *',
  'file *',
  'stat *',
];

const developing = [
  'npm run *',
  'npm test *',
  'npm ci',
  'npm install',
  'npm ls *',
  'npx tsc *',
  'npx vitest *',
  'npx jest *',
  'npx eslint *',
  'npx prettier *',
  'pnpm run *',
  'pnpm test *',
  'pnpm install',
  'yarn run *',
  'yarn test *',
  'yarn install',
  'node *',
  'tsc *',
  'pytest *',
  'python -m pytest *',
  'pip install -r *',
  'cargo build *',
  'cargo test *',
  'cargo check *',
  'cargo clippy *',
  'cargo fmt *',
  'go build *',
  'go test *',
  'go vet *',
  'gofmt *',
  'mvn test *',
  'mvn compile *',
  './gradlew test *',
  './gradlew build *',
  'make',
  'make test *',
  'make build *',
  'mkdir *',
  'touch *',
  'cp *',
  'mv *',
  'git add *',
  'git commit *',
  'git switch *',
  'git checkout -b *',
];

const table: Readonly<Record<string, Preset>> = {
  'allow-all': [{ capability: 'all', match: [], effect: 'allow' }],
  'edit-workspace': [reads, { capability: 'fs_write', match: ['.'], effect: 'allow' }],
  'dev-shell': shell([...looking, ...developing]),
  'read-all': [{ capability: 'fs_read', match: [], effect: 'allow' }],
  'read-only-shell': shell(looking),
  'read-workspace': [reads],
};

/** The names of all presets. */
export const presetNames: readonly string[] = Object.keys(table);

/** The rules of a preset; undefined where there is none of that name. What always asks keeps asking. */
export function presetRules(name: string): Preset | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
