/**
 * An agent's run with steering: whatever becomes relevant while it goes on is appended before the next request. It
 * remembers nothing by itself. What is worked on is read off the conversation, and so is what was said already; a
 * session that was resumed, or made shorter, gets exactly what it lacks.
 */
import { runAgent } from '../agent/loop';
import type { AgentEnd, AgentRun, AgentSeams } from '../agent/types';
import { mentionMark } from '../context/mentions';
import { steeringHead, steeringMark, steeringMessage } from '../context/steeringText';
import type { Message } from '../messages';
import type { SteeringChoice, SteeringFile } from '../steering/model';
import { select } from '../steering/select';
import { type MentionParts, mentioned } from './mentions';
import { placed } from './placed';
import { sceneOf } from './scene';
import { type SteeringParts, steeringOf } from './steering';

/**
 * Runs agents that work in a workspace folder: planning, tasks, sub-agents, hooks. `changed` names files (absolute)
 * that changed in other ways than by the agent's own calls.
 */
export type SteeredRun = (
  root: string,
  run: AgentRun,
  signal: AbortSignal,
  changed?: () => Iterable<string>,
) => Promise<AgentEnd>;

/** Makes the function; nothing is read before a run asks for its first answer. */
export function createSteeredRun(parts: MentionParts): SteeredRun {
  return (root, run, signal, changed) => {
    const before = run.seams?.context;
    const context: AgentSeams['context'] = async () => {
      const said = (await before?.()) ?? [];
      const messages = [...run.conversation.messages(), ...said];
      // Only the user's side may grow here: the model's own words are still to be answered.
      if (messages.at(-1)?.role !== 'user') return said;
      return [...said, ...(await missing(parts, root, run, messages, changed?.() ?? []))];
    };
    return runAgent({ ...run, seams: { ...run.seams, context } }, signal);
  };
}

async function missing(
  parts: MentionParts,
  root: string,
  run: AgentRun,
  messages: readonly Message[],
  changed: Iterable<string>,
): Promise<readonly Message[]> {
  const { request } = sceneOf(messages, isOurs);
  const known = knownTexts(run, messages);
  const chosen = await applying(parts, root, { messages, changed, off: (await run.off?.()) ?? [] });
  const fresh = chosen.filter(({ file }) => !known.some((text) => text.includes(steeringHead(file))));
  const brought = await mentioned(parts, root, request, textsOf(messages).filter(isMention));
  return [...brought, ...(fresh.length === 0 ? [] : [steeringMessage(fresh)])];
}

/** What a conversation is about: what is said in it, and files (absolute) that changed besides. */
export interface SteeringScene {
  readonly messages: readonly Message[];
  readonly changed: Iterable<string>;
  /** Labels that are switched off. */
  readonly off: readonly string[];
}

/** All steering that takes part in a conversation as it stands now, that of every workspace folder that it works in. */
export async function applying(
  parts: SteeringParts,
  root: string,
  { messages, changed, off }: SteeringScene,
): Promise<readonly SteeringChoice[]> {
  const { paths: written, named, request } = sceneOf(messages, isOurs);
  const folders = await steeringInFolders(parts, root, [...written, ...changed]);
  const chosen = folders.flatMap(({ files, paths }) => select(files, { paths, named, request, off }));
  const included = new Map<string, SteeringChoice>();
  // The user's own files are those of every folder.
  for (const choice of chosen)
    if (choice.included && !included.has(choice.file.path)) included.set(choice.file.path, choice);
  return [...included.values()];
}

/** Steering of a workspace folder, and which paths of it a conversation is about. */
export interface FolderSteering {
  readonly folder: string;
  readonly files: readonly SteeringFile[];
  /** Relative to it. */
  readonly paths: readonly string[];
}

/** That of each folder that the paths lie in, its own first; files of another one are called as tools call them, with its name. */
export function steeringInFolders(
  parts: SteeringParts,
  root: string,
  all: readonly string[],
): Promise<readonly FolderSteering[]> {
  const called = (folder: string, file: SteeringFile): SteeringFile =>
    folder === root || file.scope === 'user'
      ? file
      : { ...file, label: `${folder.slice(folder.lastIndexOf('/') + 1)}/${file.label}` };
  return Promise.all(
    [...sortedByRoot(parts.roots, root, all)].map(async ([folder, paths]) => {
      const files = await steeringOf(parts, folder, { paths });
      return { folder, paths, files: files.map((file) => called(folder, file)) };
    }),
  );
}

function isSteering(text: string): boolean {
  return text.startsWith(steeringMark);
}

function isMention(text: string): boolean {
  return text.startsWith(mentionMark);
}

/** What we appended ourselves names no file that is worked on, and mentions nothing. */
export function isOurs(text: string): boolean {
  return isSteering(text) || isMention(text);
}

function textsOf(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ content }) => content.flatMap((block) => (block.type === 'text' ? [block.text] : [])));
}

/** Where steering may stand already. */
function knownTexts({ system }: AgentRun, messages: readonly Message[]): readonly string[] {
  const said = textsOf(messages).filter(isSteering);
  return [...system, ...said];
}

/** Paths relative to their workspace folder; relative ones belong to the first, or to the one that they begin with. */
export function sortedByRoot(
  roots: readonly string[],
  first: string,
  paths: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const sorted = new Map<string, string[]>([[first, []]]);
  const others = roots.filter((each) => each !== first);
  for (const path of new Set(paths)) {
    const full = placed(roots, first, path);
    const root = [first, ...others].sort((a, b) => b.length - a.length).find((each) => full.startsWith(`${each}/`));
    if (root === undefined) continue;
    sorted.set(root, [...(sorted.get(root) ?? []), full.slice(root.length + 1)]);
  }
  return sorted;
}
