/**
 * Commands that must not run by themselves though a rule allows every command, as data. Each is asked about or refused,
 * is refused where nobody can be asked, and runs when the guards that it names are switched off.
 */
import { describe, expect, test } from 'vitest';
import type { CommandAttack } from './attacks/attack';
import * as elsewhere from './attacks/elsewhere';
import * as shell from './attacks/shell';
import * as stakes from './attacks/stakes';
import * as tools from './attacks/tools';
import { judgeLine, type Scene } from './bench';

const families: readonly (readonly [string, readonly CommandAttack[]])[] = Object.entries({
  ...shell,
  ...tools,
  ...stakes,
  ...elsewhere,
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

/** Agreed to for every time, as the line of a hook is: what is dangerous, or not known before it runs, asks all the same. */
const asksEachTime = /^(?:catalogue: .+|credentials|dynamic|dynamic-name|evaluated|function)$/u;
const agreedTo = families.flatMap(([, attacks]) =>
  attacks
    .filter(({ guards }) => guards.some((each) => asksEachTime.test(each)))
    .map(({ line, scene }) => [line, scene] as const),
);

describe('a line that was agreed to for every time', () => {
  const told = (line: string, sandboxed: boolean, without: readonly string[] = []) => {
    const rule = {
      capability: 'shell',
      match: [line.trim()],
      exclude: [],
      effect: 'allow',
      scope: 'session',
      agreed: true,
    } as const;
    return (scene: Scene = {}) => judgeLine(line, { ...scene, sandboxed, without, set: { rules: [rule] } });
  };

  test.each(agreedTo)('%s', async (line, scene) => {
    for (const sandboxed of [false, true]) expect((await told(line, sandboxed)(scene)).effect).not.toBe('allow');
  });

  test('is settled where the guard is off', async () => {
    const plain = agreedTo.filter(([line]) => !line.includes('*'));
    const through = await Promise.all(
      plain.map(async ([line, scene]) => (await told(line, true, ['agreed'])(scene)).effect),
    );
    expect(through.filter((each) => each === 'allow').length).toBeGreaterThan(50);
  });

  test.each([
    'npm test',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    'npx prettier --write "${TRACEWRIGHT_FILE}"',
    "node -e 'console.log(1)'",
    'npm run a && npm run b',
  ])('%s runs', async (line) => expect((await told(line, false)()).effect).toBe('allow'));
});

test('there are enough of them', () => {
  expect(new Set(families.flatMap(([, attacks]) => attacks.map(({ line }) => line))).size).toBeGreaterThanOrEqual(150);
});
