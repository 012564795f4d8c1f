/** What the model would see, as a read-only document: each part, why it is in or out, its cost, and the text. */
import * as vscode from 'vscode';
import type { ContextPart } from '../core/context/effective';
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
  /** A session of a helper or of an agent of a hook; nothing else of the query counts then. */
  readonly session?: string;
}

/** Its address; each opening is a document of its own, so that it never shows an older context. */
export function contextUri(query: ContextQuery): vscode.Uri {
  return vscode.Uri.from({
    scheme,
    path: '/What the model sees.md',
    query: JSON.stringify({ ...query, at: Date.now() }),
  });
}

/** The address of one part's own text. */
export function partUri(query: ContextQuery, { kind, label }: Pick<ContextPart, 'kind' | 'label'>): vscode.Uri {
  const name = label.replace(/[\\/]/gu, '-');
  return vscode.Uri.from({
    scheme,
    path: `/${name}.${kind === 'tools' ? 'json' : 'md'}`,
    query: JSON.stringify({ ...query, part: { kind, label } }),
  });
}

/** Serves the scheme; the engine is asked only when such a document opens. Nothing is sent. */
export function registerContext(app: Shared): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) =>
      quietly(
        app.log,
        `Reading ${uri.path}`,
        () => textAt(app, uri.query),
        'What the model would see could not be put together. The log of Tracewright says why.',
      ),
  });
}

async function textAt(app: Shared, query: string): Promise<string> {
  const engine = await app.engine();
  const part = readPart(query);
  if (part === undefined) return engine.context(readQuery(query));
  const { parts } = await engine.effective(readQuery(query));
  const text = parts.find(({ kind, label }) => kind === part.kind && label === part.label)?.text ?? '';
  return part.kind === 'tools' && text !== '' ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
}

function readPart(query: string): { readonly kind: unknown; readonly label: unknown } | undefined {
  const value: unknown = JSON.parse(query);
  const part: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'part') : undefined;
  return typeof part === 'object' && part !== null
    ? { kind: Reflect.get(part, 'kind'), label: Reflect.get(part, 'label') }
    : undefined;
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
  const [spec, task, session] = [string('spec'), string('task'), string('session')];
  return {
    root: string('root') ?? '',
    prompt: string('prompt') ?? '',
    files: Array.isArray(files) ? files.filter((each) => typeof each === 'string') : [],
    ...(spec !== undefined && { spec }),
    ...(task !== undefined && { task }),
    ...(session !== undefined && { session }),
  };
}
