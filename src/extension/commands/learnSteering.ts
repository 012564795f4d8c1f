import * as vscode from 'vscode';
import { pathOf, rootOf } from '../paths';
import { askPrompt } from '../promptBox';
import { draftAndShow } from '../steering/drafts';
import { type Command, hasFolder } from './command';
import { findRoot } from './target';

/** Characters of a change that are shown to the model. */
const most = 12_000;

/** Makes a rejection or a comment into a proposed rule, so that it need not be said twice. */
export const learnSteering: Command = {
  name: 'learnSteering',
  title: 'Learn from This Review',
  icon: 'mortar-board',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/title', when: `view == tracewright.steering && ${hasFolder}`, group: '2_more@1' },
    { menu: 'editor/context', when: 'editorHasSelection && resourceScheme == file', group: '9_tracewright@9' },
  ],
  create: (app) => async (argument) => {
    const given = givenIn(argument);
    const editor = vscode.window.activeTextEditor;
    const selected = editor === undefined || editor.selection.isEmpty ? '' : editor.document.getText(editor.selection);
    const place = editor?.document.uri.scheme === 'file' ? pathOf(editor.document.uri) : undefined;
    const root = given?.root ?? (place === undefined ? undefined : rootOf(place)) ?? (await findRoot(undefined));
    if (root === undefined) return undefined;
    const comment =
      given?.comment ??
      (await askPrompt(
        app,
        { roots: [root] },
        {
          title: 'Learn from this review',
          placeholder: 'What was wrong, or what do you want from now on? No errors of the database for clients',
          act: 'Look for the rule',
        },
      ));
    if (comment === undefined || comment.trim() === '') return undefined;
    const where = place === undefined || selected === '' ? '' : `${place.slice(root.length + 1)}:\n`;
    const change = given?.change ?? `${where}${selected.slice(0, most)}`;
    const file = given === undefined ? (selected === '' ? undefined : place) : given.file;
    const wish = { kind: 'learn', comment: comment.trim(), change, ...(file === undefined ? {} : { file }) } as const;
    return draftAndShow(app, root, wish, 'Looking for the rule');
  },
};

interface Given {
  readonly root: string;
  /** Undefined where the user is to be asked. */
  readonly comment: string | undefined;
  readonly change: string;
  /** Absolute. */
  readonly file: string | undefined;
}

/** What a review hands over. */
function givenIn(argument: unknown): Given | undefined {
  if (typeof argument !== 'object' || argument === null || argument instanceof vscode.Uri) return undefined;
  const [root, comment, change, file]: readonly unknown[] = ['root', 'comment', 'change', 'file'].map(
    (key) => Reflect.get(argument, key) as unknown,
  );
  return typeof root === 'string' && typeof change === 'string'
    ? {
        root,
        comment: typeof comment === 'string' ? comment : undefined,
        change,
        file: typeof file === 'string' ? file : undefined,
      }
    : undefined;
}
