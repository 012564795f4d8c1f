import * as vscode from 'vscode';
import { pathOf, rootOf } from '../paths';
import { askPrompt } from '../promptBox';
import { draftAndShow } from '../steering/drafts';
import { type Command, hasFolder } from './command';

const inSteering = 'resourceScheme == file && resourcePath =~ /[\\/\\\\]\\.kiro[\\/\\\\]steering([\\/\\\\].+)?\\.md$/';

/** Drafts a better version of a steering file of the workspace. */
export const refineSteering: Command = {
  name: 'refineSteering',
  title: 'Refine Steering File',
  icon: 'edit',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: 'view == tracewright.steering && viewItem =~ /;refinable/', group: 'inline@1' },
    { menu: 'editor/title', when: inSteering, group: '2_tracewright@2' },
  ],
  create: (app) => async (argument) => {
    const path = pathIn(argument) ?? pathIn(vscode.window.activeTextEditor?.document.uri);
    const root = path === undefined ? undefined : rootOf(path);
    if (path === undefined || root === undefined || !/\/\.kiro\/steering(?:\/.+)?\.md$/u.test(path)) {
      throw new Error('Open a file of .kiro/steering first, or choose one in the steering view.');
    }
    const wish = await askPrompt(
      app,
      { roots: [root] },
      {
        title: 'Refine steering file',
        placeholder: 'What should change? Leave it empty to have it checked against the repository.',
        act: 'Refine',
        empty: 'checked against the repository',
      },
    );
    if (wish === undefined) return undefined;
    return draftAndShow(
      app,
      root,
      { kind: 'refine', path: path.slice(root.length + 1), wish: wish.trim() },
      'Refining',
    );
  },
};

/** A URI, or a row of the view. */
function pathIn(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.scheme === 'file' ? pathOf(argument) : undefined;
  const choice: unknown =
    typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'choice') : undefined;
  const file: unknown = typeof choice === 'object' && choice !== null ? Reflect.get(choice, 'file') : undefined;
  const path: unknown = typeof file === 'object' && file !== null ? Reflect.get(file, 'path') : undefined;
  return typeof path === 'string' ? path : undefined;
}
