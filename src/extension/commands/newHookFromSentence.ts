import * as vscode from 'vscode';
import { signalOf } from '../boundary';
import { review } from '../hooks/reviewDraft';
import { askPrompt } from '../promptBox';
import { type Command, hasFolder } from './command';
import { findRoot } from './target';

/** Has a model draft a hook from a sentence; it is shown before it is written. */
export const newHookFromSentence: Command = {
  name: 'newHookFromSentence',
  title: 'New Hook from a Sentence',
  icon: 'sparkle',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: `view == tracewright.hooks && ${hasFolder}`, group: '1_new@2' }],
  create: (app) => async (argument) => {
    const given = typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'text') : undefined;
    const root = await findRoot(argument instanceof vscode.Uri ? argument : undefined);
    if (root === undefined) return undefined;
    const sentence =
      typeof given === 'string'
        ? given
        : await askPrompt(
            app,
            { roots: [root] },
            {
              title: 'New hook from a sentence',
              placeholder: 'What should happen by itself, and when? Run the linter on each file that I save',
              act: 'Draft the hook',
            },
          );
    if (sentence === undefined || sentence.trim() === '') return undefined;
    const { hooks } = await app.engine();
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Drafting the hook', cancellable: true },
      (_progress, token) => hooks.draft(root, sentence.trim(), signalOf(token)),
    );
    if (outcome.kind === 'stopped') return undefined;
    if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
    return review(app, root, { item: outcome.item });
  },
};
