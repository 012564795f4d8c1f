import { describe, expect, test } from 'vitest';
import { answersOf, choose, chooseOther, freshDraft, skippedAll, tally } from '../../../src/webview/model/questions';
import { questions } from '../gallery/fixtures';

const [single, multiple, text, open] = questions;
if (!single || !multiple || !text || !open) throw new Error('The fixtures hold four questions.');

describe('answers', () => {
  test('a question nobody touched is answered with its default', () => {
    expect(answersOf([single], {})).toEqual([{ id: 'signIn', answer: ['Email and password'], source: 'default' }]);
  });
  test('a question without a default counts as skipped', () => {
    expect(answersOf([open], {})).toEqual([{ id: 'users', answer: [], source: 'skipped' }]);
  });
  test('a single choice replaces the other', () => {
    const draft = choose(single, freshDraft(single), 'Both', true);
    expect(answersOf([single], { signIn: draft })).toEqual([{ id: 'signIn', answer: ['Both'], source: 'user' }]);
  });
  test('choices of a multiple question add up, with what was typed behind them', () => {
    const chosen = choose(multiple, freshDraft(multiple), 'Priority', true);
    const draft = { ...chooseOther(multiple, chosen, true), text: ' Colour ' };
    expect(answersOf([multiple], { fields: draft })[0]?.answer).toEqual(['Due date', 'Tags', 'Priority', 'Colour']);
  });
  test('"Something else" with nothing typed answers nothing', () => {
    const draft = chooseOther(single, freshDraft(single), true);
    expect(answersOf([single], { signIn: draft })[0]).toEqual({ id: 'signIn', answer: [], source: 'skipped' });
  });
  test('unchoosing everything of a multiple question is no answer', () => {
    const draft = ['Due date', 'Tags'].reduce(
      (each, label) => choose(multiple, each, label, false),
      freshDraft(multiple),
    );
    expect(answersOf([multiple], { fields: draft })[0]?.source).toBe('skipped');
  });
  test('a skipped question is skipped whatever was chosen', () => {
    const draft = { ...freshDraft(single), skipped: true };
    expect(answersOf([single], { signIn: draft })[0]).toEqual({ id: 'signIn', answer: [], source: 'skipped' });
  });
  test('skip all skips defaults too', () => {
    expect(skippedAll(questions).every(({ source, answer }) => source === 'skipped' && answer.length === 0)).toBe(true);
  });
});

test('the tally names only what there is', () => {
  expect(tally(questions, {})).toBe('2 answered, 2 open');
  expect(tally(questions, { users: { ...freshDraft(open), skipped: true } })).toBe('2 answered, 1 skipped, 1 open');
  expect(tally([], {})).toBe('');
});
