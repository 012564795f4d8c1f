/** What the suites of hooks share: hook files of the window, agreement, and a window that nothing of them is left in. */
import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'mocha';
import * as vscode from 'vscode';
import type { Firing, Hook } from '../../src/core/hooks/model';
import { access, describeInWindow, folder, put, until } from './hostWindow';

/** A workspace folder as core writes it. */
export const root = (at = 0): string => folder(at).replaceAll('\\', '/');

/** Writes hooks and waits until the window knows so many of them. */
export async function withHooks(text: string, count: number, name = '.kiro/hooks.yaml', at = 0): Promise<void> {
  put(name, text, folder(at));
  await knows(count);
}

/** Waits until the window knows so many hooks, all folders together. */
export async function knows(count: number): Promise<void> {
  const { app } = await access();
  await app.hooks.window.start();
  await until('the hooks', () => allHooks(app.hooks.window.folders()).length === count);
}

function allHooks(folders: readonly { readonly set: { readonly hooks: readonly Hook[] } }[]): readonly Hook[] {
  return folders.flatMap(({ set }) => set.hooks);
}

/** A hook by its name. */
export async function hookNamed(name: string): Promise<Hook> {
  const { app } = await access();
  const found = allHooks(app.hooks.window.folders()).find((hook) => hook.name === name);
  assert.ok(found, `There is no hook "${name}".`);
  return found;
}

/** The user agrees to all hooks that are there. */
export async function agreed(): Promise<void> {
  const { app } = await access();
  const service = await app.hooks.window.service();
  for (const { root: at, set } of app.hooks.window.folders()) {
    await service.accept(at, set.hooks);
    await app.hooks.window.reload(at);
  }
}

/** The firings of a hook in this window that have ended, the oldest first. */
export async function ended(name: string): Promise<readonly Firing[]> {
  const { app } = await access();
  return app.hooks.window
    .firings()
    .filter(({ hookName, result }) => hookName === name && result.kind !== 'running' && result.kind !== 'waiting');
}

/** The lines that commands have added to `heard.log`. */
export function heard(at = 0): readonly string[] {
  const path = join(folder(at), 'heard.log');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

/** Types at the beginning of a file and saves it, as a user does. */
export async function save(name: string, text: string, at = 0): Promise<void> {
  const document = await vscode.workspace.openTextDocument(join(folder(at), name));
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
  assert.ok(await document.save());
}

/** Nothing that was told waits or runs, and nothing is on its way from the watcher. */
export async function quiet(): Promise<void> {
  const { app } = await access();
  await (await app.hooks.window.service()).idle();
}

/** A suite after each test of which no hook, question or output is left in any folder. */
export function describeHooks(title: string, suite: () => void): void {
  describeInWindow(title, () => {
    afterEach(async () => {
      const { app } = await access();
      for (const question of app.hooks.questions.waiting()) question.answer(false);
      await quiet();
      for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
        for (const name of ['.kiro/hooks.yaml', '.kiro/hooks', 'heard.log'])
          rmSync(join(uri.fsPath, name), { recursive: true, force: true });
        await app.hooks.window.reload(uri.fsPath.replaceAll('\\', '/'));
      }
    });
    suite();
  });
}
