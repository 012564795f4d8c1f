/** What differs between two versions of a document, in the words of a stale approval. */
import { canonicalText } from './canonical';
import { type NumberedItem, numberedItems } from './items';
import { matchItems } from './match';
import type { DocumentChange, SpecDocument } from './model';
import { requirementHeading } from './parse/requirementHeading';

/**
 * The changes from one version to the next: numbered items first, in the order of the later version, with removed ones
 * behind, then sections whose other text changed. Items are matched by their words, so that a new number shows as
 * `renumbered`; one that has other words and another number is `reworded` with its `previousId`. Empty exactly where
 * the canonical texts are the same; a change of spacing or marks alone is `prose` without `before` and `after`.
 */
export function changesBetween(before: SpecDocument, after: SpecDocument): readonly DocumentChange[] {
  if (before.hash === after.hash) {
    return [];
  }
  const [old, now] = [numberedItems(before), numberedItems(after)];
  const matches = matchItems(old, now);
  const origin = new Map([...matches].map(([from, to]) => [to, from]));
  const changes: DocumentChange[] = now.flatMap((item, index) => changeOf(old[origin.get(index) ?? -1], item));
  for (const [index, item] of old.entries()) {
    if (!matches.has(index)) {
      changes.push({ kind: 'removed', id: item.id, before: item.text });
    }
  }
  changes.push(...proseChanges(before, old, after, now));
  if (changes.length > 0) {
    return changes;
  }
  return [{ kind: 'prose', id: firstDifference(before, after) }];
}

/** What a version says at one address, in the words that a change of it would have as `after`. */
export interface Saying {
  readonly kind: 'item' | 'prose';
  /** Id of the item, or title of the section. */
  readonly id: string;
  readonly text: string;
}

/** Everything that `changesBetween` compares, in the document's order: items first, then prose. */
export function sayingsOf(document: SpecDocument): readonly Saying[] {
  const items = numberedItems(document);
  return [
    ...items.map(({ id, text }) => ({ kind: 'item' as const, id, text })),
    ...[...proseOf(document, items)].map(([id, text]) => ({ kind: 'prose' as const, id, text })),
  ];
}

function changeOf(old: NumberedItem | undefined, now: NumberedItem): readonly DocumentChange[] {
  if (old === undefined) {
    return [{ kind: 'added', id: now.id, after: now.text }];
  }
  const moved = old.id !== now.id ? { previousId: old.id } : {};
  if (old.text !== now.text) {
    return [{ kind: 'reworded', id: now.id, ...moved, before: old.text, after: now.text }];
  }
  return old.id === now.id ? [] : [{ kind: 'renumbered', id: now.id, ...moved, after: now.text }];
}

/** Sections by title, each with the text that no item claims. */
function proseChanges(
  before: SpecDocument,
  old: readonly NumberedItem[],
  after: SpecDocument,
  now: readonly NumberedItem[],
): readonly DocumentChange[] {
  const [was, is] = [proseOf(before, old), proseOf(after, now)];
  const changes: DocumentChange[] = [];
  for (const [title, text] of is) {
    const previous = was.get(title) ?? '';
    if (previous !== text) {
      changes.push({ kind: 'prose', id: title, before: previous, after: text });
    }
  }
  for (const [title, text] of was) {
    if (!is.has(title) && text !== '') {
      changes.push({ kind: 'prose', id: title, before: text, after: '' });
    }
  }
  return changes;
}

const PREAMBLE = 'Beginning';

function proseOf(document: SpecDocument, items: readonly NumberedItem[]): ReadonlyMap<string, string> {
  const text = document.text;
  const claimed = items.flatMap(({ places }) => places).sort((a, b) => a.start - b.start);
  const boundaries = [
    { title: document.title?.text ?? PREAMBLE, start: 0 },
    // Of a requirement's heading only the title, so that its number does not make its prose another one.
    ...document.sections.map(({ title, body }) => ({
      title: requirementHeading(title)?.title || title,
      start: body.start,
    })),
  ];
  const prose = new Map<string, string>();
  let claim = 0;
  for (const [index, { title, start }] of boundaries.entries()) {
    const end = document.sections[index]?.place.start ?? text.length;
    let rest = '';
    let at = start;
    while ((claimed[claim]?.start ?? end) < end) {
      const place = claimed[claim];
      rest += text.slice(at, Math.max(at, place?.start ?? at));
      at = Math.max(at, place?.end ?? at);
      claim++;
    }
    rest += text.slice(Math.min(at, end), end);
    const words = canonicalText(rest).replace(/\s+/g, ' ').trim();
    if (words !== '') {
      prose.set(title, [prose.get(title) ?? '', words].join(' ').trim());
    }
  }
  return prose;
}

/** Title of the section in which the canonical texts first differ. */
function firstDifference(before: SpecDocument, after: SpecDocument): string {
  const [was, is] = [canonicalText(before.text).split('\n'), canonicalText(after.text).split('\n')];
  const line = is.findIndex((text, index) => text !== was[index]) + 1 || is.length;
  const section = after.sections.filter(({ place }) => place.line <= line).at(-1);
  return section?.title ?? after.title?.text ?? PREAMBLE;
}
