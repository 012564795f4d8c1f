/** What the flow asks of `core/specs`. */
import { canonicalHash, flattenTasks } from '../specs/canonical';
import { changesBetween, type Saying, sayingsOf } from '../specs/changes';
import { parseDocument } from '../specs/document';
import { applyEdits } from '../specs/edit/apply';
import { renumberReferences } from '../specs/edit/references';
import { setTaskState } from '../specs/edit/tick';
import { traceChanges } from '../specs/impact';
import { listedIds } from '../specs/mentions';
import type { DocumentChange, DocumentName, Spec, Task, TasksDocument } from '../specs/model';
import { scanLines } from '../specs/scan';
import { CONFIG_NAME, DOCUMENT_NAMES, parseSpec } from '../specs/spec';

export { applyEdits, flattenTasks, listedIds, parseDocument, renumberReferences, setTaskState };

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

/** What changed from one text of a document to another; empty where the canonical texts are the same. */
export function compareTexts(name: DocumentName, before: string, after: string): readonly DocumentChange[] {
  return changesBetween(parseDocument(name, before), parseDocument(name, after));
}

export { changesBetween as compareParsed, type Saying, sayingsOf, traceChanges };

/** The opening line of the code fence that a text ends inside of; undefined where it ends in none. */
export function openFence(text: string): string | undefined {
  // A fence around the whole document is not one of its own.
  const { lines, fences } = scanLines(text.replace(/^\s*(?:`{3,}|~{3,})(?:markdown|md)?[ \t]*\r?\n/u, ''));
  const open = fences.find(({ close }) => close === undefined);
  return open && lines[open.open]?.text.trim();
}

/** Tasks with an identity; two where a document says the same task twice. */
export function tasksWithIdentity(document: TasksDocument, identity: string): readonly Task[] {
  return [...flattenTasks(document.tasks)].filter((task) => task.identity === identity);
}
