/** Steering in a real editor: the view, the editor's help, and a rule on the wire in the request after its file is read. */
import * as assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { SteeringNode } from '../../src/extension/steering/tree';
import { type FakeTurn, startFakeAnthropic } from '../support/fakeAnthropic';
import { type Answer, answering } from '../support/hostAnswers';
import { access, bytesOf, describeInWindow, folder, put, setSetting, until } from '../support/hostWindow';

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

/** A file that the model reads. */
function call(id: string, path: string): FakeTurn {
  return { blocks: [{ tool: { id, name: 'read_file', input: { path } } }] };
}

/** While `act` goes on, this server plans. */
async function planningBy(
  server: Awaited<ReturnType<typeof startFakeAnthropic>>,
  act: () => Promise<void>,
): Promise<void> {
  const { app } = await access();
  await app.context.secrets.store(key, 'sk-ant-host-test');
  try {
    await setSetting('anthropic.baseUrl', server.url);
    await setSetting('models.planning', 'anthropic/claude-sonnet-5-5');
    await until('the model', async () => {
      const model = await (await app.engine()).model('planning');
      return 'client' in model && !model.sample;
    });
    await act();
  } finally {
    await setSetting('models.planning', undefined);
    await setSetting('anthropic.baseUrl', undefined);
    await app.context.secrets.delete(key);
    await server.close().catch(() => undefined);
  }
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

  it('shows a conflict of one name in two places, and that a nearer file goes before another', async () => {
    put('AGENTS.md', 'Be brief.');
    put('src/AGENTS.md', 'Modules are small.\n');
    put('.kiro/steering/style.md', 'Tabs.\n');
    put('.cursor/rules/style.mdc', '---\nalwaysApply: true\n---\nBlanks.\n');
    put('src/rows/a.ts', 'export {};\n');
    await shown('src/rows/a.ts');
    const listed = await until('the files', async () => {
      const found = await rows();
      return found.some((row) => row.startsWith('style.md')) && found;
    });
    for (const row of [
      'AGENTS.md: always',
      'src/AGENTS.md: now · in src/ · over AGENTS.md',
      'style.md: always · conflict',
      '.cursor/rules/style.mdc: always · conflict',
    ])
      assert.ok(listed.includes(row), `${row} is not in\n${listed.join('\n')}`);
    for (const name of ['src/AGENTS.md', '.kiro/steering/style.md', '.cursor/rules/style.mdc'])
      rmSync(join(folder(), name));
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
    const server = await startFakeAnthropic([
      call('a', 'package.json'),
      call('b', 'src/rows/a.ts'),
      { blocks: [{ text: 'I have seen enough.' }] },
    ]);
    const { app } = await access();
    await planningBy(server, async () => {
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
    });
  });

  it('is begun from a template, and what is there already is kept', async () => {
    rmSync(join(folder(), '.kiro/steering/aws.md'), { force: true });
    const add = () => vscode.commands.executeCommand('tracewright.addSteering');
    const shown = await answering([[/New steering file/, 'AWS']], async (asked) => {
      assert.equal(await add(), '.kiro/steering/aws.md');
      return asked[0]?.labels ?? [];
    });
    assert.deepEqual(shown.slice(0, 2), ['Empty', 'API']);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.ok(document.uri.path.endsWith('/.kiro/steering/aws.md'), document.uri.path);
    assert.match(document.getText(), /Least privilege/);
    put('.kiro/steering/aws.md', 'Ours.\n');
    await answering(
      [
        [/New steering file/, 'AWS'],
        [/aws\.md is there already/, undefined],
      ],
      add,
    );
    assert.equal(bytesOf('.kiro/steering/aws.md').toString(), 'Ours.\n');
    await answering(
      [
        [/New steering file/, 'Empty'],
        [/A name, without/, 'api-conventions'],
      ],
      add,
    );
    assert.match(bytesOf('.kiro/steering/api-conventions.md').toString(), /^---\ninclusion: always\n---\n/);
  });

  it('is generated: each draft is a difference in a tab, and only what is picked is written', async function () {
    this.timeout(3 * patience);
    const steering = join(folder(), '.kiro/steering');
    for (const name of ['product.md', 'structure.md']) rmSync(join(steering, name), { force: true });
    put('.kiro/steering/tech.md', 'Use make.\n');
    put('package.json', '{"scripts":{"test":"node --test"}}\n');
    const block = (name: string, text: string) => `<file path=".kiro/steering/${name}">\n${text}\n</file>`;
    const answer = [block('product.md', 'It sells tea.'), block('tech.md', 'Use npm test.')].join('\n');
    const studied: readonly FakeTurn[] = [call('a', 'package.json'), { blocks: [{ text: answer }] }];
    const server = await startFakeAnthropic([...studied, ...studied]);
    const drafts = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ label }) => label.includes('nothing is written yet'))
        .map(({ label }) => label.replace(/ \(.*/, ''));
    const generate = (picked: readonly string[] | undefined) =>
      answering([[/Write these steering files\?/, picked]], async (asked) => {
        const written = await vscode.commands.executeCommand<readonly string[]>('tracewright.generateSteering');
        const question = asked.find(({ kind }) => kind === 'pick');
        assert.deepEqual(question?.labels, ['.kiro/steering/product.md', '.kiro/steering/tech.md']);
        return written;
      });
    await planningBy(server, async () => {
      assert.deepEqual(await generate(undefined), []);
      assert.deepEqual(drafts(), ['.kiro/steering/product.md', '.kiro/steering/tech.md']);
      assert.equal(bytesOf('.kiro/steering/tech.md').toString(), 'Use make.\n');
      assert.ok(!existsSync(join(steering, 'product.md')));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.deepEqual(await generate(['.kiro/steering/tech.md']), ['.kiro/steering/tech.md']);
      assert.equal(bytesOf('.kiro/steering/tech.md').toString(), 'Use npm test.\n');
      assert.ok(!existsSync(join(steering, 'product.md')));
      // What was written is no draft any more; what was left can still be read.
      assert.deepEqual(drafts(), ['.kiro/steering/product.md']);
      const prompt = JSON.stringify(server.requests[0]?.body.messages);
      for (const words of ['package.json', 'Use make.', 'recent history', 'product.md', 'structure.md'])
        assert.ok(prompt.includes(words), words);
    });
  });

  it('is refined from its row, and a review becomes a rule', async function () {
    this.timeout(3 * patience);
    put('.kiro/steering/tech.md', 'Use make.\n');
    const draft = (text: string): FakeTurn => ({
      blocks: [{ text: `<file path=".kiro/steering/tech.md">\n${text}\n</file>` }],
    });
    const server = await startFakeAnthropic([draft('Use npm.'), draft('Use npm.\nNo default exports.')]);
    await planningBy(server, async () => {
      const { steering } = await access();
      const scopes = (await steering.provider.getChildren()) ?? [];
      const files = (
        await Promise.all(scopes.map(async (scope) => (await steering.provider.getChildren(scope)) ?? []))
      ).flat();
      const row = files.find((node) => node.kind === 'file' && node.choice.file.label === '.kiro/steering/tech.md');
      assert.ok(row);
      assert.match((await steering.provider.getTreeItem(row)).contextValue ?? '', /;refinable/);
      const write: Answer = [/Write these steering files\?/, ['.kiro/steering/tech.md']];
      await answering([[/What should change\?/, 'We use npm now'], write], async () =>
        vscode.commands.executeCommand('tracewright.refineSteering', row),
      );
      assert.equal(bytesOf('.kiro/steering/tech.md').toString(), 'Use npm.\n');
      put('src/a.ts', 'export default 1;\n');
      const document = await shown('src/a.ts');
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(0, 0, 0, 17);
      await answering([[/Learn from this review/, 'No default exports'], write], async () =>
        vscode.commands.executeCommand('tracewright.learnSteering'),
      );
      assert.match(bytesOf('.kiro/steering/tech.md').toString(), /No default exports/);
      const [refined, learned] = server.requests.map(({ body }) => JSON.stringify(body.messages));
      assert.ok(refined?.includes('We use npm now'));
      assert.ok(learned?.includes('No default exports') && learned.includes('src/a.ts:\\nexport default 1;'), learned);
    });
  });

  it('says what it would be while it is typed, and mends what is mistyped', async () => {
    put('src/rows/a.ts', 'export {};\n');
    put('.kiro/steering/typed.md', '---\ninclusion: Manual\n---\nRule.\n');
    await shown('src/rows/a.ts');
    const document = await shown('.kiro/steering/typed.md');
    const lens = async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return found.map(({ command }) => command?.title ?? '').find((title) => /^(Not i|I)ncluded/.test(title)) ?? '';
    };
    await until('the lens', async () => (await lens()).startsWith('Not included because no prompt names it (#typed)'));
    await until('the problem', () => vscode.languages.getDiagnostics(document.uri).length > 0);
    const line = document.lineAt(1).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      line,
    );
    const mend = actions.find(({ title }) => title === 'Write manual');
    assert.ok(mend?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(mend.edit);
    assert.equal(document.lineAt(1).text, 'inclusion: manual');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(1).range, 'inclusion: always');
    await vscode.workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    await until('the lens of what is typed', async () => (await lens()).startsWith('Included because it is always'));
    await document.save();
    await until('the row', async () => (await rows()).includes('typed.md: always'));
    await until('the lens of what is saved', async () => (await lens()).startsWith('Included because it is always'));
  });
});
