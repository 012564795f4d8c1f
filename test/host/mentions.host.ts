/** Mentions in a real editor: what its terminal printed, and what the panel is offered while one is typed. */
import * as assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { TerminalCommand } from '../../src/core/host';
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
});
