import type { Discoverer, Folder } from './folder';

/** Scripts of package.json by name; empty where it can't be read. */
export async function packageScripts(folder: Folder): Promise<Readonly<Record<string, string>>> {
  const text = await folder.text('package.json');
  if (text === undefined) return {};
  try {
    const scripts: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''))?.scripts;
    if (typeof scripts !== 'object' || scripts === null) return {};
    return Object.fromEntries(Object.entries(scripts).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

/** One name of each group, the first that is there: types, style, tests. */
const wanted: readonly (readonly string[])[] = [
  ['typecheck', 'type-check', 'types', 'check-types', 'check:types', 'tsc'],
  ['lint'],
  ['test', 'tests', 'test:unit', 'unit'],
];

const noTest = /no test specified/iu;
const watches = /--watch(?:All)?(?!=false)\b/u;

/** npm, pnpm, yarn and bun: the scripts for types, lint and tests. */
export const npm: Discoverer = async (folder) => {
  const scripts = await packageScripts(folder);
  const run = runnerOf(folder);
  return wanted.flatMap((names) => {
    const name = names.find((each) => {
      const script = scripts[each];
      return script !== undefined && !noTest.test(script) && !watches.test(script);
    });
    return name === undefined ? [] : [{ line: run(name), source: `package.json, script ${name}: ${scripts[name]}` }];
  });
};

/** The package manager whose lock file is there. */
function runnerOf(folder: Folder): (script: string) => string {
  if (folder.names.has('pnpm-lock.yaml')) return (script) => `pnpm run ${script}`;
  if (folder.names.has('yarn.lock')) return (script) => `yarn run ${script}`;
  if (folder.names.has('bun.lock') || folder.names.has('bun.lockb')) return (script) => `bun run ${script}`;
  return (script) => (script === 'test' ? 'npm test' : `npm run ${script}`);
}
