/** One hook file of any generation: text in, hooks and complaints out. Never fails, and one bad hook stops no other. */
import type { HookFile, HookFormat } from '../model';
import type { HookFileInfo } from './common';
import { complain, isMap, type Reading } from './fields';
import { readHooksYaml } from './hooksYaml';
import { isKiro0, readKiro0 } from './kiro0';
import { isKiro1, readKiro1 } from './kiro1';
import { type ParsedText, parseJson, parseYaml } from './located';

/** Reads the text of a file. Which form it has is told by its name, then by what it holds. */
export function readHookFile(file: HookFileInfo, text: string): HookFile {
  const { path, scope, name } = file;
  const yaml = /\.ya?ml$/u.test(name);
  const parsed = text.trim() === '' ? empty() : yaml ? parseYaml(text) : parseJson(text);
  const reading: Reading = { text, diagnostics: [...parsed.diagnostics] };
  const result = (format: HookFormat, hooks: HookFile['hooks']): HookFile => {
    return { path, format, scope, hooks, diagnostics: reading.diagnostics, text };
  };
  if (yaml) return result('yaml', parsed.kind === 'value' ? readHooksYaml(reading, file, parsed.root) : []);
  const old = name.endsWith('.kiro.hook');
  if (parsed.kind === 'nothing') {
    if (text.trim() === '') complain(reading, 'empty', 'This file is empty, so it holds no hook.', start, 'warning');
    else if (/^\uFEFF?---|^\s*[a-z_]+:/iu.test(text)) yamlInstead(reading, path);
    return result(old ? 'kiro-0' : 'kiro-1', []);
  }
  const { root } = parsed;
  if (isKiro1(root.value)) return result('kiro-1', readKiro1(reading, file, root));
  if (isKiro0(root.value)) {
    if (!old)
      complain(
        reading,
        'old-form',
        'This is a hook of Kiro 0.x in a .json file, which Kiro passes over without a word. Here it runs; rename it to .kiro.hook, or write it as v1, for Kiro to run it too.',
        start,
        'info',
      );
    return result('kiro-0', readKiro0(reading, file, root));
  }
  complain(reading, 'unknown-form', wordsFor(root.value), { start: root.spot.start, end: root.spot.start + 1 });
  return result(old ? 'kiro-0' : 'kiro-1', []);
}

const start = { start: 0, end: 0 };

function empty(): ParsedText {
  return { kind: 'nothing', diagnostics: [] };
}

function yamlInstead(reading: Reading, path: string): void {
  reading.diagnostics.length = 0;
  const name = path.slice(path.lastIndexOf('/') + 1);
  complain(
    reading,
    'yaml-instead',
    `${name} is written in YAML, and hook files of this name are JSON: nobody reads it. Move it into .kiro/hooks.yaml, under "hooks".`,
    start,
  );
}

function wordsFor(value: unknown): string {
  const keys = isMap(value) ? Object.keys(value).slice(0, 5).join(', ') : '';
  const found = keys === '' ? 'This' : `An object with ${keys}`;
  return `${found} is no form of hook that is known: it needs "when" and "then", or "version": "v1" and "hooks".`;
}
