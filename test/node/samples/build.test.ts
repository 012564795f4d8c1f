/** What the sample answers write when they build a task: it is put into a copy of the sample workspace and run there. */
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ensureNode } from '../../../scripts/lib/install.mjs';
import { root, temporaryFolder } from '../../../scripts/lib/places.mjs';
import { render } from '../../../src/core/context/render';
import { criteriaOf, taskPrompt } from '../../../src/core/runs/prompt';
import failed from '../../../src/core/runs/prompts/failed.md';
import rejected from '../../../src/core/runs/prompts/rejected.md';
import { expectedOutcome } from '../../../src/core/runs/verify/expected';
import { documentOf, parseSpec } from '../../../src/core/specs/spec';
import { answerSample, type SampleAnswer } from '../../../src/node/samples/answer';
import type { ToolUse } from '../../../src/node/samples/conversation';
import type { Scenario } from '../../../src/node/samples/scenario';
import { numbersOf, renderSample } from '../../../src/node/samples/template';
import { todo } from '../../../src/node/samples/todo';
import { version } from '../../../src/node/samples/version';
import { withEdits } from '../../support/sampleTalk';

// What tests of TypeScript need that Node runs as they are.
const node = await ensureNode(24);

/** The spec as its documents are written in the sample workspace. */
function specOf(scenario: Scenario, name: string) {
  const values = { ...scenario.fromAnswers({ answers: '' } as never), words: { spec: name } };
  const numbers = numbersOf(scenario.templates['requirements.md'], values);
  const files = Object.fromEntries(
    Object.entries(scenario.templates).map(([file, text]) => [file, renderSample(text, values, numbers)]),
  );
  return parseSpec({ path: `/w/.kiro/specs/${name}`, files });
}

function promptOf(spec: ReturnType<typeof specOf>, number: string): string {
  const task = documentOf(spec, 'tasks.md')?.tasks.find(({ id }) => id === number);
  if (task === undefined) throw new Error(`There is no task ${number}.`);
  expect(criteriaOf(spec, task).length).toBeGreaterThan(0);
  return taskPrompt({
    spec,
    specPath: `.kiro/specs/${spec.name}`,
    task,
    expected: expectedOutcome(task),
    earlier: [],
    checks: ['npm test'],
    map: '',
    baseline: undefined,
  });
}

type Block = Readonly<Record<string, unknown>>;

/** A workspace that the sample answers build in, as the runner lets them. */
function workspace() {
  const folder = join(temporaryFolder('sample-build'), 'sample');
  cpSync(join(root, 'media/sample'), folder, { recursive: true });
  let messages: { readonly role: string; readonly content: readonly Block[] }[] = [];
  const runTests = async (): Promise<{ readonly passed: boolean; readonly output: string }> => {
    const env = { PATH: [dirname(node), process.env.PATH].join(delimiter), NO_COLOR: '1', HOME: folder };
    const command = promisify(execFile)('npm', ['test'], { cwd: folder, env });
    return command.then(
      ({ stdout }) => ({ passed: true, output: stdout }),
      (error: { stdout?: string }) => ({ passed: false, output: error.stdout ?? '' }),
    );
  };
  const use = async ({ name, input }: ToolUse): Promise<string> => {
    const path = join(folder, String(input.path ?? ''));
    if (name === 'read_file') return readFileSync(path, 'utf8');
    if (name === 'write_file') writeFileSync(path, String(input.text));
    else if (name === 'edit_file') writeFileSync(path, withEdits(readFileSync(path, 'utf8'), { ...input }));
    else if (name === 'run_command') return (await runTests()).output;
    else if (name !== 'report_task') throw new Error(`There is no tool ${name}.`);
    return 'Done.';
  };
  /** Says it, and lets the answers act until `until` is called. */
  const say = async (text: string, until = 'report_task'): Promise<ToolUse> => {
    messages.push({ role: 'user', content: [{ type: 'text', text }] });
    for (;;) {
      const answer = answerSample({ messages });
      const uses = usesOf(answer);
      if (uses.length === 0) throw new Error(`It ended without ${until}: ${JSON.stringify(answer)}`);
      const calls = uses.map((each, at) => ({ ...each, id: `${messages.length}-${at}` }));
      messages.push({ role: 'assistant', content: calls.map((call) => ({ type: 'tool_use', ...call })) });
      const content: Block[] = [];
      for (const call of calls) content.push({ type: 'tool_result', tool_use_id: call.id, content: await use(call) });
      messages.push({ role: 'user', content });
      const last = uses.find(({ name }) => name === until);
      if (last !== undefined) return last;
    }
  };
  return {
    runTests,
    say,
    begin: (text: string, until?: string) => {
      messages = [];
      return say(text, until);
    },
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
  };
}

function usesOf(answer: SampleAnswer): readonly ToolUse[] {
  return answer.kind === 'message' ? answer.uses : [];
}

const reportedIds = ({ input }: ToolUse) => (input.criteria as readonly { readonly id: string }[]).map(({ id }) => id);

test('the three tasks are built: green, red and corrected, green', { timeout: 120_000 }, async () => {
  const spec = specOf(version, 'running-version');
  const work = workspace();
  expect((await work.runTests()).passed).toBe(true);

  expect(reportedIds(await work.begin(promptOf(spec, '1')))).toEqual(['1.3']);
  expect(await work.runTests()).toMatchObject({ passed: true });
  expect(work.read('test/start.test.ts')).toContain('@spec running-version#1.3');

  expect(reportedIds(await work.begin(promptOf(spec, '2')))).toEqual(['1.1', '1.2']);
  const red = await work.runTests();
  expect(red.passed).toBe(false);
  expect(red.output).toContain('health.test.ts');
  const failing = render(failed, { sentence: '2 tests are red.', failing: red.output, attempt: '1', most: '3' });
  expect(reportedIds(await work.say(failing))).toEqual(['1.1', '1.2']);
  expect(await work.runTests()).toMatchObject({ passed: true });
  expect(work.read('test/version.test.ts')).toContain('@spec running-version#1.1');

  const before = work.read('src/app.ts');
  expect(reportedIds(await work.begin(promptOf(spec, '3')))).toEqual(['1.1', '1.2', '1.3']);
  expect(work.read('src/app.ts')).toBe(before);
});

test('a rejected file comes again in other words, and its tests pass', { timeout: 120_000 }, async () => {
  const work = workspace();
  const original = work.read('src/server.ts');
  await work.begin(promptOf(specOf(version, 'version-endpoint'), '1'), 'write_file');
  const told = render(rejected, {
    rejected: '- src/server.ts, lines 10 to 18',
    told: 'Say which service does not start.',
  });
  expect(original).not.toContain('does not start');
  const report = await work.say(told);
  expect(work.read('src/server.ts')).toContain('Daybook does not start:');
  expect(report.input.unfinished).toEqual([]);
  expect(await work.runTests()).toMatchObject({ passed: true });
});

test('where free words cannot be followed, the report says so', { timeout: 60_000 }, async () => {
  const work = workspace();
  await work.begin(promptOf(specOf(version, 'version-endpoint'), '1'), 'write_file');
  const report = await work.say(render(rejected, { rejected: '- src/config.ts', told: 'Use a class.' }));
  expect(report.input.unfinished).toEqual([expect.stringContaining('cannot follow free words')]);
});

test('a task of another spec needs a model, and the sentence says how to set one up', () => {
  const text = promptOf(specOf(todo, 'todo-api'), '1');
  const answer = answerSample({ messages: [{ role: 'user', content: [{ type: 'text', text }] }] });
  expect(answer).toEqual({ kind: 'needs_model', sentence: expect.stringContaining('Set Up a Model') });
});
