/** Every rule against its own examples: what is shown as wrong on its page is found, what is shown as right is not. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/core/diagnostic';
import { applyEdits, type DocumentName, diagnosticsOf, parseSpec, type Spec } from '../../../src/core/specs';
import type { Rule, RuleExample } from '../../../src/core/specs/rule';
import { exampleFiles } from '../../../src/core/specs/ruleDocs';
import { rules } from '../../../src/core/specs/rules';

function specOf(example: RuleExample): Spec {
  return parseSpec({ path: '/w/.kiro/specs/s', ...exampleFiles(example) });
}

function found(rule: Rule, spec: Spec): readonly Diagnostic[] {
  return spec.documents.flatMap(({ name }) =>
    diagnosticsOf(spec, name).filter(({ code }) => code.slice(code.indexOf('/') + 1) === rule.name),
  );
}

function mended(rule: Rule, example: RuleExample): string | undefined {
  const { files } = exampleFiles(example);
  const name = Object.keys(files)[0] as DocumentName;
  const spec = specOf(example);
  const edits = found(rule, spec).flatMap(({ fix }) => fix?.edits ?? []);
  const text = applyEdits(files[name] ?? '', edits);
  if (!('criterion' in example)) return text;
  const criteria = parseSpec({ path: '/s', files: { ...files, [name]: text } }).documents.flatMap((each) =>
    'requirements' in each ? each.requirements.flatMap((requirement) => requirement.criteria) : [],
  );
  return criteria[0]?.text;
}

/** The names of the rules that a module gives; a few give something else besides. */
function rulesOf(module: object): readonly string[] {
  return rules.filter((rule) => Object.values(module).includes(rule)).map(({ name }) => name);
}

/** `no-shall` stands in `noShall.ts`. */
function fileOf(name: string): string {
  return `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}.ts`;
}

const named = (list: keyof Pick<Rule, 'bad' | 'good'>) =>
  rules.flatMap((rule) => rule[list].map((example, index) => ({ rule, example, title: `${rule.name} ${index + 1}` })));

describe('rules', () => {
  it('have names of their own and examples both ways', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.filter(({ bad, good }) => bad.length === 0 || good.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('stand in a file each, which has their name', async () => {
    const folder = new URL('../../../src/core/specs/rules/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
    const held = await Promise.all(
      files.map(async (file) => [file, rulesOf(await import(/* @vite-ignore */ new URL(file, folder).href))] as const),
    );
    expect(held.filter(([file, names]) => names.length !== 1 || fileOf(names[0] ?? '') !== file)).toEqual([]);
    expect(held.flatMap(([, names]) => names).toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
  });

  it.each(named('bad'))('find what is wrong: $title', ({ rule, example }) => {
    const messages = found(rule, specOf(example)).map(({ message }) => message);
    expect(messages.length).toBeGreaterThan(0);
    if (example.finds !== undefined) expect(messages).toEqual(example.finds);
    if (example.mended !== undefined) expect(mended(rule, example)).toBe(example.mended);
  });

  it.each(named('good'))('are content: $title', ({ rule, example }) => {
    expect(found(rule, specOf(example)).map(({ message }) => message)).toEqual([]);
  });

  it.each(named('bad'))('have mends that mend: $title', ({ rule, example }) => {
    const before = found(rule, specOf(example));
    if (before.some(({ fix }) => fix === undefined)) return;
    const { files, ...rest } = exampleFiles(example);
    const name = Object.keys(files)[0] as DocumentName;
    const text = applyEdits(
      files[name] ?? '',
      before.flatMap(({ fix }) => fix?.edits ?? []),
    );
    const after = found(rule, parseSpec({ path: '/s', ...rest, files: { ...files, [name]: text } }));
    expect(after.map(({ message }) => message)).toEqual([]);
  });
});
