/** The snapshot: everything above, as plain data for panel, tree and command line. */
import { addUsage, noUsage, type Usage } from '../../messages';
import { withSeverities } from '../../specs/severity';
import { approvalInfo, type JudgedApproval } from '../approvals';
import type { DocumentStanding } from '../gates';
import { lastReply, offOf } from '../log';
import { nameFromSentence, safeName } from '../naming';
import type { AgentStep, CostInfo, DocumentSnapshot, SpecSnapshot, TeamInfo, VersionInfo } from '../snapshot';
import { lackingWords, type TeamStanding } from '../team';
import type { Version } from '../versions';
import { noSpecNeeded, recordOf } from './ask';
import type { Cell } from './cell';
import { restingActivity } from './resume';

/** The snapshot of this moment. */
export function snapshotOf(cell: Cell): SpecSnapshot {
  const { state, live, place, model } = cell;
  const record = recordOf(cell);
  const reply = cell.log && lastReply(cell.log.notes());
  const needsNoSpec = noSpecNeeded(cell);
  const off = offOf(cell.log?.notes() ?? []);
  return {
    path: place.path,
    root: place.root,
    name: state.spec.name,
    title: titleOf(cell),
    flow: state.flow.id,
    kind: state.spec.kind,
    ...(record === undefined || record.sentence === '' ? {} : { sentence: record.sentence }),
    ...(model === undefined ? {} : { model: { label: model.label, sample: model.sample } }),
    activity: live.activity ?? restingActivity(cell),
    ...(live.waiting === undefined ? {} : { waiting: live.waiting }),
    steps: stepsOf(cell),
    questions: record?.questions ?? [],
    answers: record?.answers ?? [],
    facts: record?.facts ?? [],
    ...(reply === undefined ? {} : { reply }),
    ...(needsNoSpec === undefined ? {} : { needsNoSpec }),
    documents: state.standings.map((standing) => documentSnapshot(cell, standing)),
    findings: record?.findings ?? [],
    comments: cell.comments,
    ...(off.length === 0 ? {} : { off }),
    cost: costOf(cell),
    ...(live.heldBy === undefined ? {} : { heldBy: live.heldBy }),
  };
}

function documentSnapshot(
  cell: Cell,
  { document, state, current, approval, team }: DocumentStanding,
): DocumentSnapshot {
  const { versions, approvals, spec } = cell.state;
  const conflict = versions.conflicts[document.name];
  return {
    name: document.name,
    label: document.label,
    state,
    ...(current === undefined ? {} : { hash: current.hash }),
    ...(approval === undefined ? {} : { approval: approvalInfo(approval) }),
    ...(team === undefined ? {} : { team: teamInfo(team) }),
    changes: cell.changes[document.name]?.changes ?? [],
    behind: cell.changes[document.name]?.behind ?? [],
    diagnostics:
      current === undefined
        ? []
        : withSeverities([...current.diagnostics, ...(spec.diagnostics[document.name] ?? [])], cell.deps.check),
    versions: versions.all
      .filter((each) => each.document === document.name)
      .map((version) => versionInfo(version, approvals)),
    ...(conflict === undefined ? {} : { conflict }),
  };
}

function teamInfo(team: TeamStanding): TeamInfo {
  const { needed, votes, counted, passedOver, owners, uncommitted, inVain } = team;
  const lacking = lackingWords(team);
  const by = votes.map(({ person }) => person.name);
  const approvals = counted.map(({ record, file }, at) => ({
    by: by[at] ?? record.by.name,
    at: record.at,
    committed: !uncommitted.includes(file),
  }));
  return {
    needed,
    by,
    ...(lacking === undefined ? {} : { lacking }),
    approvals,
    passedOver,
    owners,
    ...(inVain === undefined ? {} : { inVain }),
  };
}

function versionInfo(version: Version, approvals: readonly JudgedApproval[]): VersionInfo {
  const { id, number, at, cause, hash, sample, partial } = version;
  const approved = approvals.some(
    (each) => each.vouched !== 'none' && each.record.document === version.document && each.record.hash === hash,
  );
  return { id, number, at, cause, hash, approved, sample, partial };
}

/** What goes on now, else what the log tells of the last phase. */
function stepsOf({ live, log }: Cell): readonly AgentStep[] {
  if (live.steps.length === 0 && live.activity === undefined) return log?.steps() ?? [];
  return live.steps.map(({ tool, label, state }) => ({ tool, label, state }));
}

/**
 * The name behind the colon of a document's title, else the agent's name for it, else the folder's name in words. The
 * folder keeps the name that it was made with: sessions, versions and approvals are bound to its path, and a session
 * that is sealed under one name can't go on under another.
 */
function titleOf(cell: Cell): string {
  const { documents, name } = cell.state.spec;
  const titled = documents
    .map((document) => /[:：]\s*(.+)$/u.exec(document.title?.text ?? '')?.[1]?.trim())
    .findLast((title) => title !== undefined && title !== '');
  return titled ?? inWords(agentsName(cell) ?? name);
}

/** What the agent calls the spec where only the sentence has named it so far; a name that the user gave stays. */
function agentsName(cell: Cell): string | undefined {
  const record = recordOf(cell);
  if (record === undefined || !cell.state.spec.name.startsWith(nameFromSentence(record.sentence))) return undefined;
  const name = safeName(record.asked?.name ?? '');
  return name === safeName('') ? undefined : name;
}

function inWords(name: string): string {
  const words = name.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function costOf(cell: Cell): CostInfo {
  const usages = cell.log?.usages() ?? [];
  const last = usages.at(-1)?.usage ?? noUsage;
  const prompt = last.input + last.cacheRead + last.cacheWrite;
  const dollars = dollarsOf(cell, usages);
  return {
    usage: usages.reduce<Usage>((sum, each) => addUsage(sum, each.usage), noUsage),
    ...(dollars === undefined ? {} : { dollars }),
    contextUsed: prompt + last.output,
    contextWindow: cell.model?.contextWindow ?? 0,
    cached: prompt === 0 ? 0 : last.cacheRead / prompt,
  };
}

/** Undefined where any part of it has no known price. */
function dollarsOf(
  cell: Cell,
  usages: readonly { readonly model: string; readonly usage: Usage }[],
): number | undefined {
  let sum = 0;
  for (const { model, usage } of usages) {
    const dollars = cell.deps.dollars(model, usage);
    if (dollars === undefined) return undefined;
    sum += dollars;
  }
  return sum;
}
