/** One firing as a read-only document: what happened, why the hook fired, what each step printed. */
import * as vscode from 'vscode';
import type { Firing } from '../../core/hooks/model';
import type { Shared } from '../app';
import { quietly } from '../boundary';
import type { WindowHooks } from './windowHooks';
import { firingText } from './words';

const scheme = 'tracewright-hook';

/** Its address; each opening shows it as it stands then. */
export function firingUri({ id, hook, hookName, event }: Firing): vscode.Uri {
  const query = JSON.stringify({ id, hook, root: event.root, at: Date.now() });
  return vscode.Uri.from({ scheme, path: `/${hookName.replaceAll(/[/\\]/gu, ' ')}.md`, query });
}

/** Serves the scheme. */
export function registerFiringText(app: Shared, hooks: WindowHooks): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) =>
      quietly(app.log, `Reading ${uri.path}`, async () => textOf(hooks, uri), 'The log says why it can’t be shown.'),
  });
}

async function textOf(hooks: WindowHooks, uri: vscode.Uri): Promise<string> {
  const query: unknown = JSON.parse(uri.query);
  const field = (name: string): unknown =>
    typeof query === 'object' && query !== null ? Reflect.get(query, name) : undefined;
  const [id, hook, root] = [field('id'), field('hook'), field('root')];
  const found = hooks.firings().find((firing) => firing.id === id);
  if (found !== undefined) return firingText(found);
  const kept = typeof hook === 'string' && typeof root === 'string' ? await hooks.history(root, hook) : [];
  const firing = kept.find((each) => each.id === id);
  return firing === undefined ? 'This firing is no longer kept.' : firingText(firing);
}
