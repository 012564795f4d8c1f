/** One approval, as it lies beside its spec: `.tracewright/approvals/<document>-<12 hex>.json`, never rewritten. */
import * as z from 'zod';
import { sha256 } from './statePaths';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/u);
const hashes = z.record(z.string(), hex64);

const schema = z.strictObject({
  version: z.literal(1),
  document: z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md']),
  /** Hash of the canonical text. */
  hash: hex64,
  /** Hash of each requirement, criterion, property, task and section. */
  parts: hashes,
  /** Hash of each document that this one rests on, as approved then. */
  upstream: hashes,
  by: z.strictObject({ name: z.string(), email: z.string() }),
  /** ISO 8601. */
  at: z.iso.datetime(),
  /** HMAC-SHA256 over all of the above and the real path of the spec folder, with this machine's key. */
  mac: hex64,
});

/** An approval as its file holds it. */
export type ApprovalRecord = Readonly<z.infer<typeof schema>>;
/** An approval before its MAC. */
export type UnsignedApproval = Omit<ApprovalRecord, 'mac'>;

/** Undefined where the text is not exactly a record. */
export function parseApproval(json: unknown): ApprovalRecord | undefined {
  const parsed = schema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

/** The text that the MAC vouches for: every field, and the spec folder with its links resolved. */
export function signedText(approval: UnsignedApproval, realPath: string): string {
  return `tracewright approval\n${JSON.stringify(realPath)}\n${body(approval)}`;
}

/** The record's file name; it follows from every field, so that a renamed or changed record shows. */
export function approvalFileName(record: ApprovalRecord): string {
  return `${record.document.replace(/\.md$/u, '')}-${sha256(`${body(record)}\n${record.mac}`).slice(0, 12)}.json`;
}

/** The fields in a fixed order, as JSON, so that no two different approvals have one body. */
function body(approval: UnsignedApproval): string {
  const { version, document, hash, parts, upstream, by, at } = approval;
  return JSON.stringify([version, document, hash, sorted(parts), sorted(upstream), by.name, by.email, at]);
}

function sorted(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
