/** What the flow asks of `core/specs`. */
import { canonicalHash, flattenTasks } from '../specs/canonical';
import { parseDocument } from '../specs/document';
import { applyEdits } from '../specs/edit/apply';
import { setTaskState } from '../specs/edit/tick';
import type { DocumentChange, DocumentName, Spec, Task, TasksDocument } from '../specs/model';
import { CONFIG_NAME, DOCUMENT_NAMES, parseSpec } from '../specs/spec';
import { changesBetweenParts, partsOf } from './parts';

export { applyEdits, flattenTasks, parseDocument, setTaskState };

export const documentNames = DOCUMENT_NAMES;

export const hashOf = canonicalHash;

/** A spec of the texts that are there, unsaved ones included. */
export function assembleSpec(
  path: string,
  texts: Readonly<Partial<Record<DocumentName, string>>>,
  config: string | undefined,
): Spec {
  return parseSpec({ path, files: config === undefined ? texts : { ...texts, [CONFIG_NAME]: config } });
}

export function compareTexts(name: DocumentName, before: string, after: string): readonly DocumentChange[] {
  return changesBetweenParts(partsOf(parseDocument(name, before)), partsOf(parseDocument(name, after)));
}

/** Tasks with an identity; two where a document says the same task twice. */
export function tasksWithIdentity(document: TasksDocument, identity: string): readonly Task[] {
  return [...flattenTasks(document.tasks)].filter((task) => task.identity === identity);
}
