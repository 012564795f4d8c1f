/** What changed in a document between any two of its versions, drafts and commits, and what each change touches. */
import type { TracedChange } from '../../specs/impact';
import type { DocumentName, Spec } from '../../specs/model';
import { assembleSpec, compareParsed, documentNames, traceChanges } from '../documents';
import type { Cell } from '../engine/cell';
import type { Refusal } from '../service';
import { type Version, versionText } from '../versions';

/** How many commits of a document are offered. */
export const mostCommits = 50;

/** One side of a diff. */
export interface DiffSide {
  readonly kind: 'draft' | 'approved' | 'version' | 'commit';
  /** In words: "version 3", "as approved", "as it stands", "main". */
  readonly label: string;
  /** Hash of the text that was compared. */
  readonly hash: string;
}

/** A document's changes, requirement by requirement; empty where both sides say the same. */
export interface SpecDiff {
  readonly document: DocumentName;
  readonly from: DiffSide;
  readonly to: DiffSide;
  readonly changes: readonly TracedChange[];
}

/** A side before it is parsed: the document's text, and what the later documents said beside it. */
interface SideTexts {
  readonly kind: DiffSide['kind'];
  readonly label: string;
  readonly texts: Readonly<Partial<Record<DocumentName, string>>>;
}

/** Compares two sides; see `SpecHandle.diff` for what a side is called. */
export async function specDiff(
  cell: Cell,
  document: DocumentName,
  from: string,
  to: string,
): Promise<SpecDiff | Refusal> {
  const [before, after] = [await sideTexts(cell, document, from), await sideTexts(cell, document, to)];
  if ('message' in before) return before;
  if ('message' in after) return after;
  const { state, deps } = cell;
  const parsed = (side: SideTexts): Spec => assembleSpec(state.spec.path, side.texts, undefined);
  const [old, next] = besideOneSide(cell, document, [parsed(before), parsed(after)]);
  const [was, is] = [old, next].map((spec) => spec.documents.find(({ name }) => name === document));
  if (was === undefined || is === undefined) return refused(`There is no ${document} to compare.`);
  const finished = await deps.finished(cell.place.path);
  const changes = traceChanges(compareParsed(was, is), {
    document,
    before: old,
    after: next,
    now: state.spec,
    finished,
  });
  return {
    document,
    from: { kind: before.kind, label: before.label, hash: was.hash },
    to: { kind: after.kind, label: after.label, hash: is.hash },
    changes,
  };
}

/**
 * A later document that says the same on both sides was written for the numbers of one of them. Where it is known for
 * which, it stands beside that side only: on the other one its numbers mean something else.
 */
function besideOneSide(
  { state }: Cell,
  document: DocumentName,
  [before, after]: readonly [Spec, Spec],
): readonly [Spec, Spec] {
  const hashOf = (spec: Spec, name: DocumentName) => spec.documents.find((each) => each.name === name)?.hash;
  const strange = (side: Spec, other: Spec): readonly DocumentName[] =>
    documentNames.filter((name) => {
      const hash = hashOf(side, name);
      if (name === document || hash === undefined || hash !== hashOf(other, name)) return false;
      const follows = followedHash(state.versions.all, name, hash, document);
      return follows !== undefined && follows === hashOf(other, document) && follows !== hashOf(side, document);
    });
  const without = (spec: Spec, names: readonly DocumentName[]): Spec =>
    names.length === 0 ? spec : { ...spec, documents: spec.documents.filter(({ name }) => !names.includes(name)) };
  return [without(before, strange(before, after)), without(after, strange(after, before))];
}

/** The hash of the text that a document was brought in line with; where that is not known, of the newest one then. */
function followedHash(
  versions: readonly Version[],
  name: DocumentName,
  hash: string,
  document: DocumentName,
): string | undefined {
  const version = versions.findLast((each) => each.document === name && each.hash === hash);
  if (version === undefined) return undefined;
  const known = version.follows?.[document]?.base ?? version.upstream?.[document];
  const then = (each: Version) => each.document === document && !each.partial && each.at <= version.at;
  return known ?? versions.findLast(then)?.hash;
}

async function sideTexts(cell: Cell, document: DocumentName, wanted: string): Promise<SideTexts | Refusal> {
  const { state } = cell;
  if (wanted === 'draft') {
    const texts = Object.fromEntries(state.spec.documents.map(({ name, text }) => [name, text]));
    if (texts[document] === undefined) return refused(`There is no ${document} yet.`);
    return { kind: 'draft', label: 'as it stands', texts };
  }
  const versions = state.versions.all.filter((each) => each.document === document);
  if (wanted === 'approved') {
    const approved = state.standings.find((each) => each.document.name === document)?.approval;
    if (approved === undefined || approved.vouched === 'none') return refused(`${document} was not approved yet.`);
    const version = versions.findLast(({ hash }) => hash === approved.record.hash);
    const texts = version && (await versionTexts(cell, version));
    if (texts !== undefined) return { kind: 'approved', label: 'as approved', texts };
    const commit = approved.committed?.commit;
    const there = commit === undefined ? undefined : await commitTexts(cell, commit);
    if (there?.[document] !== undefined) return { kind: 'approved', label: 'as approved', texts: there };
    return refused(`The approved text of ${document} is not kept on this machine. Name a commit instead.`);
  }
  const version = versions.find(({ id, number }) => id === wanted || String(number) === wanted.replace(/^v/u, ''));
  if (version !== undefined) {
    const texts = await versionTexts(cell, version);
    if (texts === undefined) return refused(`Version ${version.number} of ${document} is not kept on this machine.`);
    return { kind: 'version', label: `version ${version.number}`, texts };
  }
  const texts = await commitTexts(cell, wanted);
  if (texts[document] !== undefined) return { kind: 'commit', label: labelOf(wanted), texts };
  return refused(
    `There is no ${document} at "${wanted}". Name draft, approved, one of the versions 1 to ${versions.at(-1)?.number ?? 0}, or a commit that holds it.`,
  );
}

function labelOf(revision: string): string {
  return /^[0-9a-f]{40}$/u.test(revision) ? `commit ${revision.slice(0, 10)}` : revision;
}

async function commitTexts(cell: Cell, revision: string): Promise<SideTexts['texts']> {
  const { git } = cell.deps.host;
  const entries = await Promise.all(
    documentNames.map(async (name) => [name, await git.textAt(`${cell.place.path}/${name}`, revision)] as const),
  );
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined));
}

/** A version with the later documents as they stood until the next version of it; the newest with those of now. */
async function versionTexts(cell: Cell, version: Version): Promise<SideTexts['texts'] | undefined> {
  const { state, deps } = cell;
  const ports = { files: deps.host.files, folder: state.paths.versions };
  const text = await versionText(ports, version);
  if (text === undefined) return undefined;
  const next = state.versions.all.find(
    (each) => each.document === version.document && !each.partial && each.number > version.number,
  );
  const beside = await Promise.all(
    documentNames.map(async (name) => {
      const now = state.spec.documents.find((each) => each.name === name)?.text;
      const then = state.versions.all.findLast(
        (each) => each.document === name && !each.partial && next !== undefined && each.at <= next.at,
      );
      return [name, then === undefined ? now : ((await versionText(ports, then)) ?? now)] as const;
    }),
  );
  return { ...Object.fromEntries(beside.filter(([, each]) => each !== undefined)), [version.document]: text };
}

function refused(message: string): Refusal {
  return { kind: 'refused', code: 'invalid', message };
}
