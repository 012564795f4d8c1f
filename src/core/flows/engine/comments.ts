/** Comments on a spec: kept beside it, sent together as one revision, each answered by the change or by a reason. */
import type { DocumentName } from '../../specs/model';
import { type AnswerRecord, type CommentRecord, recordId } from '../review/commentRecord';
import { anchorAt, commentsFolder } from '../review/comments';
import type { Outcome } from '../service';
import type { CommentView } from '../snapshot';
import { type Cell, reload } from './cell';
import { refused } from './phase';

/** What the model, or a person, said of a comment. */
export interface CommentAnswer {
  readonly comment: string;
  readonly outcome: AnswerRecord['outcome'];
  readonly reason: string;
}

/** Keeps a comment on a numbered item or a line of a document. */
export async function addComment(
  cell: Cell,
  name: DocumentName,
  at: { readonly id: string } | { readonly line: number },
  text: string,
): Promise<Outcome> {
  const document = cell.state.spec.documents.find((each) => each.name === name);
  if (document === undefined) return refused('invalid', `There is no ${name} to comment on yet.`);
  if (text.trim() === '') return refused('invalid', 'Say in words what the comment is.');
  const anchor = anchorAt(document, at);
  const where = 'id' in at ? at.id : `line ${at.line}`;
  if (anchor === undefined) return refused('invalid', `There is nothing at ${where} of ${name} to comment on.`);
  const comment: CommentRecord = {
    version: 1,
    kind: 'comment',
    document: name,
    anchor,
    text: text.trim(),
    by: await person(cell),
    at: now(cell),
  };
  await write(cell, comment);
  await reload(cell);
  return { kind: 'done' };
}

/** Ends a comment without a revision; the record of it stays. */
export async function withdrawComment(cell: Cell, id: string, reason: string): Promise<Outcome> {
  const comment = cell.comments.find((each) => each.id === id);
  if (comment === undefined) return refused('invalid', 'This comment is not there any more.');
  if (comment.answer !== undefined) return refused('invalid', 'This comment was answered already.');
  const hash = cell.state.spec.documents.find((each) => each.name === comment.document)?.hash ?? '';
  await keepAnswers(cell, [{ comment: id, outcome: 'withdrawn', reason }], hash, await person(cell));
  await reload(cell);
  return { kind: 'done' };
}

/** Comments of a document that wait for an answer. */
export function openComments(cell: Cell, document: DocumentName): readonly CommentView[] {
  return cell.comments.filter((each) => each.document === document && each.answer === undefined);
}

/** Writes one record for each answer. */
export async function keepAnswers(
  cell: Cell,
  answers: readonly CommentAnswer[],
  hash: string,
  by: CommentRecord['by'],
): Promise<void> {
  for (const { comment, outcome, reason } of answers)
    await write(cell, { version: 1, kind: 'answer', comment, outcome, reason, hash, by, at: now(cell) });
}

async function write(cell: Cell, record: CommentRecord | AnswerRecord): Promise<void> {
  const path = `${commentsFolder(cell.place.path)}/${recordId(record)}.json`;
  await cell.deps.store.sidecar(path, `${JSON.stringify(record, undefined, 2)}\n`);
}

async function person(cell: Cell): Promise<CommentRecord['by']> {
  const { git, userName } = cell.deps.host;
  return (await git.identity(cell.place.root)) ?? { name: userName() ?? 'somebody on this machine', email: '' };
}

function now(cell: Cell): string {
  return new Date(cell.deps.host.clock.now()).toISOString();
}
