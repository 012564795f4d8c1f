/** What the context view is about: what the user chose, else what they look at. */
import * as vscode from 'vscode';
import type { Shared } from '../app';
import type { ContextQuery } from '../effectiveContext';
import { baseName, rootOf, specPlaceOf, workspaceRoots } from '../paths';
import { activeFile } from '../steering/places';

/** A query, and how a person calls what it is about. */
export interface ContextSubject {
  readonly label: string;
  readonly query: ContextQuery;
}

/** The subject of a spec, or of a task of it. */
export function subjectOfSpec(spec: string, task?: string): ContextSubject | undefined {
  const root = rootOf(spec);
  if (root === undefined) return undefined;
  const label = task === undefined ? baseName(spec) : `${baseName(spec)}, a task`;
  return { label, query: { root, prompt: '', files: [], spec, ...(task !== undefined && { task }) } };
}

/** The spec in front of the user, else any request about the file in front of them. `panel`: the spec of the active panel. */
export function subjectInView(panel: string | undefined): ContextSubject | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const spec = panel ?? (uri === undefined ? undefined : specPlaceOf(uri)?.spec);
  if (spec !== undefined) return subjectOfSpec(spec);
  const active = activeFile();
  const root = active?.root ?? workspaceRoots()[0]?.path;
  if (root === undefined) return undefined;
  const files = active === undefined ? [] : [active.path];
  const label = active === undefined ? 'Any new request' : `A new request about ${baseName(active.path)}`;
  return { label, query: { root, prompt: '', files } };
}

/** Asks what it should be about; undefined when the user leaves it, `follow` to follow what they look at. */
export async function chooseSubject(app: Shared): Promise<ContextSubject | 'follow' | undefined> {
  const specs = await (await app.engine()).specs.list();
  const follow = { label: 'What I look at', description: 'the spec or file in front', subject: 'follow' as const };
  const words = { label: 'Words of a request…', description: 'as if you asked for it now', subject: 'words' as const };
  const listed = specs.flatMap(({ path }) => {
    const subject = subjectOfSpec(path);
    return subject === undefined
      ? []
      : [{ label: subject.label, description: vscode.workspace.asRelativePath(path), subject }];
  });
  const picked = await vscode.window.showQuickPick([follow, words, ...listed], { title: 'Context of' });
  return picked?.subject === 'words' ? subjectOfWords() : picked?.subject;
}

async function subjectOfWords(): Promise<ContextSubject | undefined> {
  const seen = subjectInView(undefined);
  if (seen === undefined) return undefined;
  const prompt = await vscode.window.showInputBox({
    title: 'Context of a request',
    prompt: 'The words of a request. Nothing is sent. Mentions such as #file:src/a.ts count.',
  });
  if (prompt === undefined) return undefined;
  return { label: `“${prompt.trim()}”`, query: { ...seen.query, prompt } };
}
