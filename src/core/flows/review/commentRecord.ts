/** Comments and their answers as they lie beside a spec: `.tracewright/comments/`, one record a file, never rewritten. */
import * as z from 'zod';
import { sha256 } from '../statePaths';

const documentName = z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md']);
const person = z.strictObject({ name: z.string(), email: z.string() });

/** What a comment is about, in its own words, so that it is found again when numbers and lines move. */
const anchor = z.strictObject({
  /** Absent for a line that belongs to no numbered item. */
  item: z
    .strictObject({ kind: z.enum(['requirement', 'criterion', 'property', 'task']), id: z.string(), text: z.string() })
    .exactOptional(),
  /** The line as it was. */
  quote: z.string(),
  /** For a line without an item: which of the lines with these words, from 1; absent for the first. */
  nth: z.int().min(2).exactOptional(),
  /** Canonical hash of the document as it was. */
  hash: z.string(),
});

const comment = z.strictObject({
  version: z.literal(1),
  kind: z.literal('comment'),
  document: documentName,
  anchor,
  text: z.string().min(1),
  by: person,
  /** ISO 8601. */
  at: z.iso.datetime(),
});

const answer = z.strictObject({
  version: z.literal(1),
  kind: z.literal('answer'),
  /** Id of the comment. */
  comment: z.string(),
  /** `changed`: the document was; `reason`: it was not, and this is why; `withdrawn`: its question is over. */
  outcome: z.enum(['changed', 'reason', 'withdrawn']),
  reason: z.string(),
  /** Canonical hash of the document after the answer. */
  hash: z.string(),
  by: person,
  at: z.iso.datetime(),
});

const record = z.discriminatedUnion('kind', [comment, answer]);

/** A remark on a place of a document. */
export type CommentRecord = Readonly<z.infer<typeof comment>>;
/** What became of a comment. The first answer counts. */
export type AnswerRecord = Readonly<z.infer<typeof answer>>;
/** Where a comment stands. */
export type CommentAnchor = Readonly<z.infer<typeof anchor>>;

/** Undefined where the text is not exactly a record. */
export function parseCommentRecord(json: unknown): CommentRecord | AnswerRecord | undefined {
  const parsed = record.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

/** The id follows from every field, so that two people who comment at once never write one file. */
export function recordId(saved: CommentRecord | AnswerRecord): string {
  const digest = sha256(JSON.stringify(saved)).slice(0, 12);
  return saved.kind === 'comment' ? `${saved.document.replace(/\.md$/u, '')}-${digest}` : `${saved.comment}-${digest}`;
}
