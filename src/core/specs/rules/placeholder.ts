import { placeAt } from '../lines';
import { perLine } from '../perLine';
import type { Rule } from '../rule';

/** Certain in any sentence; TODO and XXX only in capitals, with nothing that makes them the subject. */
const PLACEHOLDER =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_/.-])(?:TBD|TBA|TBC|TODO(?=\s*[:：(]|\s*$)|FIXME|XXX+(?![\p{L}\p{N}])|\?\?\?+|lorem ipsum|to be (?:determined|defined|decided|announced))(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_-])|(?<!\p{L})미정(?=이[다며고]|입니다|인|으로|[^가-힣]|$)|추후\s?(?:결정|정의|논의|확정|협의)|(?:결정|확정|논의|협의)\s?필요(?=[\s.)]|$)|\[(?:insert|fill in|your|add|describe|enter|specify|placeholder|role|feature|benefit|capability|todo|tbd)\b[^\]\n]{0,80}\](?!\()|<(?:insert|fill in|your|role|feature|benefit|placeholder|describe|tbd|todo)\b[^>\n]{0,60}>|\{\{[^}\n]{1,60}\}\}|未定(?![義义])|要検討|要確認|待定|待确认|待確認|待补充|待補充|後で決める|後日(?:決定|定め|検討)|有待(?:确定|確定|讨论|討論)|待(?:讨论|討論|评估|評估)|(?:稍后|後續|后续)(?:再)?(?:确定|確定|决定|決定)|(?<!\p{L})(?:à (?:définir|déterminer|préciser|compléter)|por (?:definir|determinar|confirmar)|a (?:definir|ser definid[oa])|(?:noch (?:offen|zu klären|zu definieren|festzulegen)|wird (?:noch|später) (?:festgelegt|definiert|geklärt)|noch nicht (?:festgelegt|definiert|geklärt))|будет (?:определен[оаы]?|уточнен[оаы]?|решено позже)|уточняется|(?:пока|ещё|еще) не (?:определ[её]н|решен)[оаы]?|требует уточнения|sẽ (?:xác định|quyết định|bổ sung) sau|chưa xác định)(?!\p{L})/iu;

const QUICK =
  /TB[DAC]|TODO|FIXME|XXX|\?\?\?|lorem|to be d|to be a|未定|要検討|要確認|待定|待确|待確|待补|待補|後で|後日|有待|稍后|后续|後續|à d[ée]|à pré|à comp|por con|por de|a definir|a ser def|noch |später |будет (?:опр|уточн|реш)|уточн|не (?:опр|реш)|xác định|quyết định sau|bổ sung sau|추후|미정|필요|\[[a-z]|<[a-z]|\{\{/i;

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
    { criterion: '保存期間はTBD。', finds: ['"TBD" is a placeholder. Write what is meant, or ask.'] },
    {
      criterion: 'Срок хранения пока не определён',
      finds: ['"пока не определён" is a placeholder. Write what is meant, or ask.'],
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
