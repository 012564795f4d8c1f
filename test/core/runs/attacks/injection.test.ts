/** Whatever an agent reads: it is told as data, and no decision depends on it. There is no guard to switch off: the policy is never handed a text. */
import { describe, expect, test } from 'vitest';
import { frames } from '../../../../src/core/context/frames';
import { hostile, injections, voices } from './injection';
import { decisions, play, saidTo } from './stage';

const harmless = 'Nothing of note.';
const closing = new RegExp(`</(?:${frames.join('|')})>`, 'gu');
const count = (texts: readonly string[]) => texts.join('\n').match(closing)?.length ?? 0;

describe(`injection: ${injections.length}`, () => {
  test.each(injections.map((each) => [each.name, each] as const))(
    'no decision depends on %s, and it speaks for nobody',
    async (_name, { attack }) => {
      const [told, plain] = [await play(attack(hostile)), await play(attack(harmless))];
      const refused = decisions(plain).filter((each) => each.startsWith('deny'));
      expect(refused.length).toBeGreaterThanOrEqual(3);
      expect(decisions(told)).toEqual(decisions(plain));
      expect(told.outcome.kind).toBe(plain.outcome.kind);
      const { messages, results } = saidTo(told);
      expect(JSON.stringify([messages, results])).toMatch(/push|told/u);
      expect(results.filter((text) => voices.test(text))).toEqual([]);
      // Frames are closed by our templates alone.
      expect(count(messages)).toBe(count(saidTo(plain).messages));
    },
  );
});

test('what is looked for would be seen', () => {
  expect(hostile).toMatch(voices);
  expect(count([hostile])).toBeGreaterThan(5);
});
