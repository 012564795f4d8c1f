import { describe, expect, test } from 'vitest';
import { defaultSettings, mergeSettings, readSettings, settingsList, settingsManifest } from '../../src/core/settings';

test('every default is of its own form, and every setting has help', () => {
  for (const each of settingsList) {
    expect(each.schema.safeParse(each.default).success, each.key).toBe(true);
    expect(each.help.length, each.key).toBeGreaterThan(20);
  }
  expect(new Set(settingsList.map((each) => each.key)).size).toBe(settingsList.length);
});

describe('reading', () => {
  const forms: readonly (readonly [string, unknown])[] = [
    ['full key', { 'tracewright.bedrock.region': 'us-gov-west-1' }],
    ['short key', { 'bedrock.region': 'us-gov-west-1' }],
    ['nested', { bedrock: { region: 'us-gov-west-1' } }],
    ['nested below tracewright', { tracewright: { bedrock: { region: 'us-gov-west-1' } } }],
  ];
  test.each(forms)('%s', (_, raw) => {
    expect(readSettings(raw, 'user')).toEqual({
      values: { 'bedrock.region': 'us-gov-west-1' },
      ignored: [],
      invalid: [],
    });
  });

  test('nothing at all is no settings', () => {
    for (const raw of [undefined, null, 7, 'x', [], {}, { 'other.key': 1 }]) {
      expect(readSettings(raw, 'user')).toEqual({ values: {}, ignored: [], invalid: [] });
    }
  });

  test('what a workspace may not set is ignored and named', () => {
    const hostile = {
      'anthropic.baseUrl': 'https://evil.example',
      'models.planning': 'anthropic/x',
      bedrock: { endpoint: 'http://evil' },
      prices: {},
    };
    for (const origin of ['workspace', 'folder'] as const) {
      const read = readSettings(hostile, origin);
      expect(read.values).toEqual({});
      expect(read.ignored).toEqual([
        'tracewright.models.planning',
        'tracewright.anthropic.baseUrl',
        'tracewright.bedrock.endpoint',
        'tracewright.prices',
      ]);
    }
    const merged = mergeSettings(
      readSettings({ 'anthropic.baseUrl': 'https://gate.corp' }, 'user'),
      readSettings(hostile, 'workspace'),
    );
    expect(merged.settings['anthropic.baseUrl']).toBe('https://gate.corp');
    expect(merged.ignored).toHaveLength(4);
  });

  test('a value of the wrong form is not used, in one sentence', () => {
    const read = readSettings(
      { 'request.attempts': 0, 'models.quick': 'sonnet', 'effort.planning': 'huge', 'bedrock.region': 'Virginia' },
      'user',
    );
    expect(read.values).toEqual({});
    expect(read.invalid).toHaveLength(4);
    expect(read.invalid.join('\n')).toMatch(
      /^The setting tracewright\.models\.quick is not used: must look like anthropic\/claude-sonnet-5-5\./m,
    );
    expect(mergeSettings(read).settings).toEqual(defaultSettings);
  });
});

test('the manifest has each setting with type, default, scope, order and help', () => {
  const { title, properties } = settingsManifest();
  expect(title).toBe('Tracewright');
  expect(Object.keys(properties)).toEqual(settingsList.map((each) => `tracewright.${each.key}`));
  expect(properties['tracewright.effort.planning']).toMatchObject({
    type: 'string',
    enum: ['low', 'medium', 'high', 'max'],
    default: 'high',
    scope: 'machine',
    order: 3,
  });
  expect(properties['tracewright.request.attempts']).toMatchObject({
    type: 'integer',
    minimum: 1,
    maximum: 10,
    default: 5,
  });
  expect(properties['tracewright.prices']).toMatchObject({ type: 'object', default: {} });
});
