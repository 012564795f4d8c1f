/** The effective context of a prompt that has not been sent: made with the same parts that a request is made with. */
import type { ToolRunner } from '../agent/types';
import {
  type ContextPart,
  type ContextReader,
  contextNames,
  type EffectiveContext,
  effectiveContext,
} from '../context/effective';
import { mentionHead } from '../context/mentions';
import { steeringHead, steeringWords } from '../context/steeringText';
import { composeSystem } from '../context/system';
import planning from '../flows/prompts/base.md';
import sizeRule from '../flows/prompts/size.md';
import type { SpecService } from '../flows/service';
import type { SpecSnapshot } from '../flows/snapshot';
import { type ModelFailure, textOf } from '../messages';
import type { ResolvedModel } from '../providers/provider';
import { mapWish } from '../runs/prompt';
import building from '../runs/prompts/base.md';
import type { RunService } from '../runs/service';
import type { SessionStore } from '../sessions/store';
import { flattenTasks } from '../specs/canonical';
import type { Spec, Task } from '../specs/model';
import { readSpec } from '../specs/spec';
import { type SteeringChoice, type SteeringFile, tokensOf } from '../steering/model';
import { alwaysIncluded, offered, select } from '../steering/select';
import { createToolContext } from '../tools/context';
import { resolvePath } from '../tools/resolvePath';
import { partsOfSession } from './contextOfSession';
import { conversationPart, partsOfSpec, partsOfTask, type Sent, sentMap } from './contextOfSpec';
import { hidingOf } from './hiding';
import { broughtBy } from './mentions';
import { mapFor, overviewOf, type RepositoryParts } from './repository';
import { filesOfCalls, namedIn, namedInDesign, sceneOf } from './scene';
import { isOurs, steeringInFolders } from './steeredRun';
import type { SteeringParts } from './steering';

/** What is asked about. */
export interface ContextRequest {
  readonly root: string;
  /** The user's words; empty: none yet. */
  readonly prompt: string;
  /** Files that are worked on, relative to the workspace folder. */
  readonly files: readonly string[];
  /** Spec folder. */
  readonly spec?: string;
  /** Id of a task, or its identity. */
  readonly task?: string;
  /** Id of a session, such as that of a helper or of an agent of a hook: what it was sent, whatever else is asked. */
  readonly session?: string;
}

/** What it is made with. */
export interface ContextDeps extends RepositoryParts, SteeringParts {
  readonly host: RepositoryParts['host'];
  readonly specs: SpecService;
  readonly runs: Pick<RunService, 'sent'>;
  readonly model: (building: boolean) => Promise<ResolvedModel | ModelFailure>;
  readonly tools: (building: boolean) => ToolRunner['schemas'];
  readonly dollars: (model: string, tokens: number) => number | undefined;
  /** The sessions of a workspace folder. */
  readonly sessions: (root: string) => Promise<Pick<SessionStore, 'list' | 'read' | 'sealed'>>;
}

/** A part before it is counted. */
export type Bare = Omit<ContextPart, 'tokens' | 'dollars'>;

/** Rejects with a sentence for a spec, a task or a session that is not there. */
export async function explainContext(deps: ContextDeps, request: ContextRequest): Promise<EffectiveContext> {
  if (request.session !== undefined) return explainSession(deps, request.root, request.session);
  const spec = request.spec === undefined ? undefined : await readSpec(deps.host.files, request.spec);
  const task = request.task === undefined ? undefined : taskOf(spec, request.task);
  const model = await deps.model(task !== undefined);
  const name = 'client' in model ? `${model.provider}/${model.model}` : undefined;
  const handle = request.spec === undefined ? undefined : await deps.specs.open(request.spec);
  const off = handle?.snapshot().off ?? [];
  // A task has a conversation of its own.
  const ran = task === undefined ? undefined : await deps.runs.sent(request.spec ?? '', task.identity);
  const sent: Sent | undefined = task === undefined ? handle?.sent() : ran;
  const { bare, mapped } = await partsOf(deps, { ...request, off, sent }, spec, task);
  return effectiveContext(
    await readerOf(model),
    counted(deps, name, bare),
    [...mapped.map((path) => `${request.root}/${path}`), ...(await filesSent(deps, request.root, sent))],
    task === undefined ? (sent === undefined ? undefined : lastRequest(handle?.snapshot())) : ran?.last,
  );
}

/** What any session was sent, read off its log: nothing is opened, and what comes next is nobody's guess. */
async function explainSession(deps: ContextDeps, root: string, id: string): Promise<EffectiveContext> {
  const { name, bare, sent, last } = await partsOfSession(await deps.sessions(root), id, (there, ended) =>
    steeringParts(deps, { root, prompt: '', files: [], off: [], sent: there }, [], ended),
  );
  const resolved = await deps.model(true);
  const same = 'client' in resolved && `${resolved.provider}/${resolved.model}` === name;
  const reader = same ? await readerOf(resolved) : { model: name, where: name.slice(0, name.indexOf('/')) };
  const files = await filesSent(deps, root, sent);
  return effectiveContext(reader, counted(deps, name, bare), files, last);
}

function counted(deps: ContextDeps, model: string | undefined, bare: readonly Bare[]): readonly ContextPart[] {
  return bare.map((part) => {
    const tokens = tokensOf(part.text);
    const dollars = model === undefined ? undefined : deps.dollars(model, tokens);
    return { ...part, tokens, ...(dollars === undefined ? {} : { dollars }) };
  });
}

/** What stands in the session already, and what is switched off in it. */
interface Standing {
  readonly off: readonly string[];
  readonly sent: Sent | undefined;
}

/** Files of the workspace, absolute, that tools of the session read or changed, as far as they are there and not hidden now. */
async function filesSent(deps: ContextDeps, root: string, sent: Standing['sent']): Promise<readonly string[]> {
  const { host, roots, settings } = deps;
  const context = createToolContext(
    host,
    [root, ...roots.filter((each) => each !== root)],
    {},
    undefined,
    hidingOf(host, settings),
  );
  const found = await Promise.all(
    filesOfCalls(sent?.messages ?? []).map((path) => resolvePath(context, path).catch(() => undefined)),
  );
  return found.flatMap((each) =>
    each !== undefined && roots.some((folder) => each.path.startsWith(`${folder}/`)) ? [each.path] : [],
  );
}

function lastRequest(snapshot: SpecSnapshot | undefined): EffectiveContext['last'] {
  const cost = snapshot?.cost;
  return cost === undefined || cost.contextUsed === 0 ? undefined : { tokens: cost.contextUsed, cached: cost.cached };
}

function taskOf(spec: Spec | undefined, wanted: string): Task {
  const tasks =
    spec?.documents.flatMap((each) => (each.name === 'tasks.md' ? [...flattenTasks(each.tasks)] : [])) ?? [];
  const found = tasks.filter(({ id, identity }) => id === wanted || identity === wanted);
  const [task] = found;
  if (task === undefined || spec === undefined)
    throw new Error(
      `There is no task ${wanted}${spec === undefined ? ': name its spec with --spec' : ` in ${spec.name}`}.`,
    );
  if (found.length > 1)
    throw new Error(`Several tasks are called ${wanted}: ${found.map(({ identity }) => identity).join(', ')}.`);
  return task;
}

async function readerOf(model: ResolvedModel | ModelFailure): Promise<ContextReader> {
  if (!('client' in model)) return { where: 'nothing leaves this machine', failure: model.message };
  const { provider, model: name, contextWindow: window, sample } = model;
  const where = sample ? 'sample answers on this machine' : ((await model.where?.()) ?? provider);
  return { model: `${provider}/${name}`, window, where };
}

async function partsOf(
  deps: ContextDeps,
  request: ContextRequest & Standing,
  spec: Spec | undefined,
  task: Task | undefined,
) {
  const { root, prompt, off } = request;
  const wish =
    spec !== undefined && task !== undefined
      ? mapWish(spec, task)
      : { about: [prompt, spec?.name ?? ''].join('\n'), files: [] };
  const files = [...new Set([...request.files, ...wish.files])];
  const [steering, overview, map] = await Promise.all([
    steeringParts(deps, request, [...files, ...(spec === undefined || task === undefined ? [] : namedInDesign(spec))]),
    overviewOf(deps, root),
    off.includes(contextNames.map) ? undefined : mapFor(deps, root, { about: `${prompt}\n${wish.about}`, files }),
  ]);
  const begunWith = task === undefined ? undefined : sentMap(request.sent);
  const base = task === undefined ? planning : building;
  const [instructions = ''] = composeSystem({
    base,
    sizeRule: task === undefined ? sizeRule : '',
    steering: [],
    offered: [],
    overview: '',
  });
  const brought = await broughtBy(deps, root, prompt, []);
  const tools = deps.tools(task !== undefined);
  const always = { included: true, cached: true } as const;
  const bare: readonly Bare[] = [
    {
      ...always,
      kind: 'instructions',
      label: 'Base instructions',
      why: 'every request begins with them',
      text: instructions,
    },
    ...tools.map((tool) => ({
      ...always,
      kind: 'tools' as const,
      label: tool.name,
      why: 'the tools stay the same within a session',
      text: JSON.stringify(tool),
    })),
    ...steering,
    { ...always, kind: 'facts', label: 'First look at the repository', why: 'it says where to look', text: overview },
    // In planning it stands in the system prompt, in a task in its first message.
    mapPart(
      { text: begunWith ?? map?.text, cached: task === undefined || begunWith !== undefined },
      deps.settings['context.mapTokens'],
      off.includes(contextNames.map),
      request,
    ),
    ...(spec === undefined
      ? []
      : task === undefined
        ? partsOfSpec(spec, request.sent)
        : partsOfTask(spec, task, request.sent)),
    {
      kind: 'request',
      label: 'Your words',
      included: prompt !== '',
      cached: false,
      why: prompt === '' ? 'there are none yet' : 'you wrote them',
      text: prompt,
    },
  ];
  const conversation = spec === undefined ? [] : [conversationPart(request.sent, bare)];
  return { bare: [...bare, ...conversation, ...mentionParts(brought)], mapped: map?.files ?? [] };
}

/** What comes because the user's words mention it, each by itself. */
function mentionParts(brought: Awaited<ReturnType<typeof broughtBy>>): readonly Bare[] {
  return brought.map(({ mention, text, files }) => ({
    kind: 'request',
    label: mentionHead(mention).replace('### ', ''),
    included: true,
    cached: false,
    why: 'your words name it',
    ...(mention.kind === 'file' && files[0] !== undefined ? { path: files[0] } : {}),
    ...(files.length === 0 ? {} : { brings: files }),
    text,
  }));
}

/** What switching off does not do. */
const stays = 'what was sent before stays in the conversation';

function mapPart(
  { text, cached }: { readonly text: string | undefined; readonly cached: boolean },
  tokens: number,
  off: boolean,
  { spec }: ContextRequest,
): Bare {
  const included = text !== undefined && text !== '';
  const none = off
    ? `you switched it off for this session; ${stays}`
    : tokens === 0
      ? 'context.mapTokens is 0'
      : 'no map can be made of this folder here';
  const why = !included
    ? none
    : off
      ? `you switched it off for this session, but it was sent before, and ${stays}`
      : 'these files matter most for the request, by shared words, imports and names';
  const toggle = spec === undefined ? {} : { switch: off ? ('off' as const) : ('on' as const) };
  return { kind: 'map', label: contextNames.map, included, cached, why, ...toggle, text: text ?? '' };
}

async function steeringParts(
  deps: ContextDeps,
  { root, prompt, off, sent, spec }: ContextRequest & Standing,
  asked: readonly string[],
  ended = false,
): Promise<readonly Bare[]> {
  // What the conversation is about already counts for its next request.
  const scene = sent === undefined ? undefined : sceneOf(sent.messages, isOurs);
  const folders = await steeringInFolders(deps, root, [...asked, ...(scene?.paths ?? [])]);
  const found = new Map<string, Bare>();
  for (const { folder, files, paths } of folders) {
    // Only those of its own folder stand in the system prompt.
    const own = folder === root;
    const always = new Set(own && !ended ? alwaysIncluded(files) : []);
    const listed = new Set(own ? offered(files) : []);
    const occasion = {
      paths,
      named: [...namedIn(prompt), ...(scene?.named ?? [])],
      request: [prompt, scene?.request ?? ''].join('\n').trim(),
      off,
    };
    for (const choice of select(files, occasion)) {
      const { file } = choice;
      const already = isSent(file, sent);
      const part = steeringPart(choice, { already, ended, listed: listed.has(file), always: always.has(file) });
      const brings = file.references.map(({ path }) => `${folder}/${path}`);
      const mayBeSwitched = spec !== undefined && file.bar === undefined && file.inclusion.kind !== 'never';
      // The user's own files are those of every folder.
      if (found.get(file.path)?.included === true || (found.has(file.path) && !part.included)) continue;
      found.set(file.path, {
        ...part,
        ...(mayBeSwitched ? { switch: off.includes(file.label) ? ('off' as const) : ('on' as const) } : {}),
        ...(brings.length === 0 ? {} : { brings }),
      });
    }
  }
  return [...found.values()];
}

interface Stands {
  /** It was sent in this session. */
  readonly already: boolean;
  /** Nothing more will be. */
  readonly ended: boolean;
  /** Its description stands in the system prompt. */
  readonly listed: boolean;
  /** It stands there itself. */
  readonly always: boolean;
}

function steeringPart(choice: SteeringChoice, { already, ended, listed, always }: Stands): Bare {
  const { file, included, why } = choice;
  const late = ended && included && !already;
  return {
    kind: 'steering',
    label: file.label,
    included: (included && !ended) || already,
    cached: always || already,
    why: late ? `it was not sent before the session ended (${why})` : whyOf(choice, already, listed),
    path: file.path,
    text: steeringWords(file),
  };
}

function isSent(file: SteeringFile, sent: Standing['sent']): boolean {
  if (sent === undefined || file.body.trim() === '') return false;
  const head = steeringHead(file);
  return [...sent.system, ...sent.messages.map(textOf)].some((text) => text.includes(head));
}

function whyOf({ why, included, reason }: SteeringChoice, already: boolean, listed: boolean): string {
  if (reason.kind === 'off') return already ? `${why}, but it was sent before, and ${stays}` : why;
  if (already)
    return included ? `${why}; it stands in this session already` : `it was sent in this session, and ${stays}`;
  return !included && listed ? `${why}; only its description is in the prompt` : why;
}
