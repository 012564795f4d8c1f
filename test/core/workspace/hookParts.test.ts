/** The built-in actions of hooks over a workspace that is wired as the product is. */
import { expect, test } from 'vitest';
import type { NewEvent } from '../../../src/core/hooks/engine/engine';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { part as redact } from '../../../src/core/providers/redact.part';
import { type EvidenceRecord, evidenceText } from '../../../src/core/runs/evidence/record';
import { harness, root, spec } from '../../support/flowHarness';
import { createMemoryHost, type MemoryHostOptions } from '../../support/memoryHost';
import { builtFrom, spec as builtSpec } from '../../support/runHarness';

const secret = `AKIA${'QWERTYUIOPASDFGH'}`;
const never = new AbortController().signal;

/** A workspace with one hook that the user has agreed to. */
async function fired(hook: string, event: Partial<NewEvent> & Pick<NewEvent, 'trigger'>, memory: MemoryHostOptions) {
  const host = createMemoryHost({
    parts: { redact, shell },
    ...memory,
    files: { [`${root}/.kiro/hooks.yaml`]: `hooks:\n  - name: it\n${hook}`, ...memory.files },
  });
  const { workspace } = harness([], { host, headless: true });
  const { hooks, files } = await workspace.hooks.load(root);
  expect(files.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  await workspace.hooks.accept(root, hooks);
  const cause = { by: 'user', chain: [] } as const;
  const verdict = await workspace.hooks.ask({ root, cause, files: [], ...event }, never);
  workspace.dispose();
  const [firing] = verdict.firings;
  return { host, verdict, firing, output: firing?.steps.at(-1)?.output ?? '' };
}

const scan = (trigger: string) => `    trigger: ${trigger}\n    scan: secrets\n`;
const added = (path: string, text: string) => ({ path, text, addedLines: new Set([1]) });

test.each([
  ['a staged secret blocks', 'on_commit', 'PreCommit', [added('a.ts', secret)], 'blocked', 'a.ts:1 aws access key'],
  ['staged text without one passes', 'on_commit', 'PreCommit', [added('a.ts', 'x')], 'ok', 'No secrets were found.'],
  ['only the files of the event count', 'on_commit', 'PreCommit', [added('b.ts', secret)], 'ok', 'No secrets'],
  ['a saved file is looked at as it is', 'on_save', 'PostFileSave', [], 'warning', 'a.ts:2 aws access key'],
] as const)('scan: %s', async (_, trigger, name, staged, kind, said) => {
  const files = { [`${root}/a.ts`]: `\n${secret}\n` };
  const { firing, output } = await fired(
    scan(trigger),
    { trigger: name, files: [{ path: 'a.ts' }] },
    { staged, files },
  );
  expect(firing?.result.kind).toBe(kind);
  expect(output).toContain(said);
  expect(JSON.stringify(firing)).not.toContain(secret);
});

test('scan: where it can not be made, a commit is stopped', async () => {
  const { verdict } = await fired(scan('on_commit'), { trigger: 'PreCommit' }, { parts: {} });
  expect(verdict.blocked).toEqual([expect.stringContaining('could not be made')]);
});

test('a draft of a pull request has criteria, files of the evidence and their owners', async () => {
  const evidence: EvidenceRecord = {
    ...{ version: 1, spec: 'todo-csv-export', at: '2026-01-01T00:00:00Z', outcome: 'verified', expected: 'green' },
    task: { identity: '1.1-0123456789ab', id: '1.1', title: 'Write rows as CSV' },
    requirements: ['1.1'],
    files: [{ path: 'src/todos/list.ts', kind: 'changed', sha256: null }],
    ...{ tests: {}, commands: [], sentence: '', warnings: [], summary: '', corrections: 0, turns: 1 },
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    ...{ ms: 0, model: 'a/b', session: 's', sandbox: { kind: 'none', sentence: '' } },
  };
  const files = {
    ...builtFrom,
    [`${root}/CODEOWNERS`]: '*.ts @rows\n',
    [`${builtSpec}/.tracewright/evidence/1.1-0123456789ab.json`]: evidenceText(evidence),
  };
  const hook = '    trigger: task_finished\n    pull_request: PULL_REQUEST.md\n';
  const { host, firing } = await fired(hook, { trigger: 'PostTaskExec', spec: builtSpec }, { files });
  expect(firing?.result).toEqual({ kind: 'ok' });
  const text = host.text(`${root}/PULL_REQUEST.md`);
  expect(text).toContain('# Todo CSV export\n');
  expect(text).toContain('Spec: `.kiro/specs/todo-csv-export`');
  expect(text).toContain('- [x] 1.1 WHEN a signed-in user chooses Export');
  expect(text).toContain('- [ ] 1.2 IF the filter');
  expect(text).toContain('- `src/todos/list.ts` (added)');
  expect(text).toContain('## Reviewers\n\n@rows\n');
});

test('without a spec there is no draft, and it is said', async () => {
  const hook = '    trigger: manual\n    pull_request: true\n';
  const { verdict } = await fired(hook, { trigger: 'Manual' }, {});
  expect(verdict.warnings).toEqual([expect.stringContaining('There is no spec here to describe.')]);
});

const list = '# Release\n\n- [ ] task 1.2\n- [ ] task 1.20\n- [ ] Announce it\n';
const task = { id: '1.2', text: 'Answer GET /todos/export' };

test.each([
  ['the task of the event', '', { task }, '- [x] task 1.2\n- [ ] task 1.20', 'Ticked in TODO.md: task 1.2'],
  ['words of the hook', '    item: announce it\n', { task }, '- [x] Announce it', 'Ticked in TODO.md: Announce it'],
  ['nothing for a task that failed', '', { task, outcome: { ok: false } }, list, 'did not end well'],
  ['nothing without a name', '', {}, list, 'names neither a task nor a file'],
  ['nothing that is not there', '    item: absent\n', {}, list, 'No item of TODO.md names absent.'],
] as const)('a checklist: ticks %s', async (_, more, event, text, said) => {
  const hook = `    trigger: task_finished\n    checklist: TODO.md\n${more}`;
  const { host, firing } = await fired(
    hook,
    { trigger: 'PostTaskExec', spec, ...event },
    { files: { [`${root}/TODO.md`]: list } },
  );
  expect(host.text(`${root}/TODO.md`)).toContain(text);
  expect(JSON.stringify(firing)).toContain(said);
});

const attempts = [
  '../outside.md',
  '/etc/outside.md',
  '.git/config',
  '.kiro/settings/permissions.yaml',
  'hidden/list.md',
  'link.md',
] as const;

test.each(attempts)('a hook does not write %s, and says so', async (path) => {
  const hook = `    trigger: task_finished\n    pull_request: ${path}\n`;
  const memory = {
    files: { ...builtFrom, '/else/target.md': 'theirs\n', [`${root}/.kiroignore`]: 'hidden\n' },
    links: { [`${root}/link.md`]: '/else/target.md' },
  };
  const { host, firing } = await fired(hook, { trigger: 'PostTaskExec', spec: builtSpec }, memory);
  expect(firing?.result).toMatchObject({ kind: 'warning', message: expect.stringMatching(/\w{3}/u) });
  const written = host
    .paths()
    .filter((each) => !each.startsWith('/state/') && host.text(each)?.includes('## Acceptance criteria'));
  expect(written).toEqual([]);
  expect(host.text('/else/target.md')).toBe('theirs\n');
});
