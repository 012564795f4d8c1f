/** `tracewright steering`: what applies and why, drafts with a question before anything is written, templates. */
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { createMemoryHost, type MemoryHost } from '../support/memoryHost';
import { recordedTerminal } from '../support/recordedTerminal';
import { createScriptedClient, type ScriptedTurn, scriptedModel } from '../support/scriptedClient';

const tech = '/app/.kiro/steering/tech.md';
const match = (pattern: string) => `---\ninclusion: fileMatch\nfileMatchPattern: ${pattern}\n---\nRule.\n`;
const files = {
  '/app/.git/HEAD': '',
  '/app/src/a.ts': '',
  '/app/AGENTS.md': 'Be brief.\n',
  '/home/user/.kiro/steering/tech.md': 'Mine.\n',
  [tech]: 'Ours.\n',
  '/app/.kiro/steering/ts.md': match('"src/**/*.ts"'),
  '/app/.kiro/steering/kotlin.md': match('"**/*.kt"'),
  '/app/.kiro/steering/odd.md': '---\ninclusion: Manual\n---\nRule.\n',
};

interface Wanted {
  readonly cwd?: string;
  readonly host?: MemoryHost;
  readonly script?: readonly ScriptedTurn[];
  readonly says?: string;
}

async function steering(argv: readonly string[], { cwd = '/app', host, script = [], says }: Wanted = {}) {
  const memory = host ?? createMemoryHost({ files: homed(files) });
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return says ?? '';
  };
  const { terminal, out, notes } = recordedTerminal(says === undefined ? undefined : ask);
  const client = createScriptedClient(script);
  const environment = { host: memory, terminal, cwd, version: '1.0.0', model: async () => scriptedModel(client) };
  const code = await run(['steering', ...argv], environment);
  client.assertDone();
  return { code, out: out.join('\n'), notes: notes.join('\n'), asked, host: memory };
}

function homed(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { homeFolder } = createMemoryHost();
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [path.replace('/home/user', homeFolder), text]));
}

test.each([
  ['relative to where one stands', '/app', 'src/a.ts'],
  ['in a folder', '/app/src', 'a.ts'],
  ['with a dot', '/app', './src/a.ts'],
  ['absolute', '/app', '/app/src/a.ts'],
])('lists each file, whether it takes part, and why: a path %s', async (_name, cwd, path) => {
  const { code, out } = await steering(['list', '--trust', '--files', path], { cwd });
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => !line.startsWith('+ ~') && !line.startsWith('Where'))).toEqual([
    '+ AGENTS.md  always, about 3 tokens. Included because it is always included.',
    '- .kiro/steering/kotlin.md  fileMatch **/*.kt, about 2 tokens. Not included because no file that is worked on matches **/*.kt.',
    '    .kiro/steering/kotlin.md:3:1 info: No file here matches **/*.kt yet, so nothing brings this file.',
    '- .kiro/steering/odd.md  manual, about 2 tokens. Not included because no prompt names it (#odd).',
    '    .kiro/steering/odd.md:2:1 info: “Manual” is read as manual.',
    '+ .kiro/steering/tech.md  always, about 2 tokens. Included because it is always included.',
    '+ .kiro/steering/ts.md  fileMatch src/**/*.ts, about 2 tokens. Included because src/a.ts matches src/**/*.ts.',
  ]);
  expect(out).toContain('+ ~/.kiro/steering/tech.md  always');
  expect(out).toContain('Where they differ, .kiro/steering/tech.md holds: the workspace’s goes before yours.');
});

test('lists the same as JSON, for a prompt that names one', async () => {
  const { out } = await steering(['list', '--trust', '--json', '--for', 'Do it as #odd says']);
  const found = JSON.parse(out);
  expect(found.files.find(({ name }: { name: string }) => name === 'odd')).toMatchObject({
    included: true,
    why: 'the prompt names it (#odd)',
    problems: [{ code: 'steering/mode', place: { line: 2 } }],
  });
  expect(found.conflicts).toMatchObject([{ holds: '.kiro/steering/tech.md', over: '~/.kiro/steering/tech.md' }]);
});

test('a path outside is an error', async () => {
  expect(await steering(['list', '--trust', '--files', '../b.ts'])).toMatchObject({
    code: 2,
    notes: '../b.ts is outside the workspace folder /app.',
  });
});

test('of a folder that is not trusted it says that nothing is loaded, in every command that asks a model too', async () => {
  const said = 'This folder is not trusted, so none of its steering is loaded.';
  const { out, notes } = await steering(['list']);
  expect(out).toMatch(/^\+ ~\/\.kiro\/steering\/tech\.md .+$/u);
  expect(notes).toContain(said);
  expect((await steering(['list', '--trust'])).notes).not.toContain(said);
  const noted = async (argv: readonly string[], host: MemoryHost) => {
    const { terminal, notes: told } = recordedTerminal();
    await run(argv, { host, terminal, cwd: '/app', version: '1.0.0' });
    return told.join('\n').includes(said);
  };
  const spec = { '/app/.kiro/specs/cart/tasks.md': '# Implementation Plan\n\n## Tasks\n\n- [ ] 1. Add\n' };
  for (const argv of [
    ['spec', 'new', 'Add totals'],
    ['spec', 'continue', 'cart'],
    ['spec', 'refine', 'cart', 'tasks.md', 'shorter'],
    ['run', 'cart', '--next'],
    ['context'],
  ]) {
    expect([argv, await noted(argv, createMemoryHost({ files: { ...files, ...spec } }))]).toEqual([argv, true]);
    expect([argv, await noted(argv, createMemoryHost({ files: { '/app/.git/HEAD': '', ...spec } }))]).toEqual([
      argv,
      false,
    ]);
  }
});

const draft = (path: string, text: string): ScriptedTurn => ({ text: `<file path="${path}">\n${text}\n</file>` });

test.each([
  ['yes', 'y', 'Theirs.\n'],
  ['no', 'n', 'Ours.\n'],
])('a draft is shown as a difference and written for a %s only', async (_name, says, expected) => {
  const script = [draft('.kiro/steering/tech.md', 'Theirs.')];
  const { out, asked, host } = await steering(['generate', '--trust'], { script, says });
  expect(out).toMatch(/^-Ours\.$\n^\+Theirs\.$/mu);
  expect(asked).toEqual(['Write this file? [y/N] ']);
  expect(host.text(tech)).toBe(expected);
});

test('where nobody can be asked nothing is written, but for --yes; and never by an agent', async () => {
  const script = [draft('.kiro/steering/tech.md', 'Theirs.')];
  const quiet = await steering(['generate', '--trust'], { script });
  expect([quiet.host.text(tech), quiet.notes.includes('Nothing was written.')]).toEqual(['Ours.\n', true]);
  expect((await steering(['generate', '--trust', '--yes'], { script })).host.text(tech)).toBe('Theirs.\n');
  const host = createMemoryHost({ files, env: { TRACEWRIGHT_AGENT: 'task' } });
  const refused = await steering(['generate', '--trust', '--yes'], { script, host });
  expect([refused.code === 0, host.text(tech)]).toEqual([false, 'Ours.\n']);
});

test.each([
  ['AGENTS.md', 'AGENTS.md is no file of .kiro/steering, and only those are refined.'],
  ['.kiro/steering/none.md', 'There is no file .kiro/steering/none.md.'],
])('%s is not refined, and nobody is asked', async (path, says) => {
  expect((await steering(['refine', path, '--trust'])).notes).toContain(says);
});

test('refines a file from where one stands', async () => {
  const script = [draft('.kiro/steering/tech.md', 'Better.')];
  const { host } = await steering(['refine', 'tech.md', 'shorter', '--trust', '--yes'], {
    cwd: '/app/.kiro/steering',
    script,
  });
  expect(host.text(tech)).toBe('Better.\n');
});

test('prints a template, and says which there are', async () => {
  expect((await steering(['template'])).out).toContain('aws  AWS: least privilege');
  expect((await steering(['template', 'aws'])).out).toContain('# AWS');
  expect(await steering(['template', 'cobol'])).toMatchObject({ code: 2 });
});
