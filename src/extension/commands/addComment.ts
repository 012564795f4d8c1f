import * as vscode from 'vscode';
import { handleOf } from '../app';
import { report } from '../outcome';
import { specPlaceOf } from '../paths';
import type { Command } from './command';

/** The comments of spec documents among those of other extensions. */
export const commentControllerId = 'tracewright.spec';

/** Keeps what was typed beside a line of a spec document as a comment of the spec. */
export const addComment: Command = {
  name: 'addComment',
  title: 'Comment',
  palette: false,
  needsTrust: true,
  menus: [
    {
      menu: 'comments/commentThread/context',
      when: `commentController == ${commentControllerId} && commentThreadIsEmpty`,
      group: 'inline@1',
    },
  ],
  create: (app) => async (argument) => {
    const reply = argument as vscode.CommentReply;
    const { uri, range } = reply.thread;
    const place = specPlaceOf(uri);
    if (!place || !range) return undefined;
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) throw new Error('Save the document first: a comment belongs to a line of the saved text.');
    const outcome = await (await handleOf(app, place.spec)).comment(
      place.document,
      { line: range.start.line + 1 },
      reply.text,
    );
    // The thread that was typed into gives way to the one of the kept comment.
    if (report(outcome)) reply.thread.dispose();
    return outcome;
  },
};
