/** What the editor's language tools know of code. They speak when they are ready, so waiting for them has an end. */
import * as vscode from 'vscode';
import type { CodeView, EditorProblem, OutlineSymbol } from '../core/host';
import { pathOf, uriOf } from './paths';

/** Milliseconds: until the first word, of silence after the last, at most, and for a document to be read again. */
const waits = { first: 3000, quiet: 400, most: 8000, reload: 1500 };

/** The code view of this window. Never rejects: what can't be asked is not known. */
export function editorCodeView(): CodeView {
  return {
    problems: async (paths, signal) => {
      const settled = diagnosticsSettled(new Set(paths.map((path) => uriOf(path).toString())), signal);
      // Most language tools look only at documents that are open, shown or not.
      await Promise.allSettled(paths.map(openAsOnDisk));
      const asked = await Promise.all(paths.map(typescriptProblems));
      // Linters speak by themselves; where the compiler has answered, they get a moment, not all the time.
      const enough = asked.every((answer) => answer !== undefined) ? waits.quiet : waits.most;
      await Promise.race([settled, after(enough, signal)]);
      return paths.flatMap((path, at) => {
        const compiler = asked[at];
        const shown = vscode.languages.getDiagnostics(uriOf(path)).flatMap(problemOf(path));
        return compiler === undefined ? shown : [...compiler, ...shown.filter(({ source }) => !/^ts\b/.test(source))];
      });
    },
    shownProblems: async () =>
      vscode.languages
        .getDiagnostics()
        .flatMap(([uri, found]) => (uri.scheme === 'file' ? found.flatMap(problemOf(pathOf(uri))) : [])),
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

/** Opens a document without showing it, and waits until it holds what the file holds. */
async function openAsOnDisk(path: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriOf(path));
  const onDisk = new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(path)));
  const same = (): boolean => document.isDirty || withLf(document.getText()) === withLf(onDisk);
  for (const end = Date.now() + waits.reload; !same() && Date.now() < end; ) await after(50, undefined);
}

function withLf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/**
 * What the TypeScript server says of a file. It tells the editor only of files in a tab, so it is asked itself;
 * undefined where there is none, or it does not know the file.
 */
async function typescriptProblems(path: string): Promise<readonly EditorProblem[] | undefined> {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined;
  const file = uriOf(path);
  const kinds = ['syntacticDiagnosticsSync', 'semanticDiagnosticsSync'];
  const ask = (kind: string): PromiseLike<unknown> =>
    vscode.commands.executeCommand('typescript.tsserverRequest', kind, { file });
  try {
    const bodies = (await Promise.all(kinds.map(ask))).map(bodyOf);
    return bodies.includes(undefined) ? undefined : bodies.flatMap((body) => body ?? []).flatMap(ofServer(path));
  } catch {
    return undefined;
  }
}

function bodyOf(answer: unknown): readonly unknown[] | undefined {
  const body = answer instanceof Object && 'body' in answer ? answer.body : undefined;
  return Array.isArray(body) ? body : undefined;
}

function ofServer(path: string): (said: unknown) => readonly EditorProblem[] {
  return (said) => {
    if (!(said instanceof Object && 'text' in said && 'category' in said && 'start' in said)) return [];
    const { text, category, start } = said;
    const line = start instanceof Object && 'line' in start ? Number(start.line) : 1;
    if (category !== 'error' && category !== 'warning') return [];
    const code = 'code' in said ? ` ${String(said.code)}` : '';
    return [{ path, line, severity: category, message: String(text), source: `ts${code}` }];
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
