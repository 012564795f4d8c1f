/** How hooks reach the user of an editor: agreement, single firings, permissions, news. */
import * as vscode from 'vscode';
import type { Firing } from '../../core/hooks/model';
import type { HookUser } from '../../core/workspace/hooks';
import type { Shared } from '../app';
import { subjectOf } from '../runs/words';
import { firingUri } from './firingText';
import type { Questions } from './questions';
import type { WindowHooks } from './windowHooks';
import { agreeQuestion, confirmQuestion, newsOf, permitQuestion } from './words';

/** The user behind this window. Nothing is shown of what went well. */
export function editorUser(app: Shared, hooks: WindowHooks, questions: Questions): HookUser {
  const told = new Set<string>();
  const failed = (error: unknown): void => app.log.error(`Hooks: ${String(error)}`);
  return {
    agree: async (asked) => {
      const yes = await questions.ask(agreeQuestion(asked, app.part().hooks));
      // What is new is marked until the user has said yes; the engine keeps the answer after this.
      if (yes) setTimeout(() => void reloadAll(hooks).catch(failed), 0);
      return yes;
    },
    confirm: (hook, event) => questions.ask(confirmQuestion(hook, event, app.part().hooks)),
    permit: async (request, hook, signal) =>
      (await questions.ask(permitQuestion(request, hook, subjectOf(request)), signal))
        ? { kind: 'allow', remember: 'once', ...typedOf(request.judgement.typeToConfirm) }
        : { kind: 'deny' },
    notify: (message, hook) => void vscode.window.showInformationMessage(`${hook.name}: ${message}`),
    onFiring: (firing) => {
      hooks.fired(firing);
      const news = newsOf(firing);
      // A hook that fails with each save has one notification at a time.
      if (news === undefined || told.has(firing.hook)) return;
      told.add(firing.hook);
      tellNews(firing, news)
        .catch(failed)
        .finally(() => told.delete(firing.hook));
    },
  };
}

/** The question has made sure that it was typed. */
function typedOf(typed: string | undefined): { readonly typed?: string } {
  return typed === undefined ? {} : { typed };
}

async function reloadAll(hooks: WindowHooks): Promise<void> {
  for (const { root } of hooks.folders()) await hooks.reload(root);
}

async function tellNews(firing: Firing, news: string): Promise<void> {
  const show = 'Show';
  const chosen =
    firing.result.kind === 'blocked'
      ? await vscode.window.showErrorMessage(news, show)
      : await vscode.window.showWarningMessage(news, show);
  if (chosen === show) await vscode.window.showTextDocument(firingUri(firing));
}
