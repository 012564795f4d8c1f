/** The package registries of a project in a terminal: one question, what an answer opens, and what it leaves behind. */
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { part as shell } from '../../src/core/permissions/shell.part';
import { approved, harness, opened, root } from '../support/flowHarness';
import { knockingSandboxes } from '../support/knockingSandbox';
import { createMemoryHost } from '../support/memoryHost';
import { recordedTerminal } from '../support/recordedTerminal';
import { builtFrom, spec } from '../support/runHarness';
import { createScriptedClient, scriptedModel } from '../support/scriptedClient';

const npm = 'registry.npmjs.org';
const yarn = 'registry.yarnpkg.com';
const pypi = 'pypi.org';

async function world() {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: { ...builtFrom, [`${root}/.git/HEAD`]: '', [`${root}/tools/requirements.txt`]: 'flask\n' },
    parts: { shell },
    sandboxes: knockingSandboxes(),
  });
  const handle = await opened(harness([], { host }).workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  return host;
}

/** Runs a task whose agent fetches from each host in turn, with the answers in a terminal. */
async function fetched(host: Awaited<ReturnType<typeof world>>, task: string, answers: readonly string[]) {
  const left = [...answers];
  const questions: string[] = [];
  const { terminal, notes } = recordedTerminal(async (question) => {
    if (/prove/u.test(question)) return '';
    questions.push(question);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`Nobody expected: ${question}`);
    return answer;
  });
  const heard: string[] = [];
  const client = createScriptedClient([
    ...[npm, yarn, pypi].map((to) => ({ calls: [{ name: 'run_command', input: { command: `fetch ${to}` } }] })),
    (request) => {
      heard.push(...new Set(JSON.stringify(request.messages).match(/[\w.-]+(?= answered)/gu)));
      return { calls: [{ name: 'report_task', input: { summary: 'Fetched.' } }] };
    },
  ]);
  const argv = ['run', 'todo-csv-export', '--task', task, '--trust', '--mode', 'autopilot'];
  const services = { host, terminal, cwd: root, version: '1.2.3', model: async () => scriptedModel(client) };
  await run(argv, services);
  client.assertDone();
  expect(left).toEqual([]);
  return { questions, notes: notes.join('\n'), heard };
}

const rules = (host: Awaited<ReturnType<typeof world>>) =>
  host.paths().flatMap((path) => (path.endsWith('/permissions.yaml') ? [[path, host.text(path) ?? ''] as const] : []));
const offer = 'npm (JavaScript packages, for package.json), pypi (Python packages, for tools/requirements.txt)';
const all = [npm, yarn, pypi];

test.each<[string, readonly string[], readonly string[], RegExp | undefined]>([
  ['once', ['y'], all, undefined],
  ['for this session', ['s'], all, undefined],
  ['always, in this workspace', ['a', '', ''], all, /workspace-roots\/[0-9a-f]{16}\/permissions\.yaml$/u],
  ['always, everywhere', ['a', '', 'e'], all, /^\/home\/[^/]+\/\.kiro\/settings\/permissions\.yaml$/u],
  ['no', ['n'], [], undefined],
])('%s is one question for all of them, told with its hosts, and kept as it was said', async (_, said, heard, file) => {
  const host = await world();
  const first = await fetched(host, '1.1', said);
  expect(first.notes).toContain(`Opening the package registries of this project: ${offer}`);
  for (const to of [npm, yarn, pypi]) expect(first.notes).toContain(to);
  expect(first.questions.filter((each) => each.startsWith('y = once'))).toHaveLength(1);
  expect(first.heard).toEqual(heard);
  if (heard.length > 0) expect(first.notes).toMatch(/closed except for (?=[^\n]*registry\.npmjs\.org)[^\n]*pypi\.org/u);
  expect(rules(host).map(([path]) => path)).toEqual(file === undefined ? [] : [expect.stringMatching(file)]);
  if (file !== undefined) expect(rules(host)[0]?.[1]).toContain('match: ["registry:npm", "registry:pypi"]');
  // The next run asks where nothing was kept, and only there.
  const next = await fetched(host, '1.1', file === undefined ? ['n'] : []);
  expect(next.heard).toEqual(file === undefined ? [] : all);
});
