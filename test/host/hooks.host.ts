/** Hooks in a real editor: what is saved and what others change fires them, once agreed to, and the view shows it. */
import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, it } from 'mocha';
import * as vscode from 'vscode';
import type { HookNode } from '../../src/extension/hooks/rows';
import { agreed, describeHooks, heard, quiet, root, save, withHooks } from '../support/hostHooks';
import { access, bytesOf, folder, put, until } from '../support/hostWindow';

// Editors lose sight of a folder that is deleted and made again at once: each test has its own.
let count = 0;
const at = (name: string): string => `lists/${count}/${name}`;

const saves = `# The team's hooks
hooks:
  - name: keep a list   # of what was saved
    trigger: on_save
    pattern: "lists/**/*.txt"
    run: "echo saved {file} >> heard.log"
`;

const yaml = `${saves}  - name: births
    trigger: on_create
    pattern: "lists/**/*.txt"
    run: "echo created {file} >> heard.log"
`;

async function rows(node?: HookNode): Promise<readonly { readonly node: HookNode; readonly text: string }[]> {
  const { app } = await access();
  const { provider } = app.hooks.tree;
  const nodes = (await provider.getChildren(node)) ?? [];
  return Promise.all(
    nodes.map(async (each) => {
      const item = await provider.getTreeItem(each);
      const box = item.checkboxState;
      const state = typeof box === 'object' ? box.state : box;
      const mark = state === undefined ? '' : state === vscode.TreeItemCheckboxState.Checked ? '[x] ' : '[ ] ';
      return { node: each, text: `${mark}${String(item.label)}: ${String(item.description)}` };
    }),
  );
}

describeHooks('hooks', () => {
  beforeEach(() => {
    count += 1;
  });
  it('asks once before a new hook fires, with exactly what it would run', async () => {
    const { app } = await access();
    put(at('a.txt'), 'a\n');
    await withHooks(saves, 1);
    assert.ok((await rows()).some(({ text }) => text.includes(': new · ')));
    await save(at('a.txt'), 'x');
    const question = await until('the question', () => app.hooks.questions.waiting()[0]);
    assert.match(question.message, /^The hook "keep a list" is new or changed/);
    assert.match(question.detail, /Then run: echo saved \{file\} >> heard\.log\nIn: .*hooks\.yaml:3$/);
    question.answer(true);
    await until('the command', () => heard().length > 0);
    await quiet();
    await save(at('a.txt'), 'y');
    await until('the second firing', () => heard().length >= 2);
    assert.deepEqual(app.hooks.questions.waiting(), []);
    assert.deepEqual(heard(), [`saved ${at('a.txt')}`, `saved ${at('a.txt')}`]);
  });

  it('fires once for what other programs make and change, and for each save in the editor', async () => {
    await withHooks(yaml, 2);
    await agreed();
    put(at('a.txt'), 'from elsewhere');
    await until('the creation', () => heard().includes(`created ${at('a.txt')}`));
    // What changes while a hook's command runs counts as its own work; what is saved in the editor is the user's.
    await save(at('a.txt'), 'x');
    await until('the save', () => heard().includes(`saved ${at('a.txt')}`));
    await save(at('a.txt'), 'y');
    await until('the second save', () => heard().length >= 3);
    await quiet();
    assert.deepEqual(heard(), [`created ${at('a.txt')}`, `saved ${at('a.txt')}`, `saved ${at('a.txt')}`]);
  });

  it('fires for a file that another program changes', async () => {
    put(at('a.txt'), 'there');
    await withHooks(saves, 1);
    await agreed();
    // The watcher may still have the file's birth to tell: then it is changed again, but never while that is on its way.
    let written = 0;
    await until('the change', () => {
      if (Date.now() - written > 5000) {
        put(at('a.txt'), `changed ${Date.now()}`);
        written = Date.now();
      }
      return heard().includes(`saved ${at('a.txt')}`);
    });
  });

  it('lists each hook with its trigger, its last result and its firings', async () => {
    const { app } = await access();
    put(at('a.txt'), 'a\n');
    await withHooks(saves, 1);
    await agreed();
    await save(at('a.txt'), 'x');
    await until('the firing to end', () =>
      app.hooks.window
        .firings()
        .some(({ result, files }) => result.kind === 'ok' && files.some(({ path }) => path === at('a.txt'))),
    );
    const [first] = await rows();
    assert.match(first?.text ?? '', /^\[x\] keep a list: ok \d\d:\d\d · On save \(lists\/\*\*\/\*\.txt\)$/);
    const [firing] = await rows(first?.node);
    assert.match(firing?.text ?? '', /^ok \d\d:\d\d: lists\/\d+\/a\.txt matches lists/);
    assert.equal(firing?.node.kind, 'firing');
    const uri = (await app.hooks.tree.provider.getTreeItem(firing.node)).command?.arguments?.[0] as vscode.Uri;
    const shown = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(shown, /^# keep a list: ok\n/);
    assert.match(shown, /- Why: lists\/\d+\/a\.txt matches/);
    assert.match(shown, /- Caused by: you/);
    assert.match(shown, /exit code 0/);
  });

  it('switches a hook off and on in its file and changes no other byte', async () => {
    const { app } = await access();
    await withHooks(yaml, 2);
    const before = bytesOf('.kiro/hooks.yaml').toString();
    const hook = app.hooks.window.folders()[0]?.set.hooks[0];
    assert.ok(hook);
    const service = await app.hooks.window.service();
    assert.equal(await service.toggle(hook, false), undefined);
    const after = bytesOf('.kiro/hooks.yaml').toString();
    assert.equal(after, before.replace(/(- name: keep a list.*\n)/u, '$1    enabled: false\n'));
    await app.hooks.window.reload(root());
    assert.match((await rows())[0]?.text ?? '', /^\[ \] keep a list/);
    const off = app.hooks.window.folders()[0]?.set.hooks[0];
    assert.ok(off);
    assert.equal(await service.toggle(off, true), undefined);
    assert.equal(bytesOf('.kiro/hooks.yaml').toString(), after.replace('false', 'true'));
  });

  it('lists what is wrong with a hook file, on its line, and the other hooks go on', async () => {
    put('.kiro/hooks/bad.json', '{ "version": "v1", "hooks": [\n  { "name": "x", "trigger": "on_sav" }\n] }');
    await withHooks(yaml, 2);
    const uri = vscode.Uri.file(join(folder(), '.kiro/hooks/bad.json'));
    const [problem] = await until('the problem', () => {
      const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'tracewright');
      return found.length > 0 && found;
    });
    assert.match(problem?.message ?? '', /"on_sav" is no trigger\. Did you mean "on_save"\?/);
    assert.equal(problem?.range.start.line, 1);
    assert.ok((await rows()).some(({ text }) => /^bad\.json: \d problems?$/.test(text)));
  });

  it('runs one by hand, and says what came of it', async () => {
    const { app } = await access();
    await withHooks('hooks:\n  - name: greet\n    trigger: manual\n    run: "echo hello"\n', 1);
    await agreed();
    const hook = app.hooks.window.folders()[0]?.set.hooks[0];
    const firing = await vscode.commands.executeCommand<{ result: unknown; steps: { output: string }[] }>(
      'tracewright.runHook',
      { root: root(), hook },
    );
    assert.deepEqual(firing.result, { kind: 'ok' });
    assert.equal(firing.steps[0]?.output.trim(), 'hello');
  });
  it('makes one from a template, shows it first, and takes writing it as agreement', async () => {
    const { app } = await access();
    const made = vscode.commands.executeCommand<string | undefined>(
      'tracewright.newHookFromTemplate',
      vscode.Uri.file(folder()),
    );
    await until('the hook to be written', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return existsSync(join(folder(), '.kiro/hooks.yaml'));
    });
    assert.equal(await made, '.kiro/hooks.yaml');
    assert.match(
      bytesOf('.kiro/hooks.yaml').toString(),
      /^hooks:\n {2}- name: "Tests follow code"\n {4}trigger: on_save\n/,
    );
    const [found] = app.hooks.window.folders();
    assert.equal(found?.set.hooks.length, 1);
    assert.equal(found?.unknown.size, 0);
    assert.equal((await rows()).length, 1);
  });

  it('hears of tasks that end, and of problems that appear', async () => {
    const { app } = await access();
    await withHooks(
      'hooks:\n  - trigger: on_build\n    notify: built\n  - trigger: on_test\n    notify: tested\n  - trigger: on_problems\n    notify: found\n',
      3,
    );
    const told = () =>
      app.hooks.window
        .firings()
        .filter(({ result }) => result.kind === 'ok')
        .map(({ event }) => event);
    const task = (name: string, line: string): vscode.Task =>
      new vscode.Task({ type: 'shell' }, vscode.TaskScope.Workspace, name, 'host', new vscode.ShellExecution(line));
    await vscode.tasks.executeTask(task('compile', 'exit 3'));
    const built = await until('the build', () => told().find(({ trigger }) => trigger === 'BuildFinish'));
    assert.deepEqual(built.outcome, { ok: false, name: 'compile', code: 3 });
    const tests = task('all tests', 'exit 0');
    tests.group = vscode.TaskGroup.Test;
    await vscode.tasks.executeTask(tests);
    const tested = await until('the tests', () => told().find(({ trigger }) => trigger === 'TestFinish'));
    assert.deepEqual(tested.outcome, { ok: true, name: 'all tests', code: 0 });
    const uri = vscode.Uri.file(put(at('a.ts'), 'x\n'));
    const collection = vscode.languages.createDiagnosticCollection('host');
    try {
      collection.set(uri, [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'Cannot find x')]);
      const found = await until('the problem', () => told().find(({ trigger }) => trigger === 'ProblemsAppear'));
      assert.deepEqual(found.problems, [{ path: at('a.ts'), line: 1, message: 'Cannot find x' }]);
    } finally {
      collection.dispose();
    }
  });

  it('completes and explains hooks.yaml', async () => {
    const text = 'hooks:\n  - trigger: on_save\n    ru\n';
    const document = await vscode.workspace.openTextDocument(put('.kiro/hooks.yaml', text));
    await until('the text in the editor', () => document.getText() === text);
    const complete = async (line: number, column: number) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line, column),
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await complete(2, 6)).includes('run'));
    assert.ok((await complete(1, '  - trigger: on_'.length)).includes('on_commit'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(1, 16),
    );
    assert.ok(
      hovers.some(({ contents }) => contents.some((each) => typeof each === 'object' && /saved/i.test(each.value))),
    );
  });
});
