/** The hooks of this window: read when there are some, wired to what the editor sees, with what became of each firing. */
import * as vscode from 'vscode';
import type { Firing, Hook, HookSet } from '../../core/hooks/model';
import type { HookService } from '../../core/workspace/hooks';
import type { Uncalled } from '../../node/gitHooks/uncalled';
import type { Shared } from '../app';
import { workspaceRoots } from '../paths';
import { inTimeOrder } from './firings';
import { mayHaveHooks } from './places';
import { type Sources, wireSources } from './sources';

/** The hooks of a workspace folder as they were read last. */
export interface FolderHooks {
  readonly root: string;
  readonly name: string;
  readonly set: HookSet;
  /** Ids of hooks that the user has not agreed to. */
  readonly unknown: ReadonlySet<string>;
  /** Those that git would have to tell, and does not. */
  readonly uncalled: Uncalled | undefined;
  /** Who fires them for what happens in the folder, where that is another window or the command line. */
  readonly heldBy: string | undefined;
}

/** Hooks of all folders of a window. */
export interface WindowHooks extends vscode.Disposable {
  /** Reads what is there and wires it, where there may be hooks; loads nothing where there are none. */
  start(): Promise<void>;
  /** Reads a folder's hook files anew. */
  reload(root: string): Promise<void>;
  /** What was read; empty before `start` and where nothing is trusted. */
  folders(): readonly FolderHooks[];
  /** A hook by the folder and id; undefined where it is no longer there. */
  find(root: string, id: string): Hook | undefined;
  /** Firings of this window, ended or not, the oldest first. */
  firings(): readonly Firing[];
  /** Hears of a firing; the engine's word. */
  fired(firing: Firing): void;
  /** Firings of a hook, those of other windows and the command line too, the newest first. */
  history(root: string, hook: string): Promise<readonly Firing[]>;
  service(): Promise<HookService>;
  /** Hook files or the standing of hooks changed, or what became of a firing. */
  readonly onDidChange: vscode.Event<'hooks' | 'firing'>;
}

interface Wired {
  readonly sources: Sources;
  readonly claim: { release(): Promise<void> } | { readonly heldBy: string };
}

const most = 500;

/** Makes them; nothing is looked at before `start`. */
export function windowHooks(app: Shared): WindowHooks {
  const changed = new vscode.EventEmitter<'hooks' | 'firing'>();
  const folders = new Map<string, FolderHooks>();
  const wired = new Map<string, Wired>();
  const fired = new Map<string, Firing>();
  let last: Promise<unknown> = Promise.resolve();
  const read = async (root: string, name: string): Promise<void> => {
    const { hooks, trusted } = await app.engine();
    if (!trusted) return;
    const set = await hooks.load(root);
    const unknown = new Set((await hooks.unknown(root, set.hooks)).map(({ id }) => id));
    const known = wired.get(root);
    const claim = known === undefined || 'heldBy' in known.claim ? await hooks.claim(root) : known.claim;
    const sources = known?.sources ?? wireSources(app, root);
    wired.set(root, { sources, claim });
    const heldBy = 'heldBy' in claim ? claim.heldBy : undefined;
    await sources.use(heldBy === undefined ? set.hooks : []);
    // A git that does not answer is no reason to list no hooks.
    const uncalled = await app
      .part()
      .hooks.git.uncalled(root, set.hooks)
      .catch(() => undefined);
    folders.set(root, { root, name, set, unknown, uncalled, heldBy });
    changed.fire('hooks');
  };
  /** One after the other: a file that is written twice is read twice, and the second word counts. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const readAll = async (): Promise<void> => {
    const roots = workspaceRoots();
    for (const root of folders.keys()) if (!roots.some(({ path }) => path === root)) unwire(root);
    if (!vscode.workspace.isTrusted) return;
    for (const { path, name } of roots) if (folders.has(path) || mayHaveHooks(path)) await read(path, name);
  };
  const unwire = (root: string): void => {
    folders.delete(root);
    const { sources, claim } = wired.get(root) ?? {};
    wired.delete(root);
    sources?.dispose();
    if (claim !== undefined && 'release' in claim)
      claim.release().catch((error: unknown) => app.log.error(`Hooks: ${String(error)}`));
    changed.fire('hooks');
  };
  return {
    start: () => inTurn(readAll),
    reload: (root) =>
      inTurn(async () => {
        const name = workspaceRoots().find(({ path }) => path === root)?.name;
        if (name !== undefined && vscode.workspace.isTrusted) await read(root, name);
      }),
    folders: () => [...folders.values()],
    find: (root, id) => folders.get(root)?.set.hooks.find((hook) => hook.id === id),
    firings: () => [...fired.values()],
    fired: (firing) => {
      fired.set(firing.id, firing);
      const [oldest] = fired.keys();
      if (fired.size > most && oldest !== undefined) fired.delete(oldest);
      changed.fire('firing');
    },
    history: async (root, hook) => {
      const kept = await (await app.engine()).hooks.history(root);
      const all = new Map([...kept, ...fired.values()].map((firing) => [firing.id, firing]));
      return inTimeOrder(
        [...all.values()].filter((firing) => firing.hook === hook && firing.event.root === root),
      ).reverse();
    },
    service: async () => (await app.engine()).hooks,
    onDidChange: changed.event,
    dispose: () => {
      for (const root of [...wired.keys()]) unwire(root);
      changed.dispose();
    },
  };
}
