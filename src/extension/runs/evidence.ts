/** The record of a finished task as a read-only document. */
import * as vscode from 'vscode';
import type { SpecRuns } from '../../core/runs/service';
import { sideUri } from './diff';

/** Opens the record of a task; rejects with a sentence where there is none. */
export async function showEvidenceOf(runs: SpecRuns, identity: string): Promise<void> {
  if ((await runs.evidence(identity)) === undefined)
    throw new Error('There is no record of this task. It was ticked by hand, or its record was removed.');
  const { spec, tasks } = runs.snapshot();
  const id = tasks.find((task) => task.identity === identity)?.id;
  const uri = sideUri({ spec, identity, path: `Task ${id ?? 'record'}.md`, side: 'evidence' });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}
