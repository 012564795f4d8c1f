import { describe, expect, test } from 'vitest';
import type { SpecRuns } from '../../../src/core/runs/service';
import { root } from '../../support/flowHarness';
import {
  identityOf,
  type Kept,
  lastText,
  type RunHarness,
  reached,
  reports,
  runHarness,
  spec,
  writes,
} from '../../support/runHarness';

const csv = 'src/todos/csv.ts';
const tasks = `${spec}/tasks.md`;

async function start(harness: RunHarness, mode: 'supervised' | 'autopilot' = 'autopilot') {
  const runs = await harness.runs();
  runs.setMode(mode);
  return { runs, outcome: runs.start({ what: 'task', identity: await identityOf(harness, '1.1') }) };
}

test('one hunk of two is rejected, the other stands', async () => {
  const list = 'src/todos/list.ts';
  const harness = runHarness([
    writes(list, '// first\nexport function listTodos() {\n  return [];\n}\n// last\n'),
    (request) => {
      expect(lastText(request)).toContain('+// first');
      expect(lastText(request)).not.toContain('+// last');
      return reports();
    },
  ]);
  const { runs, outcome } = await start(harness, 'supervised');
  const { current } = await reached(runs, (snapshot) => snapshot.current?.task.state === 'reviewing');
  const [first, last] = current?.changes[0]?.hunks ?? [];
  await runs.review({ accept: false, path: list, hunk: first?.id ?? '' });
  expect(harness.text(`${root}/${list}`)).toBe('export function listTodos() {\n  return [];\n}\n// last\n');
  expect(runs.snapshot().current?.changes[0]).toMatchObject({ hunks: [{ state: 'rejected' }, { state: 'open' }] });
  await runs.review({ accept: true, path: list, hunk: last?.id ?? '' });
  expect(await outcome).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

test('a rejection and its reason are steps, and whoever reviews sees the tests and the model by name', async () => {
  const named: Record<string, readonly string[]> = {};
  const harness = runHarness(
    [
      () => {
        named['1.1'] = ['test/csv.test.ts:1'];
        return writes(csv, 'rows\n');
      },
      writes(csv, 'three\n'),
      reports(),
    ],
    { named },
  );
  const { runs, outcome } = await start(harness, 'supervised');
  const { current } = await reached(runs, (snapshot) => snapshot.current?.task.state === 'reviewing');
  expect(current?.model).toEqual({ label: expect.stringMatching(/./u), sample: false });
  expect(current?.criteria.find(({ id }) => id === '1.1')?.tests).toEqual(['test/csv.test.ts:1']);
  await runs.review({ accept: false, path: csv, tell: 'Use three.' });
  await reached(runs, ({ current: now }) => now?.task.state === 'reviewing' && now.task.turns === 2);
  expect(runs.snapshot().current?.steps).toContainEqual(
    expect.objectContaining({ kind: 'reviewed', what: `Rejected a change in ${csv}`, said: 'Use three.' }),
  );
  await runs.review({ accept: true });
  expect(await outcome).toEqual({ kind: 'done' });
  // What was accepted without a word is none.
  expect(runs.snapshot().current?.steps.filter(({ kind }) => kind === 'reviewed')).toHaveLength(1);
});

test('a rejection that was taken back is as if it had not been', async () => {
  const other = 'src/todos/other.ts';
  const both = { calls: [...(writes(csv, 'rows\n').calls ?? []), ...(writes(other, 'more\n').calls ?? [])] };
  const harness = runHarness([both, reports()]);
  const { runs, outcome } = await start(harness, 'supervised');
  await reached(runs, (snapshot) => snapshot.current?.task.state === 'reviewing');
  expect(await runs.review({ accept: false, path: 'src/nothing.ts' })).toMatchObject({ kind: 'refused' });
  await runs.review({ accept: false, path: csv });
  expect(harness.text(`${root}/${csv}`)).toBeUndefined();
  await runs.review({ accept: false, path: csv, undo: true });
  expect(harness.text(`${root}/${csv}`)).toBe('rows\n');
  expect(runs.snapshot().current?.changes.map(({ state }) => state)).toEqual(['open', 'open']);
  await runs.review({ accept: true });
  expect(await outcome).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

test('words of a rejection that was taken back are not heard, those of others are', async () => {
  const other = 'src/todos/other.ts';
  const both = { calls: [...(writes(csv, 'rows\n').calls ?? []), ...(writes(other, 'more\n').calls ?? [])] };
  const harness = runHarness([
    both,
    (request) => {
      expect(lastText(request)).toContain('Keep it short.');
      expect(lastText(request)).not.toContain('Not like this.');
      return reports();
    },
  ]);
  const { runs, outcome } = await start(harness, 'supervised');
  await reached(runs, (snapshot) => snapshot.current?.task.state === 'reviewing');
  await runs.review({ accept: false, path: csv, tell: 'Not like this.' });
  await runs.review({ accept: false, path: csv, undo: true });
  await runs.review({ accept: false, path: other, tell: 'Keep it short.' });
  await runs.review({ accept: true });
  expect(await outcome).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

test('red goes back with the failing part, then green is ticked', async () => {
  const harness = runHarness(
    [
      writes(csv, 'rows\n'),
      reports('First try.'),
      (request) => {
        expect(lastText(request)).toContain('expected 2 rows, got 1');
        expect(lastText(request)).toContain('Correction 1 of 3');
        return writes(csv, 'rows\nrows\n');
      },
      reports('Second try.'),
    ],
    { proofs: [{ red: 'expected 2 rows, got 1' }, 'pass'] },
  );
  const { runs, outcome } = await start(harness);
  expect(await outcome).toEqual({ kind: 'done' });
  expect(runs.snapshot().tasks[0]).toMatchObject({ state: 'done', corrections: 1 });
  expect(harness.evidence).toMatchObject([{ corrections: 1, summary: 'Second try.' }]);
  harness.client.assertDone();
});

const again = (text: string) => [writes(csv, text), reports()];

test.each([
  ['the same failure twice', ['a\n', 'b\n'], [{ red: 'x' }, { red: 'x' }], 'The same failure came 2 times running.'],
  ['no change in between', ['a\n', 'a\n'], [{ red: 'x' }, { red: 'y' }], 'The correction changed no file.'],
  [
    'still red at the end',
    ['a\n', 'b\n', 'c\n', 'd\n'],
    [{ red: '1' }, { red: '2' }, { red: '3' }, { red: '4' }],
    'Still red after 3 corrections.',
  ],
] as const)('%s ends the task, and the changes are kept', async (_name, texts, proofs, message) => {
  const harness = runHarness(texts.flatMap(again), { proofs: [...proofs] });
  const { runs, outcome } = await start(harness);
  expect(await outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining(message) });
  expect(runs.snapshot().tasks[0]?.state).toBe('failed');
  expect(harness.text(`${root}/${csv}`)).toBe(texts.at(-1));
  expect(harness.text(tasks)).toContain('- [-] 1.1');
  harness.client.assertDone();
});

test('the same call three times with nothing changed trips the guard', async () => {
  const look = { calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] };
  const harness = runHarness([look, look, look]);
  const { outcome } = await start(harness);
  expect(await outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('3 times') });
});

test('what nothing proves is not ticked until its user says so', async () => {
  const harness = runHarness([writes(csv, 'rows\n'), reports()], { proofs: ['unverifiable'] });
  const { runs, outcome } = await start(harness);
  expect(await outcome).toMatchObject({ kind: 'not_verifiable' });
  expect(harness.text(tasks)).toContain('- [-] 1.1');
  expect(harness.evidence).toEqual([]);
  expect(await runs.markReviewed(await identityOf(harness, '1.1'))).toEqual({ kind: 'done' });
  expect(harness.text(tasks)).toContain('- [x] 1.1');
  expect(harness.evidence).toMatchObject([{ reviewed: true }]);
});

test('all: in the order of the graph, each after its gate, until one is closed', async () => {
  let asked = 0;
  const harness = runHarness([...again('a\n'), ...again('b\n')], {
    gate: () => {
      asked++;
      // Asked when the work begins and before each task.
      return asked < 6 ? undefined : 'Design is not approved.';
    },
  });
  const runs = await harness.runs();
  runs.setMode('autopilot');
  const outcome = await runs.start({ what: 'all' });
  expect(outcome).toMatchObject({ kind: 'refused', code: 'gate' });
  expect(runs.snapshot()).toMatchObject({
    tasks: [
      { id: '1.1', state: 'done' },
      { id: '1.2', state: 'done' },
      { id: '2', state: 'queued', position: 1 },
    ],
    closed: 'Design is not approved.',
  });
  expect(harness.text(tasks)).toContain('- [x] 1. Export');
});

test('stop at once; resume goes on in the same conversation', async () => {
  let stop = () => {};
  const harness = runHarness([
    writes(csv, 'rows\n'),
    { text: 'I think about the next step now.', afterPiece: (piece) => (piece === 2 ? stop() : undefined) },
    (request) => {
      expect(JSON.stringify(request.messages)).toContain('Wrote');
      return reports();
    },
  ]);
  const { runs, outcome } = await start(harness);
  stop = () => void runs.stop();
  expect(await outcome).toMatchObject({ kind: 'stopped' });
  expect(runs.snapshot().tasks[0]?.state).toBe('stopped');
  expect(await runs.resume()).toEqual({ kind: 'done' });
  // The newest first, also those that were taken before it was stopped.
  expect(runs.snapshot().current?.checkpoints.at(-1)?.label).toBe('Before the task');
  expect(harness.text(`${root}/${csv}`)).toBe('rows\n');
  harness.client.assertDone();
});

test('what is said while it runs is heard before the next request', async () => {
  let say = () => {};
  const harness = runHarness([
    { ...writes(csv, 'rows\n'), text: 'Now.', afterPiece: () => say() },
    (request) => {
      expect(lastText(request)).toContain('Mind the limit.');
      return reports();
    },
  ]);
  const { runs, outcome } = await start(harness);
  const waiting: unknown[] = [];
  say = () => {
    runs.tell('Mind the limit.');
    waiting.push(runs.snapshot().current?.unheard);
  };
  expect(await outcome).toEqual({ kind: 'done' });
  // Until it is heard it is shown as what waits, then as a step.
  expect(waiting[0]).toEqual(['Mind the limit.']);
  expect(runs.snapshot().current).not.toHaveProperty('unheard');
  expect(runs.snapshot().current?.steps).toContainEqual(
    expect.objectContaining({ kind: 'told', text: 'Mind the limit.' }),
  );
});

test('a budget tells at 80 %, pauses at 100 %, and can be raised', async () => {
  const look = (path: string) => ({ calls: [{ name: 'read_file', input: { path } }] });
  const harness = runHarness([look('a'), look('b'), look('c'), look('d'), look('e'), reports()], {
    limits: { task: { turns: 5 } },
  });
  const { runs, outcome } = await start(harness);
  expect(await outcome).toMatchObject({ kind: 'paused', message: expect.stringContaining('5 of 5 turns') });
  const { current, tasks: list } = runs.snapshot();
  expect(list[0]?.state).toBe('paused');
  expect(current?.steps).toContainEqual(
    expect.objectContaining({ kind: 'notice', text: 'Of this task, 4 of 5 turns are used.' }),
  );
  expect(current?.budget).toContainEqual({ name: 'turns', of: 'task', used: 5, limit: 5 });
  expect(await runs.raiseBudget()).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

test('a question and a permission wait for their answers', async () => {
  const ask = {
    question: 'Comma or semicolon?',
    why: 'Both are CSV.',
    choices: ['Comma', 'Semicolon'],
    if_skipped: 'Comma.',
  };
  const harness = runHarness(
    [
      { calls: [{ name: 'ask_user', input: ask }] },
      (request) => {
        expect(lastText(request)).toContain('The person says: Semicolon');
        return writes(csv, 'rows\n');
      },
      (request) => {
        expect(lastText(request)).toContain('The user refused it.');
        return reports();
      },
    ],
    { asks: ['write_file'] },
  );
  const { runs, outcome } = await start(harness);
  const asking = await reached(runs, ({ current }) => current?.questions.length === 1);
  expect(asking.current?.task.state).toBe('waiting');
  runs.answer(asking.current?.questions[0]?.id ?? '', 'Semicolon');
  const asked = await reached(runs, ({ current }) => current?.permission !== undefined);
  expect(asked.current?.task.state).toBe('waiting');
  runs.decide(asked.current?.permission?.id ?? '', { kind: 'deny' });
  expect(await outcome).toEqual({ kind: 'done' });
  expect(runs.snapshot().current?.steps).toContainEqual(
    expect.objectContaining({ kind: 'decision', effect: 'deny', by: 'user' }),
  );
});

test('a question that stood open when the window closed is shown, and asked again before any request', async () => {
  const ask = { question: 'Comma or semicolon?', why: '', choices: [], if_skipped: 'Comma.' };
  const before = runHarness([{ calls: [{ name: 'ask_user', input: ask }] }]);
  const first = await start(before);
  await reached(first.runs, ({ current }) => current?.questions.length === 1);
  before.service.dispose();
  await first.outcome;
  const next = runHarness(
    [
      (request) => {
        expect(lastText(request)).toContain('The person says: Semicolon');
        return reports();
      },
    ],
    { host: before.host },
  );
  const runs = await next.runs();
  const { current } = runs.snapshot();
  expect(current?.task).toMatchObject({
    state: 'interrupted',
    message: expect.stringContaining('"Comma or semicolon?" Go on to be asked again.'),
  });
  // What the record and the documents know is there without anybody at work.
  expect(current?.criteria).not.toEqual([]);
  expect(current?.budget).toContainEqual(expect.objectContaining({ of: 'task', name: 'turns', used: 1 }));
  const outcome = runs.resume();
  const asking = await reached(runs, (snapshot) => snapshot.current?.questions.length === 1, outcome);
  expect(asking.current?.questions).toMatchObject([{ question: ask.question, ifSkipped: 'Comma.' }]);
  expect(next.client.requests).toHaveLength(0);
  runs.answer(asking.current?.questions[0]?.id ?? '', 'Semicolon');
  expect(await outcome).toEqual({ kind: 'done' });
  next.client.assertDone();
  expect(runs.snapshot().current?.steps).toContainEqual(
    expect.objectContaining({ kind: 'asked', question: ask.question, state: 'answered', answer: 'Semicolon' }),
  );
});

test('checks are confirmed before anything is asked of a model', async () => {
  const harness = runHarness(again('a\n'), { confirmed: false });
  const { runs, outcome } = await start(harness);
  const { confirm, current } = await reached(runs, (snapshot) => snapshot.confirm !== undefined);
  expect(current?.task.state).toBe('waiting');
  expect(harness.client.requests).toHaveLength(0);
  await runs.confirmChecks(confirm?.checks ?? []);
  expect(await outcome).toEqual({ kind: 'done' });
});

test('a command that changes what runs by itself has that undone, and hears of it', async () => {
  const put = (path: string) => ({ calls: [{ name: 'run_command', input: { command: `put ${path} evil` } }] });
  const harness = runHarness([
    put('.vscode/tasks.json'),
    (request) => {
      expect(lastText(request)).toContain('.vscode/tasks.json');
      return put('src/kept.ts');
    },
    reports(),
  ]);
  const { outcome } = await start(harness);
  expect(await outcome).toEqual({ kind: 'done' });
  expect(harness.text(`${root}/.vscode/tasks.json`)).toBeUndefined();
  expect(harness.text(`${root}/src/kept.ts`)).toBe('evil\n');
});

test('of files that are kept from models the agent does not hear that they were put back', async () => {
  const put = (path: string) => ({ calls: [{ name: 'run_command', input: { command: `put ${path} evil` } }] });
  const heard: string[] = [];
  const harness = runHarness(
    [
      put('.envrc'),
      (request) => {
        heard.push(lastText(request));
        return put('.vscode/tasks.json');
      },
      (request) => {
        heard.push(lastText(request));
        return reports();
      },
    ],
    { visible: async (path) => !path.endsWith('/.envrc') },
  );
  const { outcome } = await start(harness);
  expect(await outcome).toEqual({ kind: 'done' });
  expect([harness.text(`${root}/.envrc`), harness.text(`${root}/.vscode/tasks.json`)]).toEqual([undefined, undefined]);
  expect(heard.join()).toContain('.vscode/tasks.json');
  expect(heard.join()).not.toContain('.envrc');
});

describe('what a command wrote in a turn that was broken off', () => {
  const later = '.vscode/tasks.json';
  const question = { question: 'Go on?', why: 'It matters.', choices: [], if_skipped: 'Yes.' };
  /** The turn waits for an answer when its command has written; a tool has written too, and may. */
  const turn = {
    calls: [
      { name: 'run_command', input: { command: `put ${later} evil` } },
      ...(writes(csv, 'rows\n').calls ?? []),
      { name: 'ask_user', input: question },
    ],
  };
  const asking = async (kept: Kept) => {
    const harness = runHarness([turn], { kept });
    const { runs, outcome } = await start(harness);
    await reached(runs, ({ current }) => current?.questions.length === 1);
    expect(harness.text(`${root}/${later}`)).toBe('evil\n');
    return { harness, runs, outcome };
  };

  test('is put back when the user stops', async () => {
    const { harness, runs, outcome } = await asking(new Map());
    await runs.stop();
    expect(await outcome).toMatchObject({ kind: 'stopped' });
    expect([harness.text(`${root}/${later}`), harness.text(`${root}/${csv}`)]).toEqual([undefined, 'rows\n']);
  });

  test('is put back when the window that comes back goes on, which the agent hears', async () => {
    const kept: Kept = new Map();
    const { harness, outcome } = await asking(kept);
    harness.service.dispose();
    await outcome;
    const heard: string[] = [];
    const next = runHarness(
      [
        (request) => {
          heard.push(JSON.stringify(request.messages));
          return reports();
        },
      ],
      { host: harness.host, kept },
    );
    expect(await (await next.runs()).resume()).toEqual({ kind: 'done' });
    expect([next.text(`${root}/${later}`), next.text(`${root}/${csv}`)]).toEqual([undefined, 'rows\n']);
    expect(heard.join()).toContain(later);
  });

  test.each([
    ['the process was gone', (harness: RunHarness) => harness.service.dispose()],
    ['they had stopped it', async (_: RunHarness, runs: SpecRuns) => runs.stop()],
  ] as const)('and what the user changed after %s stays', async (_, leave) => {
    const kept: Kept = new Map();
    const { harness, runs, outcome } = await asking(kept);
    await leave(harness, runs);
    await outcome;
    await harness.host.advance(60_000);
    const boxes = harness.text(tasks) ?? '';
    harness.host.put(`${root}/.envrc`, 'export A=1\n');
    harness.host.put(tasks, boxes.replace('- [ ] 1.2', '- [x] 1.2'));
    const next = runHarness([reports()], { host: harness.host, kept });
    const again = await next.runs();
    expect(await again.resume()).toEqual({ kind: 'done' });
    expect([next.text(`${root}/${later}`), next.text(`${root}/.envrc`)]).toEqual([undefined, 'export A=1\n']);
    expect(next.text(tasks)).toContain('- [x] 1.2');
  });
});

test('restore puts files and conversation back, and the task goes on from there', async () => {
  const harness = runHarness([
    writes(csv, 'one\n'),
    writes(csv, 'two\n'),
    reports(),
    (request) => {
      const said = JSON.stringify(request.messages);
      expect(said).toContain('one');
      expect(said).not.toContain('two');
      return reports('From one.');
    },
  ]);
  const { runs, outcome } = await start(harness);
  expect(await outcome).toEqual({ kind: 'done' });
  const point = (await runs.checkpoints()).find(({ label }) => label === 'Before turn 2');
  expect((await runs.previewRestore(point?.id ?? ''))?.files).toMatchObject([{ path: csv }]);
  expect(await runs.restore(point?.id ?? '', { conversation: true })).toEqual({ kind: 'done' });
  expect(harness.text(`${root}/${csv}`)).toBe('one\n');
  expect(await runs.resume()).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

test('helpers report back, each in a session of its own, and count for the task', async () => {
  const part = { role: 'research', goal: 'Find the callers of listTodos.', files: [] };
  const report = {
    summary: 'One caller.',
    findings: [{ claim: 'server calls it', source: 'src/server.ts:3' }],
    files: [],
  };
  const harness = runHarness([
    { calls: [{ name: 'delegate', input: { parts: [part] } }] },
    (request) => {
      expect(lastText(request)).toContain('Find the callers of listTodos.');
      expect(request.system[0]).toMatch(/^You are a helper of Tracewright\./u);
      expect(request.system.slice(1)).toEqual(harness.client.requests[0]?.system.slice(1));
      return { calls: [{ name: 'report_task', input: report }] };
    },
    (request) => {
      expect(lastText(request)).toContain('server calls it (src/server.ts:3)');
      return reports();
    },
  ]);
  const { runs, outcome } = await start(harness);
  expect(await outcome).toEqual({ kind: 'done' });
  expect(runs.snapshot().current?.steps).toContainEqual(
    expect.objectContaining({ kind: 'delegated', role: 'research', running: false }),
  );
  expect(runs.snapshot().tasks[0]?.usage).toEqual({ input: 300, output: 30, cacheRead: 0, cacheWrite: 0 });
  harness.client.assertDone();
});

test('a helper stops at its share of the budget, and its agent goes on with the rest', async () => {
  const part = { role: 'research', goal: 'Read everything.', files: [] };
  const look = (path: string) => ({ calls: [{ name: 'read_file', input: { path } }] });
  const harness = runHarness(
    [
      { calls: [{ name: 'delegate', input: { parts: [part] } }] },
      look('a'),
      look('b'),
      look('c'),
      (request) => {
        expect(lastText(request)).toContain('Its share of the budget of this task is used up: 3 of 3 turns.');
        return reports();
      },
    ],
    { limits: { task: { turns: 7 } } },
  );
  const { outcome } = await start(harness);
  expect(await outcome).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

test.each([
  ['untrusted', { trusted: false }, 'trust'],
  ['the gate', { gate: () => 'Tasks are not approved.' }, 'gate'],
] as const)('refused: %s', async (_name, options, code) => {
  const harness = runHarness([], options);
  const { outcome } = await start(harness);
  expect(await outcome).toMatchObject({ kind: 'refused', code });
  expect(harness.text(tasks)).toContain('- [ ] 1.1');
});

test('refused while another window has the folder', async () => {
  const harness = runHarness([]);
  harness.host.holdLock('/state/roots/0123456789abcdef/lock', 'Another window');
  const { runs, outcome } = await start(harness);
  expect(await outcome).toMatchObject({
    kind: 'refused',
    code: 'locked',
    message: expect.stringContaining('Another window'),
  });
  expect(runs.snapshot().closed).toContain('Another window');
});

test('skip, clear, retry and the estimate', async () => {
  const harness = runHarness([...again('a\n'), ...again('b\n')]);
  const runs = await harness.runs();
  runs.setMode('autopilot');
  expect(await runs.estimate({ what: 'all' })).toMatchObject({ tasks: 3, basis: 'a guess, as no task was run yet' });
  expect(await runs.skip(await identityOf(harness, '1.1'))).toEqual({ kind: 'done' });
  expect(runs.snapshot().next?.id).toBe('1.2');
  expect(await runs.start({ what: 'next' })).toEqual({ kind: 'done' });
  expect(await runs.estimate({ what: 'all' })).toMatchObject({ tasks: 1, basis: 'the last task of this spec' });
  expect(await runs.clear()).toEqual({ kind: 'done' });
  expect(runs.snapshot().tasks.map(({ state }) => state)).toEqual(['done']);
  expect(await runs.retry(await identityOf(harness, '1.1'))).toEqual({ kind: 'done' });
});
