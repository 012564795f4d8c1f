/** Which criteria tasks build and properties validate. */

import { perObject } from './lazy';
import { isSameList } from './lists';
import type { Reference, SpecDocument, Task } from './model';
import { normalId } from './parse/ids';
import { resolutionOf } from './parse/tasks';
import { allTasks } from './tasks';
import { remembered } from './versions';

/** The ids that references name, each in its normal form. */
function referencedIds(references: Iterable<Reference>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const reference of references) for (const id of reference.ids) ids.add(normalId(id));
  return ids;
}

/** What tasks refer to, each id in its normal form; empty where there is no tasks.md. */
export function idsOfTasks(documents: readonly SpecDocument[]): ReadonlySet<string> {
  const document = documents.find((each) => each.name === 'tasks.md');
  return document === undefined ? noIds : idsOf(document);
}

/** What properties refer to; empty where there is no design.md. */
export function idsOfProperties(documents: readonly SpecDocument[]): ReadonlySet<string> {
  const document = documents.find((each) => each.name === 'design.md');
  return document === undefined ? noIds : idsOf(document);
}

const noIds: ReadonlySet<string> = new Set();

/** Documents never change, and one that stays is asked again with every change of another. */
const idsOf = perObject((document: SpecDocument): ReadonlySet<string> => {
  const resolution = document.name === 'tasks.md' ? resolutionOf(document.tasks) : undefined;
  if (resolution === undefined) return referencedIds(referencesOf(document));
  const memory = idsOfVersions(document);
  const lists = resolution.tasks.map(({ own }) => own.idsIn(resolution.index));
  if (!isSame(memory.lists, lists)) memory.ids = allOf(lists);
  memory.lists = lists;
  return memory.ids;
});

function allOf(lists: readonly (readonly string[])[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const ids of lists) for (const id of ids) all.add(id);
  return all;
}

/** What the tasks refer to, task by task; the set is the same one for as long as an edit touches no reference. */
const idsOfVersions = remembered<
  SpecDocument,
  { lists: readonly (readonly string[])[] | undefined; ids: ReadonlySet<string> }
>(() => ({ lists: undefined, ids: noIds }));

function isSame(before: readonly (readonly string[])[] | undefined, now: readonly (readonly string[])[]): boolean {
  return before?.length === now.length && now.every((ids, at) => isSameList(before[at], ids));
}

/** Every reference of a document to requirements and criteria, in its order; one list for all who ask. */
export const referencesOf = perObject((document: SpecDocument): readonly Reference[] => {
  const all: Reference[] = [];
  if (document.name === 'design.md') for (const { validates } of document.properties) all.push(...validates);
  if (document.name === 'tasks.md') for (const { requirements } of allTasks(document)) all.push(...requirements);
  return all;
});

/** Whether a criterion is named, by itself or with its requirement. */
export function isReferenced(ids: ReadonlySet<string>, requirement: string, criterion: string): boolean {
  return ids.has(normalId(criterion)) || ids.has(normalId(requirement));
}

const CHECKPOINT =
  /checkpoint|ensure (?:all|the) tests|all tests (?:pass|green)|final (?:check|review|verification|validation)|チェックポイント|检查点|檢查點|체크포인트|контрольная точка|point de contr[oô]le|punto de control|ponto de (?:verificação|controle)|prüfpunkt|điểm kiểm tra/i;

/** A task that only looks whether all is well. */
export function isCheckpoint({ title }: Pick<Task, 'title'>): boolean {
  return CHECKPOINT.test(title);
}
