/** Language features on spec documents: problems, lenses, references. */
import type { Findings, Shared } from '../app';
import { registerLenses } from './lenses';
import { liveSpecs } from './liveSpecs';
import { registerProblems } from './problems';
import { registerReferences } from './references';

/** Registers them; none does work before a spec document is open. */
export function registerEditorFeatures(app: Shared): Findings {
  const live = liveSpecs(app);
  registerLenses(app, live);
  registerReferences(app, live);
  return registerProblems(app, live);
}
