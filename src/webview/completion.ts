/** What is offered while a mention is typed: one field at a time asks, and only the answer to its last question counts. */
import { signal } from '@preact/signals';
import type { MentionChoice } from '../core/workspace/completeMentions';
import { post } from './host';
import type { HostMessage } from './protocol';

/** Milliseconds of rest before the extension is asked. */
const rest = 80;

/** What is offered below or above a field. */
export interface Offer {
  /** Id of the field. */
  readonly field: string;
  readonly choices: readonly MentionChoice[];
  /** Index of the one that Enter takes. */
  readonly at: number;
}

/** Undefined while nothing is offered. */
export const offer = signal<Offer | undefined>(undefined);

let asked = 0;
let asking: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks soon for what fits; what was asked before is forgotten, and what it offered stays until the answer. */
export function askFor(field: string, query: string): void {
  clearTimeout(timer);
  if (offer.value !== undefined && offer.value.field !== field) offer.value = undefined;
  asking = field;
  asked += 1;
  const ask = asked;
  timer = setTimeout(() => post({ type: 'complete', ask, query }), rest);
}

/** Offers nothing any more; an answer that is still on its way is dropped. */
export function closeOffer(): void {
  clearTimeout(timer);
  asking = undefined;
  asked += 1;
  offer.value = undefined;
}

/** Takes an answer in. */
export function receiveChoices({ ask, choices }: Extract<HostMessage, { type: 'completions' }>): void {
  if (asking === undefined || ask !== asked) return;
  offer.value = choices.length === 0 ? undefined : { field: asking, choices, at: 0 };
}

/** Goes up or down in what is offered, round at both ends. */
export function moveChoice(by: number): void {
  const now = offer.value;
  if (now) offer.value = { ...now, at: (now.at + by + now.choices.length) % now.choices.length };
}
