/** A team in real clones of one repository: approvals travel by push and pull, and each machine counts them by itself. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { createNodeHost } from '../../src/node/host';
import { requirementsText } from '../support/flowHarness';
import { recordedTerminal } from '../support/recordedTerminal';
import { fill, temporaryFolder } from '../support/temporary';

const spec = '.kiro/specs/export';
const file = `${spec}/requirements.md`;

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'commit.gpgsign=false', ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

/** Somebody with a clone of their own, on a machine of their own. */
function member(origin: string, name: string) {
  const folder = temporaryFolder();
  git(folder, 'clone', '-q', origin, '.');
  git(folder, 'config', 'user.name', name);
  git(folder, 'config', 'user.email', `${name.toLowerCase()}@example.com`);
  git(folder, 'config', 'pull.rebase', 'false');
  const host = createNodeHost({ stateFolder: temporaryFolder(), env: () => undefined });
  const cli = async (...argv: string[]) => {
    const { terminal, out, notes } = recordedTerminal();
    const code = await run(argv, { host, terminal, cwd: folder, version: '1.2.3' });
    return { code, out: out.join('\n'), notes: notes.join('\n') };
  };
  return {
    folder,
    approve: () => cli('spec', 'approve', spec, 'requirements', '--accept-approvals', 'committed'),
    show: async (...flags: string[]) => (await cli('spec', 'show', spec, ...flags)).out,
    accepting: async () => (await cli('spec', 'show', spec, '--accept-approvals', 'committed')).out,
    diff: async () => (await cli('spec', 'diff', spec, '--accept-approvals', 'committed')).out,
    /** Commits all there is and shares it. */
    push: (message: string) => {
      git(folder, 'add', '-A');
      git(folder, 'commit', '-qm', message);
      git(folder, 'pull', '-q', '--no-edit');
      git(folder, 'push', '-q');
    },
    pull: () => git(folder, 'pull', '-q', '--no-edit'),
  };
}

function origin(settings: object): string {
  const bare = temporaryFolder();
  git(bare, 'init', '-q', '--bare', '-b', 'main');
  const first = temporaryFolder({
    '.vscode/settings.json': JSON.stringify(settings),
    CODEOWNERS: `/.kiro/specs/ ${['ana', 'bo', 'cyd'].map((name) => `${name}@example.com`).join(' ')}\n`,
  });
  git(first, 'init', '-q', '-b', 'main');
  git(first, 'add', '-A');
  git(first, '-c', 'user.name=Admin', '-c', 'user.email=admin@example.com', 'commit', '-qm', 'Rules of the team');
  git(first, 'push', '-q', bare, 'main');
  return bare;
}

const owners = 'of an owner (ana@example.com, bo@example.com, cyd@example.com)';

test('two owners who are not the author open a gate, each in a clone of their own, and again after a change', async () => {
  const bare = origin({
    'tracewright.approvals.needed': { '*': 2 },
    'tracewright.approvals.from': 'codeowners',
    'tracewright.approvals.authorMayApprove': false,
  });
  const ana = member(bare, 'Ana');
  const bo = member(bare, 'Bo');
  const cyd = member(bare, 'Cyd');
  const eve = member(bare, 'Eve');
  fill(ana.folder, { [file]: requirementsText });
  ana.push('Requirements');
  const authors = await ana.approve();
  expect(authors).toMatchObject({ code: 4, out: '' });
  expect(authors.notes).toContain('Ana wrote it, and somebody else has to approve it.');
  for (const each of [bo, cyd, eve]) each.pull();
  const strangers = await eve.approve();
  expect(strangers).toMatchObject({ code: 4, out: '' });
  expect(strangers.notes).toContain('Eve is no owner: CODEOWNERS does not name eve@example.com for this folder.');
  expect(await bo.approve()).toMatchObject({
    code: 0,
    notes: `1 of 2 approvals, by Bo. One more is needed, ${owners}.`,
  });
  bo.push('Bo approves');
  cyd.pull();
  // Another machine's approval is a claim until its committer is accepted.
  expect(await cyd.show()).toContain('requirements.md: claimed');
  expect(await cyd.accepting()).toContain(`1 of 2 approvals, by Bo. One more is needed, ${owners}.`);
  expect(await cyd.approve()).toMatchObject({ code: 0, notes: '' });
  cyd.push('Cyd approves');
  ana.pull();
  expect(await ana.show()).toContain('requirements.md: claimed');
  expect(await ana.accepting()).toContain('requirements.md: approved by Bo and Cyd');

  writeFileSync(`${ana.folder}/${file}`, requirementsText.replace('413', '422'));
  ana.push('422');
  for (const each of [bo, cyd]) each.pull();
  expect(await bo.accepting()).toMatch(/requirements\.md: changed[\s\S]*reworded 1\.2/u);
  expect(await bo.diff()).toMatch(/reworded criterion 1\.2\n.*- .*413.*\n.*\+ .*422/u);
  // Both approve at once, not knowing of each other; their records merge by themselves.
  for (const [each, name] of [
    [bo, 'Bo'],
    [cyd, 'Cyd'],
  ] as const) {
    const approved = await each.approve();
    expect(approved.code).toBe(0);
    expect(approved.notes).toMatch(/reworded criterion 1\.2\n.*- .*413.*\n.*\+ .*422/u);
    expect(approved.notes).toContain(`1 of 2 approvals, by ${name}. One more is needed`);
  }
  bo.push('Bo approves again');
  cyd.push('Cyd approves again');
  for (const each of [ana, bo, cyd]) {
    each.pull();
    expect(await each.accepting()).toContain('requirements.md: approved by Bo and Cyd');
  }
  expect(readdirSync(`${ana.folder}/${spec}/.tracewright/approvals`)).toHaveLength(4);
}, 120_000);

test('an approval that a pull changed in any byte counts nowhere', async () => {
  const bare = origin({ 'tracewright.approvals.needed': { '*': 2 } });
  const ana = member(bare, 'Ana');
  const bo = member(bare, 'Bo');
  fill(ana.folder, { [file]: requirementsText });
  expect(await ana.approve()).toMatchObject({ code: 0 });
  ana.push('Requirements, approved');
  bo.pull();
  expect(await bo.accepting()).toContain('1 of 2 approvals, by Ana');
  const folder = `${bo.folder}/${spec}/.tracewright/approvals`;
  const [name = ''] = readdirSync(folder);
  const record = readFileSync(`${folder}/${name}`, 'utf8');
  // A second approval, made of the first by hand and never committed by whom it names.
  writeFileSync(`${folder}/${name.replace(/-\w+\.json$/u, '-0123456789ab.json')}`, record.replace('"Ana"', '"Cyd"'));
  expect(await bo.accepting()).toContain('1 of 2 approvals, by Ana');
  // Nor does one that is not as it was committed.
  writeFileSync(`${folder}/${name}`, record.replace('"Ana"', '"Cyd"'));
  expect(await bo.accepting()).not.toContain('by Ana');
}, 120_000);
