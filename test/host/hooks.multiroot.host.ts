/** Hooks in a window of several folders: each folder's fire for it alone, the user's own for all of them; git's hooks come and go. */
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { answering } from '../support/hostAnswers';
import { agreed, describeHooks, heard, knows, quiet, save, withHooks } from '../support/hostHooks';
import { access, bytesOf, folder, put, until } from '../support/hostWindow';

const hook = (word: string): string => `  - name: ${word}
    trigger: on_save
    pattern: "lists/**/*.txt"
    run: "echo ${word} >> heard.log"
`;

describeHooks('hooks of several workspace folders', () => {
  it('fire for the folder that they are in, and the user’s own for each', async () => {
    const { app } = await access();
    const name = `lists/${Date.now()}/a.txt`;
    for (const at of [0, 1]) put(name, 'a\n', folder(at));
    try {
      put('.kiro/hooks/mine.yaml', `hooks:\n${hook('mine')}`, homedir());
      put('.kiro/hooks.yaml', `hooks:\n${hook('left')}`, folder(0));
      await withHooks(`hooks:\n${hook('right')}`, 4, '.kiro/hooks.yaml', 1);
      await agreed();
      await save(name, 'x', 1);
      await until('both hooks', () => heard(1).length >= 2);
      await quiet();
      assert.deepEqual([...heard(1)].sort(), ['mine', 'right']);
      assert.deepEqual(heard(0), []);
      await save(name, 'x', 0);
      await until('both hooks', () => heard(0).length >= 2);
      await quiet();
      assert.deepEqual([...heard(0)].sort(), ['left', 'mine']);
      assert.equal(heard(1).length, 2);
      const { provider } = app.hooks.tree;
      const scopes = (await provider.getChildren(undefined)) ?? [];
      const shown = await Promise.all(
        scopes.map(async (scope) => {
          const hooks = (await provider.getChildren(scope)) ?? [];
          const labels = await Promise.all(hooks.map(async (each) => (await provider.getTreeItem(each)).label));
          return [(await provider.getTreeItem(scope)).label, ...labels].join(': ');
        }),
      );
      assert.deepEqual(shown, ['one: left', 'two: right', 'Yours, in every workspace: mine']);
    } finally {
      rmSync(join(homedir(), '.kiro'), { recursive: true, force: true });
    }
    await knows(2);
  });

  it('are called by git where that is wished, and git has its bytes back afterwards', async () => {
    const place = folder(1);
    const git = (...args: readonly string[]): void => void execFileSync('git', args, { cwd: place, stdio: 'pipe' });
    const hooks = join(place, '.git/hooks');
    const theirs = '#!/bin/sh\n# Ours since 2019\nexit 0\n';
    git('init', '-q');
    try {
      writeFileSync(join(hooks, 'pre-commit'), theirs);
      chmodSync(join(hooks, 'pre-commit'), 0o755);
      await withHooks('hooks:\n  - name: guard\n    trigger: on_commit\n    scan: secrets\n', 1, '.kiro/hooks.yaml', 1);
      const row = async (): Promise<string> => {
        const { provider } = (await access()).app.hooks.tree;
        const [top] = (await provider.getChildren(undefined)) ?? [];
        assert.ok(top);
        const item = await provider.getTreeItem(top);
        return `${item.label}: ${item.description} (${item.contextValue})`;
      };
      assert.equal(await row(), 'guard: git does not call it · Before commit (hook;uncalled)');
      const command = () => vscode.commands.executeCommand('tracewright.installGitHooks', vscode.Uri.file(place));
      await answering([[/^Let git call Tracewright here/, undefined]], command);
      assert.equal(existsSync(join(hooks, 'post-commit')), false);
      await answering([[/^Let git call Tracewright here/, 'Install']], command);
      assert.ok(existsSync(join(hooks, 'post-commit')));
      assert.equal(await row(), 'guard: Before commit (hook)');
      assert.match(bytesOf('.git/hooks/pre-commit', place).toString(), /Ours since 2019/);
      assert.notEqual(bytesOf('.git/hooks/pre-commit', place).toString(), theirs);
      await answering([[/^Git calls Tracewright here/, 'Remove']], command);
      assert.equal(bytesOf('.git/hooks/pre-commit', place).toString(), theirs);
      assert.equal(existsSync(join(hooks, 'post-commit')), false);
      assert.match(await row(), /git does not call it/);
    } finally {
      rmSync(join(place, '.git'), { recursive: true, force: true });
    }
  });
});
