/** Everything about a spec that is on disk: documents, record, approvals, versions. Read anew, never kept in step. */
import type { OpenDocument } from '../../host';
import type { DocumentName, Spec } from '../../specs/model';
import { approvalsFolder, type JudgedApproval, loadApprovals, loadLatest } from '../approvals';
import { assembleSpec, documentNames } from '../documents';
import { type Flow, flowDocument } from '../flow';
import { type DocumentStanding, standings } from '../gates';
import { readingFlow } from '../reading';
import { type LoadedRecord, loadRecord } from '../record';
import { type StatePaths, statePaths } from '../statePaths';
import type { TeamStanding } from '../team';
import { readText } from '../textFiles';
import { loadTrust } from '../trust';
import { loadVersions, type Versions } from '../versions';
import type { FlowDeps } from './deps';
import { documentTeam } from './team';

/** One reading of everything about a spec. */
export interface SpecState {
  readonly paths: StatePaths;
  readonly flow: Flow;
  readonly record: LoadedRecord;
  readonly spec: Spec;
  /** What editor or file held, for exactly the documents of `spec`. */
  readonly open: Readonly<Partial<Record<DocumentName, OpenDocument>>>;
  readonly approvals: readonly JudgedApproval[];
  readonly standings: readonly DocumentStanding[];
  readonly versions: Versions;
}

/** Where a spec is: its folder and the workspace folder it belongs to. */
export interface SpecPlace {
  readonly path: string;
  readonly root: string;
}

/** Reads a spec; nothing is written. */
export async function loadState(deps: FlowDeps, place: SpecPlace): Promise<SpecState> {
  const { files, stateFolder } = deps.host;
  const paths = await statePaths(files, stateFolder, place.root, place.path);
  const [record, open, config] = await Promise.all([
    loadRecord(files, place.path),
    openDocuments(deps, place.path),
    readText(files, `${place.path}/.config.kiro`),
  ]);
  const texts = Object.fromEntries(Object.entries(open).map(([name, each]) => [name, each.text]));
  const spec = assembleSpec(place.path, texts, config);
  const flow = flowOf(deps.flows, record, spec);
  const approvals = await loadStateApprovals(deps, place.path, paths);
  const team = await teamsOf(deps, place, flow, spec, approvals);
  const versions = await loadVersions({ files, folder: paths.versions });
  return {
    paths,
    flow,
    record,
    spec,
    open,
    approvals,
    standings: standings(flow, spec.documents, approvals, team),
    versions,
  };
}

async function teamsOf(
  deps: FlowDeps,
  place: SpecPlace,
  flow: Flow,
  spec: Spec,
  approvals: readonly JudgedApproval[],
): Promise<ReadonlyMap<DocumentName, TeamStanding>> {
  const all = await Promise.all(
    spec.documents.map(async (each) => {
      const restsOn = flowDocument(flow, each.name)?.restsOn ?? [];
      const upstream = spec.documents
        .filter(({ name }) => restsOn.includes(name))
        .map(({ name, hash }) => [name, hash]);
      return [each.name, await documentTeam(deps, place, each, approvals, Object.fromEntries(upstream))] as const;
    }),
  );
  return new Map(all.flatMap(([name, team]) => (team === undefined ? [] : [[name, team] as const])));
}

/** The approvals beside a spec, judged by this machine's key, trust and memory. */
async function loadStateApprovals(deps: FlowDeps, path: string, paths: StatePaths): Promise<readonly JudgedApproval[]> {
  const { files, git, mac } = deps.host;
  if ((await files.list(approvalsFolder(path))).length === 0) return [];
  const [latest, trust, realPath] = await Promise.all([
    loadLatest(files, paths.approvals),
    loadTrust(files, paths.trust),
    files.realpath(path),
  ]);
  const source = { files, git, mac, spec: path, latest: latest[realPath ?? path] ?? {}, authors: trust.authors };
  return loadApprovals({ ...source, accept: deps.acceptApprovals, guards: deps.guards.approval });
}

async function openDocuments(deps: FlowDeps, path: string): Promise<Partial<Record<DocumentName, OpenDocument>>> {
  const entries = await Promise.all(
    documentNames.map(async (name) => [name, await deps.host.documents.open(`${path}/${name}`)] as const),
  );
  return Object.fromEntries(entries.filter(([, document]) => document !== undefined));
}

/** The flow that the spec was begun with; for others the one that Kiro's sidecar names, else the first. */
function flowOf(flows: readonly Flow[], record: LoadedRecord, spec: Spec): Flow {
  const named = record.kind === 'ok' ? flows.find((flow) => flow.id === record.record.flow) : undefined;
  const byKiro = flows.find((flow) => flow.config.workflowType === spec.config.workflowType && flow.kind === spec.kind);
  const first = named ?? byKiro ?? flows[0];
  if (first === undefined) throw new Error('There is no flow.');
  const bugfix = spec.kind === 'bugfix' && spec.documents.some((document) => document.name === 'bugfix.md');
  return bugfix && first.kind !== 'bugfix' ? readingFlow(first) : first;
}
