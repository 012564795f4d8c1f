/** What the hooks view lists: scopes where there are several, hooks, files with problems, and firings below their hook. */
import type { Firing, Hook, HookFile } from '../../core/hooks/model';
import type { HookService } from '../../core/workspace/hooks';
import { inTimeOrder } from './firings';
import type { FolderHooks, WindowHooks } from './windowHooks';
import { isOwnWork } from './words';

/** A row. */
export type HookNode =
  | { readonly kind: 'scope'; readonly title: string; readonly root: string; readonly scope: 'user' | 'workspace' }
  | {
      readonly kind: 'hook';
      readonly root: string;
      readonly hook: Hook;
      readonly last: Firing | undefined;
      readonly isNew: boolean;
      /** Why git does not tell it of anything; absent where it does, or need not. */
      readonly uncalled?: string;
    }
  | { readonly kind: 'file'; readonly root: string; readonly file: HookFile }
  | { readonly kind: 'firing'; readonly root: string; readonly firing: Firing };

/** What rows are made from. */
export type RowSource = Pick<WindowHooks, 'start' | 'folders' | 'firings' | 'history'> & {
  service(): Promise<Pick<HookService, 'history'>>;
};

/** The row of a hook. */
export type HookRow = Extract<HookNode, { kind: 'hook' }>;

/** Firings that are listed of one hook. */
const mostFirings = 20;
/** The rows below one, or those at the top. */
export async function childrenOf(hooks: RowSource, node: HookNode | undefined): Promise<readonly HookNode[]> {
  if (node === undefined) {
    await hooks.start();
    const scopes = scopesOf(hooks.folders());
    return scopes.length === 1 && scopes[0] !== undefined ? rowsOf(hooks, scopes[0]) : scopes;
  }
  if (node.kind === 'scope') return rowsOf(hooks, node);
  if (node.kind !== 'hook') return [];
  const firings = await hooks.history(node.root, node.hook.id);
  return firings.slice(0, mostFirings).map((firing) => ({ kind: 'firing', root: node.root, firing }));
}

type ScopeNode = Extract<HookNode, { kind: 'scope' }>;

/** The user's own hooks fire in every folder and are listed once. */
function scopesOf(folders: readonly FolderHooks[]): readonly ScopeNode[] {
  const own = folders.map(({ root, name }): ScopeNode => ({ kind: 'scope', title: name, root, scope: 'workspace' }));
  const [first] = folders;
  const users: readonly ScopeNode[] =
    first === undefined ? [] : [{ kind: 'scope', title: 'Yours, in every workspace', root: first.root, scope: 'user' }];
  return [...own, ...users].filter(({ root, scope }) =>
    folders.some((folder) => folder.root === root && folder.set.files.some((file) => file.scope === scope)),
  );
}

async function rowsOf(hooks: RowSource, { root, scope }: ScopeNode): Promise<readonly HookNode[]> {
  const folder = hooks.folders().find((each) => each.root === root);
  if (folder === undefined) return [];
  const files = folder.set.files.filter((file) => file.scope === scope);
  const bad = files.filter(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severity === 'error' || severity === 'warning'),
  );
  const kept = await (await hooks.service()).history(root);
  const last = new Map(
    inTimeOrder(
      [...kept, ...hooks.firings()].filter(({ event, result }) => event.root === root && !isOwnWork(result)),
    ).map((each) => [each.hook, each]),
  );
  return [
    ...files
      .flatMap((file) => file.hooks)
      .map(
        (hook): HookNode => ({
          ...{ kind: 'hook', root, hook, last: last.get(hook.id), isNew: folder.unknown.has(hook.id) },
          ...(folder.uncalled?.hooks.some(({ id }) => id === hook.id) && { uncalled: folder.uncalled.why }),
        }),
      ),
    ...bad.map((file): HookNode => ({ kind: 'file', root, file })),
  ];
}

/** What tells a row from the others, also after the tree was drawn anew. */
export function idOf(node: HookNode): string {
  switch (node.kind) {
    case 'scope':
      return `${node.scope} ${node.root}`;
    case 'hook':
      return `${node.root} ${node.hook.id}`;
    case 'file':
      return `${node.root} file ${node.file.path}`;
    case 'firing':
      return `${node.root} firing ${node.firing.id}`;
  }
}
