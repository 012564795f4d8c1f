/** Which criteria tasks build and properties validate. */
import { flattenTasks } from './canonical';
import type { Reference, SpecDocument, Task } from './model';
import { normalId } from './parse/ids';

/** The ids that references name, each in its normal form. */
export function referencedIds(references: Iterable<Reference>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const reference of references) for (const id of reference.ids) ids.add(normalId(id));
  return ids;
}

/** The references of every task; empty where there is no tasks.md. */
export function taskReferences(documents: readonly SpecDocument[]): readonly Reference[] {
  return documents.flatMap((document) =>
    document.name === 'tasks.md' ? [...flattenTasks(document.tasks)].flatMap(({ requirements }) => requirements) : [],
  );
}

/** The references of every property; empty where there is no design.md. */
export function propertyReferences(documents: readonly SpecDocument[]): readonly Reference[] {
  return documents.flatMap((document) =>
    document.name === 'design.md' ? document.properties.flatMap(({ validates }) => validates) : [],
  );
}

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
