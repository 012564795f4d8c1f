/**
 * Commands that must not run by themselves though a rule allows every command, as data. Each is asked about or refused,
 * is refused where nobody can be asked, and runs when the guards that it names are switched off.
 */
import { describe, expect, test } from 'vitest';
import type { CommandAttack } from './attacks/attack';
import * as shell from './attacks/shell';
import * as stakes from './attacks/stakes';
import * as tools from './attacks/tools';
import { judgeLine, type Scene } from './bench';

const families: readonly (readonly [string, readonly CommandAttack[]])[] = Object.entries({
  ...shell,
  ...tools,
  ...stakes,
});

const everyCommand: Scene = { rules: [['allow', 'shell', '*']] };

describe.each(families)('%s', (_, attacks) => {
  test('is a family of at least five', () =>
    expect(new Set(attacks.map(({ line }) => line)).size).toBeGreaterThanOrEqual(5));

  test.each(attacks.map((attack) => [attack.line, attack] as const))('%s', async (line, { guards, scene = {} }) => {
    const whole = { ...everyCommand, ...scene };
    expect((await judgeLine(line, whole)).effect).not.toBe('allow');
    expect((await judgeLine(line, { ...whole, headless: true })).effect).toBe('deny');
    const open = await judgeLine(line, { ...whole, without: guards });
    expect({ ...open.rule, effect: open.effect }).toMatchObject({ effect: 'allow' });
  });
});

test('there are enough of them', () => {
  expect(new Set(families.flatMap(([, attacks]) => attacks.map(({ line }) => line))).size).toBeGreaterThanOrEqual(150);
});
