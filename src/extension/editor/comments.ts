/** Comments on spec documents in the editor's own way: threads beside the lines, in the Comments view, and a + on every line. */
import * as vscode from 'vscode';
import type { SpecHandle } from '../../core/flows/service';
import type { CommentView } from '../../core/flows/snapshot';
import type { Disposable } from '../../core/host';
import { handleOf, type Shared } from '../app';
import { quietly } from '../boundary';
import { commentControllerId } from '../commands/addComment';
import { plainText } from '../markdown';
import { specPlaceOf, uriOf } from '../paths';
import { openDocuments } from './liveSpecs';

/** The threads that are shown, for tests. */
export interface SpecComments {
  readonly controller: vscode.CommentController;
  threadsOf(uri: vscode.Uri): readonly vscode.CommentThread[];
}

/** Registers the controller; comments are read when a spec document is open. */
export function registerSpecComments(app: Shared): SpecComments {
  const controller = vscode.comments.createCommentController(commentControllerId, 'Spec comments');
  controller.options = { prompt: 'What should change here', placeHolder: 'What should change here' };
  controller.commentingRangeProvider = {
    provideCommentingRanges: (document) =>
      specPlaceOf(document.uri) ? [new vscode.Range(0, 0, Math.max(0, document.lineCount - 1), 0)] : [],
  };
  const shown: Shown = new Map();
  const followed = new Map<string, Followed>();
  const letGo = (spec: string): void => {
    followed.get(spec)?.subscription.dispose();
    followed.delete(spec);
  };
  const draw = (spec: string, comments: readonly CommentView[]): void =>
    drawThreads({ controller, shown, spec, comments });
  const look = (spec: string): Promise<void> =>
    quietly(
      app.log,
      `Comments of ${spec}`,
      async () => {
        if (openDocuments(spec).length === 0) {
          letGo(spec);
          return draw(spec, []);
        }
        const handle = await handleOf(app, spec);
        if (followed.get(spec)?.handle !== handle) {
          letGo(spec);
          followed.set(
            spec,
            follow(handle, (comments) => draw(spec, comments)),
          );
        }
        draw(spec, handle.snapshot().comments);
      },
      undefined,
    );
  const touched = ({ uri }: vscode.TextDocument): void => {
    const place = specPlaceOf(uri);
    if (place) void look(place.spec);
  };
  const everything = (): void => {
    const open = vscode.workspace.textDocuments.flatMap(({ uri }) => specPlaceOf(uri)?.spec ?? []);
    for (const spec of new Set(open)) void look(spec);
  };
  app.context.subscriptions.push(
    controller,
    { dispose: () => [...followed.keys()].forEach(letGo) },
    vscode.workspace.onDidOpenTextDocument(touched),
    vscode.workspace.onDidCloseTextDocument(touched),
    app.onDidChange((paths) => (paths ? paths.forEach((path) => void look(path)) : everything())),
  );
  if (vscode.workspace.textDocuments.some(({ uri }) => specPlaceOf(uri))) everything();
  return {
    controller,
    threadsOf: (uri) =>
      [...shown.values()].flatMap(({ thread }) => (thread.uri.toString() === uri.toString() ? [thread] : [])),
  };
}

/** By spec and comment. */
type Shown = Map<string, { readonly spec: string; readonly thread: vscode.CommentThread; readonly stamp: string }>;

interface Followed {
  readonly handle: SpecHandle;
  readonly subscription: Disposable;
}

/** Calls with the comments whenever they are others; a spec at work changes many times a second. */
function follow(handle: SpecHandle, changed: (comments: readonly CommentView[]) => void): Followed {
  let last = handle.snapshot().comments;
  const subscription = handle.subscribe({
    changed: ({ comments }) => {
      if (comments === last) return;
      last = comments;
      changed(comments);
    },
  });
  return { handle, subscription };
}

interface Drawing {
  readonly controller: vscode.CommentController;
  readonly shown: Shown;
  readonly spec: string;
  readonly comments: readonly CommentView[];
}

function drawThreads({ controller, shown, spec, comments }: Drawing): void {
  const open = new Set(openDocuments(spec).map(({ uri }) => uri.toString()));
  const wanted = comments.flatMap((comment) => {
    const uri = uriOf(`${spec}/${comment.document}`);
    return comment.line !== undefined && open.has(uri.toString()) ? [{ comment, uri, line: comment.line }] : [];
  });
  const keys = new Set(wanted.map(({ comment }) => `${spec} ${comment.id}`));
  for (const [key, { spec: of, thread }] of shown) {
    if (of !== spec || keys.has(key)) continue;
    thread.dispose();
    shown.delete(key);
  }
  for (const { comment, uri, line } of wanted) {
    const key = `${spec} ${comment.id}`;
    const stamp = JSON.stringify([line, comment]);
    const known = shown.get(key);
    // A thread is changed only where it says something else, so that an open one stays open.
    if (known?.stamp === stamp) continue;
    const range = new vscode.Range(line - 1, 0, line - 1, 0);
    const thread = known?.thread ?? controller.createCommentThread(uri, range, []);
    fill(thread, range, comment);
    shown.set(key, { spec, thread, stamp });
  }
}

function fill(thread: vscode.CommentThread, range: vscode.Range, comment: CommentView): void {
  const { id, answer } = comment;
  const waits = answer === undefined;
  thread.range = range;
  thread.comments = entriesOf(comment);
  thread.canReply = false;
  thread.label = waits ? 'Waits for an answer' : words[answer.outcome];
  thread.contextValue = waits ? `open ${id}` : 'answered';
  thread.state = waits ? vscode.CommentThreadState.Unresolved : vscode.CommentThreadState.Resolved;
  thread.collapsibleState = waits
    ? vscode.CommentThreadCollapsibleState.Expanded
    : vscode.CommentThreadCollapsibleState.Collapsed;
}

const words = { changed: 'Changed', reason: 'Not changed', withdrawn: 'Withdrawn' } as const;

/** Text of people and of models is text here, never Markdown. */
function entriesOf({ by, at, text, answer }: CommentView): readonly vscode.Comment[] {
  const entry = (name: string, iso: string, body: string, label?: string): vscode.Comment => ({
    author: { name },
    // `appendText` makes every space one that no line breaks at.
    body: new vscode.MarkdownString(plainText(body).replace(/\r?\n/g, '\n\n')),
    mode: vscode.CommentMode.Preview,
    timestamp: new Date(iso),
    ...(label === undefined ? {} : { label }),
  });
  return [
    entry(by, at, text),
    ...(answer === undefined ? [] : [entry(answer.by, answer.at, answer.reason, words[answer.outcome])]),
  ];
}
