/** Where each document of a flow stands: a function of the texts that are there and the approvals that count. */
import type { DocumentName, SpecDocument } from '../specs/model';
import { claimedApproval, type JudgedApproval, standingApproval } from './approvals';
import type { Flow, FlowDocument } from './flow';
import type { DocumentStateKind } from './snapshot';
import type { TeamStanding } from './team';

/** One document of a flow and where it stands. */
export interface DocumentStanding {
  readonly document: FlowDocument;
  readonly state: DocumentStateKind;
  /** The document as it is now; undefined where there is none. */
  readonly current: SpecDocument | undefined;
  /** The approval that counts, or the one that is only claimed. */
  readonly approval: JudgedApproval | undefined;
  /** What it rests on that changed since, or is not approved now. */
  readonly behind: readonly DocumentName[];
  /** Where more than one approval, or a certain person's, is asked for. */
  readonly team?: TeamStanding;
}

/** In the flow's order; a document may rest only on ones before it. */
export function standings(
  flow: Flow,
  documents: readonly SpecDocument[],
  approvals: readonly JudgedApproval[],
  teams: ReadonlyMap<DocumentName, TeamStanding> = new Map(),
): readonly DocumentStanding[] {
  const result: DocumentStanding[] = [];
  for (const document of flow.documents) {
    const current = documents.find((each) => each.name === document.name);
    const team = teams.get(document.name);
    const found =
      current === undefined ? missing(document, result) : standing(document, current, approvals, result, team);
    result.push(team === undefined ? found : { ...found, team });
  }
  return result;
}

/** The documents that keep a gate closed, in the flow's order. */
export function closedGates(document: FlowDocument, all: readonly DocumentStanding[]): readonly DocumentStanding[] {
  return all.filter((each) => document.gates.includes(each.document.name) && each.state !== 'approved');
}

function missing(document: FlowDocument, before: readonly DocumentStanding[]): DocumentStanding {
  const state = closedGates(document, before).length === 0 ? 'absent' : 'locked';
  return { document, state, current: undefined, approval: undefined, behind: [] };
}

function standing(
  document: FlowDocument,
  current: SpecDocument,
  approvals: readonly JudgedApproval[],
  before: readonly DocumentStanding[],
  team: TeamStanding | undefined,
): DocumentStanding {
  const approval = standingApproval(approvals, document.name);
  const needed = team?.needed ?? 1;
  const counted = team?.counted ?? (approval?.record.hash === current.hash ? [approval] : []);
  const last = counted.at(-1);
  if (last !== undefined && counted.length >= needed) {
    const behindOf = (each: JudgedApproval) =>
      document.restsOn.filter((name) => !unchangedSince(each, name, document.gates, before));
    const inLine = counted.filter((each) => behindOf(each).length === 0);
    const behind = inLine.length >= needed ? [] : [...new Set(counted.flatMap(behindOf))];
    return { document, state: behind.length === 0 ? 'approved' : 'behind', current, approval: last, behind };
  }
  const claimed = claimedApproval(approvals, document.name, current.hash);
  if (claimed !== undefined) return { document, state: 'claimed', current, approval: claimed, behind: [] };
  const changed = approval !== undefined && approval.record.hash !== current.hash;
  return { document, state: changed ? 'changed' : 'draft', current, approval, behind: [] };
}

function unchangedSince(
  approval: JudgedApproval,
  name: DocumentName,
  gates: readonly DocumentName[],
  before: readonly DocumentStanding[],
): boolean {
  const upstream = before.find((each) => each.document.name === name);
  if (upstream?.current?.hash !== approval.record.upstream[name]) return false;
  return upstream?.state === 'approved' || !gates.includes(name);
}
