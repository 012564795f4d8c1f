/**
 * Whatever an agent reads: it is told as data, and no decision depends on it. The policy is never handed a text; what
 * keeps a text from speaking are marks before its lines, names without line ends, and closing tags made harmless. With
 * those taken away again each of these texts speaks for somebody else.
 */
import { describe, expect, test } from 'vitest';
import { frames } from '../../../../src/core/context/frames';
import { hostile, injections, voices } from './injection';
import { decisions, play, saidTo } from './stage';

const harmless = 'Nothing of note.';
const closing = new RegExp(`</(?:${frames.join('|')})>`, 'gu');
const count = (texts: readonly string[]) => texts.join('\n').match(closing)?.length ?? 0;

/** Without line numbers and marks. */
const unmarked = (text: string) => text.replaceAll(/^(?:\s*\d+(?:\t|: )|\| )/gmu, '');
/** With the closing tags that were made harmless. */
const unescaped = (text: string) => text.replaceAll('<\\/', '</');
/** With line ends for what stands in their place in a name. */
const inLines = (text: string) => text.replaceAll(/[\ufffd?]/gu, '\n');

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

  test.each(injections.map((each) => [each.name, each] as const))(
    'without what marks it, %s speaks for somebody else',
    async (_name, { attack }) => {
      const [told, plain] = [saidTo(await play(attack(hostile))), saidTo(await play(attack(harmless)))];
      const heard = (texts: readonly string[]) => texts.join('\n').match(new RegExp(voices, 'gmu'))?.length ?? 0;
      const speaks = (texts: readonly string[]) => texts.some((text) => voices.test(text));
      const closes = count(told.messages.map(unescaped)) > count(plain.messages.map(unescaped));
      const named = heard(told.messages.map(inLines)) > heard(told.messages);
      expect(speaks(told.results.map(unmarked)) || speaks(told.results.map(inLines)) || closes || named).toBe(true);
    },
  );
});

test('what is looked for would be seen', () => {
  expect(hostile).toMatch(voices);
  expect(count([hostile])).toBeGreaterThan(5);
});
