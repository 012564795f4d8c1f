import { expect, test } from 'vitest';
import { mergeSettings, readSettings, settingsManifest } from '../../src/core/settings';
import { type Inspected, rawSettings, settingKeys } from '../../src/extension/settingKeys';

function check(text: string, expected: readonly string[]): void {
  expect(settingKeys(text)).toEqual(expected);
}

test('keys of ours are found, others are not', () => {
  check('{ "editor.tabSize": 2, "tracewright.anthropic.baseUrl": "https://example.com" }', ['anthropic.baseUrl']);
});

test('comments and values are passed over', () => {
  check('{ // "tracewright.a": 1\n /* "tracewright.b": 2 */ "x": "tracewright.c", "y": "\\"tracewright.d\\":" }', []);
});

test('a trailing comma and a broken rest do no harm', () => {
  check('{ "tracewright.models.planning" : "anthropic/x", "tracewright.prices": {', ['models.planning', 'prices']);
});

/** An editor that has settings of folders apart only where their scope lets a folder have one. */
function inspected(folder: Readonly<Record<string, unknown>>, own: Readonly<Record<string, unknown>> = {}): Inspected {
  const { properties } = settingsManifest();
  const scopeOf = (key: string) => (properties[`tracewright.${key}`] as { readonly scope?: string }).scope;
  return (key) => ({
    globalValue: own[key],
    workspaceFolderValue: scopeOf(key) === 'resource' ? folder[key] : undefined,
  });
}

test('the strictest of all folders of a window holds, and nothing that it asks for is called unused', () => {
  const first = { 'check.kiroStrict': true, 'approvals.needed': { '*': 2 }, 'approvals.authorMayApprove': true };
  const second = { 'approvals.from': 'codeowners', 'approvals.authorMayApprove': false, 'anthropic.baseUrl': 'x' };
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  const strict = keys.filter((key) => key.startsWith('approvals.'));
  const own = { 'approvals.needed': { 'design.md': 3 } };
  const raw = rawSettings(keys, strict, inspected({}, own), [inspected(first, own), inspected(second, own)], keys);
  const { settings, ignored, invalid } = mergeSettings(
    readSettings(raw.user, 'user'),
    readSettings(raw.workspace, 'workspace'),
    ...raw.folders.map((each) => readSettings(each, 'folder')),
  );
  expect(settings).toMatchObject({
    'approvals.needed': { '*': 2, 'design.md': 3 },
    'approvals.from': 'codeowners',
    'approvals.authorMayApprove': false,
  });
  // What one folder says of anything else is not the others', and is named.
  expect(settings['check.kiroStrict']).toBe(false);
  expect(ignored).toEqual(['tracewright.anthropic.baseUrl']);
  expect(invalid).toEqual([expect.stringContaining('tracewright.check.kiroStrict is not used')]);
});
