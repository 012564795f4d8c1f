import { perSentence, placeOfSpan } from '../ears/criteria';
import type { Rule } from '../rule';

/** A trigger that names no event. */
export const triggerWithoutEvent: Rule = {
  name: 'trigger-without-event',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'WHEN, IF, WHILE and WHERE say what happens before the system answers. With nothing behind the word nobody knows when the criterion holds.',
  bad: [
    {
      criterion: 'WHEN, THE System SHALL keep the file',
      finds: ['"WHEN" is followed by no event. Write what happens: "WHEN a file is saved, …".'],
    },
    {
      criterion: 'IF THEN THE System SHALL keep the file',
      finds: ['"IF" is followed by no event. Write what happens: "IF a file is saved, …".'],
    },
    {
      criterion: '当，系统应当保留内容',
      finds: ['"当" is followed by no event. Write behind it what happens.'],
    },
    {
      criterion: 'とき、システムは内容を保持しなければならない',
      finds: ['"とき" follows no event. Write before it what happens.'],
    },
    {
      criterion: 'ЕСЛИ ТО система ДОЛЖНА показать ошибку',
      finds: ['"ЕСЛИ" is followed by no event. Write behind it what happens.'],
    },
  ],
  good: [
    { criterion: 'WHEN a file is saved, THE System SHALL keep it' },
    { criterion: '当用户保存文件时，系统应当保留内容' },
    { criterion: 'When THE Importer SHALL stop is decided by THE System SHALL' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const trigger = emptyTrigger(ears);
      if (trigger === undefined) continue;
      report(placeOfSpan(document, criterion, trigger), messageFor(ears.plain.slice(trigger.from, trigger.to)));
    }
  },
};

function messageFor(word: string): string {
  if (ENDS_CONDITION.test(word)) return `"${word}" follows no event. Write before it what happens.`;
  return /^(?:when|if|while|where)$/i.test(word)
    ? `"${word}" is followed by no event. Write what happens: "${word} a file is saved, …".`
    : `"${word}" is followed by no event. Write behind it what happens.`;
}

/** What ends a condition in Japanese, Chinese and Korean; with nothing before it, there is none. */
const ENDS_CONDITION = /^(?:とき|時|場合|际|時候|时|경우|때)(?=$|(?:に|は|には|에|에는)?[、，,])/;

/** The trigger that nothing follows which could happen. What is blanked was said in code or quotes. */
const emptyTrigger = perSentence(
  ({ text, plain, trigger, ascii }) => {
    if (trigger === undefined) {
      const ending = ascii ? null : ENDS_CONDITION.exec(text);
      return ending === null ? undefined : { from: 0, to: ending[0].length };
    }
    if (ascii && beginsEvent(plain, trigger.to)) return undefined;
    const rest = plain.slice(trigger.to);
    if (!NO_EVENT.test(rest)) return undefined;
    return /\S/.test(text.slice(trigger.to, trigger.to + (rest.length - rest.trimStart().length)))
      ? undefined
      : trigger;
  },
  { otherwise: undefined },
);

/** Says no to nearly every event in ASCII by its first letter: `NO_EVENT` finds nothing that begins so. */
function beginsEvent(plain: string, at: number): boolean {
  if (plain.charCodeAt(at) !== 0x20) return false;
  const first = plain.charCodeAt(at + 1);
  const letter = first | 0x20;
  return letter >= 0x61 && letter <= 0x7a && !'TtADE'.includes(String.fromCharCode(first));
}

const NO_EVENT =
  /^[\s*_]*[时時]?(?:[,，、:：;…]|\.{2,}|$|(?:THEN|ALORS|ENTÃO|ENTONCES|DANN|ТО|ТОГДА|ТОДІ|THÌ)(?![\p{L}\p{N}])|[则則]|那[么麼]|(?:THE|the)[ \t]+[\w-]+(?:[ \t]+[\w-]+)?[ \t]+SHALL\b(?!.*\bSHALL\b))/u;
