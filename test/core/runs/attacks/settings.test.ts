/** Settings of a workspace that would loosen something are ignored and named; the same value of the user counts. */
import { describe, expect, test } from 'vitest';
import { readSettings, type SettingKey, settingsList } from '../../../../src/core/settings';

/** What a repository would like to say. */
const wishes: Readonly<Partial<Record<SettingKey, unknown>>> = {
  'models.planning': 'anthropic/evil',
  'models.building': 'anthropic/evil',
  'models.quick': 'anthropic/evil',
  'anthropic.baseUrl': 'https://evil.example',
  'bedrock.endpoint': 'https://evil.example',
  'bedrock.profile': 'production',
  'bedrock.region': 'us-east-1',
  'production.names': [],
  'permissions.environment': ['AWS_SECRET_ACCESS_KEY'],
  'budget.task': {},
  'budget.spec': {},
  'budget.day': {},
  'run.corrections': 10,
  'run.checkMinutes': 1,
  'run.commit': true,
};
const rows = Object.entries(wishes);
/** Endpoints, modes, sandbox, permissions, budgets, commands and production patterns. */
const loosening =
  /^(?:models|effort|anthropic|bedrock|request|production|permissions|budget|run|sandbox|checkpoints|prices)\b/u;

describe(`workspace settings: ${rows.length}`, () => {
  test.each(rows)('%s of a workspace is ignored and named, of the user it counts', (key, value) => {
    for (const origin of ['workspace', 'folder'] as const) {
      const flat = readSettings({ [`tracewright.${key}`]: value }, origin);
      expect(flat).toEqual({ values: {}, ignored: [`tracewright.${key}`], invalid: [] });
      const nested = key.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
      expect(readSettings({ tracewright: nested }, origin).values).toEqual({});
    }
    expect(readSettings({ [`tracewright.${key}`]: value }, 'user').values).toEqual({ [key]: value });
  });

  test('every setting that could loosen something is the user’s alone', () => {
    const open = settingsList.filter(({ key, scope }) => loosening.test(key) && scope !== 'machine');
    expect(open.map(({ key }) => key)).toEqual([]);
  });
});
