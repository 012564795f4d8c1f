import type * as vscode from 'vscode';
import { handleOf } from '../app';
import { report } from '../outcome';
import { specPlaceOf } from '../paths';
import { commentControllerId } from './addComment';
import type { Command } from './command';

/** Ends a comment that needs no answer any more. */
export const withdrawComment: Command = {
  name: 'withdrawComment',
  title: 'Withdraw Comment',
  icon: 'trash',
  palette: false,
  needsTrust: true,
  menus: [
    {
      menu: 'comments/commentThread/title',
      when: `commentController == ${commentControllerId} && commentThread =~ /^open/`,
      group: 'inline@1',
    },
  ],
  create: (app) => async (argument) => {
    const { uri, contextValue } = argument as vscode.CommentThread;
    const [place, id] = [specPlaceOf(uri), contextValue?.replace(/^open /, '')];
    if (!place || id === undefined) return undefined;
    const outcome = await (await handleOf(app, place.spec)).withdrawComment(id, 'Withdrawn.');
    report(outcome);
    return outcome;
  },
};
