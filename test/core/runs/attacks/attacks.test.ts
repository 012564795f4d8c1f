/**
 * A model that attacks from inside a run of the wired workspace. Each attack is refused by all guards together, and
 * gets through when those that it names are switched off. Where there is no way at all there is nothing to switch off:
 * then it gets through with what would make a way.
 */
import { describe, expect, test } from 'vitest';
import { cheatAttacks, honest } from './cheats';
import { doorAttacks } from './doors';
import { gateAttacks } from './gates';
import { helperAttacks, within } from './helpers';
import { laterAttacks } from './later';
import { getsThrough, type RunAttack } from './stage';

const families: Readonly<Record<string, readonly RunAttack[]>> = {
  ...gateAttacks,
  ...helperAttacks,
  ...laterAttacks,
  ...cheatAttacks,
  ...doorAttacks,
};

for (const [family, attacks] of Object.entries(families)) {
  describe(`${family}: ${attacks.length}`, () => {
    test.each(attacks.map((attack) => [attack.name, attack] as const))('refused: %s', async (_name, attack) => {
      expect(await getsThrough(attack)).toBe(false);
    });

    test('is a family of at least five, each with its guards or with what would make a way', () => {
      expect(new Set(attacks.map(({ name }) => name)).size).toBeGreaterThanOrEqual(5);
      const bare = attacks.filter(({ guards, instead }) => guards.length === 0 && instead === undefined);
      expect(bare.map(({ name }) => name)).toEqual([]);
    });

    test.each(attacks.map((attack) => [attack.name, attack] as const))(
      'gets through without its guards: %s',
      async (_name, { instead, ...attack }) => {
        expect(await getsThrough({ ...attack, ...instead }, attack.guards)).toBe(true);
      },
    );
  });
}

test('work without a cheat is ticked, without a warning', async () => {
  expect(await getsThrough(honest)).toBe(true);
});

test.each(within.map((each) => [each.name, each] as const))('gets through, as it may: %s', async (_name, each) => {
  expect(await getsThrough(each)).toBe(true);
});
