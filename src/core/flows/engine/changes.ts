/** What changed since a document was approved or brought in line, in the words of its readers. */
import type { DocumentChange, DocumentName, SpecDocument } from '../../specs/model';
import { compareTexts, parseDocument } from '../documents';
import { flowDocument } from '../flow';
import { type Followed, type Items, itemsOf, notFollowed, withFollowed } from '../followed';
import { changesBetweenParts, partsOf } from '../parts';
import { loadComments } from '../review/comments';
import type { CommentView } from '../snapshot';
import { followedBy, type Version, versionText } from '../versions';
import type { FlowDeps } from './deps';
import type { SpecState } from './state';

/** What a document does not follow yet, by the document that changed. */
export interface Behind {
  readonly source: DocumentName;
  readonly changes: readonly DocumentChange[];
}

/** What changed around one document. */
export interface Changed {
  /** Its own changes since its approval, or those that it does not follow. */
  readonly changes: readonly DocumentChange[];
  readonly behind: readonly Behind[];
}

/** By document, for those that are there. */
export async function documentChanges(
  deps: FlowDeps,
  state: SpecState,
): Promise<Partial<Record<DocumentName, Changed>>> {
  const entries = await Promise.all(
    state.standings.map(async ({ document, state: kind, current, approval }) => {
      if (current === undefined || kind === 'claimed') return [document.name, { changes: [], behind: [] }] as const;
      const all = await Promise.all(
        document.restsOn.map(async (source) => ({
          source,
          changes: await upstreamChanges(deps, state, document.name, source),
        })),
      );
      const behind = all.filter((each) => each.changes.length > 0);
      const own = kind === 'changed' && approval !== undefined;
      if (own)
        return [
          document.name,
          { changes: await changesSince(deps, state, current, approval.record.hash), behind },
        ] as const;
      const changes = kind === 'approved' ? [] : behind.flatMap((each) => each.changes);
      return [document.name, { changes, behind }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** What changed in `source` that `name` does not follow; empty where that is not known. */
export async function upstreamChanges(
  deps: FlowDeps,
  state: SpecState,
  name: DocumentName,
  source: DocumentName,
): Promise<readonly DocumentChange[]> {
  const current = state.standings.find((each) => each.document.name === source)?.current;
  const followed = followedNow(state, name, source);
  if (current === undefined || followed === undefined) return [];
  if (followed.items === undefined && followed.base === current.hash) return [];
  const since = await changesSince(deps, state, current, followed.base);
  return followed.items === undefined ? since : notFollowed(followed.items, since, current);
}

/** The comments of a spec, found again in its documents as they are. */
export function commentsOf(deps: FlowDeps, state: SpecState): Promise<readonly CommentView[]> {
  const { files } = deps.host;
  const { path, documents } = state.spec;
  return loadComments({ files, spec: path, documents, textOf: (name, hash) => textWithHash(deps, state, name, hash) });
}

/** What `name` follows of `source`, as it was approved, written or updated last. */
export function followedNow(state: SpecState, name: DocumentName, source: DocumentName): Followed | undefined {
  return saidLast(state, name, source)?.followed;
}

/** The document still reads as when it was said what it follows of `source`: nobody has edited it since. */
export function untouched(state: SpecState, name: DocumentName, source: DocumentName): boolean {
  const hash = state.standings.find((each) => each.document.name === name)?.current?.hash;
  return hash !== undefined && saidLast(state, name, source)?.hash === hash;
}

/** What was last said of it, and the hash that `name` had then. */
function saidLast(
  state: SpecState,
  name: DocumentName,
  source: DocumentName,
): { readonly followed: Followed; readonly hash: string } | undefined {
  const { current, approval } = state.standings.find((each) => each.document.name === name) ?? {};
  const versions = state.versions.all.filter((each) => each.document === name && !each.partial);
  const same = versions.findLastIndex((each) => each.hash === current?.hash);
  // A text that no version holds was made by hand of the one before it.
  const version = latestSaying(versions.slice(0, same === -1 ? versions.length : same + 1), source);
  const approved = approval?.vouched === 'none' ? undefined : approval?.record;
  const base = approved?.upstream[source];
  if (approved !== undefined && base !== undefined && (version === undefined || version.at <= approved.at))
    return { followed: { base }, hash: approved.hash };
  const followed = version && followedBy(version, source);
  return version && followed && { followed, hash: version.hash };
}

/** What each version of `name` up to this one says of the documents before it: what restoring it brings back. */
export function followedAt(state: SpecState, version: Version): Partial<Record<DocumentName, Followed>> {
  const all = state.versions.all.filter((each) => each.document === version.document && !each.partial);
  const until = all.slice(0, all.findIndex((each) => each.id === version.id) + 1);
  const restsOn = flowDocument(state.flow, version.document)?.restsOn ?? [];
  const entries = restsOn.flatMap((source) => {
    const saying = latestSaying(until, source);
    return saying === undefined ? [] : [[source, followedBy(saying, source)] as const];
  });
  return Object.fromEntries(entries);
}

function latestSaying(versions: readonly Version[], source: DocumentName): Version | undefined {
  return versions.findLast((each) => followedBy(each, source) !== undefined);
}

/**
 * What `name` follows of `source` once it followed `changes` besides: the whole of it where nothing is left, the same as
 * before where its items are not known on this machine.
 */
export async function followedWith(
  deps: FlowDeps,
  state: SpecState,
  name: DocumentName,
  source: SpecDocument,
  changes: readonly DocumentChange[],
): Promise<Followed | undefined> {
  const before = followedNow(state, name, source.name);
  const known = before && (await itemsFollowed(deps, state, source, before));
  if (before === undefined || known === undefined) return before;
  const items = withFollowed(known, changes);
  const since = await changesSince(deps, state, source, before.base);
  return notFollowed(items, since, source).length === 0 ? { base: source.hash } : { base: before.base, items };
}

async function itemsFollowed(
  deps: FlowDeps,
  state: SpecState,
  source: SpecDocument,
  followed: Followed,
): Promise<Items | undefined> {
  if (followed.items !== undefined) return followed.items;
  if (followed.base === source.hash) return itemsOf(source);
  const text = await textWithHash(deps, state, source.name, followed.base);
  return text === undefined ? undefined : itemsOf(parseDocument(source.name, text));
}

async function textWithHash(
  deps: FlowDeps,
  state: SpecState,
  name: DocumentName,
  hash: string,
): Promise<string | undefined> {
  const version = state.versions.all.findLast((each) => each.document === name && each.hash === hash);
  return version && versionText({ files: deps.host.files, folder: state.paths.versions }, version);
}

/** Compared by text where a version with that hash is kept here, else by the hashes that an approval holds. */
async function changesSince(
  deps: FlowDeps,
  state: SpecState,
  current: SpecDocument,
  hash: string,
): Promise<readonly DocumentChange[]> {
  const text = await textWithHash(deps, state, current.name, hash);
  if (text !== undefined) return compareTexts(current.name, text, current.text);
  const record = state.approvals.find(
    (each) => each.record.document === current.name && each.record.hash === hash,
  )?.record;
  return record === undefined ? [] : changesBetweenParts(record.parts, partsOf(current));
}
