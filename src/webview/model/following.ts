/** What an update would bring in line, and for which changes: nothing that is in line already is offered. */
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';

/** Documents that do not follow all of one that they rest on. */
export interface Following {
  readonly source: DocumentSnapshot;
  readonly into: readonly DocumentSnapshot[];
  /** Ids of the changes in `source`. */
  readonly ids: readonly string[];
}

/** The later documents that do not follow this one; undefined where all do. */
export function behindThis(
  { documents }: Pick<SpecSnapshot, 'documents'>,
  source: DocumentSnapshot,
): Following | undefined {
  return following(
    source,
    documents.filter(({ behind }) => behind.some((each) => each.source === source.name)),
  );
}

/** The first document that this one does not follow; undefined where it follows all. */
export function aheadOfThis(
  { documents }: Pick<SpecSnapshot, 'documents'>,
  document: DocumentSnapshot,
): Following | undefined {
  const source = documents.find(({ name }) => name === document.behind[0]?.source);
  return source && following(source, [document]);
}

/** What is asked about where the document is shown: what it does not follow, or what does not follow it. */
export function followingAt(
  snapshot: Pick<SpecSnapshot, 'documents'>,
  document: DocumentSnapshot,
): Following | undefined {
  return document.state === 'behind' ? aheadOfThis(snapshot, document) : behindThis(snapshot, document);
}

function following(source: DocumentSnapshot, into: readonly DocumentSnapshot[]): Following | undefined {
  const changes = into.flatMap(({ behind }) => behind.filter((each) => each.source === source.name));
  const ids = changes.flatMap((each) => each.changes.map(({ id }) => id));
  return ids.length === 0 ? undefined : { source, into, ids: [...new Set(ids)] };
}
