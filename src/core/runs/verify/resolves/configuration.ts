/** The configuration of a folder's runners, and what it names: what it extends, imports and loads. */
import { joinPath } from '../../../permissions/paths';
import { importCandidates } from '../touching';
import { configurationFolders, isConfiguration, isTooling } from './names';
import { folderOf, isTestByName, note, type Search } from './search';
import { expanded, foldersUp } from './tree';

/** Settings of package.json that are a runner's configuration. */
const manifestKeys = [
  'jest',
  'mocha',
  'ava',
  'vitest',
  'eslintConfig',
  'babel',
  'c8',
  'nyc',
  'tap',
  'xo',
  'karma',
  'jasmine',
  'wireit',
  'nx',
  'config',
  'packageManager',
] as const;

/** Notes the configuration of a folder and of those around it. */
export async function followConfiguration(search: Search, folder: string): Promise<void> {
  for (const each of foldersUp(search.tree.root, folder)) await configurationOf(search, each);
}

/** Notes the configuration of one folder. */
export async function configurationOf(search: Search, folder: string): Promise<void> {
  if (!search.once(`configuration ${folder}`)) return;
  const { tree } = search;
  for (const { kind, name } of await tree.list(folder)) {
    if ((kind === 'file' || kind === 'link') && isConfiguration(name))
      await followConfigurationFile(search, `${folder}/${name}`);
  }
  for (const inner of configurationFolders) {
    for (const { kind, name } of await tree.list(`${folder}/${inner}`))
      if ((kind === 'file' && !name.endsWith('.jar')) || kind === 'link')
        await followConfigurationFile(search, `${folder}/${inner}/${name}`);
  }
  await followManifest(search, folder);
}

async function followManifest(search: Search, folder: string): Promise<void> {
  const path = `${folder}/package.json`;
  const manifest = await manifestOf(search, folder);
  if (manifest === undefined) return;
  const own = Object.fromEntries(
    manifestKeys.flatMap((key) => (manifest[key] === undefined ? [] : [[key, manifest[key]]])),
  );
  if (Object.keys(own).length === 0) return;
  const text = JSON.stringify(own, undefined, 1);
  search.found.set(`${search.tree.nameOf(path)}, runner configuration`, text);
  await followNamed(search, path, text);
}

/** package.json of a folder as an object; undefined where it can't be read. */
export async function manifestOf({ tree }: Search, folder: string): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse((await tree.text(`${folder}/package.json`)) ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Notes a configuration file with what it names, and what that names in turn. */
export async function followConfigurationFile(search: Search, path: string): Promise<void> {
  if (!search.once(`file ${path}`)) return;
  const text = await note(search, path);
  if (text === undefined) return;
  await followImports(search, path, text, true);
  await followNamed(search, path, text);
}

/** Notes what a program or configuration imports. `direct`: the first step leads to anything, each further one to tooling only. */
export async function followImports(search: Search, path: string, text: string, direct: boolean): Promise<void> {
  const { tree } = search;
  const top = path.startsWith(`${tree.root}/`) ? tree.root : '';
  for (const candidates of importCandidates(path.slice(top.length + 1), text)) {
    for (const candidate of candidates) {
      const target = `${top}/${candidate}`;
      const inner = await tree.text(target);
      if (inner === undefined) continue;
      if (isTestByName(target) || (!direct && !isTooling(tree.nameOf(target)))) break;
      if (!search.once(`file ${target}`)) break;
      await note(search, target);
      await followImports(search, target, inner, false);
      break;
    }
  }
}

const loading =
  /(['"]?)\b(?:extends|presets?|plugins?|setup|setupFiles\w*|global(?:Setup|Teardown)|require|import|loaders?|reporters?|runner|testRunner|environment|testEnvironment|transform|resolver|snapshot(?:Serializers|Resolver|Environment)|projects|workspace|workspaces|references|path|ui|parser|processor|rulesdir|rulePaths|preload|watchPlugins|runtime|pool|provider|spec_helper|addopts|nodeArguments|nodeOptions|node-option|yarnPath|script-shell|members|relativePath|modules?|from|includeBuild|include|apply|env_files?|conftest|build|test_runner|testScript|command|dotenv\w*)\b\1\s*(?:[:=>(]|\s(?=['"]))\s*/gu;

/** Notes files that a configuration loads by naming them. */
async function followNamed(search: Search, path: string, text: string): Promise<void> {
  for (const match of text.matchAll(loading)) {
    const value = valueAt(text, match.index + match[0].length);
    for (const token of value.split(/[\s"'`,;()[\]{}<>=]+/u)) await followToken(search, path, token);
  }
}

/** What stands behind a key: up to the bracket that closes it, else the rest of the line and the indented lines below. */
function valueAt(text: string, from: number): string {
  const first = text[from] ?? '';
  if (first === '[' || first === '{') {
    let depth = 0;
    for (let at = from; at < Math.min(text.length, from + 4000); at++) {
      if ('[{('.includes(text[at] ?? '')) depth++;
      else if (']})'.includes(text[at] ?? '')) depth--;
      if (depth === 0) return text.slice(from, at + 1);
    }
    return text.slice(from, from + 4000);
  }
  return /^[^\n]*(?:\n[ \t]+[^\n]*|\n[ \t]*-[^\n]*){0,40}/u.exec(text.slice(from, from + 4000))?.[0] ?? '';
}

async function followToken(search: Search, path: string, token: string): Promise<void> {
  const plain = token.replace(/^<?rootDir>?\//u, '').replace(/^.*[)}]\//u, '');
  if (plain === '' || plain.length > 200 || /^(?:@|[a-z]+:|\d+$|\*)/u.test(plain)) return;
  const { tree } = search;
  const folder = folderOf(path);
  for (const place of await expanded(tree, folder, plain)) {
    if (!isTestByName(place) && (await followNamedFile(search, place, plain.includes('/')))) continue;
    // A project of its own: its configuration counts, as that of a workspace does.
    if (
      place !== folder &&
      (await tree.list(place)).some(({ name }) => isConfiguration(name) || name === 'package.json')
    )
      await configurationOf(search, place);
  }
}

const endings = [
  '.json',
  '.js',
  '.cjs',
  '.mjs',
  '.ts',
  '.mts',
  '.cts',
  '.tsx',
  '/index.js',
  '/index.ts',
  '/tsconfig.json',
  '.py',
];

async function followNamedFile(search: Search, place: string, written: boolean): Promise<boolean> {
  for (const candidate of [place, ...(written ? endings.map((ending) => place + ending) : [])]) {
    const text = await search.tree.text(candidate);
    if (text === undefined || isTestByName(candidate)) continue;
    // What it names is configuration where it is one by name, else only a file that is loaded.
    if (
      isConfiguration(candidate.slice(candidate.lastIndexOf('/') + 1)) ||
      /\.(?:json|ya?ml|toml|ini|cfg|xml|gradle|mk)$/u.test(candidate)
    )
      await followConfigurationFile(search, candidate);
    else if (search.once(`file ${candidate}`)) {
      await note(search, candidate);
      await followImports(search, candidate, text, false);
    }
    return true;
  }
  return false;
}

/** A file that a command names as configuration, or a folder whose configuration it means. */
export async function followOptionValue(search: Search, folder: string, value: string): Promise<void> {
  const place = joinPath(folder, value);
  if (isTestByName(place)) return;
  const text = await search.tree.text(place);
  if (text !== undefined) return followConfigurationFile(search, place);
  if (place !== search.tree.root && (await search.tree.list(place)).length > 0) await configurationOf(search, place);
}
