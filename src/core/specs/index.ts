/** Spec documents: parse, check, edit, compare. Parsing never fails and edits touch nothing but what they say. */
export { canonicalHash, canonicalText, criterionHashes, flattenTasks } from './canonical';
export { changesBetween } from './changes';
export { decodeText, forgetDocuments, parseDocument } from './document';
export { applyEdits, applyEditsToBytes } from './edit/apply';
export { addReference, removeReference, renumberReferences } from './edit/references';
export { insertTask, type NewTask, removeTask, type TaskPosition } from './edit/tasks';
export { parentsOf, type SettableState, setTaskState, tickEdit } from './edit/tick';
export { findSpecFolders, findSpecs } from './find';
export { type ChangedKind, type FinishedTask, type Touched, type TracedChange, traceChanges } from './impact';
export * from './model';
export { parseConfig } from './parse/config';
export { type RequirementIndex, requirementIndex } from './resolve';
export {
  CONFIG_NAME,
  DOCUMENT_NAMES,
  diagnosticsOf,
  documentOf,
  parseSpec,
  readSpec,
  readSpecFiles,
  type SpecFileName,
} from './spec';
export { findTasks } from './tasks';
