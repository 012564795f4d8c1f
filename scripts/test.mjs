// npm test [-- stage …]: sets up what the tests need, runs every stage, and shows what failed. The output of each stage
// is in test-output/. The last line is the sum: "N passed, N failed".
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCodeOss, ensureNode, ensurePackages, hasCodeOss } from './lib/install.mjs';
import { root, temporaryFolder, testOutput } from './lib/places.mjs';
import { hostResult, measuredLines, oneCheck, vitestResult } from './lib/results.mjs';
import { Failure, run, runMain } from './lib/run.mjs';
import { buildNeeds, requirePackages, testNeeds } from './lib/system.mjs';
import { packageExtension } from './package.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {boolean} packaged needs the VSIX, an editor and a browser
 * @property {() => Promise<import('./lib/results.mjs').StageResult>} run
 */

const binaries = join(root, 'node_modules');

/** Nothing of the developer's own reaches a test: no keys, no profiles, no home. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ANTHROPIC|AWS|OPENAI)_/.test(name))),
  HOME: temporaryFolder('home'),
  CI: 'true',
  NO_COLOR: '1',
};

/** @type {readonly Stage[]} */
const stages = [
  { name: 'types', packaged: false, run: () => check('types', 'typescript/bin/tsc', ['-p', '.']) },
  {
    name: 'lint',
    packaged: false,
    run: () =>
      check('lint', '@biomejs/biome/bin/biome', ['check', '--config-path=scripts', '--error-on-warnings', '.']),
  },
  { name: 'unit', packaged: false, run: () => vitest('unit', ['--config', 'test/vitest.config.ts']) },
  { name: 'panel', packaged: false, run: () => vitest('panel', ['--config', 'test/webview/vitest.config.mts']) },
  {
    name: 'package',
    packaged: true,
    run: () => vitest('package', ['--config', 'test/e2e/vitest.config.mts', 'test/package']),
  },
  { name: 'host', packaged: true, run: host },
  {
    name: 'bench',
    packaged: true,
    run: bench,
  },
  { name: 'e2e', packaged: true, run: () => vitest('e2e', ['--config', 'test/e2e/vitest.config.mts', 'test/e2e']) },
];

/**
 * @param {string} log
 * @param {string} script below node_modules
 * @param {readonly string[]} args
 */
async function check(log, script, args) {
  return oneCheck(await node(log, [join(binaries, script), ...args]));
}

/**
 * @param {string} log
 * @param {readonly string[]} args
 */
async function vitest(log, args) {
  const report = join(testOutput, `${log}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return vitestResult(report, await node(log, [join(binaries, 'vitest/vitest.mjs'), 'run', ...args, ...reporters]));
}

/** What was measured is in the log, and is shown. */
async function bench() {
  const result = await vitest('bench', ['--config', 'test/e2e/vitest.config.mts', 'test/bench']);
  return { ...result, measured: measuredLines(readFileSync(join(testOutput, 'bench.log'), 'utf8')) };
}

async function host() {
  const report = join(testOutput, 'host.json');
  rmSync(report, { force: true });
  const args = process.argv.includes('--electron') ? ['--electron'] : [];
  return hostResult(report, await node('host', [join(root, 'scripts/host.mjs'), ...args]));
}

/**
 * @param {string} log
 * @param {readonly string[]} args
 */
function node(log, args) {
  return run(process.execPath, args, { log, cwd: root, env: environment, timeoutMs: 15 * 60_000 });
}

/** @param {readonly Stage[]} chosen */
async function setUp(chosen) {
  const packaged = chosen.some((stage) => stage.packaged);
  // All that is missing is named at once, before anything is downloaded.
  await requirePackages(packaged && !hasCodeOss() ? [...testNeeds, ...buildNeeds] : testNeeds, 'npm test');
  await ensurePackages();
  if (!packaged) return;
  await ensureCodeOss();
  for (const major of /** @type {const} */ ([20, 22, 24])) await ensureNode(major);
}

/**
 * Runs a stage; where the VSIX that it needs can't be made, that is its failure.
 * @param {Stage} stage
 * @returns {Promise<import('./lib/results.mjs').StageResult>}
 */
async function result(stage) {
  try {
    if (stage.packaged) await packageExtension();
    return await stage.run();
  } catch (error) {
    return { passed: 0, failures: [error instanceof Failure ? error.message : String(error)], skipped: [] };
  }
}

/** @param {readonly string[]} names */
function chosenStages(names) {
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    throw new Failure(`There is no stage "${unknown}". Stages: ${stages.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? stages : stages.filter(({ name }) => names.includes(name));
}

await runMain(async () => {
  const chosen = chosenStages(process.argv.slice(2).filter((arg) => !arg.startsWith('--')));
  await setUp(chosen);
  let passed = 0;
  let failed = 0;
  for (const stage of chosen) {
    const started = Date.now();
    const { passed: good, failures, skipped, measured } = await result(stage);
    passed += good;
    failed += failures.length;
    for (const failure of failures) console.log(`\n--- ${stage.name}: failed\n${failure}\n`);
    for (const line of measured ?? []) console.log(line);
    const counts = `${good} passed${failures.length > 0 ? `, ${failures.length} failed` : ''}`;
    console.log(`${stage.name.padEnd(8)} ${counts} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    for (const title of skipped) console.log(`         not run: ${title}`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
});
