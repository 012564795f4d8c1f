/** Languages by the endings of names, and where the tests of a file usually are. */

const endings: Readonly<Record<string, readonly string[]>> = {
  typescript: ['ts', 'tsx', 'mts', 'cts'],
  typescriptreact: ['tsx'],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  javascriptreact: ['jsx'],
  python: ['py', 'pyi'],
  go: ['go'],
  java: ['java'],
  kotlin: ['kt', 'kts'],
  rust: ['rs'],
  ruby: ['rb'],
  php: ['php'],
  csharp: ['cs'],
  cpp: ['cpp', 'cc', 'cxx', 'hpp', 'hh'],
  c: ['c', 'h'],
  swift: ['swift'],
  dart: ['dart'],
  scala: ['scala'],
  html: ['html', 'htm'],
  css: ['css'],
  scss: ['scss'],
  json: ['json', 'jsonc'],
  yaml: ['yaml', 'yml'],
  markdown: ['md', 'markdown'],
  shell: ['sh', 'bash', 'zsh'],
  sql: ['sql'],
  terraform: ['tf'],
};

/** The part of a path after its last slash. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The languages that a file may be called, in lower case; empty where its ending is not known. */
export function languageOf(path: string): readonly string[] {
  const ending = /\.([^.]+)$/u.exec(basename(path))?.[1]?.toLowerCase() ?? '';
  return Object.keys(endings).filter((language) => endings[language]?.includes(ending));
}

/** Where the tests of a file may be, relative to the workspace folder; the usual places of the usual languages. */
export function testPathsOf(path: string): readonly string[] {
  const name = basename(path);
  const folder = path.slice(0, path.length - name.length);
  const dot = name.lastIndexOf('.');
  const stem = dot <= 0 ? name : name.slice(0, dot);
  const ending = dot <= 0 ? '' : name.slice(dot);
  if (/(?:\.(?:test|spec)|_test)$|^test_/u.test(stem)) return [path];
  const below = folder.replace(/^(?:src|lib|app)\//u, '');
  const names = [
    `${stem}.test${ending}`,
    `${stem}.spec${ending}`,
    `${stem}_test${ending}`,
    `test_${stem}${ending}`,
    `${stem}Test${ending}`,
  ];
  const folders = [
    folder,
    `${folder}__tests__/`,
    `${folder}tests/`,
    `test/${below}`,
    `tests/${below}`,
    'test/',
    'tests/',
  ];
  const mirrored = path.replace(/^src\/main\//u, 'src/test/').replace(name, `${stem}Test${ending}`);
  return [...new Set([...folders.flatMap((each) => names.map((one) => each + one)), mirrored])];
}
