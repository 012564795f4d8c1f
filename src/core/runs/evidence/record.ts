/** The record of one finished task, as it lies beside the spec in git. */
import { createHash } from 'node:crypto';
import * as z from 'zod';

const usage = z.object({ input: z.number(), output: z.number(), cacheRead: z.number(), cacheWrite: z.number() });

const spent = { turns: z.number(), usage, dollars: z.exactOptional(z.number()), ms: z.number() };

/** What a record holds. Files of a later version are read as far as they have these fields. */
export const evidenceSchema = z.object({
  version: z.literal(1),
  spec: z.string(),
  task: z.object({ identity: z.string(), id: z.string().nullable(), title: z.string() }),
  /** ISO 8601. */
  at: z.string(),
  /** `verified` by what ran, or `reviewed` by a person. */
  outcome: z.enum(['verified', 'reviewed']),
  expected: z.enum(['green', 'red', 'none']),
  /** Ids of criteria that the task names. */
  requirements: z.array(z.string()),
  /** Relative to the workspace folder; SHA-256 of the bytes, null where the file was deleted. */
  files: z.array(
    z.object({ path: z.string(), kind: z.enum(['added', 'changed', 'deleted']), sha256: z.string().nullable() }),
  ),
  /** Tests that name each criterion: `test/a.test.ts:12`. */
  tests: z.record(z.string(), z.array(z.string())),
  commands: z.array(
    z.object({
      line: z.string(),
      state: z.string(),
      code: z.number().nullable(),
      ms: z.number().nullable(),
      failing: z.array(z.string()),
    }),
  ),
  sentence: z.string(),
  /** Weakened tests and changed checks that were pointed out. */
  warnings: z.array(z.string()),
  /** Steering rules that the change seems to break, where a model was asked; it decided nothing. */
  steering: z.exactOptional(
    z.object({
      sentence: z.string(),
      findings: z.array(
        z.object({
          rule: z.object({ file: z.string(), line: z.number(), text: z.string() }),
          change: z.object({ path: z.string(), line: z.exactOptional(z.number()), text: z.string() }),
          why: z.string(),
        }),
      ),
      notes: z.array(z.string()),
      against: z.array(z.string()),
      model: z.exactOptional(z.string()),
    }),
  ),
  /** What the agent reported. */
  summary: z.string(),
  corrections: z.number(),
  /** Of the session that finished it; money in US dollars. */
  ...spent,
  /** What earlier sessions of the task used besides: tries that were given up, what was forked. */
  earlier: z.exactOptional(z.object(spent)),
  /** `provider/model` */
  model: z.string(),
  session: z.string(),
  sandbox: z.object({ kind: z.string(), sentence: z.string() }),
  commit: z.exactOptional(z.string()),
});

/** One record, read. */
export type EvidenceRecord = Readonly<z.infer<typeof evidenceSchema>>;

/** Reads a record; undefined where it is none that this version understands. */
export function readEvidence(bytes: Uint8Array): EvidenceRecord | undefined {
  try {
    const parsed = evidenceSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** A record as it is written: stable order, one line end at the end. */
export function evidenceText(record: EvidenceRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** The name of a task's record, and of a further one where that is taken: a record is never rewritten. */
export function evidenceName(task: EvidenceRecord['task'], text: string | undefined): string {
  if (text === undefined) return `${task.identity}.json`;
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${task.id ?? 'task'}-${hex}.json`;
}
