/** Mentions in a real editor: what its terminal printed, and what the panel is offered while one is typed. */
import * as assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { TerminalCommand } from '../../src/core/host';
import { answering } from '../support/hostAnswers';
import { access, at, describeInWindow, folder, put, requirements, until } from '../support/hostWindow';

describeInWindow('a mention', () => {
  it('of the terminal brings what the terminal in front printed last', async () => {
    const { app } = await access();
    const { host } = await app.engine();
    assert.ok(host.terminal);
    for (const open of vscode.window.terminals) open.dispose();
    await until('no terminal is open', () => vscode.window.activeTerminal === undefined);
    assert.match(String(await host.terminal()), /^No terminal is open/);
    const terminal = vscode.window.createTerminal({
      name: 'Tests',
      cwd: folder(),
      // Nothing is to be left in the home folder.
      env: { HISTFILE: '/dev/null' },
    });
    try {
      terminal.show();
      await until('the shell speaks', () => terminal.shellIntegration);
      const last = async (): Promise<TerminalCommand | undefined> => {
        const now = await host.terminal?.();
        return typeof now === 'object' && now.name === 'Tests' ? now.commands.at(-1) : undefined;
      };
      // What a command prints before the editor has told of it is never told, so this one waits for us.
      terminal.sendText('until [ -e go.txt ]; do sleep 0.05; done; echo "six times seven is $((6*7))"; false');
      await until('the command began', last);
      put('go.txt', '');
      const command = await until('the command ended', async () => {
        const now = await last();
        return now?.code !== undefined && now.output.includes('is 42') ? now : undefined;
      });
      assert.equal(command.code, 1);
      assert.match(command.line, /^until .* echo "six times seven/);
    } finally {
      terminal.dispose();
    }
    await until('the terminal is closed', () => vscode.window.activeTerminal === undefined);
    assert.match(String(await host.terminal()), /^No terminal is open/);
  });

  it('of problems brings what the editor shows of any file, without what is hidden', async function () {
    // The TypeScript server starts with the first file that is shown.
    this.timeout(90_000);
    put('.kiroignore', 'vault\n');
    const { app } = await access();
    const said = async (prompt: string): Promise<string> => {
      const { parts } = await (await app.engine()).effective({ root: folder(), prompt, files: [] });
      return parts.find(({ label }) => label === '#problems')?.text ?? '';
    };
    for (const name of ['vault/broken.ts', 'src/broken.ts']) {
      const path = put(name, 'export const rows = 1;\nexport const wrong: = 2;\n');
      const { uri } = await vscode.window
        .showTextDocument(await vscode.workspace.openTextDocument(path))
        .then(({ document }) => document);
      await until(
        `the editor to find what is wrong in ${name}`,
        () => vscode.languages.getDiagnostics(uri).length > 0,
        60_000,
      );
    }
    const [problem] = vscode.languages.getDiagnostics(vscode.Uri.file(`${folder()}/src/broken.ts`));
    const all = await said('Mend these: #problems');
    assert.match(all, /^src\/broken\.ts:2: error ts \d*: /);
    assert.ok(all.includes(problem?.message ?? '?'), all);
    assert.ok(!all.includes('vault'), all);
    put('src/fine.ts', 'export {};\n');
    const some = await said('Mend these: #problems #file:src/fine.ts');
    assert.equal(some, 'There are none.');
  });

  it('is offered as far as it is typed, without what is hidden', async () => {
    put(at('requirements.md'), requirements);
    put('src/rows/shown.ts', '');
    put('vault/shown.ts', '');
    put('.kiroignore', 'vault\n');
    const { app } = await access();
    const offered = async (query: string): Promise<readonly string[]> =>
      (await (await app.engine()).completeMention({ roots: [folder()] }, query)).map(({ text }) => text);
    const files = await until('the new file is listed', async () => {
      const found = await offered('file:shown');
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(files, ['#file:src/rows/shown.ts']);
    assert.deepEqual(await offered('termi'), ['#terminal']);
  });

  it('is offered in the box of a command, and taken with Enter alone', async () => {
    put('src/rows/shown.ts', 'export const rows = 1;\n');
    put('vault/shown.ts', '');
    put('.kiroignore', 'vault\n');
    const make = vscode.window.createQuickPick;
    const boxes: vscode.QuickPick<vscode.QuickPickItem>[] = [];
    const kept = (): vscode.QuickPick<vscode.QuickPickItem> => {
      const made = make();
      boxes.push(made);
      return made;
    };
    const enter = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    Object.assign(vscode.window, { createQuickPick: kept });
    try {
      const shown = vscode.commands.executeCommand('tracewright.showContext');
      const box = await until('the box', () => boxes[0]);
      const first = (label: string) => until(label, () => box.activeItems[0]?.label === label);
      await first('$(arrow-right) Show');
      box.value = 'Sum up #file:sho';
      await first('$(file) shown.ts');
      assert.deepEqual(
        box.items.map(({ label, description }) => `${label} ${description}`),
        ['$(file) shown.ts src/rows/shown.ts', '$(arrow-right) Show Sum up #file:sho'],
      );
      await enter();
      await until('the mention in the words', () => box.value === 'Sum up #file:src/rows/shown.ts ');
      await first('$(arrow-right) Show');
      await enter();
      await shown;
    } finally {
      Object.assign(vscode.window, { createQuickPick: make });
    }
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /\| in \| request \| \[#file:src\/rows\/shown\.ts\]/);
    assert.ok(text.includes('export const rows = 1;'), text);
  });

  it('that can be none is sent as it stands, also where Enter comes before that is known', async () => {
    await answering([[/^Show What the Model Sees/, 'Mend #4711-zzz']], () =>
      vscode.commands.executeCommand('tracewright.showContext'),
    );
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /## Your words\n\n```\nMend #4711-zzz\n```/);
  });
});
