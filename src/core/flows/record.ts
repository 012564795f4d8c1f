/** `.tracewright/spec.json`: what a spec rests on besides its documents. It is in git and may be edited by anybody. */
import * as z from 'zod';
import type { Files } from '../host';
import type { DocumentName } from '../specs/model';
import { reportedFinding } from './phaseInputs';
import type { Answer, Fact, Finding, Question } from './snapshot';
import type { SpecStore } from './store';
import { parseJson, readText } from './textFiles';

const texts = z.array(z.string()).readonly();

const question = z.object({
  id: z.string(),
  question: z.string(),
  why: z.string().catch(''),
  kind: z.enum(['single', 'multiple', 'text']),
  choices: z.array(z.object({ label: z.string(), detail: z.string().catch('') })).readonly(),
  default: texts,
  ifSkipped: z.string().catch(''),
});

const answer = z.object({ id: z.string(), answer: texts, source: z.enum(['user', 'default', 'skipped']) });

const fact = z.object({
  file: z.string(),
  line: z.number().int().positive().optional(),
  today: z.string(),
  callers: texts.catch([]),
});

const finding = z.object({
  id: z.string(),
  document: z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md']),
  ...reportedFinding.shape,
  state: z.enum(['open', 'accepted', 'dismissed']),
  reason: z.string().exactOptional(),
});

const asked = z.object({
  reading: z.string().catch(''),
  size: z.string().catch(''),
  sizeReason: z.string().catch(''),
  name: z.string().catch(''),
  parts: texts.catch([]),
  assumptions: texts.catch([]),
});

const record = z.looseObject({
  flow: z.string(),
  sentence: z.string(),
  /** ISO 8601. */
  created: z.string(),
  /** The agent's reading of the sentence; absent until it has asked. */
  asked: asked.optional(),
  questions: z.array(question).readonly().catch([]),
  /** Absent until the user has answered or skipped. */
  answers: z.array(answer).readonly().optional(),
  facts: z.array(fact).readonly().catch([]),
  findings: z.array(finding).readonly().catch([]),
});

/** How the agent understood the sentence. */
export type Asked = Readonly<z.infer<typeof asked>>;

/** A finding with the document it is about and, once decided, the user's reason. */
export type RecordedFinding = Finding & { readonly document: DocumentName; readonly reason?: string | undefined };

/** What spec.json holds. */
export interface SpecRecord {
  readonly flow: string;
  readonly sentence: string;
  readonly created: string;
  readonly asked?: Asked | undefined;
  readonly questions: readonly Question[];
  readonly answers?: readonly Answer[] | undefined;
  readonly facts: readonly Fact[];
  readonly findings: readonly RecordedFinding[];
}

/** `broken`: a file is there and can't be understood; it is then never written over. */
export type LoadedRecord =
  | { readonly kind: 'absent' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'ok'; readonly record: SpecRecord };

/** Where a spec keeps its record. */
export function recordPath(spec: string): string {
  return `${spec}/.tracewright/spec.json`;
}

/** Reads the record of a spec. */
export async function loadRecord(files: Pick<Files, 'read'>, spec: string): Promise<LoadedRecord> {
  const text = await readText(files, recordPath(spec));
  if (text === undefined) return { kind: 'absent' };
  const parsed = record.safeParse(parseJson(text));
  return parsed.success ? { kind: 'ok', record: withExactFacts(parsed.data) } : { kind: 'broken' };
}

/** Writes the record; what else the file held (fields of a later version) is in `record` and stays. */
export async function saveRecord(store: Pick<SpecStore, 'sidecar'>, spec: string, saved: SpecRecord): Promise<void> {
  await store.sidecar(recordPath(spec), `${JSON.stringify(saved, undefined, 2)}\n`);
}

function withExactFacts(data: z.infer<typeof record>): SpecRecord {
  return { ...data, facts: data.facts.map(({ line, ...rest }) => (line === undefined ? rest : { ...rest, line })) };
}
