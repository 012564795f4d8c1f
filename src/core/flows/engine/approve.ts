/** Opens a gate: writes one approval of exactly the text that the user was looking at. */
import type { DocumentName, SpecDocument } from '../../specs/model';
import { approvalFileName, signedText } from '../approvalRecord';
import { approvalsFolder, loadLatest } from '../approvals';
import { parseDocument } from '../documents';
import { closedGates } from '../gates';
import { partsOf } from '../parts';
import type { Outcome } from '../service';
import { lackingWords } from '../team';
import { readText } from '../textFiles';
import type { ApproveRequest } from './approveGuards';
import { type Cell, reload } from './cell';
import { noticeHandEdit, upstreamHashes } from './land';
import { refused } from './phase';
import { documentTeam, whoWorksHere, whyInVain } from './team';

/** Approves the text with the hash that was shown, unless a guard refuses. */
export async function approveDocument(cell: Cell, name: DocumentName, shownHash: string): Promise<Outcome> {
  const request = await approveRequest(cell, name, shownHash);
  if (request === undefined) return refused('invalid', `There is no ${name} to approve yet.`);
  const refusal = cell.deps.guards.approve.map((guard) => guard.refuse(request)).find((each) => each !== undefined);
  if (refusal !== undefined) return refusal;
  // The version first: what changed since is later told by comparing with its text.
  await noticeHandEdit(cell, name);
  await writeApproval(cell, request.document);
  await reload(cell);
  return { kind: 'done' };
}

/** Reads everything once, so that what is judged is what is approved. */
async function approveRequest(cell: Cell, name: DocumentName, shownHash: string): Promise<ApproveRequest | undefined> {
  const { host } = cell.deps;
  const standing = cell.state.standings.find((each) => each.document.name === name);
  const open = cell.state.open[name];
  if (standing === undefined || open === undefined) return undefined;
  const document = parseDocument(name, open.text);
  const notCounted = await whyNotCounted(cell, document);
  return {
    label: standing.document.label,
    document,
    ...(notCounted === undefined ? {} : { notCounted }),
    open,
    fileText: await readText(host.files, `${cell.place.path}/${name}`),
    shownHash,
    closed: closedGates(standing.document, cell.state.standings).map((each) => each.document.label),
    conflict: cell.state.versions.conflicts[name] !== undefined,
    byAgent: (host.env('TRACEWRIGHT_AGENT') ?? '') !== '',
  };
}

/** Why one more approval of this person would be in vain, with what is lacking. */
async function whyNotCounted(cell: Cell, document: SpecDocument): Promise<string | undefined> {
  const { deps, place, state } = cell;
  const upstream = upstreamHashes(cell, document.name);
  const team = await documentTeam(deps, place, document, state.approvals, upstream);
  const why = team && (await whyInVain(deps, place, document, team, upstream));
  return team === undefined || why === undefined ? undefined : `${why} ${lackingWords(team) ?? ''}`.trim();
}

async function writeApproval(cell: Cell, document: SpecDocument): Promise<void> {
  const { host, store } = cell.deps;
  const { path } = cell.place;
  const realPath = (await host.files.realpath(path)) ?? path;
  const approval = {
    version: 1 as const,
    document: document.name,
    hash: document.hash,
    parts: partsOf(document),
    upstream: { ...upstreamHashes(cell, document.name) },
    by: await whoWorksHere(cell.deps, cell.place),
    at: new Date(host.clock.now()).toISOString(),
  };
  const record = { ...approval, mac: await host.mac.sign(signedText(approval, realPath)) };
  const file = approvalFileName(record);
  const before = await loadLatest(host.files, cell.state.paths.approvals);
  await keepLatest(cell, { ...before, [realPath]: { ...before[realPath], [document.name]: file } });
  try {
    await store.approval(`${approvalsFolder(path)}/${file}`, `${JSON.stringify(record, undefined, 2)}\n`);
  } catch (error) {
    // The approval before counts on; where that can't be written either, approving again mends it.
    await keepLatest(cell, before).catch((lost: unknown) => host.log.write('error', String(lost)));
    throw error;
  }
}

async function keepLatest(cell: Cell, latest: Awaited<ReturnType<typeof loadLatest>>): Promise<void> {
  await cell.deps.store.state(cell.state.paths.approvals, `${JSON.stringify(latest, undefined, 2)}\n`);
}
