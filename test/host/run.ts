/**
 * Runs the host tests: builds the suites, starts an editor for each run, and collects the results in
 * test-output/host.json. With --electron it is desktop VS Code, else Code OSS from npm; --grep=<expression> runs the
 * tests alone whose titles match.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorFolders } from '../../scripts/lib/codeOss.mjs';
import { root, temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { runInDesktop } from '../support/desktopHost';
import { type ExtensionHostRun, runInExtensionHost } from '../support/extensionHost';
import { filesBelow, homeBelow } from '../support/home';
import type { HostTest } from './index';

/** One start of an editor. Suites named `*.<name>.host.ts` run in it, `*.host.ts` in the default one. */
interface HostRun {
  readonly name: string;
  readonly trusted: boolean;
  /** Copies of the sample workspace that are opened; more than one makes a multi-root workspace. */
  readonly folders: readonly string[];
}

const runs: readonly HostRun[] = [
  { name: 'default', trusted: true, folders: ['sample'] },
  { name: 'untrusted', trusted: false, folders: ['sample'] },
  { name: 'multiroot', trusted: true, folders: ['one', 'two'] },
];

const wanted = process.argv.find((arg) => arg.startsWith('--grep='))?.slice('--grep='.length);

const suites = join(testOutput, 'host');
const extensionTests = join(suites, 'index.js');

/** What a run needs on disk: an opened workspace, the editor's own folders, and a place for results. */
interface Prepared {
  readonly workspace: { readonly kind: 'folder' | 'workspace'; readonly path: string };
  readonly folders: EditorFolders;
  readonly results: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The user's home folder, in which nobody has any business. */
  readonly home: string;
}

function prepare(run: HostRun): Prepared {
  const temporary = temporaryFolder('host');
  for (const name of run.folders) {
    cpSync(join(root, 'media/sample'), join(temporary, name), { recursive: true });
  }
  const home = homeBelow(temporary);
  const results = join(suites, `${run.name}.json`);
  const folders = { data: join(temporary, 'data'), extensions: join(temporary, 'extensions') };
  mkdirSync(join(folders.data, 'User'), { recursive: true });
  writeFileSync(join(folders.data, 'User/settings.json'), JSON.stringify(userSettings(run)));
  const single = run.folders.length === 1;
  const workspaceFile = join(temporary, 'several.code-workspace');
  if (!single) {
    writeFileSync(workspaceFile, JSON.stringify({ folders: run.folders.map((path) => ({ path })) }));
  }
  return {
    workspace: single
      ? { kind: 'folder', path: join(temporary, run.folders.join()) }
      : { kind: 'workspace', path: workspaceFile },
    folders,
    results,
    environment: {
      TRACEWRIGHT_HOST_RUN: run.name,
      TRACEWRIGHT_HOST_RESULTS: results,
      ...(wanted === undefined ? {} : { TRACEWRIGHT_HOST_GREP: wanted }),
      TRACEWRIGHT_STATE: join(temporary, 'state'),
      HOME: home,
    },
    home,
  };
}

function userSettings(run: HostRun): Readonly<Record<string, unknown>> {
  return {
    'chat.disableAIFeatures': true,
    'workbench.startupEditor': 'none',
    'git.enabled': false,
    'security.workspace.trust.enabled': !run.trusted,
    'security.workspace.trust.startupPrompt': 'never',
  };
}

function hostRun(run: HostRun, { workspace, folders, environment }: Prepared): ExtensionHostRun {
  return {
    name: run.name,
    opened: workspace,
    folders,
    extension: root,
    tests: extensionTests,
    trusted: run.trusted,
    logFile: join(suites, `${run.name}.server.log`),
    environment,
  };
}

/** The tests of one run; a run that left no results is one failed test that says why. */
async function resultsOf(run: HostRun): Promise<readonly HostTest[]> {
  const prepared = prepare(run);
  rmSync(prepared.results, { force: true });
  let problem = 'it left no results';
  try {
    const start = process.argv.includes('--electron') ? runInDesktop : runInExtensionHost;
    await start(hostRun(run, prepared));
  } catch (error) {
    problem = String(error);
  }
  if (existsSync(prepared.results)) return [...readTests(prepared.results), homeTest(run, prepared)];
  return [{ title: `the run "${run.name}"`, milliseconds: 0, error: `The editor's run failed: ${problem}` }];
}

function readTests(results: string): readonly HostTest[] {
  return JSON.parse(readFileSync(results, 'utf8'));
}

/** Desktop VS Code keeps things in a home folder of its own accord, on some systems. */
function homeTest(run: HostRun, { home }: Prepared): HostTest {
  const stray = process.argv.includes('--electron') ? [] : filesBelow(home);
  const title = `the run "${run.name}" leaves the home folder as it was`;
  return { title, milliseconds: 0, ...(stray.length > 0 && { error: `Written: ${stray.join(', ')}` }) };
}

function hasSuites({ name }: HostRun): boolean {
  const ending = name === 'default' ? /^[^.]+\.host\.js$/ : new RegExp(`^[^.]+\\.${name}\\.host\\.js$`);
  return readdirSync(suites).some((file) => ending.test(file));
}

async function main(): Promise<void> {
  const all: HostTest[] = [];
  for (const run of runs.filter(hasSuites)) all.push(...(await resultsOf(run)));
  writeFileSync(join(testOutput, 'host.json'), JSON.stringify(all, undefined, 2));
  for (const { title, error } of all) process.stdout.write(`${error === undefined ? 'ok' : 'FAILED'}  ${title}\n`);
  const failed = all.filter(({ error }) => error !== undefined);
  for (const { title, error } of failed) process.stdout.write(`\n${title}\n${error}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

await main();
