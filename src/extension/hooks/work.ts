/** Work in the editor as events: tasks and commands in the terminal that end, problems that appear. */
import * as vscode from 'vscode';
import type { Cause, TriggerName } from '../../core/hooks/model';
import type { Shared } from '../app';
import { isBelow, pathOf, rootOf } from '../paths';
import { whenQuiet } from '../whenQuiet';
import { tell } from './tell';
import { newProblems, type ProblemSeen, triggerOfLine } from './workWords';

const user: Cause = { by: 'user', chain: [] };
/** Milliseconds of rest before problems are compared: language servers take theirs back while they think. */
const restMs = 800;
/** So long at most, where some server never rests. */
const mostMs = 5000;

/** The source of such events for one workspace folder. */
export interface WorkSource extends vscode.Disposable {
  use(triggers: ReadonlySet<TriggerName>): void;
}

/** Makes it; nothing is listened to before `use`. */
export function workSource(app: Shared, root: string): WorkSource {
  let ends: vscode.Disposable | undefined;
  let problems: vscode.Disposable | undefined;
  const stop = (): void => {
    ends?.dispose();
    problems?.dispose();
    ends = undefined;
    problems = undefined;
  };
  return {
    use: (triggers) => {
      const wanted = {
        ends: triggers.has('BuildFinish') || triggers.has('TestFinish'),
        problems: triggers.has('ProblemsAppear'),
      };
      if (wanted.ends) ends ??= endSource(app, root);
      else {
        ends?.dispose();
        ends = undefined;
      }
      if (wanted.problems) problems ??= problemSource(app, root);
      else {
        problems?.dispose();
        problems = undefined;
      }
    },
    dispose: stop,
  };
}

function endSource(app: Shared, root: string): vscode.Disposable {
  const ended = (trigger: TriggerName, name: string, code: number | undefined): void =>
    tell(app, root, {
      trigger,
      cause: user,
      outcome: { ok: code === 0, name, ...(code === undefined ? {} : { code }) },
    });
  return vscode.Disposable.from(
    vscode.tasks.onDidEndTaskProcess(({ execution: { task }, exitCode }) => {
      if (rootOfTask(task) !== root) return;
      const tests = task.group?.id === vscode.TaskGroup.Test.id || triggerOfLine(lineOf(task)) === 'TestFinish';
      ended(tests ? 'TestFinish' : 'BuildFinish', task.name, exitCode);
    }),
    vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
      const { value } = execution.commandLine;
      const trigger = triggerOfLine(value);
      const place = execution.cwd === undefined ? onlyRoot() : rootOf(pathOf(execution.cwd));
      // A command whose end the shell does not tell has no outcome to speak of.
      if (trigger !== undefined && place === root && exitCode !== undefined) ended(trigger, value, exitCode);
    }),
  );
}

function rootOfTask({ scope }: vscode.Task): string | undefined {
  return typeof scope === 'object' ? pathOf(scope.uri) : onlyRoot();
}

/** What has no folder of its own belongs to the first. */
function onlyRoot(): string | undefined {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  return first && pathOf(first.uri);
}

function lineOf({ execution }: vscode.Task): string {
  if (!(execution instanceof vscode.ShellExecution)) return '';
  const words = [execution.command, ...(execution.args ?? [])].map((each) =>
    typeof each === 'string' ? each : (each?.value ?? ''),
  );
  return execution.commandLine ?? words.join(' ');
}

function problemSource(app: Shared, root: string): vscode.Disposable {
  const seen = new Map<string, readonly ProblemSeen[]>();
  const waiting = new Map<string, vscode.Uri>();
  const inside = (uri: vscode.Uri): boolean => uri.scheme === 'file' && isBelow(pathOf(uri), root);
  for (const [uri, list] of vscode.languages.getDiagnostics()) if (inside(uri)) seen.set(uri.toString(), seenOf(list));
  const isDirty = (uri: vscode.Uri): boolean =>
    vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === uri.toString());
  const look = (): void => {
    const found: { path: string; line: number; message: string }[] = [];
    for (const [key, uri] of waiting) {
      // What is half typed is no problem yet; saving looks again.
      if (isDirty(uri)) continue;
      waiting.delete(key);
      const now = seenOf(vscode.languages.getDiagnostics(uri));
      const path = pathOf(uri).slice(root.length + 1);
      for (const { line, message } of newProblems(seen.get(key) ?? [], now)) found.push({ path, line, message });
      seen.set(key, now);
    }
    const paths = [...new Set(found.map(({ path }) => path))];
    if (paths.length === 0) return;
    const files = paths.map((path) => ({ path }));
    void app
      .engine()
      .then(({ hooks }) => {
        const cause = paths.map((path) => hooks.changes.causeOf(`${root}/${path}`, undefined)).find(Boolean) ?? user;
        tell(app, root, { trigger: 'ProblemsAppear', cause, files, problems: found });
      })
      .catch((error: unknown) => app.log.error(`Hooks: ${String(error)}`));
  };
  const looking = whenQuiet(look, { quiet: restMs, most: mostMs });
  const soon = (uris: readonly vscode.Uri[]): void => {
    const own = uris.filter(inside);
    for (const uri of own) waiting.set(uri.toString(), uri);
    if (own.length > 0) looking.soon();
  };
  return vscode.Disposable.from(
    vscode.languages.onDidChangeDiagnostics(({ uris }) => soon(uris)),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => (waiting.has(uri.toString()) ? soon([uri]) : undefined)),
    looking,
  );
}

/** Hints and information are no problems. */
function seenOf(list: readonly vscode.Diagnostic[]): readonly ProblemSeen[] {
  return list
    .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
    .map(({ message, range, source = '' }) => ({ line: range.start.line + 1, message, source }));
}
