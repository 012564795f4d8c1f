/** Finds out which change a command is about: the file of an editor, or one part of it. */
import * as vscode from 'vscode';
import type { SpecRuns } from '../../core/runs/service';
import type { ReviewDecision } from '../../core/runs/snapshot';
import type { App } from '../app';
import { pathOf } from '../paths';
import { fileOf, sideOf } from '../runs/diff';
import { type OpenFile, openFiles, openParts, partAt } from '../runs/openReview';

/** In the editor of a file of which something waits for a decision, a diff included. */
export const inReview = 'resourcePath in tracewright.reviewPaths';

/** What is to be decided. */
export interface ReviewTarget {
  readonly runs: SpecRuns;
  readonly what: Pick<ReviewDecision, 'path' | 'hunk'> & { readonly path: string };
}

/** The change of the editor, asked about where the file has several parts; undefined when the user leaves. */
export async function findChange(app: App, argument: unknown, verb: string): Promise<ReviewTarget | undefined> {
  const editor = vscode.window.activeTextEditor;
  const uri = argument instanceof vscode.Uri ? argument : editor?.document.uri;
  const open = openFiles(app.runs.all()).find((each) => uri !== undefined && isOf(each, uri));
  const runs = open && (await app.runs.open(open.spec));
  if (!open || !runs) throw new Error('No change of this file waits for you.');
  const { path } = open.file;
  const parts = openParts(open.file);
  if (parts.length === 0) return { runs, what: { path } };
  const line =
    editor && uri && editor.document.uri.toString() === uri.toString() ? editor.selection.active.line + 1 : 1;
  const here = partAt(parts, line);
  const whole = { label: `All ${parts.length} changes of the file`, hunk: undefined };
  const first = parts.filter((part) => part === here);
  const chosen = await vscode.window.showQuickPick([...first, whole, ...parts.filter((part) => part !== here)], {
    title: `${verb} in ${path}`,
  });
  if (!chosen) return undefined;
  return { runs, what: { path, ...(chosen.hunk === undefined ? {} : { hunk: chosen.hunk }) } };
}

function isOf({ spec, file }: OpenFile, uri: vscode.Uri): boolean {
  if (uri.scheme === 'file') return pathOf(uri) === fileOf(file);
  const side = sideOf(uri);
  return side?.spec === spec && side.path === file.path;
}

/** Decides; rejects with the sentence where it could not be done. */
export async function decide(
  { runs, what }: ReviewTarget,
  decision: Pick<ReviewDecision, 'accept' | 'tell'>,
): Promise<unknown> {
  const outcome = await runs.review({ ...what, ...decision });
  if (outcome.kind !== 'done') throw new Error(outcome.message);
  return outcome;
}
