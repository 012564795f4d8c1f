/** What a conversation is about: the files that it mentions, reads and changes, and the user's own words. */
import { mentionsIn } from '../context/mentions';
import { type Block, type Message, type ToolCall, toolCallsOf } from '../messages';
import { personSays } from '../runs/answers';
import type { Spec } from '../specs/model';
import { documentOf } from '../specs/spec';

/** A conversation, seen as an occasion for steering. Paths as they were written. */
export interface Scene {
  readonly paths: readonly string[];
  /** `#name` and `/name`, without the sign. */
  readonly named: readonly string[];
  /** What the user asked for. */
  readonly request: string;
}

/** Tools whose path is a folder to look in: nothing of it is worked on yet. */
const lookers: readonly string[] = ['find_files', 'list_directory', 'search_text'];
const pathKeys = ['path', 'from', 'to'];
/** Frames that hold what somebody asks for. */
const asking = /<(request|answers|comments|task|told|rejected)>\n([\s\S]*?)\n<\/\1>/gu;
const frame = /^<([a-z_]+)(?: [^>\n]*)?>\n([\s\S]*?)\n<\/\1>/gmu;
/** What the repository shows of itself. */
const shown: readonly string[] = ['existing_specs', 'other_specs', 'repository_facts', 'repository_map'];
const inCode = /`([^`\n]{2,200})`/gu;
/** Files that have no ending. */
const bare = '(?:Brew|Caddy|Container|Docker|Earth|Gem|Jenkins|Just|Make|Pip|Proc|Rake|Vagrant)file';
/** A folder, which some frameworks write in brackets: `app/[id]/(shop)/page.tsx`. */
const folder = '(?:[\\w@.$+~-]|\\[[\\w.-]+\\]|\\([\\w.-]+\\))+\\/';
const plainPath = new RegExp(
  `(?<![\\w@/.:#$+~)\\]-])(?:\\./)?(?:((?:${folder})+(?:(?:[\\w@.$+~-]|\\[[\\w.-]+\\])*[\\w\\]]\\.[A-Za-z]\\w{0,9}|${bare}))|(${bare}))(?![\\w/])`,
  'gu',
);
/** In code marks letters of any script may stand in a path, and a name may begin with a dot. */
const fileName = new RegExp(
  `^(?:\\./)?(?:[\\p{L}\\p{N}_@.$+~()[\\]-]+/)*(?:[\\p{L}\\p{N}_@.$+~()[\\]-]+\\.[A-Za-z]\\w{0,9}|\\.[a-z][\\w.-]*|${bare})$`,
  'u',
);
const naming = /(?<=^|[\s(“"'`])[#/](?:steering:)?([\p{L}\p{N}][\p{L}\p{N}._-]*)(?![\p{L}\p{N}._/-])/gmu;

/** Reads the scene off the messages; `isSteering` says which texts are steering and mention nothing. */
export function sceneOf(messages: readonly Message[], isSteering: (text: string) => boolean): Scene {
  const texts = messages
    .flatMap(({ role, content }) => (role === 'user' ? content.flatMap(textsOf) : []))
    .filter((text) => !isSteering(text));
  const asked = texts.flatMap((text) => [...text.matchAll(asking)].map((match) => match[2] ?? ''));
  const answers = answersIn(messages);
  const words = [...(asked.length === 0 ? texts.slice(0, 1) : asked), ...answers];
  return {
    paths: [
      ...new Set([
        ...filesOfCalls(messages),
        ...[...texts.flatMap(saidIn), ...answers, ...written(messages)].flatMap(pathsIn),
      ]),
    ],
    named: [...new Set(words.flatMap(namedIn))],
    request: words.join('\n'),
  };
}

/** What a prompt names with `#name`, `#steering:name` or `/name`, without the sign. */
export function namedIn(text: string): readonly string[] {
  // A full stop at the end of a sentence is none of the name.
  return [...text.matchAll(naming)].flatMap((match) => match[1]?.replace(/\.+$/u, '') ?? []);
}

/** Files that tools read or changed, as their calls name them. */
export function filesOfCalls(messages: readonly Message[]): readonly string[] {
  const failed = failedCalls(messages);
  const calls = messages.flatMap((message) => (message.role === 'assistant' ? toolCallsOf(message) : []));
  return [...new Set(calls.filter(({ id }) => !failed.has(id)).flatMap(pathsOfCall))];
}

/** Our own words around frames name files as examples only, and a map is no mention: what counts is in the other frames. */
function saidIn(text: string): readonly string[] {
  const found = [...text.matchAll(frame)];
  return found.length === 0
    ? [text]
    : found.flatMap(([, name = '', inside = '']) => (shown.includes(name) ? [] : [inside]));
}

/** What the person answered to questions that an agent asked while it built. */
function answersIn(messages: readonly Message[]): readonly string[] {
  const questions = new Set(
    messages.flatMap((message) => toolCallsOf(message).flatMap(({ id, name }) => (name === 'ask_user' ? [id] : []))),
  );
  const results = messages.flatMap(({ content }) => content.filter((block) => block.type === 'tool_result'));
  return results
    .filter(({ callId }) => questions.has(callId))
    .flatMap(({ content }) => content.flatMap(textsOf))
    .flatMap((text) => (text.startsWith(personSays) ? [text.slice(personSays.length)] : []));
}

/** Documents that the model wrote: files that the design names are worked on. */
function written(messages: readonly Message[]): readonly string[] {
  return messages
    .flatMap(({ role, content }) => (role === 'assistant' ? content.flatMap(textsOf) : []))
    .flatMap((text) =>
      [...text.matchAll(frame)].flatMap(([, name, inside = '']) => (name === 'document' ? [inside] : [])),
    );
}

function textsOf(block: Block): readonly string[] {
  return block.type === 'text' ? [block.text] : [];
}

function failedCalls(messages: readonly Message[]): ReadonlySet<string> {
  const results = messages.flatMap(({ content }) => content.filter((block) => block.type === 'tool_result'));
  return new Set(results.flatMap(({ callId, isError }) => (isError ? [callId] : [])));
}

function pathsOfCall({ name, input }: ToolCall): readonly string[] {
  if (lookers.includes(name) || typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) =>
    pathKeys.includes(key) && typeof value === 'string' ? [value] : [],
  );
}

/** Files that a spec's design names, as they are written there: rules for them hold for its tasks. */
export function namedInDesign(spec: Spec): readonly string[] {
  return [...new Set(pathsIn(documentOf(spec, 'design.md')?.text ?? ''))];
}

/** Paths that a text names: with a folder and an ending, a name with an ending in code marks, or mentioned with `#file:`. */
export function pathsIn(text: string): readonly string[] {
  const mentioned = mentionsIn(text).flatMap(({ kind, what }) => (kind === 'file' ? [what] : []));
  const marked = [...text.matchAll(inCode)].map((match) => match[1] ?? '').filter((each) => fileName.test(each));
  const plain = [...text.matchAll(plainPath)].map((match) => match[1] ?? match[2] ?? '');
  return [...mentioned, ...marked, ...plain].map((path) => path.replace(/^\.\//u, ''));
}
