/** Steering in a real editor: the view, the editor's help, and a rule on the wire in the request after its file is read. */
import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { SteeringNode } from '../../src/extension/steering/tree';
import { type FakeTurn, startFakeAnthropic } from '../support/fakeAnthropic';
import { access, describeInWindow, folder, put, setSetting, until } from '../support/hostWindow';

const patience = 60_000;
const key = 'anthropic/apiKey';
const ruleText = 'Rows are arrays, says the team.';
const rule = `---\ninclusion: fileMatch\nfileMatchPattern: "src/rows/**"\n---\n${ruleText}\n`;

async function rows(): Promise<readonly string[]> {
  const { steering } = await access();
  const children = async (node?: SteeringNode): Promise<readonly SteeringNode[]> =>
    (await steering.provider.getChildren(node)) ?? [];
  const files = (await Promise.all((await children()).map((scope) => children(scope)))).flat();
  const items = await Promise.all(files.map((node) => steering.provider.getTreeItem(node)));
  return items.map(({ label, description }) => `${String(label)}: ${String(description)}`);
}

async function shown(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(join(folder(), path));
  await vscode.window.showTextDocument(document);
  return document;
}

describeInWindow('steering', () => {
  it('is listed with its mode, and what matches the file in front of the user', async () => {
    put('.kiro/steering/rows.md', rule);
    put('AGENTS.md', 'Be brief.');
    put('src/rows/a.ts', 'export {};\n');
    await shown('src/rows/a.ts');
    const listed = await until('the files', async () => {
      const found = await rows();
      return found.length >= 2 && found;
    });
    assert.ok(listed.includes('rows.md: now · src/rows/**'), listed.join('\n'));
    assert.ok(listed.includes('AGENTS.md: always'), listed.join('\n'));
    // Steering is about the file before it.
    await shown('AGENTS.md');
    assert.ok((await rows()).includes('rows.md: now · src/rows/**'), (await rows()).join('\n'));
    await shown('package.json');
    assert.ok((await rows()).includes('rows.md: src/rows/**'), (await rows()).join('\n'));
  });

  it('says why it is included, what is wrong, and helps with the front matter', async () => {
    put('src/rows/a.ts', 'export {};\n');
    put(
      '.kiro/steering/rows.md',
      '---\ninclusion: fileMatch\nfileMatchPattern: src/rows/*\n---\nsee #[[file:gone.md]]\n',
    );
    await shown('src/rows/a.ts');
    const document = await shown('.kiro/steering/rows.md');
    const titles = await until('the lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      const [title] = found.map(({ command }) => command?.title ?? '');
      return title?.startsWith('Included') === true && title;
    });
    assert.match(titles, /^Included because src\/rows\/a\.ts matches src\/rows\/\*, about \d+ tokens$/);
    const [problem] = await until('the problem', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 && found;
    });
    assert.equal(problem?.message, 'There is no file gone.md.');
    assert.equal(problem?.range.start.line, 4);
    const complete = async (line: number, column: number) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line, column),
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const modes = await complete(1, 'inclusion: '.length);
    for (const mode of ['always', 'fileMatch', 'manual', 'auto', 'never'])
      assert.ok(modes.includes(mode), modes.join());
    const over = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(1, 'inclusion: fi'.length),
    );
    // One value takes the place of another.
    const never = over.items.find(({ label }) => typeof label === 'object' && label.label === 'never');
    const written = new vscode.Range(1, 'inclusion: '.length, 1, 'inclusion: fileMatch'.length);
    assert.ok(never?.range instanceof vscode.Range && never.range.isEqual(written), JSON.stringify(never));
    assert.ok((await complete(4, 'see #[[file:'.length)).includes('src/'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(1, 2),
    );
    assert.ok(
      hovers.some(({ contents }) =>
        contents.some((each) => typeof each === 'object' && each.value.includes('part of a prompt')),
      ),
    );
  });

  it('completes and explains the front matter of other tools by their own keys', async () => {
    put('.cursor/rules/a.mdc', '---\nalwaysApply: true\n\n---\ntext\n');
    const { uri } = await shown('.cursor/rules/a.mdc');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      new vscode.Position(2, 0),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const key of ['globs', 'description', 'alwaysApply']) assert.ok(labels.includes(key), labels.join());
    assert.ok(!labels.includes('fileMatchPattern'), labels.join());
    const at = new vscode.Position(1, 'alwaysApply: t'.length);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    const words = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === 'object' ? each.value : each)),
    );
    assert.ok(words.includes('Part of every prompt.'), words.join('\n'));
  });

  it('comes with the very next request after its file is read, and only then', async function () {
    this.timeout(3 * patience);
    put('.kiro/steering/rows.md', rule);
    put('src/rows/a.ts', 'export {};\n');
    put('package.json', '{}\n');
    const call = (id: string, path: string): FakeTurn => ({
      blocks: [{ tool: { id, name: 'read_file', input: { path } } }],
    });
    const server = await startFakeAnthropic([
      call('a', 'package.json'),
      call('b', 'src/rows/a.ts'),
      { blocks: [{ text: 'I have seen enough.' }] },
    ]);
    const { app } = await access();
    await app.context.secrets.store(key, 'sk-ant-host-test');
    try {
      await setSetting('anthropic.baseUrl', server.url);
      await setSetting('models.planning', 'anthropic/claude-sonnet-5-5');
      await until('the model', async () => {
        const model = await (await app.engine()).model('planning');
        return 'client' in model && !model.sample;
      });
      const spec = await (await app.engine()).specs.create({
        root: folder().replaceAll('\\', '/'),
        sentence: 'Export the table as CSV',
      });
      assert.ok(!('kind' in spec), JSON.stringify(spec));
      await until('three requests', () => server.requests.length >= 3, patience);
      await spec.settled();
      const blocks = server.requests.map(({ body }) =>
        (body.messages as { content: unknown[] }[]).flatMap(({ content }) => content),
      );
      const texts = blocks.map((each) => JSON.stringify(each));
      assert.deepEqual(
        texts.slice(0, 3).map((text) => text.includes(ruleText)),
        [false, false, true],
      );
      const plain = (list: readonly unknown[]) =>
        JSON.stringify(list, (name, value: unknown) => (name === 'cache_control' ? undefined : value));
      for (const [at, before] of blocks.entries()) {
        const next = blocks[at + 1];
        if (next !== undefined) assert.equal(plain(next.slice(0, before.length)), plain(before));
        assert.equal(
          plain([server.requests[at]?.body.system, server.requests[at]?.body.tools]),
          plain([server.requests[0]?.body.system, server.requests[0]?.body.tools]),
        );
      }
    } finally {
      await setSetting('models.planning', undefined);
      await setSetting('anthropic.baseUrl', undefined);
      await app.context.secrets.delete(key);
      await server.close().catch(() => undefined);
    }
  });
});
