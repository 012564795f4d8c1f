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
      finds: ['"当" is followed by no event. Write what happens: "当 a file is saved, …".'],
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
      const word = ears.plain.slice(trigger.from, trigger.to);
      report(
        placeOfSpan(document, criterion, trigger),
        `"${word}" is followed by no event. Write what happens: "${word} a file is saved, …".`,
      );
    }
  },
};

/** The trigger that nothing follows which could happen. What is blanked was said in code or quotes. */
const emptyTrigger = perSentence(({ text, plain, trigger }) => {
  const rest = trigger === undefined ? undefined : plain.slice(trigger.to);
  if (trigger === undefined || rest === undefined || !NO_EVENT.test(rest)) return undefined;
  return /\S/.test(text.slice(trigger.to, trigger.to + (rest.length - rest.trimStart().length))) ? undefined : trigger;
});

const NO_EVENT =
  /^[\s*_]*(?:[,，、:：;…]|\.{2,}|$|THEN\b|(?:THE|the)[ \t]+[\w-]+(?:[ \t]+[\w-]+)?[ \t]+SHALL\b(?!.*\bSHALL\b))/u;
