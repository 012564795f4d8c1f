/** Shows what would be written and what the hook would do, before either happens. */
import * as vscode from 'vscode';
import type { Hook } from '../../core/hooks/model';
import type { App } from '../app';
import { pathOf, uriOf, workspaceRoots } from '../paths';
import { show } from '../steering/drafts';
import { filesOf } from './form';
import { userHooks } from './places';
import { withoutIcons } from './words';

/** An item of `hooks.yaml`, or a file of its own relative to the workspace folder or, after `~/`, the user's. */
export type Drafted = { readonly item: string } | { readonly path: string; readonly text: string };

/** What one hook file would become. */
export interface HookChange {
  /** Absolute. */
  readonly target: string;
  /** As it is shown. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly made: Hook;
}

/** Shows what a new hook would be; see `reviewChange`. */
export async function review(app: App, root: string, drafted: Drafted): Promise<string | undefined> {
  const { form } = app.part().hooks;
  const path = 'path' in drafted ? drafted.path : '.kiro/hooks.yaml';
  const own = path.startsWith('~/');
  const target = own ? `${userHooks()}${path.slice('~/.kiro/hooks'.length)}` : `${root}/${path}`;
  const { host } = await app.engine();
  const before = (await host.documents.open(target))?.text;
  if ('path' in drafted && before !== undefined) throw new Error(`${path} is there already. Choose another name.`);
  const added = 'path' in drafted ? { text: drafted.text } : form.addToYaml(before, [drafted.item]);
  if ('problem' in added) throw new Error(added.problem);
  const fileOf = (text: string) => app.part().hooks.read(target, path, own ? 'user' : 'workspace', text);
  const made = form.made(before === undefined ? undefined : fileOf(before), fileOf(added.text));
  if ('problem' in made) throw new Error(made.problem);
  return reviewChange(app, root, { target, path, before, after: added.text, made });
}

/** Shows the difference; writes it where the user says so, which is their agreement to what it would run. Gives the path. */
export async function reviewChange(app: App, root: string, change: HookChange): Promise<string | undefined> {
  const { target, path, before, after, made } = change;
  const shown = await show({ path, before, after });
  for (;;) {
    const chosen = await vscode.window.showQuickPick(
      [
        { label: '$(check) Write it', description: path, detail: 'It fires from then on', act: 'write' as const },
        {
          label: '$(beaker) Try it out',
          description: 'nothing is run',
          detail: 'Which files it would fire for, and what it would run',
          act: 'try' as const,
        },
        { label: '$(close) Leave it', description: 'nothing is written', act: 'leave' as const },
      ],
      { title: made.name, placeHolder: app.part().hooks.hookLines(made).join('; '), ignoreFocusOut: true },
    );
    if (chosen?.act === 'try') {
      await tryOut(app, root, made);
      continue;
    }
    if (chosen?.act !== 'write') return undefined;
    const service = await app.hooks.window.service();
    const refused = await service.write(target, before, after);
    if (refused !== undefined) throw new Error(refused);
    await shown.close();
    const roots = made.source.scope === 'user' ? workspaceRoots().map(({ path: each }) => each) : [root];
    for (const each of roots) await service.accept(each, [made]);
    await app.hooks.window.start();
    for (const each of roots) await app.hooks.window.reload(each);
    const document = await vscode.workspace.openTextDocument(uriOf(target));
    const at = document.lineAt(Math.min(document.lineCount, made.source.place.line) - 1).range.start;
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
    void offerGitHooks(app, root, made).catch((error: unknown) => app.log.error(`Hooks: ${String(error)}`));
    return path;
  }
}

/** A hook that git has to tell fires only where git calls: whoever has just written one wants to know. */
async function offerGitHooks(app: App, root: string, made: Hook): Promise<void> {
  const uncalled = await app.part().hooks.git.uncalled(root, [made]);
  if (uncalled === undefined) return;
  const install = 'Install…';
  const told = `${uncalled.why} So the hook "${made.name}" never fires.`;
  const chosen = await vscode.window.showInformationMessage(told, ...(uncalled.canInstall ? [install] : []));
  if (chosen === install) await vscode.commands.executeCommand('tracewright.installGitHooks', uriOf(root));
}

/** So many files are shown, and looked into where a condition asks what is in them. */
const mostTried = 200;

/** A dry run: for which files here it would fire, and what it would run. */
export async function tryOut(app: App, root: string, hook: Hook): Promise<void> {
  const { form, hookLines } = app.part().hooks;
  const kind = form.triggers.find(({ name }) => name === hook.trigger.name);
  const items: vscode.QuickPickItem[] = hookLines(hook).map((line) => ({ label: withoutIcons(line) }));
  if (kind?.about === 'files') {
    const matching = form.matching(hook.trigger.patterns, await filesOf(root));
    const active = vscode.window.activeTextEditor?.document.uri;
    const shown = active === undefined ? undefined : pathOf(active).slice(root.length + 1);
    const tried = [...matching].sort((a, b) => Number(b === shown) - Number(a === shown)).slice(0, mostTried);
    const { files, why } = await whereHolds(app, root, hook, tried);
    const untried = matching.length - tried.length;
    const more = untried > 0 ? `, and ${untried} more that are not looked into` : '';
    const count = files.length === 1 ? '1 file' : `${files.length} files`;
    items.push({ label: `${count} here would fire it${more}`, kind: vscode.QuickPickItemKind.Separator });
    items.push(...[...why, ...files].map((label) => ({ label })));
  }
  await vscode.window.showQuickPick(items, {
    title: `${hook.name}: what it would do; nothing is run`,
    ignoreFocusOut: true,
  });
}

/** Those of the files for which the hook's conditions hold right now; `why` there are none, in one sentence. */
async function whereHolds(
  app: App,
  root: string,
  hook: Hook,
  paths: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly why: readonly string[] }> {
  if (hook.conditions.length === 0 || paths.length === 0) return { files: paths, why: [] };
  const engine = await (await app.hooks.window.service()).engine(root);
  const files = paths.map((path) => ({ path }));
  const result = await engine.holds(hook, {
    trigger: hook.trigger.name,
    root,
    cause: { by: 'user', chain: [] },
    files,
  });
  return result.holds
    ? { files: result.files.map(({ path }) => path), why: [] }
    : { files: [], why: [`Not now: ${result.why}`] };
}
