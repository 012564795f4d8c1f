/** Where the state folder keeps what belongs to a workspace folder or a spec. */
import { createHash } from 'node:crypto';
import type { Files } from '../host';

/** Paths in the state folder, absolute. */
export interface StatePaths {
  /** `roots/<first 16 hex of sha256 of the real path>` */
  readonly root: string;
  readonly lock: string;
  readonly trust: string;
  /** The last approval of each document that this machine gave. */
  readonly approvals: string;
  readonly sessions: string;
  /** This spec's versions. */
  readonly versions: string;
  /** First part of the id of each of this spec's sessions. */
  readonly sessionPrefix: string;
}

/** Paths for a spec folder; both paths are taken with their links resolved. */
export async function statePaths(
  files: Pick<Files, 'realpath'>,
  stateFolder: string,
  root: string,
  spec: string,
): Promise<StatePaths> {
  const realRoot = (await files.realpath(root)) ?? root;
  const key = sha256((await files.realpath(spec)) ?? spec).slice(0, 12);
  const folder = `${stateFolder}/roots/${sha256(realRoot).slice(0, 16)}`;
  return {
    root: folder,
    lock: `${folder}/lock`,
    trust: `${folder}/trust.json`,
    approvals: `${folder}/approvals.json`,
    sessions: `${folder}/sessions`,
    versions: `${folder}/versions/${key}`,
    sessionPrefix: `spec-${key}`,
  };
}

/** SHA-256 of the text in UTF-8, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
