/** Reads a Messages API request as its answerer: which phase is asked for, with what, and what was done in it so far. */

/** A tool call to be made. */
export interface ToolUse {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A tool call of the present phase with its result. */
export interface ToolTurn extends ToolUse {
  readonly result: string;
  readonly isError: boolean;
}

/** A request as its answerer needs it. */
export interface Conversation {
  /** The sentence that the spec began with; undefined where the conversation began later. */
  readonly sentence: string | undefined;
  /** "ask", "requirements", …; undefined where the request is none of ours. */
  readonly phase: string | undefined;
  /** The text of the message that asked for the phase. */
  readonly message: string;
  /** The user's last words: those of the phase, or what was said within it ("the document was cut off"). */
  readonly lastWords: string;
  readonly turns: readonly ToolTurn[];
  /** What was answered so far, complete or cut off. */
  readonly said: string;
  /** `id | question | answer | source`, one line each, as last rendered; empty where nothing was asked. */
  readonly answers: string;
  /** What every tool result of the conversation said, joined. */
  readonly seen: string;
  /** The spec's documents by file name, as they were when the phase began. */
  readonly documents: Readonly<Record<string, string>>;
  /** The spec's name, as tests are to name it; undefined before tasks.md is asked for. */
  readonly spec: string | undefined;
  /** Names of the tools that may be called. */
  readonly tools: readonly string[];
}

/** A request of the runner as its answerer needs it: what is built, and how far it has come. */
export interface BuildConversation {
  /** The message that the task began with. */
  readonly task: string;
  /** What the runner said last that asks for more than the next turn. */
  readonly leg:
    | { readonly kind: 'task' }
    | { readonly kind: 'failed' }
    | { readonly kind: 'rejected'; readonly paths: readonly string[] };
  /** Turns that were made since, without those that were lost in part and are made again. */
  readonly made: number;
  /** Files of a turn that was lost just now: they are looked at before it is made again. */
  readonly unread: readonly string[];
}

/** What is said with the look that comes before such a turn. */
export const looksAgain = 'That was cut short. I look at what is there now.';

/** Reads a request in which a task is built; undefined for any other. */
export function readBuild(body: unknown): BuildConversation | undefined {
  const parts = listOf(recordOf(body).messages).map(partOf);
  const from = parts.findLastIndex(
    (part) => part.role === 'user' && /^Build this task of the spec "/mu.test(part.text),
  );
  if (from === -1) return undefined;
  const since = parts.slice(from);
  const begins = since.findLastIndex(
    (part, at) =>
      part.role === 'user' &&
      (at === 0 || frame(part.text, 'failing') !== undefined || frame(part.text, 'rejected') !== undefined),
  );
  const turns = since.slice(begins + 1);
  const lost = turns.map((part, at) => part.role === 'assistant' && isLost(turns[at + 1]));
  const made = turns.filter((part, at) => part.role === 'assistant' && !lost[at] && part.text !== looksAgain).length;
  const last = turns.findLastIndex(({ role }) => role === 'assistant');
  const unread = lost[last] === true ? (turns[last]?.uses ?? []).flatMap(({ input }) => pathOf(input)) : [];
  return { task: since[0]?.text ?? '', leg: legOf(since[begins]?.text ?? '', begins), made, unread };
}

/** Whether a call of a turn was interrupted, or refused as its file must be read again, by these results. */
function isLost(results: Part | undefined): boolean {
  const again = /was interrupted|has not been read|has changed since/u;
  return results?.results.some(({ isError, text }) => isError && again.test(text)) === true;
}

function pathOf({ path }: ToolUse['input']): readonly string[] {
  return typeof path === 'string' ? [path] : [];
}

function legOf(text: string, at: number): BuildConversation['leg'] {
  if (at <= 0) return { kind: 'task' };
  const rejected = frame(text, 'rejected');
  if (rejected === undefined) return { kind: 'failed' };
  const paths = [...rejected.matchAll(/[\w./-]+\/[\w.-]+\.\w+/gu)].map(([path]) => path);
  return { kind: 'rejected', paths: [...new Set(paths)] };
}

interface Part {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly uses: readonly (ToolUse & { readonly id: string })[];
  readonly results: readonly { readonly id: string; readonly text: string; readonly isError: boolean }[];
}

const titles: readonly (readonly [string, string])[] = [
  ['requirements.md', '# Requirements Document'],
  ['design.md', '# Design Document'],
  ['tasks.md', '# Implementation Plan'],
];

/** Reads any body; what it lacks is empty or undefined. */
export function readConversation(body: unknown): Conversation {
  const request = recordOf(body);
  const parts = listOf(request.messages).map(partOf);
  const start = parts.findLastIndex((part) => part.role === 'user' && phaseOf(part.text) !== undefined);
  const message = parts[start]?.text ?? '';
  // The request of a refinement is another sentence; only these phases hold the one that the spec began with.
  const begins = (text: string) => ['ask', 'requirements'].includes(phaseOf(text) ?? '');
  const first = parts.find((part) => part.role === 'user' && begins(part.text));
  const documents = documentsOf(start < 0 ? parts : parts.slice(0, start + 1));
  return {
    sentence: first && frame(first.text, 'request'),
    phase: phaseOf(message),
    message,
    lastWords: parts.findLast((part) => part.role === 'user' && part.text.trim() !== '')?.text ?? '',
    turns: turnsOf(start < 0 ? [] : parts.slice(start + 1)),
    said: parts
      .filter((part) => part.role === 'assistant')
      .map((part) => part.text)
      .join('\n'),
    answers: parts.map((part) => shown(frame(part.text, 'answers'))).findLast((text) => text !== undefined) ?? '',
    seen: parts.flatMap((part) => part.results.map((result) => result.text)).join('\n'),
    documents,
    spec: specOf([
      documents['tasks.md'] ?? '',
      ...parts.filter((part) => phaseOf(part.text) === 'tasks').map((part) => part.text),
    ]),
    tools: listOf(request.tools).map((tool) => String(recordOf(tool).name)),
  };
}

/** The text between a frame's tags, each on a line of its own; the last such frame's. `name` is its name attribute. */
export function frame(text: string, tag: string, name?: string): string | undefined {
  const attributes = name === undefined ? '(?: [^>\\n]*)?' : ` name="${name.replace('.', '\\.')}"[^>\\n]*`;
  const found = [...text.matchAll(new RegExp(`^<${tag}${attributes}>\\n([\\s\\S]*?)\\n?^</${tag}>`, 'gmu'))];
  return found.at(-1)?.[1];
}

/** The names of the spec documents that a phase's message speaks of, in order. */
export function framedDocuments(text: string): readonly string[] {
  return [...text.matchAll(/^<spec_document name="([^"]+)"/gmu)].flatMap((match) => match[1] ?? []);
}

/** The first name in the first text that has one: the examples of the prompt come later. */
function specOf(texts: readonly string[]): string | undefined {
  return texts.map((text) => /@spec ([\w.-]+)#/u.exec(text)?.[1]).find((name) => name !== undefined);
}

/** Undefined for the marks that stand for "nothing" and "unchanged". */
function shown(text: string | undefined): string | undefined {
  return text === undefined || /^\s*\((?:none|above, unchanged)\)\s*$/u.test(text) ? undefined : text;
}

function phaseOf(text: string): string | undefined {
  return /^# Phase: (\w+)/mu.exec(text)?.[1];
}

/** Follows the conversation: what was shown, written, and changed by an edit that went through. */
function documentsOf(parts: readonly Part[]): Readonly<Record<string, string>> {
  const documents: Record<string, string> = {};
  const failed = new Set(parts.flatMap((part) => part.results.flatMap((result) => (result.isError ? result.id : []))));
  for (const part of joined(parts)) {
    for (const [name, title] of titles) {
      const text =
        part.role === 'user'
          ? (shown(frame(part.text, name.replace('.md', ''))) ?? shown(frame(part.text, 'spec_document', name)))
          : written(part.text, title);
      if (text !== undefined) documents[name] = text;
    }
    for (const use of part.uses)
      if (use.name === 'edit_document' && !failed.has(use.id)) applyEdits(documents, use.input);
  }
  return documents;
}

/** An answer that was cut off inside its document is one with those that go on with it. */
function joined(parts: readonly Part[]): readonly Part[] {
  const result: Part[] = [];
  let open: number | undefined;
  for (const part of parts) {
    if (part.role !== 'assistant' || part.text === '') {
      result.push(part);
      continue;
    }
    const begun = open === undefined ? undefined : result[open];
    const at: number = open ?? result.length;
    const next = begun === undefined ? part : goneOnWith(begun, part);
    result[at] = next;
    open = /^<document>\n/mu.test(next.text) && !/^<\/document>/mu.test(next.text) ? at : undefined;
  }
  return result;
}

/** Up to the last complete line, and what follows it. */
function goneOnWith(begun: Part, next: Part): Part {
  const lines = begun.text.slice(0, begun.text.lastIndexOf('\n') + 1);
  return {
    ...begun,
    text: lines + next.text.replace(/^[\s\S]*?<document>\n/u, ''),
    uses: [...begun.uses, ...next.uses],
  };
}

function written(text: string, title: string): string | undefined {
  const document = /^<document>\n([\s\S]*?)^<\/document>/mu.exec(text)?.[1];
  return document?.startsWith(title) ? document : undefined;
}

function applyEdits(documents: Record<string, string>, input: ToolUse['input']): void {
  const name = String(input.document);
  for (const each of listOf(input.edits)) {
    const edit = recordOf(each);
    const before = documents[name];
    if (before !== undefined) documents[name] = before.replace(String(edit.old), () => String(edit.new));
  }
}

function turnsOf(parts: readonly Part[]): readonly ToolTurn[] {
  const results = new Map(parts.flatMap((part) => part.results.map((result) => [result.id, result] as const)));
  return parts.flatMap((part) =>
    part.uses.flatMap(({ id, name, input }) => {
      const result = results.get(id);
      return result === undefined ? [] : [{ name, input, result: result.text, isError: result.isError }];
    }),
  );
}

function partOf(message: unknown): Part {
  const { role, content } = recordOf(message);
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content).map(recordOf);
  return {
    role: role === 'assistant' ? 'assistant' : 'user',
    text: blocks
      .filter((block) => block.type === 'text')
      .map((block) => String(block.text))
      .join('\n'),
    uses: blocks
      .filter((block) => block.type === 'tool_use')
      .map((block) => ({ id: String(block.id), name: String(block.name), input: recordOf(block.input) })),
    results: blocks
      .filter((block) => block.type === 'tool_result')
      .map((block) => ({
        id: String(block.tool_use_id),
        text: resultText(block.content),
        isError: block.is_error === true,
      })),
  };
}

function resultText(content: unknown): string {
  return typeof content === 'string'
    ? content
    : listOf(content)
        .map((block) => String(recordOf(block).text ?? ''))
        .join('\n');
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
