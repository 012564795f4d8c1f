/** What the session log holds for a flow besides the conversation, and what can be told from it. */
import type { AgentEvent, AgentRun, Conversation } from '../agent/types';
import type { Message, ModelFailure, Usage } from '../messages';
import type { DocumentName } from '../specs/model';
import type { AgentStep } from './snapshot';

/** What a phase is for. */
export type PhaseKind = 'ask' | 'write' | 'repair' | 'refine' | 'update' | 'analyze';

/** One phase, as it began. All that a resumed engine needs to go on with it. */
export interface PhaseStart {
  readonly type: 'phase';
  readonly id: string;
  readonly kind: PhaseKind;
  readonly document?: DocumentName;
  /** What the user asked for: the sentence of a refinement. */
  readonly request?: string;
  /** For `update`: the document whose changes are followed, and the ids of those the user chose. */
  readonly source?: DocumentName;
  readonly only?: readonly string[];
  /** Ids of the comments that a refinement answers. */
  readonly comments?: readonly string[];
  /** For `repair`: its turn, from 1. */
  readonly turn?: number;
  /** Id of the document's text as it was (see `keepBase`); absent where there was none. */
  readonly base?: string;
  /** How many messages the conversation had. */
  readonly at: number;
  /** `provider/model`, for its price. */
  readonly model: string;
  readonly sample: boolean;
  /** Documents that its message shows in full, by hash. */
  readonly shows: Readonly<Partial<Record<DocumentName, string>>>;
  /** Texts of the record that its message holds (facts, answers), by name: their hash. */
  readonly says?: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** How a phase ended. A phase that was resumed has several; the last counts. */
export interface PhaseEnd {
  readonly type: 'end';
  readonly id: string;
  readonly outcome: 'done' | 'asking' | 'stopped' | 'failed' | 'refused';
  /** How many messages the conversation had. */
  readonly at: number;
  readonly reply?: string;
  /** For `stopped` and `failed`: what happened, what was kept, what to do. */
  readonly message?: string;
  readonly failure?: ModelFailure;
  /** The text of the answer that was arriving; see `FlowRead.arriving`. */
  readonly partial?: string;
  /** The document that the model wrote in full, by hash: it is in the conversation now. */
  readonly wrote?: Readonly<Partial<Record<DocumentName, string>>>;
}

/** A phase was gone on with: what had ended it does so no more. */
export interface ResumedNote {
  readonly type: 'resumed';
  /** Of the phase. */
  readonly id: string;
}

/** What stood for the repository in the system prompt when the session began; it stays, so that the prompt does. */
export interface OverviewNote {
  readonly type: 'overview';
  readonly text: string;
}

/** What the user switched off of the context, all of it; the last such note counts. */
export interface OffNote {
  readonly type: 'off';
  /** Labels of steering files, and `contextNames.map`. */
  readonly names: readonly string[];
}

/** What the engine writes into the log. */
export type FlowNote = PhaseStart | PhaseEnd | ResumedNote | OverviewNote | OffNote;

/** What every request begins with, from one event to the next of its kind. */
export interface Prefix {
  readonly reason: string;
  /** `provider/model` */
  readonly model: string;
  readonly system: readonly string[];
  readonly tools: AgentRun['tools']['schemas'];
}

/** A session as it is on disk. */
export interface FlowRead {
  readonly id: string;
  messages(): readonly Message[];
  notes(): readonly FlowNote[];
  /** Usage of each answer, in order, with the model that was paid. */
  usages(): readonly { readonly model: string; readonly usage: Usage }[];
  prefix(): Prefix | undefined;
  /** Text of an answer that has brought no message: it is arriving, or was cut off. Empty where there is none. */
  arriving(): string;
  /** What the agent did in the last phase. */
  steps(): readonly AgentStep[];
}

/** A session that is written to; see `sessionLog.ts`. What is appended is on disk when the call resolves. */
export interface FlowLog extends FlowRead, Conversation {
  note(note: FlowNote): Promise<void>;
  setPrefix(prefix: Prefix): Promise<void>;
  /** Usage that brought no message. */
  spent(usage: Usage): Promise<void>;
  /** Takes what the agent tells while it runs; what no message holds goes into the log. */
  heard(event: AgentEvent): void;
  /** Writes what has arrived of an answer that is cut off now. */
  keepArriving(): Promise<void>;
  close(): Promise<void>;
}

/** The last phase, and how it ended; `end` is absent while it is going on and where its process was cut off. */
export function lastPhase(
  notes: readonly FlowNote[],
): { readonly start: PhaseStart; readonly end: PhaseEnd | undefined } | undefined {
  const start = notes.findLast((note) => note.type === 'phase');
  if (start === undefined) return undefined;
  const end = notes.findLast((note) => (note.type === 'end' || note.type === 'resumed') && note.id === start.id);
  return { start, end: end?.type === 'end' ? end : undefined };
}

/** What is switched off now. */
export function offOf(notes: readonly FlowNote[]): readonly string[] {
  const note = notes.findLast((each) => each.type === 'off');
  return note?.type === 'off' ? note.names : [];
}

/** The overview that the session began with. */
export function overviewOf(notes: readonly FlowNote[]): string | undefined {
  const note = notes.find((each) => each.type === 'overview');
  return note?.type === 'overview' ? note.text : undefined;
}

/**
 * What the agent said at the end of the last phase that said something. An update of several documents is one work to
 * its user, so what was said about each of them counts.
 */
export function lastReply(notes: readonly FlowNote[]): string | undefined {
  const said = notes.flatMap((note) => {
    if (note.type !== 'end' || note.reply === undefined || note.reply === '') return [];
    const start = notes.find((each) => each.type === 'phase' && each.id === note.id);
    return start?.type === 'phase' ? [{ start, reply: note.reply }] : [];
  });
  const last = said.at(-1);
  if (last?.start.kind !== 'update') return last?.reply;
  const replies: string[] = [];
  const documents = new Set<DocumentName | undefined>();
  for (const { start, reply } of [...said].reverse()) {
    if (start.kind !== 'update' || start.source !== last.start.source || documents.has(start.document)) break;
    documents.add(start.document);
    replies.unshift(reply);
  }
  return replies.join('\n\n');
}

/** What the conversation holds in full: documents and texts of the record, by hash. */
export interface Shown {
  readonly documents: Readonly<Partial<Record<DocumentName, string>>>;
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * What stands in a conversation of so many messages, the last time that it did; only what stood before the phase
 * `until`, where one is given. A phase whose message was never written shows nothing.
 */
export function shownSoFar(notes: readonly FlowNote[], messages: number, until?: string): Shown {
  const last = notes.findIndex((note) => note.type === 'phase' && note.id === until);
  const before = last === -1 ? notes : notes.slice(0, last);
  let documents: Shown['documents'] = {};
  let texts: Shown['texts'] = {};
  for (const [index, note] of before.entries()) {
    if (note.type === 'end') documents = { ...documents, ...note.wrote };
    if (note.type !== 'phase') continue;
    const next = notes.slice(index + 1).find((each) => each.type === 'phase');
    if ((next?.type === 'phase' ? next.at : messages) <= note.at) continue;
    documents = { ...documents, ...note.shows };
    texts = { ...texts, ...note.says };
  }
  return { documents, texts };
}
