/** What git's hooks call: a staged secret stops the commit where a hook of the folder looks for it. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { Terminal } from '../../src/cli/cli';
import { run } from '../../src/cli/run';
import { part } from '../../src/core/providers/redact.part';
import { createNodeHost } from '../../src/node/host';
import { fill, temporaryFolder } from '../support/temporary';

const secret = `AKIA${'QWERTYUIOPASDFGH'}`;
const hook = (more = '') => `hooks:\n  - name: no secrets\n    trigger: on_commit\n    scan: secrets\n${more}`;

async function commit(hooks: string, text: string, options: { readonly trusted?: boolean; readonly parts?: boolean }) {
  const folder = temporaryFolder({ '.kiro/hooks.yaml': hooks, 'src/key.ts': text });
  execFileSync('git', ['init', '-q'], { cwd: folder });
  execFileSync('git', ['add', '-A'], { cwd: folder });
  // The file may be other than what was added: what was added counts.
  fill(folder, { 'src/key.ts': 'nothing' });
  const told: string[] = [];
  const terminal: Terminal = {
    print: (line) => void told.push(line),
    write: (line) => void told.push(line),
    note: (line) => void told.push(line),
    ask: undefined,
    color: false,
    onInterrupt: () => () => {},
  };
  const base = createNodeHost({ stateFolder: temporaryFolder(), env: () => undefined });
  const host: typeof base = {
    ...base,
    // Of all parts, the command needs this one only.
    loadPart: async (name) => {
      if (options.parts === false || name !== 'redact') throw new Error(`no part ${name}`);
      return part as never;
    },
  };
  const environment = { host, terminal, cwd: folder, version: '1.0.0' };
  if (options.trusted !== false) await run(['trust'], environment);
  const code = await run(['hooks', 'git', 'pre-commit'], environment);
  return { code, told: told.join('\n') };
}

it.each([
  ['a secret stops it', hook(), `const k = '${secret}';\n`, {}, 5, 'src/key.ts:1 aws access key'],
  ['without a secret it goes on', hook(), 'const k = 1;\n', {}, 0, 'is trusted'],
  ['a hook that warns lets it go on', hook('    on_failure: warn\n'), secret, {}, 0, 'src/key.ts:1 aws access key'],
  ['a switched-off hook says nothing', hook('    enabled: false\n'), secret, {}, 0, 'is trusted'],
  ['a hook for other files says nothing', hook('    pattern: "*.py"\n'), secret, {}, 0, 'is trusted'],
  ['nothing fires in a folder that is not trusted', hook(), secret, { trusted: false }, 0, 'is not trusted'],
  ['a scan that can not be made stops it', hook(), secret, { parts: false }, 5, 'could not be made'],
] as const)('%s', async (_, hooks, text, options, code, told) => {
  const result = await commit(hooks, text, options);
  expect(result).toMatchObject({ code, told: expect.stringContaining(told) });
  expect(result.told).not.toContain(secret);
});
