/** The records of finished tasks: `.tracewright/evidence/` of each spec. */
import { createHash } from 'node:crypto';
import type { Clock, Files, Search } from '../../host';
import { grantEvidence } from '../../permissions/grants';
import { flattenTasks, type Spec, type Task } from '../../specs/index';
import type { EarlierTask, EvidenceBook, EvidenceFacts, EvidenceSummary } from '../deps';
import type { SteeringCheckView } from '../snapshot';
import { relativeTo } from '../verify/executed';
import { criterionTests } from './criterionTests';
import { evidenceMarkdown } from './markdown';
import { type EvidenceRecord, evidenceName, evidenceText, readEvidence } from './record';

/** What the book is made of. */
export interface EvidenceDeps {
  readonly files: Pick<Files, 'read' | 'list' | 'write'>;
  readonly search: Pick<Search, 'text'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
}

const folderName = '.tracewright/evidence';

/** Files of one record that are held against those of now. */
const mostCompared = 100;

/** Makes the book; it keeps nothing in memory. */
export function createEvidenceBook(deps: EvidenceDeps): EvidenceBook {
  const rootOf = (spec: string) =>
    deps.roots.filter((root) => spec.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)[0] ??
    deps.roots[0] ??
    '';
  const testsOf = (spec: string, criteria: readonly string[]) =>
    criterionTests(deps.search, rootOf(spec), spec.slice(spec.lastIndexOf('/') + 1), criteria);
  return {
    write: async (facts) => {
      const record = await recordOf(deps, facts, await testsOf(facts.spec.path, criteriaOf(facts.spec, facts.task)));
      const own = (await recordsOf(deps, facts.spec.path)).find((each) => isOf(each.record, record));
      if (own !== undefined) return own.path;
      const text = evidenceText(record);
      const first = `${folderName}/${evidenceName(record.task, undefined)}`;
      const taken = (await deps.files.read(`${facts.spec.path}/${first}`)) !== undefined;
      const path = taken ? `${folderName}/${evidenceName(record.task, text)}` : first;
      const target = `${facts.spec.path}/${path}`;
      await deps.files.write(grantEvidence(target), target, new TextEncoder().encode(text));
      return path;
    },
    list: async (spec) => (await recordsOf(deps, spec)).map(summaryOf),
    earlier: async (spec, but, most) => {
      const all = (await recordsOf(deps, spec)).filter(({ record }) => record.task.identity !== but);
      const newest = all.filter(({ record }, at) =>
        all.slice(at + 1).every((later) => later.record.task.identity !== record.task.identity),
      );
      return Promise.all(newest.slice(-most).map(async (found) => earlierOf(deps, rootOf(spec), found, all)));
    },
    markdown: async (spec, identity) => {
      const found = (await recordsOf(deps, spec)).findLast(({ record }) => record.task.identity === identity);
      return found && evidenceMarkdown(found.record);
    },
    tests: testsOf,
  };
}

/** Ids that a task and what is below it names, as the requirements write them. */
export function criteriaOf(spec: Spec, task: Task): readonly string[] {
  const ids = [...flattenTasks([task])].flatMap(({ requirements }) =>
    requirements.flatMap((each) => (each.prose ? [] : each.ids)),
  );
  const wanted = new Set(ids);
  const known = spec.documents.flatMap((document) => ('requirements' in document ? document.requirements : []));
  const criteria = known.flatMap(({ id, criteria: own }) =>
    own.filter((each) => wanted.has(each.id) || wanted.has(id)),
  );
  return criteria.length > 0 ? [...new Set(criteria.map(({ id }) => id))] : [...wanted];
}

async function recordOf(
  { files, clock, roots }: EvidenceDeps,
  facts: EvidenceFacts,
  tests: Readonly<Record<string, readonly string[]>>,
): Promise<EvidenceRecord> {
  const { spec, task, verification } = facts;
  const hashed = await Promise.all(
    facts.files.map(async (file) => {
      const bytes =
        file.kind === 'deleted' ? undefined : await files.read(`${file.root}/${relativeTo(file, roots.length > 1)}`);
      return { path: file.path, kind: file.kind, sha256: bytes === undefined ? null : sha256(bytes) };
    }),
  );
  return {
    version: 1,
    spec: spec.name,
    task: { identity: task.identity, id: task.id, title: task.title },
    at: new Date(clock.now()).toISOString(),
    outcome: facts.reviewed ? 'reviewed' : 'verified',
    expected: facts.expected,
    requirements: Object.keys(tests),
    files: hashed,
    tests: Object.fromEntries(Object.entries(tests).map(([id, places]) => [id, [...places]])),
    commands: (verification?.checks ?? []).map(({ line, state, code, ms, failing }) => ({
      line,
      state,
      code: code ?? null,
      ms: ms ?? null,
      failing: [...failing],
    })),
    sentence: verification?.sentence ?? '',
    warnings: [...(verification?.warnings ?? [])],
    ...(facts.steering === undefined ? {} : { steering: steeringOf(facts.steering) }),
    summary: facts.summary,
    corrections: facts.corrections,
    turns: facts.turns,
    usage: facts.usage,
    ...(facts.dollars === undefined ? {} : { dollars: facts.dollars }),
    ms: facts.ms,
    ...(facts.earlier === undefined ? {} : { earlier: { ...facts.earlier } }),
    model: facts.model,
    session: facts.session,
    sandbox: { kind: facts.sandbox.kind, sentence: facts.sandbox.sentence },
    ...(facts.commit === undefined ? {} : { commit: facts.commit }),
  };
}

/** Without paths of this machine: the record is everybody's. */
function steeringOf({ findings, notes, against, ...rest }: SteeringCheckView): NonNullable<EvidenceRecord['steering']> {
  return {
    ...rest,
    findings: findings.map(({ rule: { file, line, text }, change, why }) => ({
      rule: { file, line, text },
      change,
      why,
    })),
    notes: [...notes],
    against: [...against],
  };
}

interface Found {
  readonly record: EvidenceRecord;
  readonly path: string;
}

/** The same end of the same work: its record was written, and the log could not be told of it. */
function isOf(known: EvidenceRecord, record: EvidenceRecord): boolean {
  const same = ({ task, session, outcome, summary, turns, files }: EvidenceRecord) =>
    JSON.stringify([task.identity, session, outcome, summary, turns, files]);
  return same(known) === same(record);
}

/** Oldest first; what is no record of ours is passed over. */
async function recordsOf({ files }: EvidenceDeps, spec: string): Promise<readonly Found[]> {
  const names = (await files.list(`${spec}/${folderName}`)).filter(({ name }) => name.endsWith('.json'));
  const read = await Promise.all(
    names.map(async ({ name }): Promise<readonly Found[]> => {
      const bytes = await files.read(`${spec}/${folderName}/${name}`).catch(() => undefined);
      const record = bytes === undefined ? undefined : readEvidence(bytes);
      return record === undefined ? [] : [{ record, path: `${folderName}/${name}` }];
    }),
  );
  return read.flat().sort((a, b) => (a.record.at < b.record.at ? -1 : 1));
}

function summaryOf({ record, path }: Found): EvidenceSummary {
  const { identity, id, title } = record.task;
  return {
    identity,
    id,
    title,
    summary: record.summary,
    files: record.files.map((file) => file.path),
    at: record.at,
    requirements: record.requirements,
    path,
  };
}

/** Which files of a record are not as it has them, and by whom where a later record says so. */
async function earlierOf(
  { files, roots }: EvidenceDeps,
  root: string,
  found: Found,
  all: readonly Found[],
): Promise<EarlierTask> {
  const later = all.slice(all.indexOf(found) + 1);
  const since = await Promise.all(
    found.record.files.slice(0, mostCompared).map(async ({ path, sha256: then }) => {
      const bytes = await files.read(absolute(roots, root, path)).catch(() => undefined);
      const now = bytes === undefined ? null : sha256(bytes);
      if (now === then) return undefined;
      const by = later.findLast(({ record }) => record.files.some((file) => file.path === path && file.sha256 === now));
      const who = by === undefined ? '' : ` by ${by.record.task.id ?? `"${by.record.task.title}"`}`;
      const what = now === null ? 'gone' : then === null ? 'there again' : 'changed';
      return [path, then === null ? `${what}${who}` : `${what}${who} since`] as const;
    }),
  );
  return { ...summaryOf(found), since: Object.fromEntries(since.filter((each) => each !== undefined)) };
}

/** With several workspace folders a record's paths begin with the folder's name. */
function absolute(roots: readonly string[], root: string, path: string): string {
  const named = roots.find((each) => path.startsWith(`${each.slice(each.lastIndexOf('/') + 1)}/`));
  if (roots.length < 2 || named === undefined) return `${root}/${path}`;
  return `${named}/${relativeTo({ root: named, path }, true)}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
