/** What changed since a document was approved or brought in line, in the words of its readers. */
import type { DocumentChange, DocumentName, SpecDocument } from '../../specs/model';
import { compareTexts } from '../documents';
import { changesBetweenParts, partsOf } from '../parts';
import { versionText } from '../versions';
import type { FlowDeps } from './deps';
import type { SpecState } from './state';

/** By document: its own changes since its approval, else those of what it rests on since it was last in line. */
export async function documentChanges(
  deps: FlowDeps,
  state: SpecState,
): Promise<Partial<Record<DocumentName, readonly DocumentChange[]>>> {
  const entries = await Promise.all(
    state.standings.map(async ({ document, state: kind, current, approval }) => {
      if (current === undefined || kind === 'approved' || kind === 'claimed') return [document.name, []] as const;
      if (kind === 'changed' && approval !== undefined)
        return [document.name, await changesSince(deps, state, current, approval.record.hash)] as const;
      const upstream = await Promise.all(
        document.restsOn.map((name) => upstreamChanges(deps, state, document.name, name)),
      );
      return [document.name, upstream.flat()] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** What changed in `source` since `name` was approved or brought in line with it; empty where that is not known. */
export async function upstreamChanges(
  deps: FlowDeps,
  state: SpecState,
  name: DocumentName,
  source: DocumentName,
): Promise<readonly DocumentChange[]> {
  const current = state.standings.find((each) => each.document.name === source)?.current;
  const base = inLineWith(state, name, source);
  if (current === undefined || base === undefined || base === current.hash) return [];
  return changesSince(deps, state, current, base);
}

/** Hash of `source` that `name` was last approved or written with, whichever is later. */
export function inLineWith(state: SpecState, name: DocumentName, source: DocumentName): string | undefined {
  const approval = state.standings.find((each) => each.document.name === name)?.approval;
  const version = state.versions.all.findLast(
    (each) => each.document === name && each.upstream?.[source] !== undefined,
  );
  const approved = approval?.vouched === 'none' ? undefined : approval;
  if (approved !== undefined && (version === undefined || version.at <= approved.record.at))
    return approved.record.upstream[source];
  return version?.upstream?.[source];
}

/** Compared by text where a version with that hash is kept here, else by the hashes that an approval holds. */
async function changesSince(
  deps: FlowDeps,
  state: SpecState,
  current: SpecDocument,
  hash: string,
): Promise<readonly DocumentChange[]> {
  const version = state.versions.all.findLast((each) => each.document === current.name && each.hash === hash);
  const text = version && (await versionText({ files: deps.host.files, folder: state.paths.versions }, version));
  if (text !== undefined) return compareTexts(current.name, text, current.text);
  const record = state.approvals.find(
    (each) => each.record.document === current.name && each.record.hash === hash,
  )?.record;
  return record === undefined ? [] : changesBetweenParts(record.parts, partsOf(current));
}
