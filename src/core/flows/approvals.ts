/** Reads the approvals beside a spec and says which of them open a gate, and why the others do not. */
import * as z from 'zod';
import type { CommittedFile, Files, Git, Mac } from '../host';
import type { DocumentName } from '../specs/model';
import { type ApprovalRecord, approvalFileName, parseApproval, signedText } from './approvalRecord';
import type { ApprovalInfo } from './snapshot';
import { parseJson, readText } from './textFiles';

/** A record found in the approvals folder, with all that is known about how it got there. */
export interface ApprovalCandidate {
  readonly record: ApprovalRecord;
  /** Name of its file. */
  readonly file: string;
  /** A file of its own, not a link. */
  readonly regular: boolean;
  /** Its MAC was made with this machine's key, for exactly these fields and this folder. */
  readonly macValid: boolean;
  /** File name of the last approval that this machine gave for the document; undefined where it knows of none. */
  readonly latest: string | undefined;
  readonly committed: CommittedFile | undefined;
  /** E-mail addresses whose commits count here. */
  readonly authors: readonly string[];
  /** What the command line was told to accept besides. */
  readonly accept: 'committed' | 'signed' | undefined;
}

/** One reason why a record may not count: `refuse` gives it as a sentence, or nothing. */
export interface ApprovalGuard {
  readonly name: string;
  /** `form` must hold always; then all guards of `key` or all of `commit`. */
  readonly way: 'form' | 'key' | 'commit';
  refuse(candidate: ApprovalCandidate): string | undefined;
}

export const approvalGuards: readonly ApprovalGuard[] = [
  {
    name: 'regular',
    way: 'form',
    refuse: ({ regular }) => (regular ? undefined : 'The record is a link to another file.'),
  },
  {
    name: 'name',
    way: 'form',
    refuse: ({ file, record }) =>
      file === approvalFileName(record) ? undefined : 'The record was renamed or changed after it was written.',
  },
  {
    name: 'mac',
    way: 'key',
    refuse: ({ macValid }) => (macValid ? undefined : 'It was not given on this machine, in this folder.'),
  },
  {
    name: 'latest',
    way: 'key',
    refuse: ({ latest, file }) =>
      latest === undefined || latest === file ? undefined : 'A later approval of this document replaced it.',
  },
  { name: 'commit', way: 'commit', refuse: refuseCommit },
];

/** A record and whether anybody vouches for it. */
export interface JudgedApproval {
  readonly record: ApprovalRecord;
  readonly file: string;
  readonly vouched: 'key' | 'commit' | 'none';
  /** Where it is not vouched for: why. */
  readonly why?: string;
  readonly committed?: CommittedFile;
}

/** Asks the guards: the form always, then the key, then the commit; the first way without a refusal vouches. */
export function judgeApproval(candidate: ApprovalCandidate, guards: readonly ApprovalGuard[]): JudgedApproval {
  const refusal = (way: ApprovalGuard['way']) =>
    guards
      .filter((guard) => guard.way === way)
      .map((guard) => guard.refuse(candidate))
      .find((why) => why !== undefined);
  const { record, file, committed } = candidate;
  const base = { record, file, ...(committed === undefined ? {} : { committed }) };
  const form = refusal('form');
  if (form !== undefined) return { ...base, vouched: 'none', why: form };
  const key = refusal('key');
  if (key === undefined) return { ...base, vouched: 'key' };
  const commit = refusal('commit');
  if (commit === undefined) return { ...base, vouched: 'commit' };
  return { ...base, vouched: 'none', why: committed === undefined ? key : commit };
}

/** What is needed to read and judge the approvals of one spec. */
export interface ApprovalSource {
  readonly files: Pick<Files, 'read' | 'list' | 'realpath'>;
  readonly git: Pick<Git, 'committed'>;
  readonly spec: string;
  readonly mac: Pick<Mac, 'verify'>;
  readonly latest: Readonly<Partial<Record<string, string>>>;
  readonly authors: readonly string[];
  readonly accept: 'committed' | 'signed' | undefined;
  readonly guards: readonly ApprovalGuard[];
}

/** Where a spec keeps its approvals. */
export function approvalsFolder(spec: string): string {
  return `${spec}/.tracewright/approvals`;
}

/** Every readable record, judged, oldest first. What is no record is left alone. */
export async function loadApprovals(source: ApprovalSource): Promise<readonly JudgedApproval[]> {
  const realPath = (await source.files.realpath(source.spec)) ?? source.spec;
  const folder = approvalsFolder(source.spec);
  const entries = (await source.files.list(folder)).filter((entry) => entry.name.endsWith('.json'));
  const judged = await Promise.all(
    entries.map(async (entry) => {
      const path = `${folder}/${entry.name}`;
      const record = parseApproval(parseJson((await readText(source.files, path)) ?? ''));
      if (record === undefined) return [];
      const { latest, authors, accept } = source;
      const macValid = await source.mac.verify(signedText(record, realPath), record.mac);
      const candidate = {
        record,
        file: entry.name,
        regular: entry.kind === 'file',
        macValid,
        latest: latest[record.document],
        authors,
        accept,
      };
      const own = judgeApproval({ ...candidate, committed: undefined }, source.guards);
      // Git is asked only where the key does not settle it: it is a process for each record.
      if (own.vouched !== 'none') return [own];
      return [judgeApproval({ ...candidate, committed: await source.git.committed(path) }, source.guards)];
    }),
  );
  return judged.flat().sort((a, b) => a.record.at.localeCompare(b.record.at) || a.file.localeCompare(b.file));
}

/** The approval that speaks for a document: the newest that is vouched for. */
export function standingApproval(
  approvals: readonly JudgedApproval[],
  document: DocumentName,
): JudgedApproval | undefined {
  return approvals.filter((each) => each.record.document === document && each.vouched !== 'none').at(-1);
}

/** The newest record for exactly this text that nobody vouches for. */
export function claimedApproval(
  approvals: readonly JudgedApproval[],
  document: DocumentName,
  hash: string,
): JudgedApproval | undefined {
  return approvals
    .filter((each) => each.record.document === document && each.record.hash === hash && each.vouched === 'none')
    .at(-1);
}

/** The approval as panel and command line show it. */
export function approvalInfo(approval: JudgedApproval): ApprovalInfo {
  const { record, vouched, why, committed } = approval;
  const author =
    committed === undefined
      ? {}
      : { author: { name: committed.author, email: committed.email, commit: committed.commit } };
  return {
    by: record.by.name,
    at: record.at,
    hash: record.hash,
    vouched,
    ...author,
    ...(why === undefined ? {} : { why }),
  };
}

const latestSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** File name of the last approval given here, by real spec path and document. */
export async function loadLatest(
  files: Pick<Files, 'read'>,
  path: string,
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const parsed = latestSchema.safeParse(parseJson((await readText(files, path)) ?? '{}'));
  return parsed.success ? parsed.data : {};
}

function refuseCommit({ committed, authors, accept, record }: ApprovalCandidate): string | undefined {
  if (committed === undefined) return 'It is in no commit as it stands.';
  const email = committed.email.toLowerCase();
  const accepted =
    accept === 'committed' ||
    (accept === 'signed' && committed.signed) ||
    authors.some((author) => author.toLowerCase() === email);
  if (accepted) return undefined;
  return `${record.by.name} approved it and ${committed.author} <${committed.email}> committed the approval. Accept approvals committed by ${committed.author} to open the gate.`;
}
