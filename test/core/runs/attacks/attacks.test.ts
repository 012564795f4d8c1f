/**
 * A model that attacks from inside a run of the wired workspace. Each attack is refused by all guards together, and
 * gets through when those that it names are switched off. Without guards to name there is nothing to switch off: the
 * way does not exist.
 */
import { describe, expect, test } from 'vitest';
import { cheatAttacks, honest } from './cheats';
import { gateAttacks } from './gates';
import { helperAttacks, within } from './helpers';
import { laterAttacks } from './later';
import { getsThrough, type RunAttack } from './stage';

const families: Readonly<Record<string, readonly RunAttack[]>> = {
  ...gateAttacks,
  ...helperAttacks,
  ...laterAttacks,
  ...cheatAttacks,
};

for (const [family, attacks] of Object.entries(families)) {
  describe(`${family}: ${attacks.length}`, () => {
    test.each(attacks.map((attack) => [attack.name, attack] as const))('refused: %s', async (_name, attack) => {
      expect(await getsThrough(attack)).toBe(false);
    });

    const guarded = attacks.filter(({ guards }) => guards.length > 0);
    if (guarded.length === 0) return;
    test.each(guarded.map((attack) => [attack.name, attack] as const))(
      'gets through without its guards: %s',
      async (_name, attack) => {
        expect(await getsThrough(attack, attack.guards)).toBe(true);
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
