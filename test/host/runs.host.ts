/** Tasks that are built in an editor: by a model that is scripted on loopback, with everything else real. */
import * as assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { SpecRuns } from '../../src/core/runs/service';
import type { RunSnapshot } from '../../src/core/runs/snapshot';
import { flattenTasks } from '../../src/core/specs/canonical';
import type { DocumentName } from '../../src/core/specs/model';
import { documentOf } from '../../src/core/specs/spec';
import type { TreeNode } from '../../src/extension/views/nodes';
import { type FakeTurn, type Loopback, startFakeAnthropic } from '../support/fakeAnthropic';
import { answering } from '../support/hostAnswers';
import {
  access,
  at,
  bytesOf,
  childrenOf,
  describeInWindow,
  design,
  folder,
  handle,
  put,
  requirements,
  setSetting,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

/** Long enough for sandboxes and checkpoints on a machine that does other things too. */
const patience = 60_000;
const key = 'anthropic/apiKey';

/** Three documents, each approved as a user does. */
async function approvedSpec(): Promise<void> {
  const texts: readonly (readonly [DocumentName, string])[] = [
    ['requirements.md', requirements],
    ['design.md', design],
    ['tasks.md', tasks],
  ];
  for (const [name, text] of texts) put(at(name), text);
  const spec = await handle(specPath());
  for (const [name] of texts) {
    const hash = spec.snapshot().documents.find((each) => each.name === name)?.hash ?? '';
    const outcome = await spec.approve(name, hash);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  }
}

/** The model answers from a script; gives back the settings as they were. */
async function withModel(script: readonly FakeTurn[], act: (server: Loopback) => Promise<void>): Promise<void> {
  const server = await startFakeAnthropic(script);
  const { app } = await access();
  await app.context.secrets.store(key, 'sk-ant-host-test');
  await setSetting('anthropic.baseUrl', server.url);
  await setSetting('models.building', 'anthropic/claude-sonnet-5-5');
  await until('the model', async () => {
    const model = await (await app.engine()).model('building');
    return 'client' in model && !model.sample;
  });
  let failure: unknown;
  try {
    await act(server);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // What the script has left over, or a run that goes on, says less than what went wrong.
    const unlessFailed = (error: unknown) => {
      if (failure === undefined) throw error;
    };
    await setSetting('models.building', undefined).catch(unlessFailed);
    await setSetting('anthropic.baseUrl', undefined).catch(unlessFailed);
    await app.context.secrets.delete(key);
    await server.close().catch(unlessFailed);
  }
}

async function runsOf(): Promise<SpecRuns> {
  const { app } = await access();
  const runs = await app.runs.open(specPath());
  assert.ok(runs, 'The spec has no runs.');
  return runs;
}

/** Says that nothing proves the work, as often as it is asked, and waits for the review. */
async function confirmedAndReviewing(runs: SpecRuns): Promise<RunSnapshot> {
  const answered = new Set<string>();
  const look = async () => {
    const { confirm, current } = runs.snapshot();
    if (confirm && !answered.has(confirm.reason)) {
      answered.add(confirm.reason);
      await runs.confirmChecks([]);
    }
    return current?.task.state === 'reviewing' && runs.snapshot();
  };
  return until('the review', look, patience).catch((error: unknown) => {
    throw new Error(`${String(error)} ${JSON.stringify(runs.snapshot().current?.task)}`);
  });
}

/** The row of a task in the specs view. */
async function row(id: string): Promise<vscode.TreeItem> {
  const { tree } = await access();
  const find = async (nodes: readonly TreeNode[]): Promise<TreeNode | undefined> => {
    for (const node of nodes) {
      if (node.kind === 'task' && node.data.id === id) return node;
      const below = await find(await childrenOf(node));
      if (below) return below;
    }
    return undefined;
  };
  const node = await until(`task ${id}`, () => find([{ kind: 'spec', spec: specPath() }]));
  return tree.provider.getTreeItem(node);
}

async function lensTitles(): Promise<readonly string[]> {
  const document = await vscode.workspace.openTextDocument(join(folder(), at('tasks.md')));
  const found = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  return found.map(({ command }) => command?.title ?? '');
}

/** The state of each task that a run has heard of, by its number. */
function statesOf(runs: SpecRuns): Readonly<Record<string, string>> {
  return Object.fromEntries(runs.snapshot().tasks.map(({ id, title, state }) => [id ?? title, state]));
}

const call = (id: string, name: string, input: unknown): FakeTurn => ({ blocks: [{ tool: { id, name, input } }] });

describeInWindow('runs', () => {
  it('offer to start what is approved, and nothing else', async () => {
    put(at('requirements.md'), requirements);
    put(at('tasks.md'), tasks);
    assert.doesNotMatch((await row('1.1')).contextValue ?? '', /startable/);
    assert.ok(!(await lensTitles()).some((title) => title.includes('Start task')));
    const outcome = await (await runsOf()).start({ what: 'next' });
    assert.equal(outcome.kind === 'refused' && outcome.code, 'gate');

    await approvedSpec();
    await until('the task to be startable', async () => (await row('1.1')).contextValue?.includes(';startable'));
    const titles = await until('the lenses', async () => {
      const shown = await lensTitles();
      return shown.includes('$(play) Start task') && shown;
    });
    assert.ok(titles.includes('Run from here'), titles.join());
  }).timeout(patience);

  it('build a task: started from its row, reviewed, looked at, marked as reviewed', async () => {
    await approvedSpec();
    const text = 'export const lists: string[] = [];\n';
    const script = [
      call('c1', 'write_file', { path: 'src/lists.ts', text }),
      call('c2', 'report_task', { summary: 'The handler keeps lists.' }),
    ];
    await withModel(script, async () => {
      const runs = await runsOf();
      const identity = runs.snapshot().next?.identity ?? '';
      const running = vscode.commands.executeCommand('tracewright.startTask', { spec: specPath(), task: identity });
      const reviewing = await confirmedAndReviewing(runs);
      assert.equal(bytesOf('src/lists.ts').toString(), text);
      assert.deepEqual(
        reviewing.current?.changes.map(({ path, kind }) => [path, kind]),
        [['src/lists.ts', 'added']],
      );
      const reviewed = await row('1.1');
      assert.equal(reviewed.description, 'Waiting for your review');
      assert.match(reviewed.contextValue ?? '', /;live(;|$)/);
      assert.ok((await lensTitles()).includes('$(debug-stop) Stop'));
      const { tree } = await access();
      await until('the badge', () => tree.view.badge?.value === 1);

      await runs.review({ accept: true });
      await running;
      assert.equal(
        runs.snapshot().current?.task.state,
        'not_verifiable',
        JSON.stringify(runs.snapshot().current?.task),
      );
      await until('the row', async () => (await row('1.1')).contextValue?.includes(';unproven'));

      await vscode.commands.executeCommand('tracewright.showChanges', { spec: specPath(), task: identity });
      const shown = await until('the diff', () =>
        vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.includes('1.1')),
      );
      assert.match(shown.label, /changes/);

      await vscode.commands.executeCommand('tracewright.markReviewed', { spec: specPath(), task: identity });
      assert.match(bytesOf(at('tasks.md')).toString(), /- \[x\] 1\.1/);
      await vscode.commands.executeCommand('tracewright.showEvidence', { spec: specPath(), task: identity });
      const record = vscode.window.activeTextEditor?.document;
      assert.match(record?.getText() ?? '', /lists\.ts/);
      assert.equal(record?.isDirty, false);

      const [first] = (await runs.checkpoints()).toReversed();
      assert.ok(first, 'There is no checkpoint.');
      const restored = await runs.restore(first.id, { conversation: false });
      assert.equal(restored.kind, 'done', JSON.stringify(restored));
      assert.equal(existsSync(join(folder(), 'src/lists.ts')), false);
    });
  }).timeout(3 * patience);

  it('are reviewed in the editor of the file: a part rejected with words, the rest accepted there', async () => {
    await approvedSpec();
    // No code, so that no type checker says anything of it.
    const before = `${[...'abcdefghi'].join('\n')}\n`;
    put('docs/lists.txt', before);
    const edits = [...'ai'].map((letter) => ({ old: `${letter}\n`, new: `${letter.toUpperCase()}\n` }));
    const script = [
      call('c1', 'read_file', { path: 'docs/lists.txt' }),
      call('c2', 'edit_file', { path: 'docs/lists.txt', edits }),
      call('c3', 'report_task', { summary: 'The handler keeps lists.' }),
    ];
    await withModel(script, async (server) => {
      const runs = await runsOf();
      const running = runs.start({ what: 'next' });
      const reviewing = await confirmedAndReviewing(runs);
      assert.equal(reviewing.current?.changes[0]?.hunks.length, 2);
      const file = vscode.Uri.file(join(folder(), 'docs/lists.txt'));
      await vscode.window.showTextDocument(file);
      await answering(
        [
          [/^Reject in docs\/lists\.txt/u, 'Line 9: +I'],
          [/^Reject the change of docs\/lists\.txt/u, 'Leave the last one.'],
        ],
        () => vscode.commands.executeCommand('tracewright.rejectChange', file),
      );
      assert.equal(bytesOf('docs/lists.txt').toString(), before.replace('a', 'A'));
      assert.equal(runs.snapshot().current?.task.state, 'reviewing');
      // What is left is one part, so nothing is asked.
      await answering([], () => vscode.commands.executeCommand('tracewright.acceptChange', file));
      await running;
      assert.ok(JSON.stringify(server.requests.at(-1)?.body).includes('Leave the last one.'));
      const said = await answering([], async (shown) => {
        await vscode.commands.executeCommand('tracewright.acceptChange', file);
        return shown.map(({ words }) => words);
      });
      assert.match(said.join('\n'), /No change of this file waits for you/u);
    });
  }).timeout(3 * patience);

  it('are shown in the context view while they run, with what their files brought', async () => {
    put(
      '.kiro/steering/handlers.md',
      '---\ninclusion: fileMatch\nfileMatchPattern: "src/http.ts"\n---\nAnswer JSON.\n',
    );
    await approvedSpec();
    const script = [
      call('c1', 'read_file', { path: 'src/http.ts' }),
      call('c2', 'write_file', { path: 'src/lists.ts', text: 'export const lists: string[] = [];\n' }),
      call('c3', 'report_task', { summary: 'The handler keeps lists.' }),
    ];
    await withModel(script, async () => {
      const { app, contextTree } = await access();
      const runs = await runsOf();
      // The runs as the window knows them.
      await app.runs.open(specPath());
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(join(folder(), at('tasks.md'))));
      const shown = async (): Promise<ReadonlyMap<string, string>> => {
        const top = (await contextTree.provider.getChildren()) ?? [];
        const below = await Promise.all(top.map(async (node) => (await contextTree.provider.getChildren(node)) ?? []));
        const items = await Promise.all(
          [...top, ...below.flat()].map((node) => contextTree.provider.getTreeItem(node)),
        );
        return new Map(items.map(({ label, description }) => [String(label), String(description)]));
      };
      const before = await shown();
      assert.match(before.get('handlers.md') ?? '', /^out · /);
      const identity = runs.snapshot().next?.identity ?? '';
      let drawn = 0;
      const following = contextTree.provider.onDidChangeTreeData?.(() => {
        drawn += 1;
      });
      await vscode.commands.executeCommand('tracewright.context.focus');
      await until('the view to be seen', () => contextTree.view.visible);
      drawn = 0;
      const running = runs.start({ what: 'task', identity });
      await confirmedAndReviewing(runs);
      await until('the view to be drawn anew while the task runs', () => drawn > 0);
      following?.dispose();
      const during = await shown();
      const rows = JSON.stringify([...during]);
      assert.ok(
        [...during.keys()].some((label) => label.endsWith(', task 1.1')),
        rows,
      );
      assert.match(during.get('handlers.md') ?? '', /^[\d,]+ tokens · cached/, rows);
      assert.match(during.get('Criterion 1.1') ?? '', /^[\d,]+ tokens · cached/, rows);
      assert.match(during.get('Conversation so far') ?? '', /^[\d,]+ tokens · cached/, rows);
      await runs.review({ accept: true });
      await running;
      // What was said stands in the context of the task; the spec itself is planned in a conversation of its own.
      const tokens = async (task?: string) => {
        const query = {
          root: folder(),
          prompt: '',
          files: [],
          spec: specPath(),
          ...(task === undefined ? {} : { task }),
        };
        const { parts } = await (await app.engine()).effective(query);
        return parts.find(({ kind }) => kind === 'conversation')?.tokens ?? 0;
      };
      const words = during.get('Conversation so far') ?? '';
      assert.ok((await tokens(identity)) > Number(/^([\d,]+)/.exec(words)?.[1]?.replaceAll(',', '')), words);
      assert.equal(await tokens(), 0);
    });
  }).timeout(3 * patience);

  it('are held against the steering where that is wanted, and the box is ticked whatever is found', async () => {
    put('.kiro/steering/lists.md', '---\ninclusion: fileMatch\nfileMatchPattern: "src/held.ts"\n---\nNo arrays.\n');
    await approvedSpec();
    const finding = {
      rule_file: '.kiro/steering/lists.md',
      rule_line: 5,
      changed_file: 'src/held.ts',
      changed_line: 1,
      why: 'It is an array.',
    };
    const script = [
      call('c1', 'write_file', { path: 'src/held.ts', text: 'export const held: string[] = [];\n' }),
      call('c2', 'report_task', { summary: 'The handler keeps lists.' }),
      call('c3', 'report_steering', { findings: [finding] }),
    ];
    await setSetting('steering.check', true);
    try {
      await withModel(script, async (server) => {
        await setSetting('models.quick', 'anthropic/claude-haiku-4-5');
        const runs = await runsOf();
        const identity = runs.snapshot().next?.identity ?? '';
        const running = runs.start({ what: 'task', identity });
        await confirmedAndReviewing(runs);
        await runs.review({ accept: true });
        await running;
        await vscode.commands.executeCommand('tracewright.markReviewed', { spec: specPath(), task: identity });
        assert.match(bytesOf(at('tasks.md')).toString(), /- \[x\] 1\.1/);
        const steps = runs.snapshot().current?.steps ?? [];
        const [check] = steps.flatMap((step) => (step.kind === 'steering' ? [step.check] : []));
        assert.deepEqual(
          check?.findings.map(({ rule, change }) => [rule.file, rule.line, rule.text, change.path, change.line]),
          [['.kiro/steering/lists.md', 5, 'No arrays.', 'src/held.ts', 1]],
        );
        assert.equal(server.requests.at(-1)?.body.model, 'claude-haiku-4-5');
        await vscode.commands.executeCommand('tracewright.showEvidence', { spec: specPath(), task: identity });
        const record = vscode.window.activeTextEditor?.document.getText() ?? '';
        assert.match(record, /lists\.md:5.+No arrays\..+src\/held\.ts:1/);
      });
    } finally {
      await setSetting('models.quick', undefined);
      await setSetting('steering.check', undefined);
      rmSync(join(folder(), '.kiro/steering'), { recursive: true, force: true });
      rmSync(join(folder(), 'src/held.ts'), { force: true });
    }
  }).timeout(3 * patience);

  it('go from here, and while they do a task is skipped, the mode is switched, one is tried again, the rest cleared', async () => {
    await approvedSpec();
    const write = (id: string, text: string) => call(id, 'write_file', { path: 'src/queue.ts', text });
    const report = (id: string) => call(id, 'report_task', { summary: 'It is written.' });
    const again = 'export const again = true;\n';
    const script = [
      write('c1', 'export const first = true;\n'),
      report('c2'),
      call('c3', 'read_file', { path: 'src/queue.ts' }),
      write('c4', again),
      report('c5'),
    ];
    await withModel(script, async () => {
      const runs = await runsOf();
      const spec = await handle(specPath());
      const identities = new Map(
        [...flattenTasks(documentOf(spec.spec(), 'tasks.md')?.tasks ?? [])].map(({ id, identity }) => [id, identity]),
      );
      const run = (command: string, id: string) =>
        vscode.commands.executeCommand(`tracewright.${command}`, { spec: specPath(), task: identities.get(id) });
      const running = run('runFromHere', '1.1');
      await confirmedAndReviewing(runs);
      assert.deepEqual(statesOf(runs), { '1.1': 'reviewing', '1.2': 'queued', '2': 'queued' });
      await until('the row', async () => (await row('1.2')).contextValue?.includes(';queued'));

      await run('skipTask', '1.2');
      assert.deepEqual(statesOf(runs), { '1.1': 'reviewing', '1.2': 'skipped', '2': 'queued' });
      const busy = await runs.skip(identities.get('1.1') ?? '');
      assert.equal(busy.kind === 'refused' && busy.code, 'busy');

      // What waits for a decision counts as accepted, and the run goes on by itself.
      await answering([[/How far the agent goes/, 'Autopilot']], () => run('switchMode', '1.1'));
      assert.equal(runs.snapshot().mode, 'autopilot');
      await running;
      // A change of settings that was told late makes another engine once the run has ended, with runs of its own.
      const states = async () => statesOf(await runsOf());
      const session = async () => (await runsOf()).snapshot().tasks.find(({ id }) => id === '1.1')?.session;
      assert.deepEqual(await states(), { '1.1': 'not_verifiable', '1.2': 'skipped', '2': 'queued' });

      const first = await session();
      await run('retryTask', '1.1');
      assert.equal(bytesOf('src/queue.ts').toString(), again);
      assert.notEqual(await session(), first);
      assert.deepEqual(await states(), { '1.1': 'not_verifiable', '1.2': 'skipped', '2': 'queued' });

      await vscode.commands.executeCommand('tracewright.clearRuns', { spec: specPath() });
      assert.deepEqual(await states(), { '1.1': 'not_verifiable' });
      await until('the row', async () => !(await row('2')).contextValue?.includes(';queued'));
      rmSync(join(folder(), 'src/queue.ts'));
    });
  }).timeout(3 * patience);

  it('show the rules in force in a document that nobody can change', async () => {
    await vscode.commands.executeCommand('tracewright.showPermissions');
    const document = vscode.window.activeTextEditor?.document;
    assert.match(document?.getText() ?? '', /^# Effective permissions/);
    assert.equal(document?.uri.scheme, 'tracewright-permissions');
  });
});
