/** Which rows of the hooks view are drawn anew: those that look different, unless one came, went or moved. */
import { describe, expect, it } from 'vitest';
import type { Firing, Hook, HookFile } from '../../src/core/hooks/model';
import { drawnRows } from '../../src/extension/hooks/drawnRows';
import { childrenOf, type HookNode, idOf, type RowSource } from '../../src/extension/hooks/rows';

const hook = (name: string, enabled: boolean) => ({ id: name, name, enabled }) as Hook;

const firing = (name: string, at: string, kind: 'ok' | 'blocked' = 'ok') =>
  ({
    id: at,
    hook: name,
    hookName: name,
    event: { root: '/w' },
    result: kind === 'ok' ? { kind } : { kind, message: 'no' },
    at,
  }) as unknown as Firing;

/** A folder with these hooks, `name` or `name-` where it is off; each user's hook begins with `~`. */
function world() {
  let names: readonly string[] = [];
  let firings: readonly Firing[] = [];
  const fileOf = (scope: 'user' | 'workspace'): HookFile => {
    const own = names.filter((name) => name.startsWith('~') === (scope === 'user'));
    const hooks = own.map((name) => hook(name.replace('-', ''), !name.endsWith('-')));
    return { path: `/${scope}`, scope, hooks, diagnostics: [] } as unknown as HookFile;
  };
  const source: RowSource = {
    start: async () => undefined,
    firings: () => firings,
    history: async () => [],
    service: async () => ({ history: async () => [] }),
    folders: () => {
      const files = (['workspace', 'user'] as const).map(fileOf).filter(({ hooks }) => hooks.length > 0);
      return [
        { root: '/w', name: 'w', set: { files } as never, unknown: new Set(), uncalled: undefined, heldBy: undefined },
      ];
    },
  };
  const lookOf = (node: HookNode) =>
    node.kind === 'hook' ? `${node.hook.name} ${node.hook.enabled} ${node.last?.result.kind}` : idOf(node);
  const drawn = drawnRows(source, lookOf);
  const held = new Map<string, HookNode>();
  const draw = async (parent?: HookNode): Promise<void> => {
    for (const node of drawn.take(parent, await childrenOf(source, parent))) {
      held.set(idOf(node), node);
      if (node.kind === 'scope') await draw(node);
    }
  };
  return {
    drawn,
    held,
    draw,
    become: (next: string) => {
      names = next.split(' ');
    },
    fire: (...all: readonly Firing[]) => {
      firings = all;
    },
  };
}

const namesOf = (rows: readonly HookNode[] | undefined) =>
  rows?.map((row) => (row.kind === 'hook' ? row.hook.name : row.kind));

describe('the rows of the hooks view', () => {
  it.each([
    ['nothing changed', 'a b', 'a b', []],
    ['one is switched off', 'a b', 'a b-', ['b']],
    ['two are switched', 'a- b', 'a b-', ['a', 'b']],
    ['one of the user\u2019s own is switched off', 'a ~b', 'a ~b-', ['~b']],
    ['one comes', 'a b', 'a b c', undefined],
    ['one goes', 'a b', 'b', undefined],
    ['one moves', 'a b', 'b a', undefined],
    ['the first of the user\u2019s own comes', 'a', 'a ~b', undefined],
  ] as const)('where %s', async (_, before, after, expected) => {
    const { drawn, held, draw, become } = world();
    become(before);
    await draw();
    become(after);
    const rows = await drawn.again();
    expect(namesOf(rows)).toEqual(expected);
    // The editor knows the objects that it was given, and no others.
    for (const row of rows ?? []) expect(held.get(idOf(row))).toBe(row);
    for (const row of rows ?? [])
      if (row.kind === 'hook') expect(drawn.asItStands(row)).toMatchObject({ hook: { enabled: !row.hook.enabled } });
    expect(await drawn.again()).toEqual(expected && []);
  });

  it('are all drawn where none was', async () => {
    expect(await world().drawn.again()).toBeUndefined();
  });

  it('show what a firing became, once', async () => {
    const { drawn, draw, become, fire } = world();
    become('a b');
    await draw();
    expect(drawn.changed()).toEqual([]);
    fire(firing('b', '2026-01-01T10:00:00.000Z', 'blocked'));
    const [row, ...others] = drawn.changed();
    expect([row && idOf(row), others]).toEqual(['/w b', []]);
    expect(row && drawn.asItStands(row)).toMatchObject({ last: { result: { kind: 'blocked' } } });
    expect(drawn.changed()).toEqual([]);
  });
});
