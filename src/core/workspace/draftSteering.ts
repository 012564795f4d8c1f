/** Steering that a model drafts: foundation files, a refined file, a rule that a review teaches. Nothing is written. */

import { logConversation, recordEvents, recordPrefix } from '../agent/logConversation';
import { runAgent } from '../agent/loop';
import type { AgentEnd, AgentRun } from '../agent/types';
import { escapeRepositoryText } from '../context/frames';
import { render } from '../context/render';
import type { Host } from '../host';
import { type Message, type ModelFailure, textOf } from '../messages';
import type { ResolvedModel } from '../providers/provider';
import type { SessionStore } from '../sessions/store';
import type { SteeringFile } from '../steering/model';
import { createToolContext } from '../tools/context';
import { draftingTools } from '../tools/index';
import { createToolRunner } from '../tools/runner';
import { createVisible, type Hiding } from '../tools/visible';
import type { DraftCost, PayDraft } from './draftCost';
import base from './prompts/steeringBase.md';
import foundation from './prompts/steeringFoundation.md';
import learn from './prompts/steeringLearn.md';
import refine from './prompts/steeringRefine.md';

/** What is to be drafted. */
export type SteeringWish =
  /** product.md, tech.md, structure.md, from a study of the repository. */
  | { readonly kind: 'foundation' }
  /** One file, relative to the workspace folder; `wish` in the user's words, or empty. */
  | { readonly kind: 'refine'; readonly path: string; readonly wish: string }
  /** A rule from what a reviewer said, and what it was said of. */
  | {
      readonly kind: 'learn';
      readonly comment: string;
      readonly change: string;
      /** Absolute path of the file that the change is of, where it is of one. */
      readonly file?: string;
    };

/** A file as it would be; nothing is written before somebody has seen the difference. */
export interface SteeringDraft {
  /** Relative to the workspace folder. */
  readonly path: string;
  /** Undefined where there is no such file yet. */
  readonly before: string | undefined;
  readonly after: string;
}

/** How drafting ended. `words` is what the model said besides. */
export type DraftOutcome =
  | {
      readonly kind: 'drafted';
      readonly drafts: readonly SteeringDraft[];
      readonly words: string;
      readonly cost?: DraftCost;
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: ModelFailure };

/** What drafting is done with. */
export interface DraftDeps {
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  readonly host: Pick<Host, 'files' | 'documents' | 'search' | 'clock' | 'log'>;
  readonly model: () => Promise<ResolvedModel | ModelFailure>;
  readonly sessions: (root: string) => Promise<SessionStore>;
  readonly overview: (root: string) => Promise<string>;
  readonly history: (root: string) => Promise<string>;
  readonly steering: (root: string) => Promise<readonly SteeringFile[]>;
  /** What the person's words bring along: what they mention, and steering that applies to them, but for files in `known`. */
  readonly brought: (root: string, words: string, known: readonly SteeringFile[]) => Promise<readonly Message[]>;
  /** What is kept from it besides `.kiroignore`. */
  readonly hide: Hiding;
  /** Enters what it cost; absent, nobody counts. Must not throw. */
  readonly paid?: PayDraft;
  /** Hears what the model looks at: "Read package.json". Must not throw. */
  readonly onStep?: (label: string) => void;
}

const mostTurns = 60;
const mostTokens = 16_000;
const mostFiles = 12;
const fileBlock = /^<file path="([^"\n]+)">\n([\s\S]*?)\n<\/file>[ \t]*$/gmu;

/** Asks the planning model; rejects only where the session can't be written. */
export async function draftSteering(
  deps: DraftDeps,
  root: string,
  wish: SteeringWish,
  signal: AbortSignal,
): Promise<DraftOutcome> {
  const model = await deps.model();
  if (!('client' in model)) return { kind: 'failed', failure: model };
  const about = wish.kind === 'refine' ? `${root}/${wish.path}` : wish.kind === 'learn' ? wish.file : undefined;
  const { files, clock } = deps.host;
  if (about !== undefined && !(await createVisible(files, deps.roots, clock, deps.hide)(about)))
    return { kind: 'failed', failure: kept(about) };
  const known = (await deps.steering(root)).filter(isListed);
  const brought = await deps.brought(root, wordsOf(wish), known);
  const asked = { kind: 'steering', system: base.trim(), prompt: await promptOf(deps, root, wish), brought, model };
  return outcomeOf(deps, root, await askForDraft(deps, root, asked, signal));
}

function kept(path: string): ModelFailure {
  const message = `${path} is kept from models by .kiroignore, context.hide or your organisation, so none was asked about it.`;
  return { kind: 'other', message, retryable: false };
}

/** What the person says in their own words. */
function wordsOf(wish: SteeringWish): string {
  if (wish.kind === 'foundation') return '';
  return wish.kind === 'learn' ? wish.comment : wish.wish;
}

/** A question whose answer is a draft. */
export interface DraftQuestion {
  /** What the session is called, and begins with. */
  readonly kind: string;
  readonly system: string;
  readonly prompt: string;
  /** Said after the prompt; see `DraftDeps.brought`. */
  readonly brought: readonly Message[];
  readonly model: ResolvedModel;
}

/** How the question ended, and what it cost where somebody counts. */
export interface AskedDraft {
  readonly end: AgentEnd;
  readonly cost?: DraftCost;
}

/** Asks a model that may look around and write nothing, in a session of its own; rejects only where that can't be written. */
export async function askForDraft(
  deps: Pick<DraftDeps, 'host' | 'sessions' | 'hide' | 'paid' | 'onStep'>,
  root: string,
  { kind, system: said, prompt, brought, model }: DraftQuestion,
  signal: AbortSignal,
): Promise<AskedDraft> {
  const session = await (await deps.sessions(root)).create(`${kind}-${deps.host.clock.uuid()}`, { kind, spec: root });
  const failed = (error: unknown) => deps.host.log.write('error', `${session.id}: ${String(error)}`);
  try {
    const conversation = logConversation(session);
    const tools = createToolRunner(draftingTools, createToolContext(deps.host, [root], {}, undefined, deps.hide));
    const system = [said];
    const name = `${model.provider}/${model.model}`;
    await recordPrefix(session, { model: name, system, tools: tools.schemas }, 'start');
    const material = brought.flatMap(({ content }) => content);
    await conversation.append({ role: 'user', content: [{ type: 'text', text: prompt }, ...material] });
    const heard = recordEvents(session, failed);
    const run: AgentRun = {
      model,
      system,
      tools,
      conversation,
      maxTokens: Math.min(model.maxOutput, mostTokens),
      maxTurns: mostTurns,
      onEvent: (event) => {
        heard(event);
        if (event.type === 'tool_run') deps.onStep?.(event.label);
      },
    };
    const end = await runAgent(run, signal);
    const cost = deps.paid?.(session.id, name, end.usage);
    return { end, ...(cost === undefined ? {} : { cost }) };
  } finally {
    await session.close().catch(failed);
  }
}

async function promptOf(deps: DraftDeps, root: string, wish: SteeringWish): Promise<string> {
  switch (wish.kind) {
    case 'foundation':
      return render(foundation, {
        repository_facts: escapeRepositoryText(await deps.overview(root)),
        history: await deps.history(root),
        existing: await existing(deps, root),
      });
    case 'refine': {
      const text = (await deps.host.documents.open(`${root}/${wish.path}`))?.text ?? '';
      return render(refine, {
        path: wish.path,
        text: text.trim(),
        wish: wish.wish === '' ? ' ' : `What is wished for: ${wish.wish}`,
        existing: await existing(deps, root, wish.path),
      });
    }
    case 'learn':
      return render(learn, { comment: wish.comment, change: wish.change, existing: await existing(deps, root) });
  }
}

/** It stands in the prompt of drafts of steering by itself. */
function isListed({ scope, bar }: SteeringFile): boolean {
  return scope === 'workspace' && bar === undefined;
}

/** The workspace's files in full, front matter too: what is kept of one has to be written as it stands. */
async function existing({ steering, host }: DraftDeps, root: string, without?: string): Promise<string> {
  const files = (await steering(root)).filter((file) => isListed(file) && file.path !== `${root}/${without}`);
  const texts = await Promise.all(
    files.map(async ({ label, path }) => `### ${label}\n\n${(await host.documents.open(path))?.text.trim() ?? ''}`),
  );
  return texts.join('\n\n');
}

async function outcomeOf(deps: DraftDeps, root: string, { end, cost }: AskedDraft): Promise<DraftOutcome> {
  if (end.kind !== 'done') return undone(end);
  const text = textOf(end.message);
  const drafts = await Promise.all(filesIn(text).map((file) => draftOf(deps, root, file)));
  return {
    kind: 'drafted',
    drafts: drafts.filter(({ before, after }) => before !== after),
    words: text.replace(fileBlock, '').trim(),
    ...(cost === undefined ? {} : { cost }),
  };
}

/** What came of a question that has no whole answer. */
export function undone(
  end: Exclude<AgentEnd, { kind: 'done' }>,
): { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly failure: ModelFailure } {
  switch (end.kind) {
    case 'stopped':
      return { kind: 'stopped' };
    case 'failed':
      return { kind: 'failed', failure: end.failure };
    case 'budget':
    case 'halted':
      return { kind: 'failed', failure: { kind: 'other', message: end.why, retryable: false } };
    case 'tool':
    case 'max_tokens':
      return {
        kind: 'failed',
        failure: { kind: 'other', message: 'The answer was cut off. Nothing was written. Try again.', retryable: true },
      };
  }
}

/** Whether drafts may be of a path, relative to the workspace folder. */
export function mayDraft(path: string): boolean {
  return /^\.kiro\/steering(?:\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*)?\.md$/u.test(path);
}

/** The files of an answer that may be steering files: `.kiro/steering.md` and Markdown in `.kiro/steering`, each once, the last one counts. */
export function filesIn(answer: string): readonly { readonly path: string; readonly text: string }[] {
  const found = new Map<string, string>();
  for (const [, path = '', text = ''] of answer.matchAll(fileBlock)) {
    const plain = path.replace(/^\.\//u, '');
    if (!mayDraft(plain)) continue;
    found.set(plain, `${text.trimEnd()}\n`);
  }
  return [...found].slice(0, mostFiles).map(([path, text]) => ({ path, text }));
}

async function draftOf(
  { host }: DraftDeps,
  root: string,
  { path, text }: { readonly path: string; readonly text: string },
): Promise<SteeringDraft> {
  const before = (await host.documents.open(`${root}/${path}`))?.text;
  const crlf = before?.includes('\r\n') === true;
  return { path, before, after: crlf ? text.replaceAll('\n', '\r\n') : text };
}
