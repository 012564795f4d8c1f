/** The bundle that only checks says what the whole command line says. */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleTo } from '../support/childProgram';
import { temporaryFolder } from '../support/temporary';

describe('tracewright check', () => {
  const program = `${temporaryFolder()}/cli.js`;
  const whole = `${dirname(program)}/lazy/commands.js`;
  const home = temporaryFolder({
    'settings/tracewright/settings.json': '{"tracewright.check.severities":{"missing-glossary":"off","nothing":"off"}}',
    'broken/tracewright/settings.json': '{',
  });
  const folder = temporaryFolder({
    '.kiro/specs/a/requirements.md': '# Requirements\n\n### Requirement 1: A\n\n1. THE System SHALL keep TBD\n',
    '.kiro/specs/a/.config.kiro': '{"specType":"feature"}',
    '.kiro/specs/b/tasks.md': '- [X] 1. Build\n  - _Requirements: 9.9_\n- [ ] 1. Test ](y.md)\n',
    '.kiro/specs/b/design.md': 'See [this](gone.md).\r\n\r\n**Property 1: A**\r\n',
    '.kiro/specs/c/design.md/no-file': '',
    '.kiro/specs/c/tasks.md': '- [ ] 1. Build\n',
    'empty/notes.md': 'no spec',
  });

  beforeAll(() => {
    bundleTo(program, 'src/cli/main.ts');
    bundleTo(`${dirname(program)}/lazy/check.js`, 'src/cli/check.part.ts');
    bundleTo(whole, 'src/cli/commands.part.ts');
  });

  it.each<[readonly string[], number, Record<string, string>?]>([
    [['check', '--format', 'json'], 1],
    [['check', '--format', 'sarif'], 1],
    [['check', '--format', 'github', '.kiro/specs/a'], 0],
    [['check', '.kiro/specs/a/requirements.md', '--severity', 'placeholder=error'], 1],
    [['check', 'empty', '--format', 'json'], 0],
    [['check', 'nowhere'], 2],
    [['check', '--nothing'], 2],
    [['check', '--changed', 'main'], 2],
    [['check', '--help'], 0],
    [['check', '.kiro/specs/a'], 0, { XDG_CONFIG_HOME: `${home}/settings` }],
    [['check', '.kiro/specs/a'], 0, { XDG_CONFIG_HOME: `${home}/broken` }],
  ])('%j', (argv, status, more = {}) => {
    const env = { ...process.env, HOME: home, TRACEWRIGHT_STATE: `${home}/state`, XDG_CONFIG_HOME: '', ...more };
    const run = (args: readonly string[]) => {
      const ran = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
      return { status: ran.status, out: ran.stdout, told: ran.stderr };
    };
    const started = run([program, ...argv]);
    const script = `require(${JSON.stringify(whole)}).part.run(process.argv.slice(1)).then((code) => { process.exitCode = code; })`;
    expect(started).toEqual(run(['-e', script, '--', ...argv]));
    expect(started.status).toBe(status);
  });
});
