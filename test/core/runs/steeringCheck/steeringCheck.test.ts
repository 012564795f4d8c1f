/** A finished task held against the steering: the wired product against a server that speaks a vendor's protocol. */
import { expect, test } from 'vitest';
import { part as shell } from '../../../../src/core/permissions/shell.part';
import { isResolved, resolveModel } from '../../../../src/core/providers/resolve';
import { defaultSettings, type Settings } from '../../../../src/core/settings';
import { type FakeTurn, startFakeAnthropic } from '../../../support/fakeAnthropic';
import { approved, harness, opened, root } from '../../../support/flowHarness';
import { createMemoryHost } from '../../../support/memoryHost';
import { sourceOf } from '../../../support/models';
import { builtFrom, reached, spec } from '../../../support/runHarness';

const csv = 'src/todos/csv.ts';
const ruleFile = '.kiro/steering/ts.md';
const files = {
  ...builtFrom,
  [`${root}/${ruleFile}`]: '---\ninclusion: fileMatch\nfileMatchPattern: "src/**"\n---\n\nNo default exports.\n',
  [`${root}/.kiro/steering/web.md`]: '---\ninclusion: fileMatch\nfileMatchPattern: "web/**"\n---\nNo inline styles.\n',
};

let calls = 0;
function call(name: string, input: unknown): FakeTurn {
  calls += 1;
  return { blocks: [{ tool: { id: `c${calls}`, name, input } }], usage: { input: 1_000, output: 100 } };
}

const finding = { rule_file: ruleFile, rule_line: 6, changed_file: csv, changed_line: 1, why: 'It is one.' };
const writes = call('write_file', { path: csv, text: 'export default 1;\n' });
const reports = call('report_task', { summary: 'Rows are written.' });

interface Wanted {
  readonly looks?: readonly FakeTurn[];
  readonly settings?: Partial<Settings>;
  readonly extra?: Readonly<Record<string, string>>;
  readonly off?: readonly string[];
  /** Files that a command of the agent writes, as it were, before it reports. */
  readonly besides?: Readonly<Record<string, string>>;
}

/** Builds a task that nothing proves; the user looks at it and marks it. */
async function built({ looks = [], settings = {}, extra = {}, off, besides = {} }: Wanted) {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: { ...files, ...extra },
    parts: { shell },
  });
  const approving = harness([], { host }).workspace;
  const handle = await opened(approving, spec);
  if (off !== undefined) await handle.switchOff(off);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  approving.dispose();

  const put = async () => {
    for (const [path, text] of Object.entries(besides)) host.put(path, text);
  };
  const server = await startFakeAnthropic([writes, { ...reports, when: put }, ...looks]);
  const env = { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: server.url };
  const model = await resolveModel(
    'building',
    sourceOf({ env, settings: { 'models.building': 'anthropic/claude-haiku-4-5' } }),
  );
  if (!isResolved(model)) throw new Error(model.needs);
  const all = { ...defaultSettings, 'steering.check': true, ...settings };
  const { workspace } = harness([], { host, settings: all, model: async () => model });
  const runs = await workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  runs.setMode('autopilot');
  const outcome = runs.start({ what: 'next' });
  await reached(runs, ({ confirm }) => confirm !== undefined, outcome);
  await runs.confirmChecks([]);
  expect(await outcome).toMatchObject({ kind: 'not_verifiable' });
  const identity = runs.snapshot().current?.task.identity ?? '';
  expect(await runs.markReviewed(identity)).toEqual({ kind: 'done' });
  await server.close();
  const { current } = runs.snapshot();
  const steps = current?.steps.flatMap((step) => (step.kind === 'steering' ? [step.check] : [])) ?? [];
  expect(host.text(`${spec}/tasks.md`)).toContain('- [x] 1.1');
  const path = host.paths().find((each) => each.includes('.tracewright/evidence/')) ?? '';
  const ledger = (host.text(host.paths().find((each) => each.includes('/ledger/')) ?? '') ?? '').split('\n');
  return {
    host,
    steps,
    record: JSON.parse(host.text(path) ?? ''),
    markdown: (await runs.evidence(identity)) ?? '',
    task: current?.task,
    asked: server.requests.slice(2).map(({ raw }) => JSON.parse(raw)),
    ledger: ledger.filter(Boolean).map((line) => JSON.parse(line)),
  };
}

test('one request of its own: what it finds stands in run, evidence and ledger, and the box is ticked all the same', async () => {
  const missing = { ...finding, rule_line: 60 };
  const { steps, record, markdown, asked, ledger, task, host } = await built({
    looks: [call('report_steering', { findings: [finding, missing] })],
  });
  expect(steps).toMatchObject([
    {
      sentence: 'The change seems to break a steering rule.',
      findings: [
        {
          rule: { file: ruleFile, path: `${root}/${ruleFile}`, line: 6, text: 'No default exports.' },
          change: { path: csv, line: 1, text: 'export default 1;' },
          why: 'It is one.',
        },
      ],
      notes: [`A finding was left out: “${ruleFile}” says nothing in line 60.`],
      against: [ruleFile],
      model: 'anthropic/claude-haiku-4-5',
    },
  ]);
  expect(record).toMatchObject({ outcome: 'reviewed', steering: { findings: [{ rule: { line: 6 } }] } });
  expect(JSON.stringify(record)).not.toContain(root);
  expect(markdown).toContain(`- \`${ruleFile}:6\` \`No default exports.\`, by \`${csv}:1\`: It is one.`);
  expect(asked).toHaveLength(1);
  expect(asked[0].tools.map(({ name }: { name: string }) => name)).toEqual(['report_steering']);
  const prompt = JSON.stringify(asked[0].messages);
  expect(prompt).toContain('6 | No default exports.');
  expect(prompt).toContain('+ 1 | export default 1;');
  expect(prompt).not.toContain('No inline styles');
  // The rules are data here: no part of what speaks for the product.
  expect(JSON.stringify(asked[0].system)).not.toContain('No default exports');
  expect(ledger.map(({ agent }) => agent)).toEqual(['main', 'main', 'steering check']);
  expect(task?.usage).toMatchObject({ input: 3_000, output: 300 });
  expect(task?.dollars).toBeCloseTo(
    ledger.reduce((sum, { dollars }) => sum + dollars, 0),
    9,
  );
  expect(host.paths().filter((path) => /-1\.steering-[^/]+\.jsonl$/u.test(path))).toHaveLength(1);
});

test.each([
  [
    'nothing is found',
    { looks: [call('report_steering', { findings: [] })] },
    'No steering rule that applied looks broken.',
  ],
  ['it only talks', { looks: [{ blocks: [{ text: 'All is well with this change.' }] }] }, 'no answer that can be used'],
  [
    'its answer has another form',
    { looks: [call('report_steering', { findings: 'none' })] },
    'no answer that can be used',
  ],
  ['it calls another tool', { looks: [call('write_file', { path: csv, text: '' })] }, 'no answer that can be used'],
  [
    'the vendor fails',
    { looks: [{ error: { status: 401, type: 'authentication_error', message: 'no' } }] },
    'was not held against the steering',
  ],
  ['it could cost more than its share', { settings: { 'budget.task': { tokens: 9_000 } } }, 'more than a tenth'],
  ['no steering applied', { off: [ruleFile, '.kiro/steering/web.md'] }, 'No steering applied'],
] as const)('where %s the task is ticked and its record says so', async (_name, wanted, says) => {
  const { steps, record, markdown, asked } = await built(wanted);
  expect(steps).toMatchObject([{ sentence: expect.stringContaining(says), findings: [] }]);
  expect(record.steering.sentence).toContain(says);
  expect(markdown).toContain('## Steering');
  expect(asked).toHaveLength('looks' in wanted ? wanted.looks.length : 0);
});

test('nobody is asked where the setting is off', async () => {
  const { steps, record, asked } = await built({ settings: { 'steering.check': false } });
  expect(steps).toEqual([]);
  expect(record.steering).toBeUndefined();
  expect(asked).toEqual([]);
});

test.each([
  ['hidden', 'local.txt\n', false],
  ['not hidden', '', true],
])('a changed file that is %s', async (_name, ignored, shown) => {
  const { asked, steps } = await built({
    looks: [call('report_steering', { findings: [{ ...finding, changed_file: 'local.txt' }] })],
    extra: { [`${root}/.kiroignore`]: ignored },
    besides: { [`${root}/local.txt`]: 'what nobody may read\n' },
  });
  expect(JSON.stringify(asked).includes('what nobody may read')).toBe(shown);
  expect(JSON.stringify(asked).includes('local.txt')).toBe(shown);
  expect(steps[0]?.findings).toHaveLength(shown ? 1 : 0);
});
