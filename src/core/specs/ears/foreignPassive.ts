/**
 * Obligations of nobody in other languages than English: "doit être supprimé", "削除されなければならない". Each language
 * says by its own form that something is done, and by its own words by whom. What a form does not tell apart is left
 * alone: Chinese without 被, Russian verbs in -ся and Spanish in -se, Japanese られる of one-step verbs.
 */
import { type Ears, perSentence, type Span } from './criteria';
import { isForeign } from './foreign';

interface Passive {
  /** The obligation with what is done, all of which is shown as the finding. */
  readonly form: RegExp;
  /** Who does it, looked for in the whole sentence; or what else tells that nobody has to be named. */
  readonly actor: RegExp;
}

const word = (words: string): string => `(?<!\\p{L})(?:${words})(?!\\p{L})`;

/** Participles that say what a thing is, not what is done to it. */
const ROMANCE_STATES =
  '(?!(?:consid[ée]r|trait|trat|bas|limit|autoris|permit|oblig|ordenn?|tri[ée]|situ|localiz|d[ée]di|[ée]lev|avan[çz]|priv|adapt|approp?ri|aprop|adeq|adecu|illimit|mant|vari[ée]))';
/** "válido", "rápida": stressed before the ending, so no participle. */
const NO_ADJECTIVE = '(?!\\p{L}*[áéíóúâêô]\\p{L}{1,2}[id]*d[oa]s?(?!\\p{L}))';
const ADVERB = '(?:\\s+\\p{L}+ment[eo]?)?';
const GERMAN_PARTICIPLE =
  '(?!(?:angesehen|betrachtet|behandelt|beschränkt|eingeschränkt|begrenzt|erlaubt|eingehalten|beibehalten)\\s)(?:\\p{L}*ge\\p{L}+(?:t|en)|\\p{L}+iert|(?:be|ver|ent|er|zer)\\p{L}+(?:t|en)|\\p{L}+(?:be|ver|ent|er)\\p{L}+(?:t|en))';

const WESTERN: readonly Passive[] = [
  {
    // French
    form: new RegExp(
      `${word('doit|doivent|devra|devront')}(?:\\s+(?:pas|jamais|aussi|également|toujours))?${ADVERB}\\s+être${ADVERB}\\s+${ROMANCE_STATES}(?:\\p{L}+ée?s?|(?:trans|re|ad|per|sou)?mis(?:es?)?|(?:dé)?finie?s?|(?:four|averti|rempli|choisi|saisi|enrichi)(?:nie?s?|e?s?)|(?:rend|re[çc]|préven|maint?en|vend|l)ue?s?|(?:in|dé|pre)?(?:scri|écri|cri)te?s?|\\p{L}*(?:dui|trui)te?s?)(?!\\p{L})`,
      'iu',
    ),
    actor: new RegExp(word("par|via|grâce|au moyen|à l'aide"), 'iu'),
  },
  {
    // Portuguese and Spanish
    form: new RegExp(
      `${word('deve|devem|deverá|deverão|debe|deben|deberá|deberán')}\\s+ser${ADVERB}\\s+${ROMANCE_STATES}${NO_ADJECTIVE}(?:\\p{L}+[ai]d[oa]s?|\\p{L}*(?:feit|hech|escri(?:p)?t|vist|post|puest|abert|abiert|entregue|pag|salv|impres+|descrit|devuelt|resuelt)[oa]?s?)(?!\\p{L})`,
      'iu',
    ),
    actor: new RegExp(word('por|pel[oa]s?|via|vía|mediante|através|a través|com|con'), 'iu'),
  },
  {
    // German, whose participle stands before "werden" at the end
    form: new RegExp(
      `${word('muss|müssen|soll|sollen|darf|dürfen')}[^.;:]*?\\s${GERMAN_PARTICIPLE}\\s+werden(?!\\p{L})`,
      'iu',
    ),
    actor: /(?<!\p{L})(?:vom|durch|mittels|per|über)(?!\p{L})|(?<!innerhalb\s)(?<!\p{L})von\s+(?!\d)/iu,
  },
  {
    // Russian: short participles, whose endings short adjectives share in the masculine only
    form: /(?<!\p{L})(?:долж(?:ен|на|но|ны)|обязан[аоы]?)\s+быть\s+(?:\p{L}+о\s+)?(?!(?:скры|располож|огранич|отсортиров|основ|предназнач|выров|включ|разреш|запрещ|откры|уверен|намерен|построен на))(?:\p{L}+(?:[аяеё]н[аоы]|[аяё]н|[ыя]т[аоы]?)|\p{L}+(?:(?<![аи]|те)л|щ|(?<![ит])ч|ш|н)ен|удален)(?!\p{L})/iu,
    // A noun in the instrumental, or a name in Latin letters, behind the participle.
    actor:
      /(?<!\p{L})(?:через|посредством|с помощью|силами|при помощи)(?!\p{L})|(?:[аяеё]н|[ыя]т)[аоы]?\s+(?:[A-Z]|(?:\p{L}+(?:ым|им|ой|ей|ыми|ими)\s+)?\p{L}+(?:ом|ем|ём|ой|ей|ами|ями)(?!\p{L}))/u,
  },
  {
    // Vietnamese
    form: /(?<!\p{L})phải\s+(?:luôn\s+)?(?:được|bị)\s+(?!(?:phép|coi|xem là|giới hạn|sắp xếp|hệ thống|máy chủ|dịch vụ|ứng dụng|người|quản trị))\p{Ll}+/iu,
    actor: /(?<!\p{L})(?:bởi|thông qua)(?!\p{L})/iu,
  },
];

const JAPANESE: Passive = {
  form: /(?<!(?:許可|要求|期待|制限|限定|想定|推奨|みな|見な|含))(?:され|行われ|送られ)(?:(?:なければ|ねば|なくては)(?:ならない|なりません|いけない|いけません)|ては(?:ならない|なりません|いけない|いけません)|(?:る|ない)(?:こと|ものと(?:する|します)|べきで|必要が))/u,
  actor: /によ(?:り|って)|を(?:通じ|介し|経由し)て|経由で|側で|から/u,
};
const CHINESE: Passive = {
  form: /(?:应当|应该|必须|必需|應當|應該|必須|不得|不应|不應|[应須须應])(?:立即|自动|自動|全部|都)?被(?!视为|視為|认为|允许|允許|限制|要求|隐藏|隱藏|包含|禁用|系统|系統|用户|使用者|服务|服務|管理|后台|後台|程序|平台|模块|[A-Za-z_])[\u4e00-\u9fff]/u,
  actor: /[由经經]|通过|通過/u,
};
const KOREAN: Passive = {
  form: /(?!(?:포함|유지|호환|허용|제한|정렬|완료|일치|구분|준비|종료|시작|활성화|비활성화)[되돼])[가-힣]{2,}(?:되어야만?|돼야만?|지 않아야(?= ?(?:한|합))|되어서는 안|되면 안)(?= ?(?:한|합|할|함|하|된|됩|되))/u,
  actor: /에 의(?:해|하여)|[을를] 통(?:해|하여)|에서/u,
};
const KOREAN_PASSIVE = /되|돼/;

/** Where a sentence in another language obliges nobody by name. */
export const foreignPassive = perSentence(
  (ears: Ears): Span | undefined => {
    if (ears.obligations.length === 0 || !isForeign(ears)) return undefined;
    const { plain } = ears;
    for (const { form, actor } of passivesOf(ears)) {
      const match = form.exec(plain);
      if (match === null || actor.test(plain)) continue;
      if (ears.writing === 'korean' && !KOREAN_PASSIVE.test(match[0])) continue;
      return { from: match.index, to: match.index + match[0].length };
    }
    return undefined;
  },
  { otherwise: undefined },
);

function passivesOf({ writing }: Ears): readonly Passive[] {
  if (writing === 'japanese') return [JAPANESE];
  if (writing === 'chinese') return [CHINESE];
  return writing === 'korean' ? [KOREAN] : WESTERN;
}
