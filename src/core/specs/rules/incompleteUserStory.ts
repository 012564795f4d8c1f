import type { Rule } from '../rule';

const ROLE =
  /\bas (?:an?|the)\b|\bas [a-z]|として|作为|作為|身为|로서|로써|(?<!\p{L})как |(?<!\p{L})як |en tant qu|\bcomo\b|\bals\b|(?<!\p{L})là |với vai trò|\bin qualità|come\b/iu;
const BENEFIT =
  /\bso\b|\bfor \w+(?: \w+)?\.?$|\bin order\b|\bto ensure\b|\bbecause\b|、.*(?:ため|よう|できる)|ために|ように|ので|来|そうすることで|以便|从而|以确保|以確保|为了|這樣|这样|以(?:便|及)?|하기 위해|위해|수 있도록|도록|때문|그래야|чтобы|щоб|для того|afin|pour que|para que|para |de modo|a fin de|damit|um .* zu|để|nhằm|affinché|così/iu;

const story = (text: string): string => `### Requirement 1: A\n\n**User Story:** ${text}\n`;

/** A user story without who or what for. */
export const incompleteUserStory: Rule = {
  name: 'incomplete-user-story',
  documents: ['requirements.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A story says who wants something and what they gain. Without the role nobody can be asked, without the gain nobody can say when it is enough.',
  bad: [
    {
      files: { 'requirements.md': story('I want to import, so that nothing is typed twice') },
      finds: ['The story does not say who wants this. Begin with "As a …".'],
    },
    {
      files: { 'requirements.md': story('As a clerk, I want to import') },
      finds: ['The story does not say what for. End with ", so that …".'],
    },
  ],
  good: [
    { files: { 'requirements.md': story('As a clerk, I want to import, so that nothing is typed twice') } },
    { files: { 'requirements.md': story('事務員として、二度入力しないために、取り込みたい') } },
    { files: { 'requirements.md': story('직원으로서, 예약하고 싶다. 그래야 회의를 준비할 수 있다.') } },
    { files: { 'requirements.md': story('作为职员，我想导入数据，以便不用输入两次') } },
  ],
  check({ document, report }) {
    if (document.name !== 'requirements.md') return;
    for (const { userStory } of document.requirements) {
      if (userStory === undefined || userStory.text.trim() === '') continue;
      const { text, place } = userStory;
      if (!ROLE.test(text)) report(place, 'The story does not say who wants this. Begin with "As a …".');
      else if (!text.includes(' so that ') && !BENEFIT.test(text))
        report(place, 'The story does not say what for. End with ", so that …".');
    }
  },
};
