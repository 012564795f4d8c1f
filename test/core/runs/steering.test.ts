/** Steering on the wire of the wired product: tasks, their helpers, and where nobody is there. */
import { describe, expect, test } from 'vitest';
import type { ModelRequest } from '../../../src/core/providers/provider';
import { expectPrefixes } from '../agent/loopBench';
import { call, csv, play, report, root } from './attacks/stage';

const rule = 'No default exports, says the team.';
const files = {
  [`${root}/.kiro/steering/lists.md`]: `---\ninclusion: fileMatch\nfileMatchPattern: "src/todos/list.ts"\n---\n${rule}`,
};
const read = call('read_file', { path: 'src/todos/list.ts' });
const other = call('read_file', { path: 'package.json' });
const write = call('write_file', { path: csv, text: 'export const a = 1;\n' });

function holds(request: ModelRequest | undefined): boolean {
  return JSON.stringify(request).includes(rule);
}

describe.each([undefined, 'nobody'] as const)('a rule for a file, with the user %s', (user) => {
  const attack = { name: '', guards: [], files, got: () => false, ...(user === undefined ? {} : { user }) };

  test('is in the very next request of a task after the file is read, and only then', async () => {
    const { requests } = await play({ ...attack, script: () => [other, read, write, report()] });
    expect(requests.map(holds)).toEqual([false, false, true, true]);
    expectPrefixes(requests);
  });

  test('is in that of a helper, and its parent’s own goes on without', async () => {
    const part = { role: 'research', goal: 'Look at how lists are made', files: [] };
    const helperDone = call('report_task', { summary: 'Seen.', findings: [], files: [] });
    const script = [call('delegate', { parts: [part] }), read, helperDone, report()];
    const { requests } = await play({ ...attack, script: () => script });
    expect(requests.map(holds)).toEqual([false, false, true, false]);
    const [first, helper, again, last] = requests;
    if (first && helper && again && last) {
      expectPrefixes([first, last]);
      expectPrefixes([helper, again]);
    }
  });
});

test('nothing of it where the workspace is not trusted', async () => {
  const { requests } = await play({ name: '', guards: [], files, trusted: false, got: () => false, script: () => [] });
  expect(requests).toHaveLength(0);
});

test('what the user switched off for the spec comes to neither a task nor its helper', async () => {
  const always = 'Every answer is in British English.';
  const all = { ...files, [`${root}/.kiro/steering/words.md`]: always };
  const part = { role: 'research', goal: 'Look at how lists are made', files: [] };
  const helperDone = call('report_task', { summary: 'Seen.', findings: [], files: [] });
  const script = () => [read, call('delegate', { parts: [part] }), read, helperDone, report()];
  const attack = { name: '', guards: [], files: all, got: () => false, script };
  const names = ['.kiro/steering/lists.md', '.kiro/steering/words.md'];
  const { requests } = await play({ ...attack, switchedOff: names });
  expect(requests.map((each) => holds(each) || JSON.stringify(each).includes(always))).toEqual(
    requests.map(() => false),
  );
  const open = await play(attack);
  expect(open.requests.every((each) => JSON.stringify(each).includes(always))).toBe(true);
  expect(open.requests.some(holds)).toBe(true);
});
