/** A document as addressable parts, each with a hash: what an approval keeps to be able to name what changed. */
import { criterionHashes } from '../specs/canonical';
import type { DocumentChange, SpecDocument } from '../specs/model';
import { sha256 } from './statePaths';

/** Hash by address: the id of a requirement, criterion, property or task, or `section <title>` for prose. */
export type Parts = Readonly<Record<string, string>>;

const section = 'section ';

/** The parts of a document. Prose of tasks.md is left out. */
export function partsOf(document: SpecDocument): Parts {
  const prose = document.sections.map(
    ({ title, body }) => [`${section}${title}`, document.text.slice(body.start, body.end)] as const,
  );
  const hashed = prose
    .filter(([, text]) => !holdsNodes(document) && text.trim() !== '')
    .map(([address, text]) => [address, sha256(text.replace(/\s+/gu, ' ').trim())] as const);
  return { ...Object.fromEntries(hashed), ...criterionHashes(document) };
}

/** What differs between two sets of parts; texts are not known, so `before` and `after` are absent. */
export function changesBetweenParts(before: Parts, after: Parts): readonly DocumentChange[] {
  const removed = Object.keys(before).filter((address) => after[address] === undefined);
  const differing = Object.keys(after).filter((address) => after[address] !== before[address]);
  return [
    ...removed.map((address) => change('removed', address)),
    ...differing.map((address) => change(before[address] === undefined ? 'added' : 'reworded', address)),
  ];
}

function change(kind: 'added' | 'removed' | 'reworded', address: string): DocumentChange {
  return address.startsWith(section) ? { kind: 'prose', id: address.slice(section.length) } : { kind, id: address };
}

/** tasks.md has no prose worth naming beside its tasks. */
function holdsNodes(document: SpecDocument): boolean {
  return document.name === 'tasks.md';
}
