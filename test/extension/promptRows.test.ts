/** The box in which words for a model are typed: Enter takes what is offered first, and a mention stands where it was typed. */
import { describe, expect, it, test } from 'vitest';
import { mentionsIn } from '../../src/core/context/mentions';
import type { MentionChoice } from '../../src/core/workspace/completeMentions';
import { promptRows, withMention, withSign } from '../../src/extension/promptRows';

const choice = (kind: MentionChoice['kind'], text: string, label = text): MentionChoice => ({
  kind,
  label,
  detail: `about ${label}`,
  text,
});
const question = { act: 'Refine' };
const labels = (typed: string, ...choices: readonly MentionChoice[]) =>
  promptRows(question, typed, choices).map(({ label }) => label);

describe('the rows', () => {
  const list = choice('file', '#file:src/list.ts', 'list.ts');
  it.each<[string, string, readonly MentionChoice[], readonly string[]]>([
    ['without a mention the words are taken', 'Shorter titles', [], ['$(arrow-right) Refine']],
    ['what no longer belongs to an open mention is not offered', 'See #diff ', [list], ['$(arrow-right) Refine']],
    ['what fits a mention comes first', 'See #li', [list], ['$(file) list.ts', '$(arrow-right) Refine']],
    [
      'a mention that is whole leaves the first place to the words',
      'See #diff',
      [choice('word', '#diff', 'diff'), list],
      ['$(arrow-right) Refine', '$(mention) diff', '$(file) list.ts'],
    ],
    ['a sign that mentions nothing is a word', 'Issue #42', [], ['$(arrow-right) Refine']],
    [
      'a name is not drawn as an icon',
      '#x',
      [choice('file', '#file:$(bug).ts', '$(bug).ts')],
      ['$(file) $ (bug).ts', '$(arrow-right) Refine'],
    ],
  ])('%s', (_, typed, choices, expected) => expect(labels(typed, ...choices)).toEqual(expected));

  it.each<[string, string | undefined, string]>([
    ['  Shorter  ', undefined, 'Shorter'],
    ['', undefined, 'needs some words; # mentions a file, a spec and more'],
    ['', 'checked against the repository', 'checked against the repository'],
  ])('of %j (%s) say what Enter would do', (typed, empty, expected) => {
    const [row] = promptRows({ act: 'Refine', ...(empty === undefined ? {} : { empty }) }, typed, []);
    expect(row?.description).toBe(expected);
  });
});

test.each<[string, string, string]>([
  ['See #li', '#file:src/list.ts', 'See #file:src/list.ts '],
  ['See @fi', '#file:', 'See #file:'],
  ['See #file:"a b', '#file:"a b.ts"', 'See #file:"a b.ts" '],
  ['#', '#terminal', '#terminal '],
  ['#file:a.ts and (#sp', '#spec:cart', '#file:a.ts and (#spec:cart '],
])('%j with %s is %j', (typed, text, expected) => {
  expect(withMention(typed, text)).toBe(expected);
  if (!text.endsWith(':')) expect(mentionsIn(expected).length).toBeGreaterThan(0);
});

test.each([
  ['', '#'],
  ['See', 'See #'],
  ['See ', 'See #'],
])('the sign is put after %j', (typed, expected) => {
  const text = withSign(typed);
  expect(text).toBe(expected);
  expect(promptRows(question, text, [choice('word', '#diff')])).toHaveLength(2);
});
