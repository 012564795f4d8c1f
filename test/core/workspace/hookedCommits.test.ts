/** The runner's own commits, one a task, in a real repository: hooks are asked before each and told of it afterwards. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Host } from '../../../src/core/host';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { part as redact } from '../../../src/core/providers/redact.part';
import { defaultSettings } from '../../../src/core/settings';
import { documentOf } from '../../../src/core/specs/spec';
import { findTasks } from '../../../src/core/specs/tasks';
import { createWorkspace } from '../../../src/core/workspace';
import { createNodeHost } from '../../../src/node/host';
import { approved, root as codeRoot, opened } from '../../support/flowHarness';
import { loadPart } from '../../support/models';
import { builtFrom } from '../../support/runHarness';
import { fill, temporaryFolder } from '../../support/temporary';
import { wireCall, wireModel } from '../../support/wireModel';

const secret = `AKIA${'QWERTYUIOPASDFGH'}`;
const hooks = `hooks:
  - name: no secrets
    trigger: on_commit
    scan: secrets
    on_failure: block
  - name: lines
    trigger: on_commit
    if: { changed_lines: "^export" }
    notify: "exports in {files}"
  - name: told
    trigger: after_commit
    notify: "committed {files}"
`;

/** Builds the first task, whose agent writes this, and marks it as reviewed, since nothing proves it. */
async function built(text: string) {
  const folder = realpathSync(temporaryFolder()).replaceAll('\\', '/');
  for (const [path, each] of Object.entries(builtFrom)) fill(folder, { [path.slice(codeRoot.length + 1)]: each });
  fill(folder, { 'package.json': '{}\n', '.kiro/hooks.yaml': hooks });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ana');
  git('config', 'user.email', 'ana@example.com');
  git('add', '-A');
  git('commit', '-q', '-m', 'Begin');
  const parts = async (name: string) =>
    name === 'shell' ? shell : name === 'redact' ? redact : loadPart(name as 'redact');
  const host: Host = {
    ...createNodeHost({ stateFolder: temporaryFolder(), env: () => undefined }),
    homeFolder: temporaryFolder(),
    loadPart: parts as Host['loadPart'],
  };
  const wire = await wireModel([
    wireCall('write_file', { path: 'src/todos/csv.ts', text }),
    wireCall('report_task', { summary: 'Rows are written.' }),
  ]);
  const workspace = createWorkspace({
    ...{ host, roots: [folder], trusted: true, headless: true, watch: false },
    settings: { ...defaultSettings, 'run.commit': true },
    model: async () => wire.model,
  });
  const said: string[] = [];
  workspace.hooks.connect({ notify: (message) => void said.push(message) });
  const spec = `${folder}/.kiro/specs/todo-csv-export`;
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  const runs = await workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  runs.setMode('autopilot');
  runs.subscribe({ changed: ({ confirm }) => void (confirm && runs.confirmChecks([])) });
  await runs.start({ what: 'next' });
  const document = documentOf(handle.spec(), 'tasks.md');
  const [task] = document === undefined ? [] : findTasks(document, '1.1');
  expect(await runs.markReviewed(task?.identity ?? '')).toMatchObject({ kind: 'done' });
  await workspace.hooks.idle();
  const history = await workspace.hooks.history(folder);
  workspace.dispose();
  await wire.close();
  return { git, said, history, log: git('log', '--format=%s').split('\n') };
}

test('a secret that an agent wrote is not committed, and it is said where it stands', async () => {
  const { log, history, git } = await built(`export const key = '${secret}';\n`);
  expect(log).toEqual(['Begin']);
  expect(git('rev-list', '--all').split('\n')).toHaveLength(1);
  const stopped = history.find(({ hookName }) => hookName === 'no secrets');
  expect(stopped?.result).toMatchObject({
    kind: 'blocked',
    message: expect.stringContaining('src/todos/csv.ts:1 aws access key'),
  });
  expect(stopped?.event.cause).toMatchObject({ by: 'agent', session: expect.stringMatching(/^task-/u) });
  expect(JSON.stringify(history)).not.toContain(secret);
});

test('what is fine is committed, with conditions on exactly what the task changed, and told afterwards', async () => {
  const { log, said } = await built('export const rows = 1;\n');
  expect(log).toEqual(['1.1 Write rows as CSV', 'Begin']);
  expect(said).toEqual(['exports in src/todos/csv.ts', expect.stringContaining('committed src/todos/csv.ts')]);
});
