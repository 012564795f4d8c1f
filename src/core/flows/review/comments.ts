/** The comments of a spec: read from beside it, and found again in the documents as they are now. */
import type { Files } from '../../host';
import { type NumberedItem, numberedItems } from '../../specs/items';
import { matchItems } from '../../specs/match';
import type { DocumentName, SpecDocument } from '../../specs/model';
import { parseDocument } from '../documents';
import type { CommentView } from '../snapshot';
import { parseJson, readText } from '../textFiles';
import {
  type AnswerRecord,
  type CommentAnchor,
  type CommentRecord,
  parseCommentRecord,
  recordId,
} from './commentRecord';

/** Where a spec keeps its comments. */
export function commentsFolder(spec: string): string {
  return `${spec}/.tracewright/comments`;
}

/** What comments are read with. */
export interface CommentSource {
  readonly files: Pick<Files, 'read' | 'list'>;
  readonly spec: string;
  readonly documents: readonly SpecDocument[];
  /** The text with a canonical hash, where this machine keeps it. */
  textOf(document: DocumentName, hash: string): Promise<string | undefined>;
}

/** Every comment, oldest first, with its answer and its place now. A file that is no record is left alone. */
export async function loadComments(source: CommentSource): Promise<readonly CommentView[]> {
  const folder = commentsFolder(source.spec);
  const entries = (await source.files.list(folder)).filter(
    ({ kind, name }) => kind === 'file' && name.endsWith('.json'),
  );
  const read = await Promise.all(
    entries.map(async ({ name }) =>
      parseCommentRecord(parseJson((await readText(source.files, `${folder}/${name}`)) ?? '')),
    ),
  );
  const records = read.filter((each) => each !== undefined).sort((a, b) => a.at.localeCompare(b.at));
  const answers = new Map<string, AnswerRecord>();
  for (const each of records) if (each.kind === 'answer' && !answers.has(each.comment)) answers.set(each.comment, each);
  const comments = records.filter((each): each is CommentRecord => each.kind === 'comment');
  return Promise.all(comments.map((each) => viewOf(source, each, answers.get(recordId(each)))));
}

async function viewOf(
  source: CommentSource,
  comment: CommentRecord,
  answer: AnswerRecord | undefined,
): Promise<CommentView> {
  const { document, anchor, text, by, at } = comment;
  const now = source.documents.find(({ name }) => name === document);
  const before = anchor.item === undefined ? undefined : await source.textOf(document, anchor.hash);
  const place = now && placeOf(anchor, before === undefined ? undefined : parseDocument(document, before), now);
  return {
    id: recordId(comment),
    document,
    ...(place?.target === undefined ? {} : { target: place.target }),
    ...(place === undefined ? {} : { line: place.line }),
    was: anchor.item?.id ?? '',
    quote: anchor.quote,
    text,
    by: by.name,
    at,
    ...(answer === undefined
      ? {}
      : {
          answer: {
            outcome: answer.outcome,
            reason: answer.reason,
            by: answer.by.name,
            at: answer.at,
            hash: answer.hash,
          },
        }),
  };
}

/** Where something of an earlier text stands now; undefined where it is gone. */
export interface AnchorPlace {
  /** Id of the numbered item as it is now. */
  readonly target?: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * Finds an anchor again: by its item among all items where the text it was made on is known, so that a neighbour with
 * similar words is not taken for it; else by the item's own words; a line without an item by the line's words, and by
 * which of the lines with these words it was.
 */
export function placeOf(
  anchor: CommentAnchor,
  before: SpecDocument | undefined,
  now: SpecDocument,
): AnchorPlace | undefined {
  const { item } = anchor;
  if (item === undefined) return lineOf(anchor, now);
  const items = numberedItems(now);
  const old = before === undefined ? [] : numberedItems(before);
  const at = old.findIndex(({ kind, id, text }) => kind === item.kind && id === item.id && text === item.text);
  const found = at === -1 ? matchItems([{ ...item, places: [] }], items).get(0) : matchItems(old, items).get(at);
  const target = found === undefined ? undefined : items[found];
  if (target === undefined) return undefined;
  return { target: target.id, line: target.places[0]?.line ?? 1 };
}

/** The line with the same words, the last where there are fewer of them now; else the one that has most of the words. */
function lineOf({ quote, nth = 1 }: CommentAnchor, { text }: SpecDocument): AnchorPlace | undefined {
  const lines = text.split(/\r\n|\r|\n/u);
  const equal = equalLines(lines, quote);
  const line = equal[nth - 1] ?? equal.at(-1);
  if (line !== undefined) return { line };
  const asItem = (id: string, words: string): NumberedItem => ({ kind: 'task', id, text: words.trim(), places: [] });
  const found = matchItems(
    [asItem('quote', quote)],
    lines.map((line, index) => asItem(`line ${index}`, line)),
  ).get(0);
  return found === undefined ? undefined : { line: found + 1 };
}

/** Lines with the same words, 1-based. */
function equalLines(lines: readonly string[], quote: string): readonly number[] {
  const wanted = quote.trim();
  return lines.flatMap((line, at) => (line.trim() === wanted ? [at + 1] : []));
}

/**
 * What a comment on an item or a line is anchored to; undefined where the document has no such place. An empty line has
 * no words to be found by, so a comment on one belongs to the text that follows it, at the end to the text before.
 */
export function anchorAt(
  document: SpecDocument,
  at: { readonly id: string } | { readonly line: number },
): CommentAnchor | undefined {
  const lines = document.text.split(/\r\n|\r|\n/u);
  const items = numberedItems(document);
  const item =
    'id' in at
      ? items.find(({ id }) => id === at.id)
      : items.findLast(({ places }) =>
          places.some(
            ({ start, end, line }) => line <= at.line && at.line <= line + breaks(document.text.slice(start, end)),
          ),
        );
  const line = 'line' in at ? at.line : item?.places[0]?.line;
  const quote = line === undefined ? undefined : lines[line - 1];
  if (quote === undefined) return undefined;
  if (item === undefined && line !== undefined && quote.trim() === '') {
    const near = nearestText(lines, line);
    return near === undefined ? undefined : anchorAt(document, { line: near });
  }
  const { kind, id, text } = item ?? {};
  const nth = item === undefined && line !== undefined ? equalLines(lines, quote).indexOf(line) + 1 : 1;
  return {
    ...(kind === undefined || id === undefined || text === undefined ? {} : { item: { kind, id, text } }),
    quote: quote.trim(),
    ...(nth > 1 ? { nth } : {}),
    hash: document.hash,
  };
}

/** The first line below that says something, else the last one above; 1-based. */
function nearestText(lines: readonly string[], line: number): number | undefined {
  const says = (each: string): boolean => each.trim() !== '';
  const below = lines.findIndex((each, index) => index >= line && says(each));
  const found = below === -1 ? lines.slice(0, line).findLastIndex(says) : below;
  return found === -1 ? undefined : found + 1;
}

function breaks(text: string): number {
  return text.trimEnd().split(/\r\n|\r|\n/u).length - 1;
}
