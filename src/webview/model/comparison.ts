/** Which sides of a document can be compared, and how a change is called. */
import type { DocumentSnapshot } from '../../core/flows/snapshot';
import type { FileCommit } from '../../core/host';
import type { TracedChange } from '../../core/specs/impact';
import { newestFirst } from './versions';
import { count, list } from './words';

/** A side to choose. */
export interface SideChoice {
  readonly value: string;
  readonly label: string;
}

/** Everything a document can be compared with, what is nearest first. */
export function sideChoices(document: DocumentSnapshot, commits: readonly FileCommit[]): readonly SideChoice[] {
  const { hash, approval } = document;
  return [
    ...(hash === undefined ? [] : [{ value: 'draft', label: 'As it stands' }]),
    ...(approval === undefined || approval.vouched === 'none' ? [] : [{ value: 'approved', label: 'As approved' }]),
    ...newestFirst(document).map(({ id, number, cause, partial }) => ({
      value: id,
      label: `Version ${number}: ${cause}${partial ? ' (partial)' : ''}`,
    })),
    ...commits.map(({ commit, subject }) => ({ value: commit, label: `Commit ${commit.slice(0, 7)}: ${subject}` })),
  ];
}

/** What is most likely wanted: since the approval, else since the version before. */
export function usualSides(document: DocumentSnapshot): { readonly from: string; readonly to: string } {
  const { approval, hash } = document;
  if (approval !== undefined && approval.vouched !== 'none' && approval.hash !== hash)
    return { from: 'approved', to: 'draft' };
  const [newest, before] = newestFirst(document);
  return { from: (newest?.hash === hash ? before : newest)?.id ?? 'draft', to: 'draft' };
}

/** "2 reworded, 1 added and 1 removed" */
export function summaryOf(changes: readonly TracedChange[]): string {
  const kinds = [
    ['reworded', 'reworded'],
    ['added', 'added'],
    ['removed', 'removed'],
    ['renumbered', 'renumbered'],
    ['prose', 'section changed'],
  ] as const;
  const parts = kinds.flatMap(([kind, word]) => {
    const n = changes.filter((change) => change.kind === kind).length;
    if (n === 0) return [];
    return [kind === 'prose' ? count(n, word, 'sections changed') : `${n} ${word}`];
  });
  return list(parts);
}

/** "Criterion 1.2", "Property 3", "Section Overview" */
export function subjectOf({ of, id }: TracedChange): string {
  const name = {
    requirement: 'Requirement',
    criterion: 'Criterion',
    property: 'Property',
    task: 'Task',
    prose: 'Section',
  }[of];
  return `${name} ${id}`;
}
