/** What the start screen shows. */
import { posix } from 'node:path';
import { Uri, workspace } from 'vscode';
import type { SpecService } from '../../core/flows/service';
import type { Spec } from '../../core/specs/model';
import type { RecentSpec, RootView, StartView } from '../../webview/protocol';
import type { PanelDeps } from './deps';
import { standing } from './recent';

const maxRecent = 8;

/** Everything the start screen shows; the recent specs are those last written, at most eight. */
export async function startView(deps: PanelDeps, prefill: string | undefined): Promise<StartView> {
  const [model, recent] = await Promise.all([deps.model(), deps.specs().then(recentSpecs)]);
  return {
    roots: rootViews(),
    flows: deps.flows,
    recent,
    trusted: workspace.isTrusted,
    ...(model ? { model } : {}),
    ...(deps.exampleSentence ? { exampleSentence: deps.exampleSentence } : {}),
    ...(prefill ? { prefill } : {}),
  };
}

/** The workspace folders; paths with `/`. */
export function rootViews(): readonly RootView[] {
  return (workspace.workspaceFolders ?? []).map(({ uri, name }) => ({ path: slashed(uri), name }));
}

/** A folder below its workspace folder, as it is written there; the whole path outside of all. */
export function whereIs(path: string): string {
  const root = rootOf(path);
  return root ? posix.relative(root.path, path) : path;
}

/** The path of a folder on this machine, with `/` on every system. */
export function slashed(uri: Uri): string {
  return uri.fsPath.replaceAll('\\', '/');
}

function rootOf(path: string): RootView | undefined {
  return rootViews()
    .filter((root) => path.startsWith(`${root.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

async function recentSpecs(service: SpecService): Promise<readonly RecentSpec[]> {
  const specs = await service.list();
  const dated = await Promise.all(specs.map(async (spec) => ({ spec, at: await lastWritten(spec) })));
  const newest = dated.sort((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, maxRecent);
  const views = await Promise.all(newest.map(({ spec, at }) => recentSpec(service, spec, at)));
  return views.flatMap((view) => (view ? [view] : []));
}

async function recentSpec(service: SpecService, spec: Spec, at: number | undefined): Promise<RecentSpec | undefined> {
  const handle = await service.open(spec.path);
  if (!handle) return undefined;
  const { path, name, kind } = spec;
  const view = { path, name, kind, root: rootOf(path)?.name ?? '', ...standing(handle.snapshot(), handle.spec()) };
  return at === undefined ? view : { ...view, at };
}

async function lastWritten(spec: Spec): Promise<number | undefined> {
  const times = await Promise.all(
    spec.documents.map(async ({ name }) => {
      try {
        return (await workspace.fs.stat(Uri.joinPath(Uri.file(spec.path), name))).mtime;
      } catch {
        return 0;
      }
    }),
  );
  const newest = Math.max(0, ...times);
  return newest === 0 ? undefined : newest;
}
