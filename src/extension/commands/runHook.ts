import * as vscode from 'vscode';
import type { Firing, Step } from '../../core/hooks/model';
import type { App } from '../app';
import { signalOf } from '../boundary';
import { firingUri } from '../hooks/firingText';
import { messageOf } from '../hooks/words';
import { isBelow, pathOf } from '../paths';
import { askPrompt } from '../promptBox';
import { type Command, hasFolder } from './command';
import { findHook, type HookTarget, onHook } from './hookTarget';

/** Fires one hook now, for the file in front of the user where it is about files. */
export const runHook: Command = {
  name: 'runHook',
  title: 'Run Hook',
  icon: 'play',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onHook(), group: 'inline@1' },
    { menu: 'view/item/context', when: onHook(), group: '0_run@1' },
  ],
  create: (app) => async (argument) => {
    const target = await findHook(app, argument, 'Run hook');
    if (target === undefined) return undefined;
    const given = await argumentFor(app, target);
    if (given === undefined) return undefined;
    const firing = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: target.hook.name, cancellable: true },
      (_progress, token) => run(app, target, given, signalOf(token)),
    );
    if (firing === undefined) {
      void vscode.window.showInformationMessage(
        `The condition of "${target.hook.name}" does not hold, so nothing was run.`,
      );
      return undefined;
    }
    void tell(firing);
    return firing;
  },
};

/** What `{argument}` stands for; empty where the hook does not ask for it, undefined where the user left. */
async function argumentFor(app: App, { root, hook }: HookTarget): Promise<string | undefined> {
  if (!/\{\{?\s*argument\s*\}?\}|\$\{?ARGUMENT\b/iu.test(JSON.stringify(hook.steps))) return '';
  const question = 'What {argument} stands for';
  if (!hook.steps.some(isAsking))
    return vscode.window.showInputBox({ title: hook.name, prompt: question, ignoreFocusOut: true });
  return askPrompt(
    app,
    { roots: [root] },
    { title: hook.name, placeholder: question, act: 'Run', empty: 'without an argument' },
  );
}

/** What it stands for reaches a model. */
function isAsking({ action, onFailure }: Step): boolean {
  return action.kind === 'agent' || onFailure?.kind === 'agent';
}

async function run(
  app: App,
  { root, hook }: HookTarget,
  argument: string,
  signal: AbortSignal,
): Promise<Firing | undefined> {
  const engine = await (await app.hooks.window.service()).engine(root);
  const uri = vscode.window.activeTextEditor?.document.uri;
  const path = uri?.scheme === 'file' && isBelow(pathOf(uri), root) ? pathOf(uri).slice(root.length + 1) : undefined;
  return engine.run(
    hook.id,
    {
      trigger: hook.trigger.name,
      root,
      cause: { by: 'user', chain: [] },
      files: path === undefined ? [] : [{ path }],
      ...(argument === '' ? {} : { argument }),
    },
    signal,
  );
}

/** Failures are told by the hook itself; whoever ran it wants to know of success too. */
async function tell(firing: Firing): Promise<void> {
  const { result, hookName, steps } = firing;
  const show = 'Show';
  const output = steps.at(-1)?.output.trim() ?? '';
  const held = result.kind === 'held' ? ` was not run: ${messageOf(result)}` : undefined;
  if (result.kind !== 'ok' && held === undefined) return;
  const words = held ?? (output === '' ? ' ran well.' : ` ran well: ${output.split('\n')[0]?.slice(0, 120)}`);
  const chosen = await vscode.window.showInformationMessage(`"${hookName}"${words}`, show);
  if (chosen === show) await vscode.window.showTextDocument(firingUri(firing));
}
