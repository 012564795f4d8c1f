import { type CriterionWords, placeOfSpan } from '../ears/criteria';
import { isForeign, isTold, permits } from '../ears/foreign';
import type { SpecDocument } from '../model';
import type { Rule } from '../rule';

/** Two obligations in one criterion. */
export const severalShalls: Rule = {
  name: 'several-shalls',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A criterion with two obligations is half done by a system that does one of them. Tasks, properties and approvals can only name it as a whole. One that lists its parts below itself is not judged, what stands in parentheses only explains, and what a text has to say is no obligation of the criterion.',
  bad: [
    {
      criterion: 'WHEN a file is saved, THE System SHALL keep it and THE System SHALL tell the user',
      finds: ['This criterion obliges twice. Make one criterion of each.'],
    },
  ],
  good: [
    { criterion: 'WHEN a file is saved, THE System SHALL keep it and tell the user' },
    { criterion: 'THE System SHALL explain what "SHALL" means' },
    { criterion: 'WHEN a file is moved, THE System SHALL keep its text (no byte of it SHALL change)' },
    { criterion: 'THE Guide SHALL state that WHEN a file is lost, THE System SHALL tell the user' },
    { criterion: 'ファイルに名前が含まれることを確認すること' },
    { criterion: 'WHEN 保存される THEN システムは保持しなければならない (SHALL)' },
    { criterion: '系统应当在3秒内显示响应，并适应应用的设置' },
    { criterion: "QUAND l'utilisateur doit confirmer, LE système DOIT attendre" },
  ],
  check({ document, criteria, report }) {
    for (const each of criteria) {
      if (each.ears.obligations.length < 2) continue;
      const spans = distinct(each);
      const second = spans[1];
      if (second === undefined || isList(document, each)) continue;
      const times = spans.length === 2 ? 'twice' : `${spans.length} times`;
      report(
        placeOfSpan(document, each.criterion, second),
        `This criterion obliges ${times}. Make one criterion of each.`,
      );
    }
  },
};

/** A word of the language with SHALL beside it obliges once, and where some are in capitals the others only tell. */
function distinct({ ears }: CriterionWords): CriterionWords['ears']['obligations'] {
  const { plain, writing, ascii } = ears;
  const foreign = isForeign(ears);
  const all = ears.obligations.filter(
    (span) =>
      !isInParentheses(plain, span.from) &&
      !isReported(plain, span.from) &&
      !(foreign && (permits(plain, span) || isTold(ears, span))),
  );
  const capitals = all.filter(({ from, to }) => isInCapitals(plain.slice(from, to)));
  const counted = capitals.length > 0 && (ascii || writing === 'latin' || writing === 'other') ? capitals : all;
  if (writing === 'latin') return counted;
  const obligations = counted.filter(({ from, to }) => !isNoun(plain.slice(from, to), plain.slice(to)));
  const english = obligations.filter(({ from, to }) => /^shall$/i.test(plain.slice(from, to)));
  // Where both are used, the one that is used more counts.
  const own = obligations.filter((span) => !english.includes(span));
  return own.length >= english.length ? own : english;
}

function isInCapitals(word: string): boolean {
  return word === word.toUpperCase() && word !== word.toLowerCase();
}

/** "SHALL state that … SHALL …": the second is what is said, up to the end of the sentence. */
function isReported(text: string, at: number): boolean {
  return /\bSHALL[ \t]+(?:NOT[ \t]+)?(?:state|say|declare|specify|document|explain|assert|verify)s?[ \t]+that\b[^.;]*$/i.test(
    text.slice(0, at),
  );
}

/** "…ことを" makes a noun of what comes before; "…こと" at the end obliges. */
function isNoun(word: string, after: string): boolean {
  return word === 'こと' && /^[をがはにのもでと]/.test(after);
}

function isInParentheses(text: string, at: number): boolean {
  let depth = 0;
  for (const sign of text.slice(0, at).matchAll(/[()（）]/g))
    depth = Math.max(0, depth + ('(（'.includes(sign[0]) ? 1 : -1));
  return depth > 0;
}

function isList({ text }: SpecDocument, { criterion }: CriterionWords): boolean {
  return /[\r\n][ \t]*(?:[-*+]|\d+[.)]|[a-z][.)])[ \t]/.test(text.slice(criterion.place.start, criterion.place.end));
}
