/** The Problems view: what is wrong with the specs that are open, as one types, and with all of them when asked. */
import * as vscode from 'vscode';
import type { Diagnostic, Severity } from '../../core/diagnostic';
import type { DocumentName, Spec } from '../../core/specs/model';
import type { Findings, Shared } from '../app';
import { quietly } from '../boundary';
import { specPlaceOf, uriOf } from '../paths';
import { type LiveSpecs, openDocuments, rangeOf } from './liveSpecs';
import { registerRulePages, ruleUri } from './rulePages';

/** Milliseconds of rest before a document that is being typed in is looked at. */
const restMs = 250;

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Registers the collection and its quick fixes. Nothing is parsed before a spec document is open. */
export function registerProblems(app: Shared, live: LiveSpecs): Findings {
  const collection = vscode.languages.createDiagnosticCollection('tracewright');
  const found = new Map<string, readonly Found[]>();
  /** Specs that "Check All Specs" has listed; the others are listed while one of their documents is open. */
  const checked = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();

  const publish = (spec: Spec): void => {
    for (const [uri, list] of findingsOf(spec)) {
      found.set(uri.toString(), list);
      collection.set(
        uri,
        list.map(({ shown }) => shown),
      );
    }
  };
  const clear = (path: string): void => {
    for (const name of documentNames) {
      collection.delete(uriOf(`${path}/${name}`));
      found.delete(uriOf(`${path}/${name}`).toString());
    }
  };
  const look = (path: string): Promise<void> =>
    quietly(
      app.log,
      `Checking ${path}`,
      async () => {
        const wanted = checked.has(path) || openDocuments(path).length > 0;
        const spec = wanted ? await live.of(path) : undefined;
        clear(path);
        if (spec) publish((await app.engine()).judged(spec));
      },
      undefined,
    );
  const lookSoon = (path: string): void => {
    clearTimeout(timers.get(path));
    timers.set(
      path,
      setTimeout(() => void look(path), restMs),
    );
  };
  const touched = (document: vscode.TextDocument): void => {
    const place = specPlaceOf(document.uri);
    if (place) lookSoon(place.spec);
  };
  const everything = (): void => {
    const open = vscode.workspace.textDocuments.flatMap((document) => specPlaceOf(document.uri)?.spec ?? []);
    for (const path of new Set([...open, ...checked])) lookSoon(path);
  };

  app.context.subscriptions.push(
    collection,
    registerRulePages(app),
    vscode.workspace.onDidOpenTextDocument(touched),
    vscode.workspace.onDidChangeTextDocument(({ document }) => touched(document)),
    vscode.workspace.onDidCloseTextDocument(touched),
    app.onDidChange((paths) => (paths ? paths.forEach(lookSoon) : everything())),
    vscode.languages.registerCodeActionsProvider(
      { scheme: 'file', pattern: '**/.kiro/specs/**/*.md' },
      { provideCodeActions: (document, range) => fixesAt(document, range, found.get(document.uri.toString()) ?? []) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    { dispose: () => stopAll(timers.values()) },
  );
  // Documents that were open before us.
  if (vscode.workspace.textDocuments.some((document) => specPlaceOf(document.uri))) everything();

  return {
    checkAll: async () => {
      const engine = await app.engine();
      const specs = await engine.specs.list();
      checked.clear();
      collection.clear();
      for (const { path } of specs) checked.add(path);
      const all = specs.map((spec) => engine.judged(live.over(spec)));
      all.forEach(publish);
      const count = (severity: Severity): number =>
        all.flatMap((spec) => allOf(spec)).filter((each) => each.severity === severity).length;
      return { specs: all.length, errors: count('error'), warnings: count('warning') };
    },
  };
}

function stopAll(timers: Iterable<NodeJS.Timeout>): void {
  for (const timer of timers) clearTimeout(timer);
}

const documentNames: readonly DocumentName[] = ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'];

/** A finding, as it is shown and as it was made. */
export interface Found {
  readonly shown: vscode.Diagnostic;
  readonly diagnostic: Diagnostic;
  readonly text: string;
}

function findingsOf(spec: Spec): readonly (readonly [vscode.Uri, readonly Found[]])[] {
  return spec.documents.map((document) => {
    const list = [...document.diagnostics, ...(spec.diagnostics[document.name] ?? [])];
    const { text } = document;
    const found = list.map((diagnostic) => ({ shown: shownAs(diagnostic, text), diagnostic, text }));
    return [uriOf(`${spec.path}/${document.name}`), found];
  });
}

function allOf(spec: Spec): readonly Diagnostic[] {
  return spec.documents.flatMap((document) => [...document.diagnostics, ...(spec.diagnostics[document.name] ?? [])]);
}

/** A finding as the editor has it. */
export function shownAs(diagnostic: Diagnostic, text: string): vscode.Diagnostic {
  const { message, place, severity, code } = diagnostic;
  const shown = new vscode.Diagnostic(rangeOf(place, text), message, severities[severity]);
  shown.source = 'tracewright';
  shown.code = { value: code, target: ruleUri(code) };
  return shown;
}

/** The mends of the findings under the cursor. A finding of a text that has changed since offers none. */
export function fixesAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  found: readonly Found[],
): vscode.CodeAction[] {
  return found.flatMap(({ shown, diagnostic, text }) => {
    const plain = text.replace(/^\uFEFF/, '');
    if (!diagnostic.fix || !shown.range.intersection(range) || plain !== document.getText()) return [];
    const shift = text.length - plain.length;
    const edit = new vscode.WorkspaceEdit();
    for (const { start, end, text: replacement } of diagnostic.fix.edits) {
      const at = new vscode.Range(document.positionAt(start - shift), document.positionAt(end - shift));
      edit.replace(document.uri, at, replacement);
    }
    const action = new vscode.CodeAction(diagnostic.fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = edit;
    action.diagnostics = [shown];
    return [action];
  });
}
