import type { Diagnostic } from '../../diagnostic';
import { type Ears, perSentence, placeOfSpan } from '../ears/criteria';
import { THEN, THEN_ASCII } from '../ears/words';
import type { Rule } from '../rule';
import { withoutEnd } from '../vocabulary';

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

/** IF without its THEN. */
export const ifWithoutThen: Rule = {
  name: 'if-without-then',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'EARS writes what goes wrong as "IF …, THEN THE System SHALL …". THEN says where the condition ends. It is asked for only where IF stands in capitals; what other grammars part by a comma is left alone.',
  bad: [
    {
      criterion: 'IF the title is empty, THE System SHALL refuse it',
      finds: ['IF has no THEN. Write "IF …, THEN THE System SHALL …".'],
      mended: 'IF the title is empty, THEN THE System SHALL refuse it',
    },
  ],
  good: [
    { criterion: 'IF the title is empty, THEN THE System SHALL refuse it' },
    { criterion: '如果标题为空，系统应当拒绝' },
    { criterion: 'If the title is empty, the system shall refuse it' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const { trigger, obligations, plain } = ears;
      if (trigger === undefined || obligations.length === 0) continue;
      if (plain.slice(trigger.from, trigger.to) !== 'IF' || hasResponse(ears)) continue;
      const place = placeOfSpan(document, criterion, trigger);
      report(place, 'IF has no THEN. Write "IF …, THEN THE System SHALL …".', {
        fix: thenFix(document, criterion, ears),
      });
    }
  },
};

/** `THEN` before the first obligation. */
const hasResponse = perSentence(({ plain, ascii, obligations: [first] }) => {
  const then = plain.search(ascii ? THEN_ASCII : THEN);
  return then >= 0 && then <= (first?.from ?? plain.length);
});

/** Before the last THE that a comma precedes, where there is exactly one such place. */
function thenFix(
  document: Parameters<typeof placeOfSpan>[0],
  criterion: Parameters<typeof placeOfSpan>[1],
  { plain, obligations }: Ears,
): Diagnostic['fix'] | undefined {
  const head = plain.slice(0, obligations[0]?.from ?? 0);
  const places = [...head.matchAll(/,[ \t]+(?=the\b)/gi)];
  const at = places.length === 1 ? (places[0]?.index ?? 0) + (places[0]?.[0].length ?? 0) : -1;
  const place = at < 0 ? undefined : placeOfSpan(document, criterion, { from: at, to: at });
  return place?.exact
    ? { title: 'Insert THEN', edits: [{ start: place.start, end: place.start, text: 'THEN ' }] }
    : undefined;
}

const message = 'Nobody is named who has to do this. Write the system before the obligation: "THE System SHALL …".';

/** A response that nobody gives. */
export const responseWithoutSystem: Rule = {
  name: 'response-without-system',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A criterion says which system has to answer. Without it two parts can each leave the work to the other.',
  bad: [
    { criterion: 'WHEN a file is saved, SHALL keep it', finds: [message] },
    { criterion: 'IF the title is empty, THEN SHALL be refused', finds: [message] },
    { criterion: 'WHEN 保存ボタンを押した THEN SHALL 保存する', finds: [message] },
    { criterion: '当用户保存文件时，应当保留内容', finds: [message] },
  ],
  good: [
    { criterion: 'WHEN a file is saved, THE System SHALL keep it' },
    { criterion: 'WHEN 保存ボタンを押した THEN システムは保存しなければならない' },
    { criterion: '当用户保存文件时，系统应当保留内容' },
    { criterion: '`SHALL` is explained by THE System SHALL' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const obligation = ownerless(ears);
      if (obligation !== undefined) report(placeOfSpan(document, criterion, obligation), message);
    }
  },
};

/** The first obligation, where nobody has it. */
const ownerless = perSentence(({ text, plain, writing, obligations: [first] }) =>
  first === undefined ||
  /^[\s*_]*FOR (?:ALL|ANY|EACH|EVERY)\b/.test(plain) ||
  !lacksSystem(text.slice(0, first.from), writing)
    ? undefined
    : first,
);

/** Whether the words before an obligation name nobody: the clause begins with it. */
function lacksSystem(before: string, writing: Ears['writing']): boolean {
  const head = withoutEnd(before, ' \t*_');
  const last = head.at(-1) ?? '';
  if (last === '' || ',，、;；'.includes(last)) return writing !== 'japanese' || last === '';
  switch (last) {
    case 'N':
    case 'n':
    case '则':
    case '么':
      return /(?:^|[\s,，、])(?:THEN|then|则|那么)$/u.test(head);
    case 'E':
      return /^(?:WHEN|IF|WHILE|WHERE)\b[^,]*,?[ \t]THE$/.test(head);
    default:
      return false;
  }
}
