/** The rows of the hooks view as the editor has them. */
import type { Firing } from '../../core/hooks/model';
import { inTimeOrder } from './firings';
import { childrenOf, type HookNode, type HookRow, idOf, type RowSource } from './rows';
import { isOwnWork } from './words';

/**
 * Only those that look different are drawn anew, as long as none comes or goes: while a whole view is drawn, the editor
 * knows none of its rows, and a command on one would not find it.
 */
export function drawnRows(hooks: RowSource, lookOf: (node: HookNode) => string) {
  /** Rows above those of firings, as the editor holds them, and what they stand for now. */
  const rows = new Map<string, Drawn>();
  /** Rows below the top (''), and below each scope. */
  const below = new Map<string, { readonly parent: HookNode | undefined; readonly ids: readonly string[] }>();
  const newest = new Map<string, Firing | undefined>();
  const latest = ({ root, hook }: HookRow, ofAll: boolean): Firing | undefined =>
    inTimeOrder(
      hooks
        .firings()
        .filter((each) => each.hook === hook.id && each.event.root === root && (ofAll || !isOwnWork(each.result))),
    ).at(-1);
  /** Children of a row, as the editor is about to know them. */
  const take = (parent: HookNode | undefined, nodes: readonly HookNode[]): HookNode[] => {
    if (parent === undefined) for (const kept of [rows, below, newest]) kept.clear();
    if (parent?.kind === 'hook') return [...nodes];
    below.set(parent === undefined ? '' : idOf(parent), { parent, ids: nodes.map(idOf) });
    for (const node of nodes) {
      rows.set(idOf(node), { held: node, now: node, look: lookOf(node) });
      if (node.kind === 'hook') newest.set(idOf(node), latest(node, true));
    }
    return [...nodes];
  };
  return {
    take,
    /** Reads all rows again: those that look different, or undefined where one came, went or moved. */
    again: async (): Promise<HookNode[] | undefined> => {
      const different: HookNode[] = [];
      for (const { parent, ids } of [...below.values()]) {
        const nodes = await childrenOf(hooks, parent);
        if (nodes.map(idOf).join('\n') !== ids.join('\n')) return undefined;
        for (const node of nodes) {
          const drawn = rows.get(idOf(node));
          const look = lookOf(node);
          if (drawn === undefined) return undefined;
          rows.set(idOf(node), { ...drawn, now: node, look });
          if (look !== drawn.look) different.push(drawn.held);
        }
      }
      return below.size === 0 ? undefined : different;
    },
    /** Rows of hooks of which something became since they were drawn, or this was asked. */
    changed: (): HookNode[] =>
      [...rows].flatMap(([id, { held, now }]) => {
        if (now.kind !== 'hook') return [];
        const firing = latest(now, true);
        if (firing === newest.get(id)) return [];
        newest.set(id, firing);
        return [held];
      }),
    asItStands: (row: HookNode): HookNode => {
      const now = rows.get(idOf(row))?.now ?? row;
      if (now.kind !== 'hook') return now;
      return { ...now, last: inTimeOrder([now.last, latest(now, false)].flatMap((each) => each ?? [])).at(-1) };
    },
  };
}

interface Drawn {
  readonly held: HookNode;
  readonly now: HookNode;
  readonly look: string;
}
