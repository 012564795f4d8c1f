/** `tracewright run` over a real folder: hooks fire for what tasks and their helpers do, with nobody there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FakeTurn } from '../support/fakeAnthropic';
import { type HeadlessOptions, runHeadless } from '../support/headlessRun';
import { says, type WireRequest, wireCall } from '../support/wireModel';

const csv = 'src/todos/csv.ts';
const part = { role: 'code', goal: 'Write the rows.', files: [] };
const delegates = () => wireCall('delegate', { parts: [part] });
const writes = (path: string) => wireCall('write_file', { path, text: 'export {};\n' });
const reports = () => wireCall('report_task', { summary: 'Rows are written.' });

const ran = (hooks: string, script: readonly FakeTurn[], more: Partial<HeadlessOptions> = {}) =>
  runHeadless({ hooks, script, ...more });
const tells = (name: string, trigger: string, more = '', also = '') =>
  `  - {name: ${name}, trigger: ${trigger}, run: "cat >> LOG${also}"${more}}\n`;

describe('hooks of a headless run', () => {
  test('fire for a helper’s tools, for the file that it makes and for the task, each with its session', async () => {
    const { payloads, notes } = await ran(
      `hooks:\n${[
        tells('guard', 'before_tool', ', tools: write'),
        tells('look', 'after_tool', ', tools: write'),
        tells('births', 'on_create', ', pattern: "src/**/*.ts"'),
        tells('ended', 'task_finished'),
      ].join('')}`,
      [delegates(), writes(csv), reports(), reports()],
    );
    const by = (name: string) => payloads.filter(({ hook_event_name: event }) => event === name);
    const names = payloads.map(({ hook_event_name: event }) => event);
    expect(names.toSorted()).toEqual(['PostFileCreate', 'PostTaskExec', 'PostToolUse', 'PreToolUse']);
    expect(names.filter((name) => name !== 'PostFileCreate')).toEqual(['PreToolUse', 'PostToolUse', 'PostTaskExec']);
    const task = String(by('PostTaskExec')[0]?.session_id);
    expect(by('PreToolUse')[0]).toMatchObject({ session_id: `${task}.1`, agent: 'code', file_path: csv });
    expect(by('PostFileCreate')[0]).toMatchObject({
      file_paths: [csv],
      cause: { by: 'agent', chain: [], session: `${task}.1` },
    });
    expect(notes).toContain(`hook ok  births (${csv} matches src/**/*.ts`);
  });

  test('a guard stops the helper’s call with its words, and what nobody agreed to does not run', async () => {
    const guard = '  - {name: guard, trigger: before_tool, tools: write, run: "echo No rows here. >&2; exit 2"}\n';
    const { requests, folder } = await ran(`hooks:\n${guard}`, [delegates(), writes(csv), reports(), reports()]);
    expect(says(requests[2] as WireRequest, 'stopped it: No rows here.')).toBe(true);
    expect(() => readFileSync(`${folder}/${csv}`)).toThrow('ENOENT');
  });

  describe('that nobody has agreed to', () => {
    const hooks = `hooks:\n${tells('look', 'after_tool', ', tools: write')}`;
    const script = () => [writes(csv), reports()];
    test.each([
      ['asks in a terminal, with what it would run, and fires after a yes', 'y', 1],
      ['does not fire after a no, and asks once', '', 0],
    ])('one %s', async (_, reply, times) => {
      const asked: string[] = [];
      const ask = async (text: string) => {
        if (!text.includes('new or changed')) return '';
        asked.push(text);
        return reply;
      };
      const twice = [writes(csv), writes('src/todos/rows.ts'), reports()];
      const { payloads } = await ran(hooks, twice, { unseen: true, ask });
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(/^\nThe hook "look" is new or changed\.\n {4}When: After tool use \(write\)\n/u);
      expect(asked[0]).toMatch(
        /\n {4}Then run: cat >> .*\n {4}In: .*hooks\.yaml:2\nLet it fire from now on\? \[y\/N\] $/u,
      );
      expect(payloads).toHaveLength(2 * times);
    });

    test('one is named where nobody can be asked', async () => {
      const { payloads, notes } = await ran(hooks, script(), { unseen: true });
      expect(payloads).toEqual([]);
      expect(notes).toMatch(/hook not fired {2}look .* nobody has agreed to it yet/u);
    });
  });

  test.each([
    [
      'is asked in the terminal of the run',
      async (text: string) => (text.includes('git push') ? 'no' : ''),
      1,
      'The user refused it',
    ],
    ['is refused where nobody can be asked', undefined, 0, 'Nobody can be asked here'],
  ])('a command of an agreed hook that is dangerous %s', async (_, answer, times, words) => {
    const asked: string[] = [];
    const ask = async (text: string) => {
      if (text.includes('The hook "push" asks: Running git push --force')) asked.push(text);
      return (await answer?.(text)) ?? '';
    };
    const hooks = 'hooks:\n  - {name: push, trigger: after_tool, tools: write, run: "git push --force"}\n';
    const { notes } = await ran(hooks, [writes(csv), reports()], answer === undefined ? {} : { ask });
    expect(asked).toHaveLength(times);
    expect(notes).toMatch(new RegExp(`hook failed  push .* git push --force was refused\\. .*${words}`, 'u'));
  });

  test('a hook whose folder is made by the task hears of it, and what a hook changes is news to the next one', async () => {
    const { payloads } = await ran(
      `hooks:\n${[
        tells('first', 'on_create', ', pattern: "made/*.ts"', '; echo x > made/list.txt'),
        tells('second', 'on_create', ', pattern: "made/*.txt"'),
      ].join('')}`,
      [writes('made/a.ts'), reports()],
    );
    expect(payloads.map(({ file_path: path }) => path)).toEqual(['made/a.ts', 'made/list.txt']);
    expect(payloads[1]?.cause).toMatchObject({ by: 'hook', chain: [{ hook: '.kiro/hooks.yaml#first' }] });
  });

  test('files are left to another process that fires for the folder, and tools are not', async () => {
    const hooks = `hooks:\n${tells('look', 'after_tool', ', tools: write')}${tells('births', 'on_create')}`;
    const { payloads } = await ran(hooks, [writes(csv), reports()], { elsewhere: true });
    expect(payloads.map(({ hook_event_name: event }) => event)).toEqual(['PostToolUse']);
  });
});
