/** The bundles on every Node they are for: the CLI runs, and every heavy part loads. */
import { execFile } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { ensureNode } from '../../scripts/lib/install.mjs';
import { root, temporaryFolder } from '../../scripts/lib/places.mjs';

const execute = promisify(execFile);
const dist = join(root, 'dist');
const parts = readdirSync(join(dist, 'lazy')).filter((name) => name.endsWith('.js'));

/** Runs a program in a copy of the sample workspace with a home of its own. */
async function runIn(node: string, args: readonly string[]): Promise<string> {
  const temporary = temporaryFolder('node');
  const workspace = join(temporary, 'sample');
  cpSync(join(root, 'media/sample'), workspace, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: temporary, TRACEWRIGHT_STATE: join(temporary, 'state') };
  return (await execute(node, [...args], { cwd: workspace, env, timeout: 30_000 })).stdout;
}

describe.each([20, 22, 24] as const)('Node %i', (major) => {
  it('is what it says', async () => {
    expect(await runIn(await ensureNode(major), ['--version'])).toMatch(new RegExp(`^v${major}\\.`));
  });

  it('runs the CLI', async () => {
    const node = await ensureNode(major);
    expect(await runIn(node, [join(dist, 'cli.js'), '--version'])).toContain(manifest.version);
    const report = JSON.parse(await runIn(node, [join(dist, 'cli.js'), 'check', '--format', 'json']));
    expect(report).toEqual({ specs: [], diagnostics: [] });
  });

  it('runs the supervisor of the sandbox', async () => {
    const program = JSON.stringify(join(dist, 'programs/supervisor.js'));
    const script = `const child = require('child_process').spawn(process.execPath, [${program}]);
      child.stdout.once('data', (line) => { process.stdout.write(line); child.kill(); });`;
    expect(await runIn(await ensureNode(major), ['-e', script])).toContain('"type":"ready"');
  });

  // What needs the editor's API has nothing to load it from here.
  it.each(parts.filter((name) => name !== 'engine.js').map((name) => basename(name, '.js')))(
    'loads the part %s',
    async (name) => {
      const script = `process.stdout.write(typeof require(${JSON.stringify(join(dist, 'lazy', name))}).part)`;
      expect(await runIn(await ensureNode(major), ['-e', script])).toBe('object');
    },
  );
});
