/** What attacks on gates are made of: a spec with a draft or an approval, and an attacker who may write files. */
import { type ApprovalRecord, approvalFileName, parseApproval, signedText } from '../../src/core/flows/approvalRecord';
import type { FlowGuards } from '../../src/core/flows/engine/deps';
import type { DocumentStateKind } from '../../src/core/flows/snapshot';
import { sha256 } from '../../src/core/flows/statePaths';
import type { ModelRequest } from '../../src/core/providers/provider';
import { canonicalHash, type DocumentName } from '../../src/core/specs';
import { allGuards, type Workspace } from '../../src/core/workspace';
import {
  approved,
  askTurn,
  created,
  documentTurn,
  harness,
  opened,
  repository,
  requirementsText,
  type Script,
  spec,
  stateOf,
} from './flowHarness';
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from './memoryHost';

export interface Scene {
  readonly host: MemoryHost;
  readonly guards: FlowGuards;
  /** A new window, with the guards of the trial. */
  readonly workspace: Workspace;
  /** The newest record of the user's own approvals of a document. */
  readonly record: (document?: DocumentName) => ApprovalRecord;
  readonly requests: () => readonly ModelRequest[];
}

export interface Attack {
  readonly name: string;
  /** Names of the guards that stop it. None: there is no way at all, and `instead` says what would make one. */
  readonly guards: readonly string[];
  readonly instead?: Partial<Omit<Attack, 'name' | 'guards' | 'instead'>>;
  /** The user approved the requirements before. */
  readonly approvedBefore?: boolean;
  readonly memory?: MemoryHostOptions;
  readonly script?: (host: MemoryHost) => Script;
  /** The approvals folder holds links instead of files. */
  readonly linkedRecords?: boolean;
  /** Whoever opens the requirements a second time in one operation reads this as well. */
  readonly turnsInto?: string;
  /** Does what the attacker does; a boolean says whether it got through, else the requirements tell. */
  attack(scene: Scene): Promise<boolean | undefined> | boolean | undefined;
}

export const requirements = `${spec}/requirements.md`;
export const folder = `${spec}/.tracewright/approvals`;
export const changed = requirementsText.replace('10,000', '1');

/** Plays an attack against some guards. */
export async function getsThrough(attack: Attack, guards: FlowGuards): Promise<boolean> {
  const { env, ...memory } = attack.memory ?? {};
  const prepared = createMemoryHost({
    files: repository,
    identity: { name: 'Ana', email: 'ana@example.com' },
    ...memory,
  });
  const before = await created(harness([askTurn(), documentTurn(requirementsText)], { host: prepared }).workspace);
  await before.answer([]);
  if (attack.approvedBefore === true) await approved(before, 'requirements.md');
  before.dispose();
  const host = disguised(prepared, attack, env ?? {});
  const { workspace, client } = harness(attack.script?.(host) ?? [], { host, guards });
  const scene: Scene = {
    host,
    guards,
    workspace,
    record: (document) => newestRecord(host, document),
    requests: () => client.requests,
  };
  return (await attack.attack(scene)) ?? (await standsIn(scene, spec)) === 'approved';
}

/** The guards that the engine ships with, some switched off. */
export function without(names: readonly string[]): FlowGuards {
  const keep = <Guard extends { readonly name: string }>(list: readonly Guard[]) =>
    list.filter((guard) => !names.includes(guard.name));
  return {
    approval: keep(allGuards.approval),
    approve: keep(allGuards.approve),
    edit: keep(allGuards.edit),
    team: keep(allGuards.team),
  };
}

/** The state of a document as a window that opens now shows it. */
export async function standsIn(
  { host, guards }: Scene,
  path: string,
  document: DocumentName = 'requirements.md',
): Promise<DocumentStateKind> {
  return stateOf(await opened(harness([], { host, guards }).workspace, path), document).state;
}

/** A record as an attacker may write it: everything as it should be, but for the MAC and what is given. */
export function forged(scene: Pick<Scene, 'host'>, text: string, fields: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    version: 1,
    document: 'requirements.md',
    hash: canonicalHash(text),
    parts: {},
    upstream: {},
    by: { name: 'Ana', email: 'ana@example.com' },
    at: new Date(scene.host.clock.now() + 1000).toISOString(),
    mac: sha256('a guess'),
    ...fields,
  };
}

/** Lays a record into the approvals folder, by default under the name that it should have. */
export function place({ host }: Pick<Scene, 'host'>, record: ApprovalRecord, file = approvalFileName(record)): void {
  host.put(`${folder}/${file}`, JSON.stringify(record));
}

/** A record with a true MAC of another machine. */
export async function signedElsewhere(text: string, path: string, machine: string): Promise<ApprovalRecord> {
  const host = createMemoryHost({ machine });
  const record = forged({ host }, text);
  return { ...record, mac: await host.mac.sign(signedText(record, path)) };
}

/** The user changes the requirements and approves them, later than before. */
export async function approveAnew(scene: Scene): Promise<void> {
  await scene.host.advance(60_000);
  scene.host.put(requirements, changed);
  await approved(await opened(harness([], { host: scene.host }).workspace), 'requirements.md');
}

/** What opens the gate: the user approves the requirements as they stand, in a window of their own. */
export async function approvedByUser({ host }: Scene): Promise<undefined> {
  await approved(await opened(harness([], { host: { ...host, env: () => undefined } }).workspace), 'requirements.md');
  return undefined;
}

export async function approve(scene: Scene, hash: string): Promise<boolean> {
  return (await (await opened(scene.workspace)).approve('requirements.md', hash)).kind === 'done';
}

export function recordsOf(host: MemoryHost): readonly string[] {
  return host.paths().filter((path) => path.startsWith(`${folder}/`));
}

/** Everything below one folder, in another. */
export function copy(host: MemoryHost, from: string, to: string): void {
  for (const path of host.paths().filter((each) => each.startsWith(`${from}/`)))
    host.put(path.replace(from, to), host.text(path) ?? '');
}

function newestRecord(host: MemoryHost, document: DocumentName = 'requirements.md'): ApprovalRecord {
  const records = recordsOf(host).flatMap((path) => parseApproval(JSON.parse(host.text(path) ?? '{}')) ?? []);
  const newest = records.filter((record) => record.document === document).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  if (newest === undefined) throw new Error(`There is no approval of ${document}.`);
  return newest;
}

function disguised(host: MemoryHost, attack: Attack, env: Readonly<Record<string, string>>): MemoryHost {
  let openings = 0;
  return {
    ...host,
    env: (name) => env[name],
    files: {
      ...host.files,
      list: async (path) => {
        const entries = await host.files.list(path);
        return attack.linkedRecords === true && path.endsWith('/approvals')
          ? entries.map((entry) => ({ ...entry, kind: 'link' as const }))
          : entries;
      },
    },
    documents: {
      ...host.documents,
      open: async (path) => {
        const open = await host.documents.open(path);
        if (open === undefined || (attack.turnsInto ?? '') === '' || path !== requirements) return open;
        openings += 1;
        // One opening belongs to the window, one to the operation; what comes after is another text.
        return openings <= 3 ? open : { ...open, text: `${open.text}\n${attack.turnsInto}\n` };
      },
    },
  };
}
