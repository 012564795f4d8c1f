/**
 * Hook files of every form that was seen in real repositories. The samples stand alone; where TRACEWRIGHT_CORPUS names a
 * folder of repositories, its files are read in place, and a form that is there and in no sample fails.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Hook, HookFile } from '../../../src/core/hooks/model';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import { hookSamples } from './samples';

const corpus = process.env.TRACEWRIGHT_CORPUS;

function read(name: string, text: string): HookFile {
  return readHookFile(
    { path: `/w/.kiro/hooks/${name}`, name: name.slice(name.lastIndexOf('/') + 1), scope: 'workspace' },
    text,
  );
}

function formOf({ trigger, steps, enabled }: Hook): string {
  const lists = (['patterns', 'matchers', 'tools'] as const).filter((each) => trigger[each].length > 0);
  return [trigger.name, steps[0]?.action.kind, ...lists, ...(enabled ? [] : ['off'])].join(' ');
}

/** `.hooks[].action.type`, of every key that leads to a value. */
function keysOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => keysOf(each, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, each]) => keysOf(each, `${path}.${key}`));
}

/** What a file brings that reading may have to know: its generation, forms, findings, keys. */
function traitsOf(name: string, text: string): readonly string[] {
  const { format, hooks, diagnostics } = read(name, text);
  const where = name.endsWith('.json') ? `${format} in .json` : format;
  let keys: readonly string[] = [];
  try {
    keys = keysOf(JSON.parse(text));
  } catch {
    // What is no JSON has its findings only.
  }
  return [
    ...hooks.map((hook) => `${where}: ${formOf(hook)}`),
    ...diagnostics.map(({ code }) => `${where}: ${code}`),
    ...keys.map((key) => `${where} ${key}`),
  ];
}

describe('a hook file as it is found', () => {
  it.each(
    hookSamples.map((sample, at) => [at, sample.name, sample.forms.join() || sample.told.join(), sample] as const),
  )('%i %s: %s', (_at, _name, _what, { name, text, forms, told }) => {
    const { hooks, diagnostics } = read(name, text);
    expect(hooks.map(formOf)).toEqual(forms);
    expect(diagnostics.map(({ code, place }) => `${code.slice('hooks/'.length)} ${place.line}`)).toEqual(told);
  });
});

const there = corpus !== undefined && existsSync(corpus);

describe(there ? 'hook files of real repositories' : 'hook files of TRACEWRIGHT_CORPUS, which names no folder', () => {
  const names = there
    ? readdirSync(corpus, { recursive: true, encoding: 'utf8' })
        .map((name) => name.split(sep).join('/'))
        .filter((name) => /\/\.kiro\/(?:hooks\/[^/]+\.(?:hook|json|ya?ml)|hooks\.ya?ml)$/u.test(name))
    : [];
  const all = names.map((name) => ({ name, text: readFileSync(join(corpus ?? '', name), 'utf8') }));

  it.runIf(there)('each load, or say on which line why not', () => {
    const counts = { files: 0, hooks: 0, withoutHooks: 0, findings: 0 };
    for (const { name, text } of all) {
      const { hooks, diagnostics } = read(name, text);
      const lines = text.split('\n').length;
      for (const { place } of diagnostics) {
        expect([name, place.line >= 1 && place.line <= lines && place.column >= 1]).toEqual([name, true]);
      }
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      if (hooks.length === 0) expect([name, errors.length > 0]).toEqual([name, true]);
      counts.files += 1;
      counts.hooks += hooks.length;
      counts.withoutHooks += hooks.length === 0 ? 1 : 0;
      counts.findings += diagnostics.length;
    }
    process.stdout.write(`hook files: ${JSON.stringify(counts)}\n`);
    expect(counts.files).toBeGreaterThan(50);
    expect(counts.hooks).toBeGreaterThanOrEqual(counts.files - counts.withoutHooks);
  });

  it.runIf(there)('bring nothing that is in no sample', () => {
    const known = new Set(hookSamples.flatMap(({ name, text }) => traitsOf(name, text)));
    const missing = new Set(all.flatMap(({ name, text }) => traitsOf(name, text)).filter((each) => !known.has(each)));
    expect([...missing].sort()).toEqual([]);
  });
});
