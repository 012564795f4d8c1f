import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/permissions/catalogue/index';
import { commandGuards, otherGuards } from '../../../src/core/permissions/guards/index';
import { judgeLine } from './bench';

const anything = { rules: [['allow', 'all']] } as const;

describe.each(catalogue.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  const name = `catalogue: ${id}`;
  const others = [...commandGuards.map((guard) => guard.name), ...otherGuards].filter(
    (each) => each !== name && each !== 'wrappers',
  );

  test.each(entry.examples)('asks for %s, though a rule allows everything', async (line) => {
    expect((await judgeLine(line, anything)).effect).not.toBe('allow');
    const alone = await judgeLine(line, { ...anything, without: others });
    expect(alone).toMatchObject({ effect: 'ask', rule: { text: name } });
  });

  test.each(entry.examples)('lets %s by where an exact rule wants just that', async (line) => {
    const { effect } = await judgeLine(line, { rules: [['allow', 'shell', line]], without: others });
    expect(effect).toBe(line.includes('*') ? 'ask' : 'allow');
  });

  test.each(entry.harmless)('has nothing against %s', async (line) => {
    const { effect } = await judgeLine(line, { ...anything, without: others });
    expect(effect).toBe('allow');
  });
});
