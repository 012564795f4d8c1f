import { placeAt } from '../lines';
import { perLine } from '../perLine';
import type { Rule } from '../rule';

/** Certain in any sentence; TODO and XXX only in capitals, with nothing that makes them the subject. */
const PLACEHOLDER =
  /(?<![\p{L}\p{N}_/.-])(?:TBD|TBA|TBC|TODO(?=\s*[:：(]|\s*$)|FIXME|XXX+(?![\p{L}\p{N}])|\?\?\?+|lorem ipsum|to be (?:determined|defined|decided|announced)|추후 결정|미정)(?![\p{L}\p{N}_-])|\[(?:insert|fill in|your|add|describe|enter|specify|placeholder|role|feature|benefit|capability|todo|tbd)\b[^\]\n]{0,80}\](?!\()|<(?:insert|fill in|your|role|feature|benefit|placeholder|describe|tbd|todo)\b[^>\n]{0,60}>|\{\{[^}\n]{1,60}\}\}|未定(?![義义])|要検討|要確認|待定|待确认|待確認|待补充|待補充|後で決める|(?<!\p{L})(?:à (?:définir|déterminer|préciser)|por (?:definir|determinar)|a (?:definir|ser definid[oa])|noch (?:offen|zu klären|festzulegen)|wird noch festgelegt|будет определено|уточняется|sẽ xác định sau|chưa xác định)(?!\p{L})/iu;

const QUICK =
  /TB[DAC]|TODO|FIXME|XXX|\?\?\?|lorem|to be d|to be a|未定|要検討|要確認|待定|待确|待確|待补|待補|後で|à d[ée]|à pré|por de|a definir|a ser def|noch |будет опр|уточняется|xác định|추후|미정|\[[a-z]|<[a-z]|\{\{/i;

/** Something that is not written yet. */
export const placeholder: Rule = {
  name: 'placeholder',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A placeholder is a decision that nobody has taken. An agent that builds from it takes it without asking.',
  bad: [
    {
      criterion: 'THE System SHALL keep files for TBD days',
      finds: ['"TBD" is a placeholder. Write what is meant, or ask.'],
    },
    {
      files: {
        'requirements.md': '### Requirement 1: A\n\n**User Story:** As a [role], I want it, so that [benefit]\n',
      },
      finds: ['"[role]" is a placeholder. Write what is meant, or ask.'],
    },
    {
      criterion: 'Le système doit conserver le fichier pendant une durée à définir',
      finds: ['"à définir" is a placeholder. Write what is meant, or ask.'],
    },
    { criterion: 'THE System SHALL 保持期間は未定', finds: ['"未定" is a placeholder. Write what is meant, or ask.'] },
  ],
  good: [
    { criterion: 'THE System SHALL list every `TODO` comment, TODO comments of tests included' },
    { files: { 'design.md': '```\nTODO: later\n```\nA [your choice](https://example.com) link\n' } },
  ],
  check({ scanned, report }) {
    for (const { index, answer } of placeholdersOf(scanned)) {
      const { word, column } = answer;
      const place = placeAt(scanned, index, column, column + word.length);
      report(place, `"${word}" is a placeholder. Write what is meant, or ask.`);
    }
  },
};

/** The first placeholder of each line that has one. */
const placeholdersOf = perLine(
  (scanned, index) => {
    const text = scanned.isTextAt(index) ? scanned.textAt(index) : '';
    if (!QUICK.test(text)) return undefined;
    const plain = text.replace(/`[^`]*`|"[^"]*"|\]\([^)]*\)/g, (part) => ' '.repeat(part.length));
    const match = PLACEHOLDER.exec(plain);
    return match === null || isCased(match[0]) ? undefined : { word: match[0], column: match.index };
  },
  (text) => QUICK.test(text),
);

/** "Todo:" is a word of the product where it is not all capitals. */
function isCased(word: string): boolean {
  return /^(?:tbd|tba|tbc|todo|fixme|x+)$/i.test(word) && word !== word.toUpperCase();
}
