/** What the editor's language tools know of code. They speak when they are ready, so waiting for them has an end. */
import * as vscode from 'vscode';
import type { CodeView, EditorProblem, OutlineSymbol } from '../core/host';
import { pathOf, uriOf } from './paths';

/** Milliseconds: until the first word, of silence after the last, and at most. */
const waits = { first: 3000, quiet: 400, most: 8000 };

/** The code view of this window. Never rejects: what can't be asked is not known. */
export function editorCodeView(): CodeView {
  return {
    problems: async (paths, signal) => {
      const files = new Map(paths.map((path) => [uriOf(path).toString(), path]));
      const settled = diagnosticsSettled(new Set(files.keys()), signal);
      // Most language tools look only at documents that are open, shown or not.
      await Promise.allSettled(paths.map((path) => vscode.workspace.openTextDocument(uriOf(path))));
      await settled;
      return paths.flatMap((path) => vscode.languages.getDiagnostics(uriOf(path)).flatMap(problemOf(path)));
    },
    outline: async (path, signal) => {
      const asked = Promise.resolve(
        vscode.commands.executeCommand<readonly Symbol[] | undefined>(
          'vscode.executeDocumentSymbolProvider',
          uriOf(path),
        ),
      ).catch(() => undefined);
      const symbols = await Promise.race([asked, after(waits.most, signal)]);
      // None is the answer of an editor without tools for the language, too.
      return symbols === undefined || symbols.length === 0 ? undefined : symbols.map(symbolOf);
    },
  };
}

type Symbol = vscode.DocumentSymbol | vscode.SymbolInformation;

function problemOf(path: string): (diagnostic: vscode.Diagnostic) => readonly EditorProblem[] {
  return ({ range, severity, message, source, code }) => {
    if (severity > vscode.DiagnosticSeverity.Warning) return [];
    const name = typeof code === 'object' ? code.value : code;
    return [
      {
        path,
        line: range.start.line + 1,
        severity: severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning',
        message,
        source: [source, name].filter((each) => each !== undefined && each !== '').join(' '),
      },
    ];
  };
}

function symbolOf(symbol: Symbol): OutlineSymbol {
  const range = 'range' in symbol ? symbol.range : symbol.location.range;
  return {
    name: symbol.name,
    kind: vscode.SymbolKind[symbol.kind].toLowerCase(),
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    children: 'children' in symbol ? symbol.children.map(symbolOf) : [],
  };
}

/** Resolves when what is said of the files has not changed for a moment, or nothing is said at all. */
function diagnosticsSettled(uris: ReadonlySet<string>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(silence);
      clearTimeout(last);
      listening.dispose();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const last = setTimeout(end, waits.most);
    let silence = setTimeout(end, waits.first);
    const listening = vscode.languages.onDidChangeDiagnostics((event) => {
      if (!event.uris.some((uri) => uris.has(uri.toString()) || uris.has(uriOf(pathOf(uri)).toString()))) return;
      clearTimeout(silence);
      silence = setTimeout(end, waits.quiet);
    });
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted === true) end();
  });
}

function after(ms: number, signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve(undefined);
      },
      { once: true },
    );
  });
}
