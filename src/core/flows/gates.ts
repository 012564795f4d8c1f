/** Where each document of a flow stands: a function of the texts that are there and the approvals that count. */
import type { DocumentName, SpecDocument } from '../specs/model';
import { claimedApproval, type JudgedApproval, standingApproval } from './approvals';
import type { Flow, FlowDocument } from './flow';
import type { DocumentStateKind } from './snapshot';

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
}

/** In the flow's order; a document may rest only on ones before it. */
export function standings(
  flow: Flow,
  documents: readonly SpecDocument[],
  approvals: readonly JudgedApproval[],
): readonly DocumentStanding[] {
  const result: DocumentStanding[] = [];
  for (const document of flow.documents) {
    const current = documents.find((each) => each.name === document.name);
    result.push(current === undefined ? missing(document, result) : standing(document, current, approvals, result));
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
): DocumentStanding {
  const approval = standingApproval(approvals, document.name);
  if (approval?.record.hash === current.hash) {
    const behind = document.restsOn.filter((name) => !unchangedSince(approval, name, document.gates, before));
    return { document, state: behind.length === 0 ? 'approved' : 'behind', current, approval, behind };
  }
  const claimed = claimedApproval(approvals, document.name, current.hash);
  if (claimed !== undefined) return { document, state: 'claimed', current, approval: claimed, behind: [] };
  return { document, state: approval === undefined ? 'draft' : 'changed', current, approval, behind: [] };
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
