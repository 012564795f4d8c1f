/** Turns that say nothing: "Understood", and no work. */
import { type Message, type ModelFailure, textOf } from '../messages';

const polite =
  /^(?:(?:understood|ok(?:ay)?|sure|certainly|of course|got it|noted|acknowledged|very well|ready|i understand|will do|thank you|thanks|great|alright|verstanden|entendido|compris|d'accord|了解(?:しました|です)?|承知しました|明白了?|好的|알겠습니다|понял|понятно)[\s.,!:;…。、！—-]*)+/iu;
const announcement =
  /^(?:i(?:'ll| will| am going to|'m going to)|let me|now i(?:'ll| will))\s+(?:(?:now|first|start|begin|quickly|carefully)\s+)*(?:by\s+)?(?:look|read|check|explor|analy|review|examin|proceed|get started|go through|start|begin|inspect|search|gather|writ|creat|generat)[^?\n]{0,140}$/iu;

/** Sent once after such a turn. */
export const nudge: Message = {
  role: 'user',
  content: [
    {
      type: 'text',
      text: 'Go on: do now what the last request asks, in this turn. An acknowledgement alone ends the work with nothing done.',
    },
  ],
};

/** What the run ends with when it happens again. */
export const twiceEmpty: ModelFailure = {
  kind: 'empty',
  message: 'The model acknowledged the request twice without doing anything. Try again, or choose another model.',
  retryable: true,
};

/**
 * The turn acknowledges or announces and does nothing else. An empty turn counts as long as no tool has run: after one
 * it is how some models end.
 */
export function isAcknowledgement(message: Message, toolsRan: boolean): boolean {
  const text = textOf(message).trim();
  if (text === '') return !toolsRan;
  if (text.length > 300) return false;
  const rest = text.replace(polite, '').trim();
  if (rest === '') return true;
  return announcement.test(rest.replaceAll('’', "'"));
}
