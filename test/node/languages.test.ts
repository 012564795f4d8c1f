/** The table of languages in ARCHITECTURE.md, held against what the outline has for each. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lineLanguages } from '../../src/node/outline/lines';
import { languageOf } from '../../src/node/outline/outliner';

const endings: Readonly<Record<string, string>> = {
  Bash: 'sh',
  C: 'c',
  'C++': 'cpp',
  'C#': 'cs',
  Elixir: 'ex',
  Go: 'go',
  Java: 'java',
  JavaScript: 'js',
  Kotlin: 'kt',
  Lua: 'lua',
  PHP: 'php',
  Python: 'py',
  Ruby: 'rb',
  Rust: 'rs',
  Scala: 'scala',
  Swift: 'swift',
  TSX: 'tsx',
  TypeScript: 'ts',
};

/** Names of the languages in the rows of the table whose right side fits. */
function named(how: RegExp): readonly string[] {
  const page = readFileSync('ARCHITECTURE.md', 'utf8');
  const rows = [...page.matchAll(/^\| (?<left>[^|]+) \| (?<right>[^|]+) \|$/gmu)];
  return rows.flatMap(({ groups }) => (how.test(groups?.right ?? '') ? (groups?.left ?? '').split(', ') : []));
}

test('names 18 languages, each once, and how each works', () => {
  const [grammars, lines] = [named(/^a grammar that ships/u), named(/^by lines/u)];
  expect([...grammars, ...lines].sort()).toEqual(Object.keys(endings).sort());
  const byLines = lineLanguages.flatMap((each) => each.endings);
  expect(grammars.filter((name) => languageOf(`a.${endings[name]}`) === undefined)).toEqual([]);
  expect(lines.filter((name) => !byLines.includes(endings[name] ?? ''))).toEqual([]);
});
