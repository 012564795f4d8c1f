import * as assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import {
  access,
  at,
  bytesOf,
  childrenOf,
  describeInWindow,
  folder,
  handle,
  outline,
  put,
  requirements,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

describeInWindow('with several workspace folders', () => {
  it('each folder has its own specs, also of the same name', async () => {
    put(at('requirements.md'), requirements, folder(0));
    put(at('tasks.md'), tasks, folder(1));
    const lines = await until('both specs', async () => {
      const shown = await outline();
      return shown.filter((line) => line.startsWith('  lists-')).length === 2 && shown;
    });
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('    ')).map((line) => line.replace(/(-.*)? \(.*/, '')),
      ['one', '  lists', 'two', '  lists'],
    );
  });

  it('a tick and an approval touch one folder only', async () => {
    for (const root of [0, 1]) {
      put(at('requirements.md'), requirements, folder(root));
      put(at('tasks.md'), tasks, folder(root));
    }
    const second = await handle(specPath(1));
    assert.equal(second.snapshot().root, folder(1).replaceAll('\\', '/'));
    const hash = second.snapshot().documents[0]?.hash ?? '';
    assert.equal((await second.approve('requirements.md', hash)).kind, 'done');
    const first = await handle(specPath(0));
    assert.equal(first.snapshot().documents[0]?.state, 'draft');
    const [list] = second.spec().documents.flatMap((each) => (each.name === 'tasks.md' ? each.tasks : []));
    await second.setTask(list?.children[0]?.identity ?? '', 'done');
    assert.equal(bytesOf(at('tasks.md'), folder(0)).toString(), tasks);
    assert.notEqual(bytesOf(at('tasks.md'), folder(1)).toString(), tasks);
  });

  it('each folder has its own steering, and the same name in both is no conflict', async () => {
    put('.kiro/steering/tech.md', 'One.\n', folder(0));
    put('.kiro/steering/tech.md', '---\ninclusion: fileMatch\nfileMatchPattern: "src/**"\n---\nTwo.\n', folder(1));
    put('src/a.ts', 'export {};\n', folder(1));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(join(folder(1), 'src/a.ts')));
    const { steering } = await access();
    const scopes = (await steering.provider.getChildren()) ?? [];
    const files = await Promise.all(
      scopes.map(async (scope) => {
        const nodes = (await steering.provider.getChildren(scope)) ?? [];
        const items = await Promise.all(nodes.map((node) => steering.provider.getTreeItem(node)));
        const rows = items.map(({ label, description }) => `${String(label)}: ${String(description)}`);
        return rows.filter((row) => row.startsWith('tech.md'));
      }),
    );
    assert.deepEqual(files, [['tech.md: always'], ['tech.md: now · src/**']]);
    for (const root of [0, 1]) rmSync(join(folder(root), '.kiro/steering/tech.md'));
  });

  it('a folder that leaves takes its specs along', async () => {
    put(at('requirements.md'), requirements, folder(0));
    put('.kiro/specs/other/requirements.md', requirements, folder(1));
    await until('both folders', async () => (await childrenOf()).length === 2);
    const { app } = await access();
    const before = await app.engine();
    const removed = vscode.workspace.workspaceFolders?.[1];
    assert.ok(removed && vscode.workspace.updateWorkspaceFolders(1, 1));
    await until('a new engine', async () => (await app.engine()) !== before);
    const names = await until('one spec', async () => {
      const shown = await outline();
      return !shown.some((line) => line.includes('other')) && shown;
    });
    assert.equal(names[0]?.startsWith('lists'), true);
    vscode.workspace.updateWorkspaceFolders(1, 0, { uri: removed.uri });
    await until('the folder to be back', async () => (await outline()).some((line) => line.includes('other')));
  });
});
