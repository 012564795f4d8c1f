/** Puts a raw stream together: raw steps in, provider events out, and at any moment the message as far as it came. */
import type { Block, Message, StopReason, ToolCall, Usage } from '../messages';
import { noUsage } from '../messages';
import type { ProviderEvent } from './provider';
import type { RawEvent } from './wire';

type Draft =
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'reasoning'; text: string; signature: string; redacted: string }
  | { readonly kind: 'tool'; readonly id: string; readonly name: string; json: string; ended: boolean };

/** One answer, while it is put together. */
export interface Assembly {
  /** Takes one step; answers with what the caller shows of it. */
  push(raw: RawEvent): readonly ProviderEvent[];
  /** What arrived so far. */
  message(): Message;
  usage(): Usage;
  /** Undefined until the vendor's end mark came. */
  finished(): StopReason | undefined;
  /** Anything at all came. */
  started(): boolean;
}

/** `model` is what the start event says. */
export function assembly(model: string): Assembly {
  const drafts = new Map<number, Draft>();
  let usage = noUsage;
  let finish: StopReason | undefined;
  let begun = false;

  const push = (raw: RawEvent): readonly ProviderEvent[] => {
    begun = true;
    switch (raw.type) {
      case 'start':
        return [{ type: 'start', model, ...(raw.requestId === undefined ? {} : { requestId: raw.requestId }) }];
      case 'usage':
        usage = raw.usage;
        return [];
      case 'finish':
        finish = raw.reason;
        return [];
      case 'error':
        return [];
      default:
        return pushBlock(drafts, raw);
    }
  };

  return {
    push,
    message: () => ({ role: 'assistant', content: [...drafts.values()].flatMap(blockOf) }),
    usage: () => usage,
    finished: () => (finish === undefined ? undefined : settledReason(finish, drafts)),
    started: () => begun,
  };
}

type BlockStep = Extract<RawEvent, { readonly index: number }>;

function pushBlock(drafts: Map<number, Draft>, raw: BlockStep): readonly ProviderEvent[] {
  const draft = drafts.get(raw.index);
  switch (raw.type) {
    case 'text': {
      if (draft?.kind === 'text') draft.text += raw.text;
      else drafts.set(raw.index, { kind: 'text', text: raw.text });
      return raw.text === '' ? [] : [{ type: 'text', text: raw.text }];
    }
    case 'reasoning': {
      const block = draft?.kind === 'reasoning' ? draft : newReasoning(drafts, raw.index);
      block.text += raw.text ?? '';
      block.signature += raw.signature ?? '';
      block.redacted += raw.redacted ?? '';
      return raw.text === undefined || raw.text === '' ? [] : [{ type: 'reasoning', text: raw.text }];
    }
    case 'tool':
      drafts.set(raw.index, { kind: 'tool', id: raw.id, name: raw.name, json: '', ended: false });
      return [{ type: 'tool_start', id: raw.id, name: raw.name }];
    case 'input': {
      if (draft?.kind !== 'tool' || raw.json === '') return [];
      draft.json += raw.json;
      return [{ type: 'tool_input', id: draft.id, json: raw.json }];
    }
    case 'block_end': {
      if (draft?.kind !== 'tool' || draft.ended) return [];
      draft.ended = true;
      return [{ type: 'tool_end', call: callOf(draft) }];
    }
  }
}

function newReasoning(drafts: Map<number, Draft>, index: number): Extract<Draft, { kind: 'reasoning' }> {
  const draft = { kind: 'reasoning' as const, text: '', signature: '', redacted: '' };
  drafts.set(index, draft);
  return draft;
}

function blockOf(draft: Draft): readonly Block[] {
  if (draft.kind === 'text') return draft.text === '' ? [] : [{ type: 'text', text: draft.text }];
  if (draft.kind === 'tool') return [callOf(draft)];
  if (draft.text === '' && draft.signature === '' && draft.redacted === '') return [];
  return [
    {
      type: 'reasoning',
      text: draft.text,
      ...(draft.signature === '' ? {} : { signature: draft.signature }),
      ...(draft.redacted === '' ? {} : { redacted: draft.redacted }),
    },
  ];
}

function callOf(draft: Extract<Draft, { kind: 'tool' }>): ToolCall {
  const base = { type: 'tool_call', id: draft.id, name: draft.name } as const;
  // A tool without input gets no input at all from some models.
  if (draft.json.trim() === '')
    return draft.ended ? { ...base, input: {} } : { ...base, input: undefined, inputText: '' };
  try {
    return { ...base, input: JSON.parse(draft.json) };
  } catch {
    return { ...base, input: undefined, inputText: draft.json };
  }
}

/** Some models say `end` after calling tools, or the reverse; what was called decides. */
function settledReason(reason: StopReason, drafts: ReadonlyMap<number, Draft>): StopReason {
  if (reason !== 'end' && reason !== 'tool_use') return reason;
  return [...drafts.values()].some((draft) => draft.kind === 'tool') ? 'tool_use' : 'end';
}
