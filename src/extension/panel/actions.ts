/** What each message of a spec's panel does: a table, so that a new message is one line. */
import { env } from 'vscode';
import type { Outcome, SpecHandle } from '../../core/flows/service';
import type { DocumentName } from '../../core/specs/model';
import type { HostMessage, PanelMessage } from '../../webview/protocol';
import { openRulePage } from '../editor/rulePages';
import { applyFix, openDocument, openLink, openPreview, openRelative } from './editors';
import { refusalOf } from './outcome';
import { compareVersions } from './versions';

/** The spec of a panel, and the way back to it. */
export interface ActionContext {
  readonly handle: SpecHandle;
  readonly post: (message: HostMessage) => void;
}

/** What went wrong in a sentence, an outcome of the flow, or nothing to say. */
type Result = Promise<Outcome | string | undefined>;

type SpecMessage = Exclude<PanelMessage, { type: 'ready' | 'create' | 'openSpec' | 'command' | 'run' | 'complete' }>;
type Actions = {
  readonly [Type in SpecMessage['type']]: (
    message: Extract<SpecMessage, { type: Type }>,
    context: ActionContext,
  ) => Result;
};

const actions: Actions = {
  answer: ({ answers }, { handle }) => handle.answer(answers),
  generate: ({ document }, { handle }) => handle.generate(document),
  refine: ({ document, request }, { handle }) => handle.refine(document, request),
  approve,
  updateDownstream: ({ document, only }, { handle }) => handle.updateDownstream(document, only),
  analyze: ({ document }, { handle }) => handle.analyze(document),
  decideFinding: ({ id, decision, reason }, { handle }) => handle.decideFinding(id, decision, reason),
  comment,
  withdrawComment: ({ id }, { handle }) => handle.withdrawComment(id, 'Withdrawn.'),
  sendComments: ({ document }, { handle }) => handle.sendComments(document),
  diff,
  commits: async ({ document }, { handle, post }) => {
    post({ type: 'commits', document, commits: await handle.commits(document) });
    return undefined;
  },
  stop: (_, { handle }) => quietly(handle.stop()),
  resume: (_, { handle }) => handle.resume(),
  restore: ({ document, versionId }, { handle }) => handle.restore(document, versionId),
  resolveConflict: ({ document, keep }, { handle }) => handle.resolveConflict(document, keep),
  setTask: ({ identity, state }, { handle }) => handle.setTask(identity, state),
  compare,
  openDocument: ({ document, line }, { handle }) => quietly(openDocument(handle, document, line)),
  openFile: ({ file, line }, { handle }) => openRelative(file, line, handle),
  openLink: ({ href }, { handle }) => openLink(href, handle),
  openPreview: ({ document }, { handle }) => quietly(openPreview(handle, document)),
  fix: (message, { handle }) => applyFix(message, handle),
  explain: ({ code }) => quietly(openRulePage(code)),
  copy: ({ text }) => quietly(env.clipboard.writeText(text)),
};

/** Does what a message asks, and tells the panel in one sentence where it could not be done. Rejects only for a bug. */
export async function act(message: SpecMessage, context: ActionContext): Promise<void> {
  const result = await (actions[message.type] as (message: SpecMessage, context: ActionContext) => Result)(
    message,
    context,
  );
  const refusal = refusalOf(message.type, result, context.handle.snapshot().activity.kind);
  if (refusal !== undefined) context.post({ type: 'refused', message: refusal });
}

async function approve(message: Extract<SpecMessage, { type: 'approve' }>, { handle }: ActionContext): Result {
  const approved = await handle.approve(message.document, message.hash);
  if (approved.kind !== 'done' || message.update.length === 0) return approved;
  return handle.updateDownstream(message.document, message.update);
}

/** A number stays with its item; a line means what was shown. */
async function comment(message: Extract<SpecMessage, { type: 'comment' }>, { handle }: ActionContext): Result {
  const { document, hash, at, text } = message;
  const now = handle.snapshot().documents.find(({ name }) => name === document)?.hash;
  if ('line' in at && now !== hash)
    return 'The document changed while you wrote, so its lines are not where they were. The comment is kept here: put it where it belongs now.';
  return handle.comment(document, at, text);
}

async function diff(message: Extract<SpecMessage, { type: 'diff' }>, { handle, post }: ActionContext): Result {
  const { document, from, to } = message;
  const found = await handle.diff(document, from, to);
  post({ type: 'diff', document, from, to, ...('message' in found ? { refused: found.message } : { diff: found }) });
  return undefined;
}

async function compare(message: Extract<SpecMessage, { type: 'compare' }>, { handle }: ActionContext): Result {
  const find = (id: string | undefined) => versionsOf(handle, message.document).find((version) => version.id === id);
  const [from, to] = [find(message.from), find(message.to)];
  if (!from || (message.to !== undefined && !to))
    return 'This version is no longer kept, so there is nothing to compare.';
  await compareVersions(handle.path, message.document, from, to);
  return undefined;
}

function versionsOf(handle: SpecHandle, document: DocumentName) {
  return handle.snapshot().documents.find(({ name }) => name === document)?.versions ?? [];
}

async function quietly(work: PromiseLike<void>): Promise<undefined> {
  await work;
  return undefined;
}
