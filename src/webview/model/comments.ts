/** Remarks on criteria: kept by the panel, sent together as one request. */
import type { DocumentSnapshot } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import type { CommentDraft } from '../saved';
import { newestVersion } from './versions';

/** Comments on one criterion or requirement that were not sent. */
export function openComments(
  all: readonly CommentDraft[],
  document: DocumentName,
  target: string,
): readonly CommentDraft[] {
  return all.filter((each) => each.document === document && each.target === target && each.sentAt === undefined);
}

/** Those that have words and were not sent. */
export function sendable(all: readonly CommentDraft[], document: DocumentName): readonly CommentDraft[] {
  return all.filter((each) => each.document === document && each.sentAt === undefined && each.text.trim() !== '');
}

/** One request for the agent. */
export function requestOf(comments: readonly CommentDraft[]): string {
  const lines = comments.map(({ target, text }) => `- ${target}: ${text.trim().replaceAll(/\s*\n\s*/g, ' ')}`);
  return `Comments on single requirements and criteria:\n${lines.join('\n')}`;
}

/** "Not sent", "Sent", "Done in version 3", "Not sent, the criterion is gone" */
export function commentState(comment: CommentDraft, document: DocumentSnapshot, exists: boolean): string {
  const newest = newestVersion(document)?.number ?? 0;
  if (comment.sentAt === undefined) return exists ? 'Not sent' : 'Not sent, the criterion is gone';
  return newest > comment.sentAt ? `Done in version ${comment.sentAt + 1}` : 'Sent';
}
