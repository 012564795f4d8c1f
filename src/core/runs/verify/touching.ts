/**
 * Whether tests touch changed code: from the test files that ran, along the imports that can be read without running
 * anything. Where a language names no files (Rust, Java), the closest sign that it gives stands for them.
 */
import type { Files } from '../../host';

/** What is asked; paths relative to `root`, with `/`. */
export interface TouchQuestion {
  readonly files: Pick<Files, 'read' | 'stat'>;
  readonly root: string;
  readonly tests: readonly string[];
  readonly changed: readonly string[];
}

/** How many files are read at most; a graph that is larger is taken as far as that. */
const mostFiles = 3000;

/** Those of `changed` that one of the tests reaches. */
export async function touchedBy(question: TouchQuestion): Promise<readonly string[]> {
  const { tests, changed } = question;
  const wanted = new Set(changed);
  const found = new Set<string>();
  const seen = new Set<string>();
  let level = [...new Set(tests)];
  for (let depth = 0; level.length > 0 && seen.size < mostFiles && found.size < wanted.size; depth++) {
    const next: string[] = [];
    for (const path of level) {
      if (seen.has(path) || seen.size >= mostFiles) continue;
      seen.add(path);
      if (wanted.has(path)) found.add(path);
      const text = await textOf(question, path);
      if (text === undefined) continue;
      for (const each of changed) if (!found.has(each) && isNear(path, text, each, depth)) found.add(each);
      next.push(...(await importsOf(question, path, text)));
    }
    level = next;
  }
  return changed.filter((each) => found.has(each));
}

async function textOf({ files, root }: TouchQuestion, path: string): Promise<string | undefined> {
  const bytes = await files.read(`${root}/${path}`).catch(() => undefined);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

const ecma = /\.[cm]?[jt]sx?$|\.vue$|\.svelte$/u;

async function importsOf(question: TouchQuestion, path: string, text: string): Promise<readonly string[]> {
  return resolved(question, importCandidates(path, text));
}

/** Files that a text may import, for each import in the order in which they are looked for; relative as `path` is. */
export function importCandidates(path: string, text: string): readonly (readonly string[])[] {
  if (ecma.test(path)) return ecmaImports(path, text);
  if (path.endsWith('.py')) return pythonImports(path, text);
  return path.endsWith('.rb') ? rubyImports(path, text) : [];
}

/** Of each import the first candidate that is there. */
async function resolved(
  { files, root }: TouchQuestion,
  imports: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    imports.map(async (candidates) => {
      for (const candidate of candidates) {
        if ((await files.stat(`${root}/${candidate}`).catch(() => undefined))?.kind === 'file') return [candidate];
      }
      return [];
    }),
  );
  return found.flat();
}

const specifiers = [
  /\b(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"\n]+)['"]/gu,
  /\bimport\s*['"]([^'"\n]+)['"]/gu,
  /\b(?:import|require|jest\.requireActual|vi\.importActual)\s*\(\s*['"`]([^'"`\n$]+)['"`]/gu,
];
const endings = ['', '.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.vue', '.svelte'];
const indexes = ['/index.ts', '/index.tsx', '/index.js', '/index.mjs', '/index.cjs'];

function ecmaImports(path: string, text: string): readonly (readonly string[])[] {
  const names = specifiers.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
  return [...new Set(names)].flatMap((name) => {
    // `@/a`, `~/a`, `src/a`: the usual names of a project's own source folder.
    const alias = /^(?:@|~|#)?\/(.+)$/u.exec(name)?.[1] ?? (name.startsWith('src/') ? name.slice(4) : undefined);
    if (name.startsWith('.')) return [candidatesOf(join(folderOf(path), name))];
    return alias === undefined ? [] : [[`src/${alias}`, alias].flatMap(candidatesOf)];
  });
}

/** TypeScript writes `./a.js` for `./a.ts`. */
function candidatesOf(base: string): readonly string[] {
  const written = /\.[cm]?jsx?$/u.test(base)
    ? [base.replace(/\.([cm]?)jsx?$/u, '.$1ts'), base.replace(/\.jsx?$/u, '.tsx')]
    : [];
  // `require('..')` from a folder of the workspace folder means the index that lies there.
  const inside = indexes.map((index) => (base === '' ? index.slice(1) : base + index));
  return [...endings.map((ending) => base + ending), ...written, ...inside];
}

function pythonImports(path: string, text: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (const match of text.matchAll(
    /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+\(?([^#\n)]*)|import[ \t]+([\w., \t]+))/gmu,
  )) {
    const [, from, names = '', plainImport] = match;
    const modules = from === undefined ? (plainImport ?? '').split(',') : [from];
    for (const module of modules) {
      const name = module.trim().split(/\s/u)[0] ?? '';
      if (name === '') continue;
      const bases = pythonBases(path, name);
      const members = from === undefined ? [] : names.split(',').map((each) => each.trim().split(/\s/u)[0] ?? '');
      for (const member of members) if (member !== '') found.push(bases.flatMap((base) => [`${base}/${member}.py`]));
      found.push(bases.flatMap((base) => [`${base}.py`, `${base}/__init__.py`]));
    }
  }
  return found;
}

function pythonBases(path: string, module: string): readonly string[] {
  const dots = /^\.+/u.exec(module)?.[0].length ?? 0;
  const steps = module.slice(dots).replaceAll('.', '/');
  if (dots === 0) return [steps, `src/${steps}`, join(folderOf(path), steps)];
  return [join(folderOf(path), `${'../'.repeat(dots - 1)}${steps}`)];
}

function rubyImports(path: string, text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/^\s*require(_relative)?\s*\(?\s*['"]([^'"]+)['"]/gmu)].map((match) => {
    const name = (match[2] ?? '').replace(/\.rb$/u, '');
    const bases = match[1] === undefined ? [`lib/${name}`, name, `spec/${name}`] : [join(folderOf(path), name)];
    return bases.map((base) => `${base}.rb`);
  });
}

/**
 * What imports don't tell. Languages whose imports name no files: a Go test is of its folder's package, a Rust test of its crate, and a test of a
 * class speaks of it by name.
 */
function isNear(path: string, text: string, changed: string, depth: number): boolean {
  // A test that starts a program names its file.
  if (depth === 0 && changed.includes('/') && text.includes(changed)) return true;
  if (path.endsWith('.go') && changed.endsWith('.go'))
    return (
      folderOf(path) === folderOf(changed) || new RegExp(`"[^"\\n]*/${escaped(folderOf(changed))}"`, 'u').test(text)
    );
  if (path.endsWith('.rs') && changed.endsWith('.rs')) return crateOf(path) === crateOf(changed);
  if (depth > 0 || !/\.(?:java|kt|scala|groovy|cs|php|swift|ex|exs)$/u.test(path)) return false;
  const name = changed.slice(changed.lastIndexOf('/') + 1).replace(/\.[^.]+$/u, '');
  return new RegExp(`\\b${escaped(name)}\\b`, 'u').test(text);
}

function crateOf(path: string): string {
  return path.replace(/(?:^|\/)(?:src|tests|benches|examples)\/.*$/u, '');
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

function join(base: string, path: string): string {
  const steps: string[] = base === '' ? [] : base.split('/');
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
