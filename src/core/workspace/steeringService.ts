/** Steering of the workspace folders for whoever shows it: trees, editors, the terminal. */
import { steeringMessage } from '../context/steeringText';
import { statePaths } from '../flows/statePaths';
import type { Host } from '../host';
import type { Message, ModelFailure } from '../messages';
import { grantTemplate } from '../permissions/grants';
import { stateFiles } from '../permissions/stateFiles';
import type { ResolvedModel } from '../providers/provider';
import { createSessionStore } from '../sessions/store';
import { conflictsOf, type SteeringConflict } from '../steering/conflicts';
import { hasSteering } from '../steering/find';
import { type IdleProblem, idleProblem } from '../steering/idle';
import { readSteering, withReferences } from '../steering/load';
import type { SteeringChoice, SteeringFile, SteeringOccasion } from '../steering/model';
import { select } from '../steering/select';
import { type SteeringTemplate, steeringTemplates } from '../steering/templates/index';
import { createVisible } from '../tools/visible';
import type { PayDraft } from './draftCost';
import {
  type DraftDeps,
  type DraftOutcome,
  draftSteering,
  mayDraft,
  type SteeringDraft,
  type SteeringWish,
} from './draftSteering';
import { hidingOf } from './hiding';
import { mentioned } from './mentions';
import { overviewOf } from './repository';
import { applying } from './steeredRun';
import { type SteeringParts, steeringOf } from './steering';

/** What is there in a workspace folder and the user's own. */
export interface SteeringListing {
  readonly files: readonly SteeringFile[];
  readonly conflicts: readonly SteeringConflict[];
}

/** Steering as users see and make it. Paths of folders are absolute. */
export interface SteeringService {
  /** The folder has steering of its own, and none of it is loaded, since the folder is not trusted. */
  unloaded(root: string): Promise<boolean>;
  /** Every file of a folder, nested ones too, and the user's. */
  list(root: string): Promise<SteeringListing>;
  /** For each of these files whose patterns match no file of the folder, by its path, that this is so. */
  idle(root: string, files: readonly SteeringFile[]): Promise<ReadonlyMap<string, IdleProblem>>;
  /** What would take part on an occasion, and why; a choice for each file. `live`: one of them as an editor holds it. */
  select(root: string, occasion: SteeringOccasion, live?: SteeringFile): Promise<readonly SteeringChoice[]>;
  /** A file as an editor holds it, unsaved, also with what `idle` says; undefined where it is none. */
  read(root: string, path: string, text: string): Promise<SteeringFile | undefined>;
  /** Asks the planning model for drafts. Nothing is written. */
  draft(root: string, wish: SteeringWish, signal: AbortSignal, onStep?: (label: string) => void): Promise<DraftOutcome>;
  /** Writes a draft; a sentence where the file is not what it was when the draft was made. */
  write(root: string, draft: SteeringDraft): Promise<string | undefined>;
  readonly templates: readonly SteeringTemplate[];
}

/** What the service is made of. */
export interface SteeringServiceParts extends SteeringParts {
  readonly host: Host;
  readonly model: () => Promise<ResolvedModel | ModelFailure>;
  /** Enters what drafts cost; absent, nobody counts. */
  readonly paid?: PayDraft;
}

const mostCommits = 40;

/** Makes the service; nothing is read before it is asked. */
export function createSteeringService(parts: SteeringServiceParts): SteeringService {
  const { host, trusted } = parts;
  const all = (root: string) => steeringOf(parts, root, { search: host.search });
  return {
    unloaded: async (root) => !trusted && (await hasSteering(host.files, root)),
    list: async (root) => {
      const files = await all(root);
      return { files, conflicts: conflictsOf(files) };
    },
    select: async (root, occasion, live) => select((await all(root)).map(asHeld(live)), occasion),
    idle: (root, files) => idleIn(parts, root, files),
    read: async (root, path, text) => {
      const file = await readLive(parts, root, path, text);
      const idle =
        file === undefined || !trusted ? undefined : (await idleIn(parts, root, [file], text)).get(file.path);
      return file === undefined || idle === undefined ? file : { ...file, problems: [...file.problems, idle] };
    },
    draft: async (root, wish, signal, onStep) => {
      if (!trusted) return { kind: 'failed', failure: untrusted };
      const refused = await whyNotRefined(host, root, wish);
      if (refused !== undefined) return { kind: 'failed', failure: refused };
      return draftSteering({ ...draftDeps(parts), ...(onStep === undefined ? {} : { onStep }) }, root, wish, signal);
    },
    write: async (root, { path, before, after }) => {
      const target = `${root}/${path}`;
      const result = await host.documents.replace(grantTemplate(target), target, after, before);
      return result.kind === 'written'
        ? undefined
        : `${path} was changed meanwhile, so it was left as it is. Make the draft again.`;
    },
    templates: steeringTemplates,
  };
}

/** Files that are looked through for one that matches; where a folder has more, nothing is said. */
const mostPaths = 100_000;

async function idleIn(
  { host }: Pick<SteeringServiceParts, 'host'>,
  root: string,
  files: readonly SteeringFile[],
  text?: string,
): Promise<ReadonlyMap<string, IdleProblem>> {
  const asked = files.filter(({ inclusion, bar }) => inclusion.kind === 'fileMatch' && bar === undefined);
  if (asked.length === 0) return new Map();
  const found = await host.search.files(root, [], mostPaths).catch(() => []);
  if (found.length === 0 || found.length >= mostPaths) return new Map();
  // The user's own files are for every workspace: that none of one matches says nothing.
  const own = asked.filter(({ scope }) => scope === 'workspace');
  const paths = found.map((path) => path.slice(root.length + 1));
  const problems = await Promise.all(
    own.map(async (file) => {
      const held = text ?? (await host.documents.open(file.path))?.text ?? '';
      const problem = idleProblem(file, paths, held);
      return problem === undefined ? [] : [[file.path, problem] as const];
    }),
  );
  return new Map(problems.flat());
}

/** The unsaved text takes the place of the saved one, where that counts at all. */
function asHeld(live: SteeringFile | undefined): (file: SteeringFile) => SteeringFile {
  return (file) =>
    file.path === live?.path && file.bar === undefined ? { ...live, label: file.label, subtree: file.subtree } : file;
}

/** Told before anything is paid for. */
async function whyNotRefined(
  { documents }: Pick<Host, 'documents'>,
  root: string,
  wish: SteeringWish,
): Promise<ModelFailure | undefined> {
  if (wish.kind !== 'refine') return undefined;
  const failure = (message: string): ModelFailure => ({ kind: 'other', message, retryable: false });
  if (!mayDraft(wish.path)) return failure(`${wish.path} is no file of .kiro/steering, and only those are refined.`);
  const isThere = (await documents.open(`${root}/${wish.path}`)) !== undefined;
  return isThere ? undefined : failure(`There is no file ${wish.path}.`);
}

/** Why no model drafts for a folder that is not trusted. */
export const untrusted: ModelFailure = {
  kind: 'other',
  message: 'The folder is not trusted, so no model is asked about it. Trust it, then try again.',
  retryable: false,
};

async function readLive(
  { host, roots, trusted, settings }: SteeringServiceParts,
  root: string,
  path: string,
  text: string,
): Promise<SteeringFile | undefined> {
  const { files, homeFolder: home, clock } = host;
  const inRoot = path.startsWith(`${root}/`);
  const base = inRoot ? root : home;
  if (!path.startsWith(`${base}/`)) return undefined;
  const file = readSteering(path.slice(base.length + 1), inRoot ? 'workspace' : 'user', text);
  if (file === undefined || !trusted) return file;
  const realRoot = (await files.realpath(root)) ?? root;
  const visible = createVisible(files, roots, clock, hidingOf(host, settings));
  return withReferences({ files, root, realRoot, visible }, { ...file, path });
}

/** What drafts are made with. */
export function draftDeps(parts: SteeringServiceParts): DraftDeps {
  const { host, settings } = parts;
  const hide = hidingOf(host, settings);
  const { files, stateFolder } = host;
  const state = stateFiles(files, stateFolder);
  return {
    host,
    roots: parts.roots,
    model: parts.model,
    ...(parts.paid === undefined ? {} : { paid: parts.paid }),
    sessions: async (root) => {
      const { sessions } = await statePaths(files, stateFolder, root, root);
      return createSessionStore(state, sessions, host.mac, host.clock);
    },
    hide,
    overview: (root) => overviewOf(parts, root),
    history: async (root) => (await host.git.recent(root, mostCommits)).map((subject) => `- ${subject}`).join('\n'),
    steering: (root) => steeringOf(parts, root),
    brought: (root, words, known) => broughtTo(parts, root, words, known),
  };
}

/** What a prompt of its own brings, as the first request of a session would: `known` stands in it already. */
async function broughtTo(
  parts: SteeringServiceParts,
  root: string,
  words: string,
  known: readonly SteeringFile[],
): Promise<readonly Message[]> {
  const said: Message = { role: 'user', content: [{ type: 'text', text: words }] };
  const scene = { messages: [said], changed: [], off: [] };
  const chosen = await applying(parts, root, scene);
  const fresh = chosen.filter(({ file }) => !known.some(({ path }) => path === file.path));
  const material = await mentioned(parts, root, words, []);
  return [...material, ...(fresh.length === 0 ? [] : [steeringMessage(fresh)])];
}
