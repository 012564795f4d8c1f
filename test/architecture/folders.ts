/** The table of ARCHITECTURE.md: which folder may import which. Burden of proof is on addition. */

/** A row; `may` names other rows. Every row may import itself. */
export interface Row {
  readonly name: string;
  readonly holds: RegExp;
  readonly may: readonly string[];
}

const leaves = ['leaves'];
const core = [
  'leaves',
  'specs',
  'steering',
  'permissions',
  'providers',
  'sessions',
  'hooks',
  'context',
  'tools',
  'agent',
];
const allOfCore = [...core, 'flows', 'runs', 'workspace'];

const folder = (path: string): RegExp => new RegExp(`^src/${path}/`);

export const rows: readonly Row[] = [
  { name: 'declarations', holds: /^src\/[^/]+\.d\.ts$/, may: [] },
  {
    name: 'leaves',
    holds:
      /^src\/core\/(ports\/[a-z]+|host|messages|diagnostic|settings|codeowners|nearWord|together|diskError|timeLimit)\.ts$/,
    may: [],
  },
  { name: 'specs', holds: folder('core/specs'), may: leaves },
  { name: 'steering', holds: folder('core/steering'), may: leaves },
  { name: 'permissions', holds: folder('core/permissions'), may: leaves },
  { name: 'providers', holds: folder('core/providers'), may: leaves },
  { name: 'sessions', holds: folder('core/sessions'), may: leaves },
  { name: 'hooks', holds: folder('core/hooks'), may: ['leaves', 'sessions'] },
  { name: 'context', holds: folder('core/context'), may: ['leaves', 'specs', 'steering'] },
  { name: 'tools', holds: folder('core/tools'), may: ['leaves', 'specs', 'permissions'] },
  { name: 'agent', holds: folder('core/agent'), may: ['leaves', 'providers', 'tools', 'permissions', 'sessions'] },
  {
    name: 'flows',
    holds: folder('core/flows'),
    may: ['leaves', 'specs', 'steering', 'context', 'agent', 'sessions'],
  },
  {
    name: 'runs',
    holds: folder('core/runs'),
    may: ['leaves', 'specs', 'context', 'agent', 'permissions', 'sessions'],
  },
  { name: 'workspace', holds: /^src\/core\/workspace(\.ts|\/)/, may: [...core, 'flows', 'runs'] },
  { name: 'node', holds: folder('node'), may: allOfCore },
  { name: 'servers', holds: folder('servers'), may: [...allOfCore, 'node'] },
  { name: 'cli', holds: folder('cli'), may: [...allOfCore, 'node', 'servers'] },
  { name: 'protocol', holds: /^src\/webview\/protocol\.ts$/, may: allOfCore },
  { name: 'extension', holds: folder('extension'), may: [...allOfCore, 'node', 'protocol'] },
  { name: 'webview', holds: /^src\/webview\/(?!protocol\.ts$)/, may: [...allOfCore, 'protocol'] },
];

/** The row that a file belongs to; undefined where nothing says what it may import. */
export function rowOf(path: string): Row | undefined {
  return rows.find(({ holds }) => holds.test(path) || holds.test(`${path}.ts`));
}

/** Rows that act on nothing by themselves: what they need from outside they are handed. */
export function isCore(row: Row): boolean {
  return allOfCore.includes(row.name);
}
