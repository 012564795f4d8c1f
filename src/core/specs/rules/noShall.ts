import type { Diagnostic } from '../../diagnostic';
import { type CriterionWords, placeOfSpan } from '../ears/criteria';
import { isConditional, isForeign, permits, weakWord } from '../ears/foreign';
import { WEAK_OBLIGATION } from '../ears/words';
import type { Requirement } from '../model';
import type { Rule } from '../rule';

/** A criterion that obliges nobody. */
export const noShall: Rule = {
  name: 'no-shall',
  documents: ['requirements.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'SHALL is what makes a sentence a requirement: it says that the system is wrong where it does otherwise. "Should", "can" and "will" leave that open. Other languages oblige by their own words (なければならない, 应当, doit, muss, …); where no criterion of a document obliges, that is said once.',
  bad: [
    {
      criterion: 'WHEN a file is saved, THE System must keep it',
      finds: ['"must" does not oblige as SHALL does. Write SHALL, if the system has to.'],
      mended: 'WHEN a file is saved, THE System SHALL keep it',
    },
    {
      criterion: 'Files are kept for 30 days',
      finds: ['Nothing here is required. Write who has to do what: "THE System SHALL …".'],
    },
    {
      criterion: 'Le système devrait conserver le fichier',
      finds: ['"devrait" does not oblige as SHALL does. Write DOIT, if the system has to.'],
    },
  ],
  good: [
    { criterion: 'WHEN a file is saved, THE System SHALL keep it' },
    { criterion: 'WHEN ファイルが保存される THEN システムは内容を保持しなければならない' },
    { criterion: '当用户保存文件时，系统应当保留内容' },
    { criterion: 'QUANDO o usuário salvar, o sistema DEVE guardar o arquivo' },
  ],
  check({ document, criteria, report }) {
    if (document.name !== 'requirements.md') return;
    const free = criteria.filter(({ ears }) => !obliges(ears));
    if (free.length === 0) return;
    const obliging = new Set<Requirement>();
    for (const { ears, requirement } of criteria) if (obliges(ears)) obliging.add(requirement);
    const open = free.filter((each) => lacksObligation(each, obliging));
    const [first] = open;
    if (first !== undefined && criteria.length > 3 && free.length === criteria.length) {
      const message = `None of the ${criteria.length} criteria says SHALL. Write who has to do what: "THE System SHALL …".`;
      report({ ...first.criterion.place, end: first.criterion.place.start }, message);
      return;
    }
    for (const each of open) {
      const { plain } = each.ears;
      const foreign = isForeign(each.ears) || !WEAK_OBLIGATION.test(plain) ? weakWord(plain) : undefined;
      if (foreign !== undefined) {
        const place = placeOfSpan(document, each.criterion, { from: foreign.at, to: foreign.at + foreign.word.length });
        report(
          place,
          `"${foreign.word}" does not oblige as SHALL does. Write ${foreign.instead}, if the system has to.`,
        );
        continue;
      }
      const weak = WEAK_OBLIGATION.exec(plain);
      // MAY in capitals permits, on purpose.
      if (weak?.[0] === 'MAY') continue;
      if (weak === null) {
        report(each.criterion.place, 'Nothing here is required. Write who has to do what: "THE System SHALL …".');
        continue;
      }
      const place = placeOfSpan(document, each.criterion, { from: weak.index, to: weak.index + weak[0].length });
      const message = `"${weak[0]}" does not oblige as SHALL does. Write SHALL, if the system has to.`;
      report(place, message, { fix: fixFor(weak[0], place) });
    }
  },
};

/** Of a criterion that obliges nobody. A list of things, where not one entry of many obliges, is no list of criteria. */
function lacksObligation({ ears, requirement }: CriterionWords, obliging: ReadonlySet<Requirement>): boolean {
  if (!isSentence(ears.text)) return false;
  return isConditional(ears) || requirement.criteria.length <= 3 || obliging.has(requirement);
}

function obliges({ plain, obligations }: CriterionWords['ears']): boolean {
  for (const span of obligations) if (!permits(plain, span)) return true;
  return false;
}

/** An entry of a list that only names a thing, or leads a list of its own in, is no sentence. */
function isSentence(text: string): boolean {
  return (
    text.length + 2 * (text.match(JOINED_WRITING)?.length ?? 0) > 12 &&
    !/[:：]\s*$/.test(text) &&
    !/^\[?\(?(?:none|n\/a|deferred|removed|deprecated|reserved)\b/i.test(text)
  );
}

/** Writing in which a word takes a sign or two. */
const JOINED_WRITING = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/g;

/** "must" is SHALL by another name; what is weaker is for the author to decide. */
function fixFor(word: string, place: ReturnType<typeof placeOfSpan>): Diagnostic['fix'] | undefined {
  if (word.toLowerCase() !== 'must' || !place.exact) return undefined;
  return { title: 'Write SHALL', edits: [{ start: place.start, end: place.end, text: 'SHALL' }] };
}
