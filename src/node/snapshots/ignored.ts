/** Ignored paths: which are kept all the same, and what is remembered of the others. */
import { lstat } from 'node:fs/promises';
import { posix } from 'node:path';
import { ifThere } from '../errors';

/** Folders that a build, an installation or a tool makes again. */
const madeFolders = new Set(
  `node_modules bower_components jspm_packages dist build out output target obj .next .nuxt .svelte-kit .output .cache
  .parcel-cache .turbo .nx .angular coverage .nyc_output htmlcov __pycache__ .venv venv site-packages .tox .nox .eggs
  .mypy_cache .pytest_cache .ruff_cache .hypothesis .gradle .mvn .bundle pods deriveddata .build .dart_tool .terraform
  .serverless .aws-sam cdk.out .vscode-test test-results playwright-report tmp temp logs .git .hg .svn _build deps
  vendor .stack-work dist-newstyle cmake-build-debug cmake-build-release .ipynb_checkpoints`.split(/\s+/u),
);
const madeFiles =
  /\.(?:o|obj|a|lib|so|dll|dylib|exe|pdb|class|jar|war|pyc|pyo|log|map|tsbuildinfo|wasm|rlib|rmeta|d|gch|pch|swp|swo|tmp|temp|bak|cover|gcda|gcno|vsix|whl|egg)$|\.min\.(?:js|css)$|(?:^|\/)(?:\.ds_store|thumbs\.db|\.eslintcache|\.stylelintcache|\.coverage)$|~$/u;

/** An ignored file up to this size is kept, where nothing makes it again. */
export const keptBytes = 1024 * 1024;
/** And so many of them; what comes after is only remembered. */
export const keptFiles = 500;
/** More would cost each state more than it is worth. */
const rememberedPaths = 2000;

/** A build, an installation or a tool makes this path again. */
export function isMadeAgain(path: string): boolean {
  const lower = path.toLowerCase();
  return lower.split('/').some((part) => madeFolders.has(part)) || madeFiles.test(lower);
}

/** What is remembered of a path that is not held, so that a change can be told. */
export interface Trace {
  /** Folders end with `/`. */
  readonly path: string;
  readonly print: string;
}

/** Looks at ignored paths; `path` is relative to `folder`. What is gone meanwhile is left out. */
export async function traces(folder: string, paths: readonly string[]): Promise<readonly Trace[]> {
  const looked = await Promise.all(
    paths.slice(0, rememberedPaths).map(async (path) => {
      const print = await printOf(posix.join(folder, path), isMadeAgain(path));
      return print === undefined ? [] : [{ path, print }];
    }),
  );
  // Even unlooked at, an ignored path is one that no state may delete.
  return [...looked.flat(), ...paths.slice(rememberedPaths).map((path) => ({ path, print: '' }))];
}

/** Of what is made again only its being there counts. */
async function printOf(path: string, madeAgain: boolean): Promise<string | undefined> {
  const stat = await ifThere(lstat(path));
  if (stat === undefined) return undefined;
  if (madeAgain) return 'made';
  return stat.isDirectory() ? `folder ${stat.mtimeMs}` : filePrint(stat);
}

/** A file as far as it is known without reading it. */
export function filePrint(stat: { readonly size: number; readonly mtimeMs: number }): string {
  return `${stat.size} ${stat.mtimeMs}`;
}
