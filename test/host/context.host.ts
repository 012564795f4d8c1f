/** The context view in a real editor: parts with reasons, a source, a switch that is kept, and a copy of the whole. */
import * as assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { ContextNode } from '../../src/extension/context/rows';
import {
  access,
  at,
  describeInWindow,
  folder,
  handle,
  put,
  requirements,
  specPath,
  until,
} from '../support/hostWindow';

async function rows(): Promise<readonly { readonly node: ContextNode; readonly item: vscode.TreeItem }[]> {
  const { contextTree } = await access();
  const { provider } = contextTree;
  const children = async (node?: ContextNode): Promise<readonly ContextNode[]> =>
    (await provider.getChildren(node)) ?? [];
  const top = await children();
  const all = [...top, ...(await Promise.all(top.map((node) => children(node)))).flat()];
  return Promise.all(all.map(async (node) => ({ node, item: await provider.getTreeItem(node) })));
}

async function row(label: string) {
  return until(label, async () =>
    (await rows()).find(({ node, item }) => node.kind === 'part' && item.label === label),
  );
}

describeInWindow('the context view', () => {
  it('shows what the model sees of the spec in front, and why', async () => {
    put('.kiro/steering/words.md', 'Say colour.\n');
    put(
      '.kiro/steering/rows.md',
      '---\ninclusion: fileMatch\nfileMatchPattern: "src/rows/**"\n---\nRows are arrays.\n',
    );
    const path = put(at('requirements.md'), requirements);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
    const { item: words } = await row('words.md');
    assert.match(String(words.description), /^\d+ tokens/);
    assert.match(String(words.tooltip), /^In, because it is always included\./);
    const { item: arrays } = await row('rows.md');
    assert.match(String(arrays.description), /^out/);
    assert.ok((await rows()).some(({ item }) => item.label === 'requirements.md'));
    assert.ok((await rows()).every(({ item }) => item.accessibilityInformation?.label.startsWith(String(item.label))));
  });

  it('opens each part where it comes from, or as a text', async () => {
    put('.kiro/steering/words.md', 'Say colour.\n');
    const path = put(at('requirements.md'), requirements);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
    const addressOf = async (label: string): Promise<vscode.Uri> => {
      const uri: unknown = (await row(label)).item.command?.arguments?.[0];
      assert.ok(uri instanceof vscode.Uri, label);
      return uri;
    };
    assert.equal((await addressOf('words.md')).path, `${folder().replaceAll('\\', '/')}/.kiro/steering/words.md`);
    const base = await vscode.workspace.openTextDocument(await addressOf('Base instructions'));
    assert.match(base.getText(), /You are Tracewright/);
    const tool = await vscode.workspace.openTextDocument(await addressOf('read_file'));
    assert.match(tool.getText(), /^\{\n {2}"name": "read_file"/);
  });

  it('stays with what the user looked at while they read a part of it', async () => {
    put('.kiro/steering/words.md', 'Say colour.\n');
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument(put(at('requirements.md'), requirements)),
    );
    for (const label of ['Base instructions', 'words.md']) {
      const { command } = (await row(label)).item;
      await vscode.commands.executeCommand(command?.command ?? '', ...(command?.arguments ?? []));
      assert.ok(
        (await rows()).some(({ item }) => item.label === 'requirements.md'),
        label,
      );
    }
    const { contextTree } = await access();
    assert.equal(contextTree.subject()?.query.spec, specPath());
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(put('src/a.ts', '')));
    assert.equal(contextTree.subject()?.label, 'A new request about a.ts');
  });

  it('switches a part off and on for the sessions of the spec', async () => {
    put('.kiro/steering/words.md', 'Say colour.\n');
    const path = put(at('requirements.md'), requirements);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
    const label = '.kiro/steering/words.md';
    const before = await row('words.md');
    assert.equal(checked(before.item), vscode.TreeItemCheckboxState.Checked);
    await vscode.commands.executeCommand('tracewright.switchContext', before.node);
    const spec = await handle(specPath());
    assert.deepEqual(spec.snapshot().off, [label]);
    const off = await row('words.md');
    assert.equal(checked(off.item), vscode.TreeItemCheckboxState.Unchecked);
    assert.match(String(off.item.description), /^off/);
    await vscode.commands.executeCommand('tracewright.switchContext', off.node);
    assert.equal(spec.snapshot().off, undefined);
  });

  it('copies the whole', async () => {
    put('.kiro/steering/words.md', 'Say colour.\n');
    const path = put(at('requirements.md'), requirements);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
    const text = await vscode.commands.executeCommand<string>('tracewright.copyContext');
    assert.match(text, /^# What the model sees/);
    assert.ok(text.includes('Say colour.'));
    assert.ok(text.includes('## requirements.md'));
    assert.equal(await vscode.env.clipboard.readText(), text);
  });
});

function checked({ checkboxState }: vscode.TreeItem): vscode.TreeItemCheckboxState | undefined {
  return typeof checkboxState === 'object' ? checkboxState.state : checkboxState;
}
