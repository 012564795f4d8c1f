/** Scripts of package.json that a command runs, in its folder and in the packages of a workspace. */
import { joinPath } from '../../../permissions/paths';
import type { Part } from '../../../permissions/shell/words';
import { operands, optionValues } from '../../../permissions/shell/words';
import { configurationOf, manifestOf } from './configuration';
import type { Search } from './search';
import { expanded, foldersUp } from './tree';

const managers = /^(?:npm|pnpm|yarn|bun|lerna|turbo|nx|wsrun|ultra|rush)$/u;
const folderOptions = ['-C', '--prefix', '--dir', '--cwd'] as const;
const packageOptions = ['-w', '--workspace', '--filter', '-F', '--scope', '-p', '--projects'] as const;
const everyPackage = /^(?:-ws|--workspaces|-r|--recursive|--workspaces=true|--all)$/u;

/** Whether a part is a package manager's, which runs scripts by name. */
export function runsScripts({ program, words }: Part): boolean {
  return managers.test(program) || (words[0]?.value ?? '').startsWith('npm:');
}

/** Follows the scripts that a package manager runs from a folder. */
export async function followScripts(search: Search, part: Part, from: string): Promise<void> {
  const { program, args } = part;
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const named = (part.words[0]?.value ?? '').startsWith('npm:') ? [(part.words[0]?.value ?? '').slice(4)] : [];
  const names = [...named, ...operands(own, [...folderOptions, ...packageOptions])].flatMap(scriptName);
  const folders = optionValues(own, ...folderOptions).map((each) => joinPath(from, each));
  const folder = folders[0] ?? from;
  if (folder !== from) await configurationOf(search, folder);
  const nearest = await packageAround(search, folder);
  for (const name of names) await followScript(search, nearest, name);
  const among =
    optionValues(own, ...packageOptions).length > 0 ||
    own.some((each) => everyPackage.test(each)) ||
    /^(?:lerna|turbo|nx|wsrun|ultra|rush)$/u.test(program) ||
    names.some((name) => /^workspaces?$/u.test(name));
  if (!among) return;
  for (const each of await workspacePackages(search, nearest)) {
    await configurationOf(search, each);
    for (const name of names) await followScript(search, each, name);
  }
}

/** `npm t` is `npm test`; words that are verbs of the manager are the names of scripts where there are such. */
function scriptName(word: string): readonly string[] {
  if (/^(?:run|run-script|rum|urn|exec|x|dlx|foreach|run-many|affected)$/u.test(word)) return [];
  return [/^(?:t|tst)$/u.test(word) ? 'test' : word];
}

/** Package managers take the nearest folder that has a package.json. */
async function packageAround(search: Search, folder: string): Promise<string> {
  for (const each of foldersUp(search.tree.root, folder))
    if ((await search.tree.text(`${each}/package.json`)) !== undefined) return each;
  return folder;
}

async function followScript(search: Search, folder: string, name: string): Promise<void> {
  const scripts = await scriptsOf(search, folder);
  for (const script of named(scripts, name)) {
    for (const each of [`pre${script}`, script, `post${script}`]) {
      const text = scripts[each];
      if (text === undefined || !search.once(`script ${each} ${folder}`)) continue;
      search.found.set(`${search.tree.nameOf(`${folder}/package.json`)}, script ${each}`, text);
      await search.follow(text, folder);
    }
  }
}

function named(scripts: Readonly<Record<string, string>>, name: string): readonly string[] {
  if (!name.includes('*')) return [name];
  const like = new RegExp(`^${name.replace(/[.+^${}()|[\]\\?]/gu, '\\$&').replace(/\*+/gu, '.*')}$`, 'u');
  return Object.keys(scripts).filter((each) => like.test(each));
}

async function scriptsOf(search: Search, folder: string): Promise<Readonly<Record<string, string>>> {
  const scripts = (await manifestOf(search, folder))?.scripts;
  if (typeof scripts !== 'object' || scripts === null) return {};
  return Object.fromEntries(
    Object.entries(scripts).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** Folders of the packages of a workspace: package.json's `workspaces`, pnpm-workspace.yaml, lerna.json. */
async function workspacePackages(search: Search, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const around of foldersUp(search.tree.root, folder)) {
    for (const pattern of await workspacePatterns(search, around)) {
      for (const place of await expanded(search.tree, around, pattern))
        if ((await search.tree.text(`${place}/package.json`)) !== undefined) found.push(place);
    }
    if (found.length > 0) break;
  }
  return [...new Set(found)];
}

async function workspacePatterns(search: Search, folder: string): Promise<readonly string[]> {
  const { workspaces } = (await manifestOf(search, folder)) ?? {};
  const own = Array.isArray(workspaces) ? workspaces : packagesOf(workspaces);
  const listed = [
    await search.tree.text(`${folder}/pnpm-workspace.yaml`),
    await search.tree.text(`${folder}/lerna.json`),
  ];
  const more = listed.flatMap((text) => packagesBlock(text ?? ''));
  return [...own.filter((each): each is string => typeof each === 'string'), ...more].filter(
    (each) => !each.startsWith('!'),
  );
}

function packagesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !('packages' in value)) return [];
  return Array.isArray(value.packages) ? value.packages : [];
}

function packagesBlock(text: string): readonly string[] {
  const block = /"?packages"?\s*:\s*((?:\[[^\]]*\])|(?:\n\s*-[^\n]*)+)/u.exec(text)?.[1] ?? '';
  return block.split(/[\s"'[\],]+/u).filter((each) => each !== '' && each !== '-');
}
