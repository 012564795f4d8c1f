/** What the context view is about: what the user chose, else what they look at. */
import * as vscode from 'vscode';
import type { RunSnapshot } from '../../core/runs/snapshot';
import type { Task } from '../../core/specs/model';
import type { Shared } from '../app';
import type { ContextQuery } from '../effectiveContext';
import { baseName, rootOf, specPlaceOf, workspaceRoots } from '../paths';
import { askPrompt } from '../promptBox';

/** A query, and how a person calls what it is about. */
export interface ContextSubject {
  readonly label: string;
  readonly query: ContextQuery;
}

/** The subject of a spec, or of a task of it. */
export function subjectOfSpec(
  spec: string,
  task?: Pick<Task, 'id' | 'title' | 'identity'>,
): ContextSubject | undefined {
  const root = rootOf(spec);
  if (root === undefined) return undefined;
  const label = task === undefined ? baseName(spec) : `${baseName(spec)}, task ${task.id ?? `“${task.title}”`}`;
  return { label, query: { root, prompt: '', files: [], spec, ...(task !== undefined && { task: task.identity }) } };
}

/** The spec in front of the user, else any request about the file in front of them. `panel`: the spec of the active panel. */
function subjectInFront({ front }: Pick<Shared, 'front'>, panel: string | undefined): ContextSubject | undefined {
  const uri = front.document();
  const spec = panel ?? (uri === undefined ? undefined : specPlaceOf(uri)?.spec);
  if (spec !== undefined) return subjectOfSpec(spec);
  const active = front.file();
  const root = active?.root ?? workspaceRoots()[0]?.path;
  if (root === undefined) return undefined;
  const files = active === undefined ? [] : [active.path];
  const label = active === undefined ? 'Any new request' : `A new request about ${baseName(active.path)}`;
  return { label, query: { root, prompt: '', files } };
}

/** The same, with the task of the spec that is at work right now: it has a conversation of its own. */
export function subjectInView(
  app: Pick<Shared, 'runs' | 'front'>,
  panel: string | undefined,
): ContextSubject | undefined {
  const seen = subjectInFront(app, panel);
  const spec = seen?.query.spec;
  return (spec === undefined ? undefined : subjectAtWork(app.runs.snapshot(spec))) ?? seen;
}

function subjectAtWork(run: RunSnapshot | undefined): ContextSubject | undefined {
  return run?.active === true && run.current !== undefined ? subjectOfSpec(run.spec, run.current.task) : undefined;
}

/** Asks what it should be about; undefined when the user leaves it, `follow` to follow what they look at. */
export async function chooseSubject(app: Shared): Promise<ContextSubject | 'follow' | undefined> {
  const specs = await (await app.engine()).specs.list();
  const follow = {
    label: 'What I look at',
    description: 'the spec, its task at work, or the file in front',
    subject: 'follow' as const,
  };
  const words = { label: 'Words of a request…', description: 'as if you asked for it now', subject: 'words' as const };
  const listed = specs.flatMap(({ path }) => {
    const subject = subjectOfSpec(path);
    return subject === undefined
      ? []
      : [{ label: subject.label, description: vscode.workspace.asRelativePath(path), subject }];
  });
  const running = app.runs.all().flatMap((run) => {
    const subject = subjectAtWork(run);
    return subject === undefined ? [] : [{ label: subject.label, description: 'at work now', subject }];
  });
  const agents = (await Promise.all(workspaceRoots().map((root) => agentsIn(app, root.path)))).flat();
  const items = [follow, words, ...running, ...listed, ...agents];
  const picked = await vscode.window.showQuickPick(items, { title: 'Context of', matchOnDescription: true });
  return picked?.subject === 'words' ? subjectOfWords(app) : picked?.subject;
}

/** Helpers of tasks and agents of hooks have sessions of their own; only what they were sent can be shown. */
async function agentsIn(app: Shared, root: string) {
  const agents = await (await app.engine()).agents(root);
  return agents.map(({ id, kind, about, at }) => {
    const label = `${kind === 'helper' ? 'Helper' : 'Agent of a hook'}: ${about || id}`;
    const subject: ContextSubject = { label, query: { root, prompt: '', files: [], session: id } };
    return { label, description: `${new Date(at).toLocaleString()} · ${id}`, subject };
  });
}

async function subjectOfWords(app: Shared): Promise<ContextSubject | undefined> {
  const seen = subjectInFront(app, undefined);
  if (seen === undefined) return undefined;
  const prompt = await askPrompt(
    app,
    { roots: [seen.query.root] },
    {
      title: 'Context of a request',
      placeholder: 'The words of a request. Nothing is sent. Mentions such as #file:src/a.ts count.',
      act: 'Show',
      empty: 'what every prompt holds',
    },
  );
  if (prompt === undefined) return undefined;
  return { label: `“${prompt.trim()}”`, query: { ...seen.query, prompt } };
}
