/** A verified task held against the steering by the command line: told, in the record, in the ledger, and nothing waits. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { runHeadless } from '../support/headlessRun';
import { recordedTerminal } from '../support/recordedTerminal';
import { wireCall } from '../support/wireModel';

const ruleFile = '.kiro/steering/csv.md';
const program = 'export default (rows) => rows.join(",");\n';
const proof = [
  "import assert from 'node:assert';",
  "import test from 'node:test';",
  "import csv from '../src/todos/csv.js';",
  "test('rows', () => assert.equal(csv([1, 2]), '1,2'));",
];
const finding = {
  rule_file: ruleFile,
  rule_line: 6,
  changed_file: 'src/todos/csv.js',
  changed_line: 1,
  why: 'It is a default export.',
};

async function built(settings: Readonly<Record<string, unknown>>, looks: readonly unknown[]) {
  return runHeadless({
    settings,
    argv: ['run', 'todo-csv-export', '--next', '--trust', '--mode', 'autopilot', '--confirm-checks'],
    files: {
      [ruleFile]: '---\ninclusion: fileMatch\nfileMatchPattern: "src/**"\n---\n\nNo default exports.\n',
      'package.json': JSON.stringify({ type: 'module', scripts: { test: 'node --test' } }),
    },
    script: [
      wireCall('write_file', { path: 'src/todos/csv.js', text: program }),
      wireCall('write_file', { path: 'test/csv.test.js', text: `${proof.join('\n')}\n` }),
      wireCall('report_task', { summary: 'Rows are written.' }),
      ...looks.map((findings) => wireCall('report_steering', { findings })),
    ],
  });
}

function recordIn(folder: string): { readonly outcome: string; readonly steering?: unknown } {
  const evidence = `${folder}/.kiro/specs/todo-csv-export/.tracewright/evidence`;
  const [name = ''] = readdirSync(evidence).filter((each) => each.endsWith('.json'));
  return JSON.parse(readFileSync(`${evidence}/${name}`, 'utf8'));
}

test('a rule that the change breaks is told with both lines, after the tick', async () => {
  const { folder, host, notes, out, requests } = await built({ 'tracewright.steering.check': true }, [[finding]]);
  expect(out).toMatch(/^1\.1 .+: done/mu);
  expect(notes).toContain(
    [
      'The change seems to break a steering rule.',
      'src/todos/csv.js:1: It is a default export.',
      `  ${ruleFile}:6: No default exports.`,
    ].join('\n  '),
  );
  expect(requests).toHaveLength(4);
  expect(readFileSync(`${folder}/.kiro/specs/todo-csv-export/tasks.md`, 'utf8')).toContain('- [x] 1.1');
  expect(recordIn(folder)).toMatchObject({
    outcome: 'verified',
    steering: { findings: [{ rule: { file: ruleFile, line: 6 }, change: { path: 'src/todos/csv.js', line: 1 } }] },
  });
  const { terminal, out: spent } = recordedTerminal();
  await run(['log', 'spent'], { host, terminal, cwd: folder, version: '1.0.0' });
  expect(spent.join('\n')).toMatch(/tokens {2}steering check of task 1\.1 of todo-csv-export$/mu);
});

test('nothing is asked where nobody wants it', async () => {
  const { folder, notes, requests } = await built({}, []);
  expect(requests).toHaveLength(3);
  expect(notes).not.toMatch(/against the steering|steering rule/u);
  expect(recordIn(folder).steering).toBeUndefined();
});
