/**
 * What a command resolves to: the text of the scripts it runs and the configuration of its runner. A confirmation is
 * bound to it, so that nobody can change what a confirmed command does without being asked again.
 */
import { createHash } from 'node:crypto';
import type { Files } from '../../host';
import { type Folder, openFolder } from './discover/folder';
import { packageScripts } from './discover/npm';

/** Name of each thing that a command rests on, and the SHA-256 of its text. */
export type Resolved = Readonly<Record<string, string>>;

const configurations =
  /^(?:vitest|vite|jest|mocha|ava|karma|playwright|cypress|babel|eslint|biome|tsconfig|webpack|rollup|pytest|tox|conftest|setup|pyproject|noxfile|Cargo|build|settings|gradle|pom|go|Makefile|makefile|GNUmakefile|\.mocharc|\.eslintrc|\.babelrc|\.swcrc|\.taprc|\.nycrc|\.c8rc|rustfmt|clippy|nextest)(?:[.-].*)?$/u;
/** Locks change with every new package, and hold no command. */
const notConfiguration = /\.(?:lock|sum|md|log)$|^go\.sum$|(?:^|[.-])lock(?:[.-]|$)/u;

const scriptCall = /\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)/gu;

/** Reads what a line rests on in its folder. */
export async function resolveCheck(files: Pick<Files, 'read' | 'list'>, line: string, cwd: string): Promise<Resolved> {
  const folder = await openFolder(files, cwd);
  const found: Record<string, string> = { command: sum(line) };
  for (const [name, text] of Object.entries(await scriptsOf(folder, line)))
    found[`package.json, script ${name}`] = sum(text);
  for (const name of [...folder.names].sort()) {
    if (!configurations.test(name) || notConfiguration.test(name)) continue;
    const text = await folder.text(name);
    if (text !== undefined) found[name] = sum(text);
  }
  const inManifest = await manifestConfiguration(folder);
  if (inManifest !== undefined) found['package.json, runner configuration'] = sum(inManifest);
  return found;
}

/** Names of what differs, `before` to `after`; the words of "asks again". */
export function changedParts(before: Resolved, after: Resolved): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

/** The scripts that a line runs, those they run, and what runs before and after each. */
async function scriptsOf(folder: Folder, line: string): Promise<Readonly<Record<string, string>>> {
  const scripts = await packageScripts(folder);
  const found: Record<string, string> = {};
  const follow = (text: string) => {
    for (const match of text.matchAll(scriptCall)) {
      const name = match[1] ?? '';
      for (const each of [`pre${name}`, name, `post${name}`]) {
        const script = scripts[each];
        if (script === undefined || found[each] !== undefined) continue;
        found[each] = script;
        follow(script);
      }
    }
  };
  follow(line);
  return found;
}

async function manifestConfiguration(folder: Folder): Promise<string | undefined> {
  const text = await folder.text('package.json');
  if (text === undefined) return undefined;
  try {
    const { jest, mocha, ava, vitest, eslintConfig, babel, c8, nyc } = JSON.parse(text);
    const own = { jest, mocha, ava, vitest, eslintConfig, babel, c8, nyc };
    return Object.values(own).some((each) => each !== undefined) ? JSON.stringify(own) : undefined;
  } catch {
    return undefined;
  }
}

function sum(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}
