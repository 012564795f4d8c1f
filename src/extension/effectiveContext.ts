/** What the model would see, as a read-only document: each part, why it is in or out, its cost, and the text. */
import * as vscode from 'vscode';
import type { Shared } from './app';
import { quietly } from './boundary';

const scheme = 'tracewright-context';

/** What the document is about; paths absolute, files relative to the root. */
export interface ContextQuery {
  readonly root: string;
  readonly prompt: string;
  readonly files: readonly string[];
  readonly spec?: string;
  readonly task?: string;
}

/** Its address; each opening is a document of its own, so that it never shows an older context. */
export function contextUri(query: ContextQuery): vscode.Uri {
  return vscode.Uri.from({
    scheme,
    path: '/What the model sees.md',
    query: JSON.stringify({ ...query, at: Date.now() }),
  });
}

/** Serves the scheme; the engine is asked only when such a document opens. Nothing is sent. */
export function registerContext(app: Shared): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) =>
      quietly(
        app.log,
        `Reading ${uri.path}`,
        async () => (await app.engine()).context(readQuery(uri.query)),
        'What the model would see could not be put together. The log of Tracewright says why.',
      ),
  });
}

/** The address was made here, and may have been kept by the editor since an older version. */
function readQuery(text: string): ContextQuery {
  const value: unknown = JSON.parse(text);
  const field = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const string = (name: string): string | undefined => {
    const found = field(name);
    return typeof found === 'string' ? found : undefined;
  };
  const files = field('files');
  const [spec, task] = [string('spec'), string('task')];
  return {
    root: string('root') ?? '',
    prompt: string('prompt') ?? '',
    files: Array.isArray(files) ? files.filter((each) => typeof each === 'string') : [],
    ...(spec !== undefined && { spec }),
    ...(task !== undefined && { task }),
  };
}
