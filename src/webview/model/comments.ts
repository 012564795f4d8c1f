/** Comments beside the rows they are about: those of the spec, and those that are still being typed. */
import type { CommentView } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import type { BlockView } from '../protocol';
import type { CommentDraft } from '../saved';
import { lineOfId, type Placed, placeByLine } from './problems';

/** Comments of a document that wait for an answer. */
export function openComments(all: readonly CommentView[], document: DocumentName): readonly CommentView[] {
  return all.filter((each) => each.document === document && each.answer === undefined);
}

/** Open ones in the order they came, then answered ones, the newest answer first. */
export function listed(all: readonly CommentView[], document: DocumentName): readonly CommentView[] {
  const answered = all.filter((each) => each.document === document && each.answer !== undefined);
  const newest = answered.sort((a, b) => (b.answer?.at ?? '').localeCompare(a.answer?.at ?? ''));
  return [...openComments(all, document), ...newest];
}

/** What stands in the text: open comments, and answers that led to exactly this text. */
export function besideText(
  all: readonly CommentView[],
  document: DocumentName,
  hash: string | undefined,
): readonly CommentView[] {
  return all.filter(
    (each) =>
      each.document === document &&
      (each.answer === undefined || (each.answer.hash === hash && each.answer.outcome !== 'withdrawn')),
  );
}

/** Comments by row; those whose text is gone are loose. */
export function commentRows(comments: readonly CommentView[], blocks: readonly BlockView[]): Placed<CommentView> {
  return placeByLine(comments, ({ line }) => line, blocks);
}

/** What is being typed, by row; what has no row any more is loose. */
export function draftRows(drafts: readonly CommentDraft[], blocks: readonly BlockView[]): Placed<CommentDraft> {
  return placeByLine(drafts, ({ line, target }) => line ?? lineOfId(blocks, target), blocks);
}

/**
 * Whether a draft is among the comments now. One on a line may have come to stand elsewhere: at the item that the line
 * belongs to, or where an edit moved it meanwhile; its words tell.
 */
export function arrived({ document, target, line, text }: CommentDraft, comments: readonly CommentView[]): boolean {
  return comments.some(
    (each) =>
      each.document === document &&
      each.answer === undefined &&
      each.text === text.trim() &&
      (line !== undefined || each.target === target || each.was === target),
  );
}

/**
 * Drafts that are not among the comments now; the same list where nothing changed. `reloaded`: what was on its way
 * before the page was loaded is not any more, so it can be sent again.
 */
export function waitingDrafts(
  drafts: readonly CommentDraft[],
  comments: readonly CommentView[],
  reloaded: boolean,
): readonly CommentDraft[] {
  if (!drafts.some(({ sent }) => sent)) return drafts;
  const waiting = drafts.filter((draft) => !(draft.sent && arrived(draft, comments)));
  if (reloaded) return waiting.map(unsent);
  return waiting.length < drafts.length ? waiting : drafts;
}

/** The draft, to be sent again. */
export function unsent({ sent: _, ...draft }: CommentDraft): CommentDraft {
  return draft;
}

/** "1.4", "line 12, "1.3, gone" */
export function placeWords({ target, line, was, quote }: CommentView): string {
  if (target !== undefined) return target;
  if (line !== undefined) return `line ${line}`;
  return `${was || `"${quote}"`}, gone`;
}

/** How a comment stands, in a word and an icon. */
export function standOf({ answer }: CommentView): {
  readonly icon: string;
  readonly tone: string;
  readonly word: string;
} {
  switch (answer?.outcome) {
    case 'changed':
      return { icon: 'pass', tone: 'ok', word: 'Changed' };
    case 'reason':
      return { icon: 'info', tone: 'info', word: 'Not changed' };
    case 'withdrawn':
      return { icon: 'circle-slash', tone: 'muted', word: 'Withdrawn' };
    default:
      return { icon: 'comment', tone: 'muted', word: 'Open' };
  }
}
