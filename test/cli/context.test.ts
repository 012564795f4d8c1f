import { expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import type { ContextPart, EffectiveContext } from '../../src/core/context/effective';
import { createMemoryHost } from '../support/memoryHost';
import { mapFile, memoryMap } from '../support/memoryMap';
import { recordedTerminal } from '../support/recordedTerminal';

const spec = '/app/.kiro/specs/cart';
const files = {
  '/app/.git/HEAD': '',
  '/app/src/cart.ts': 'export class Cart {}\n',
  '/app/src/hidden.ts': 'export class Hidden {}\n',
  '/app/.kiroignore': 'src/hidden.ts\n',
  '/app/.kiro/steering/tech.md': '# Technology\n\nTypeScript only.\n',
  '/app/.kiro/steering/ts.md': '---\ninclusion: fileMatch\nfileMatchPattern: "src/**/*.ts"\n---\nNo default exports.\n',
  '/app/docs/style.md': 'Two blanks.\n',
  '/app/.kiro/steering/refers.md': '---\ninclusion: manual\nname: refers\n---\nSee #[[file:docs/style.md]].\n',
  '/app/.kiro/steering/aws.md': '---\ninclusion: manual\n---\nLeast privilege.\n',
  [`${spec}/requirements.md`]:
    '# Requirements Document\n\n## Requirements\n\n### Requirement 1: Totals\n\n#### Acceptance Criteria\n\n1. WHEN an item is added, THE Cart SHALL show the total.\n',
  [`${spec}/design.md`]:
    '# Design Document: cart\n\n## Overview\n\nTotals.\n\n## Data Models\n\nNo change.\n\n## Error Handling\n\nA wrong price is refused (1.1).\n',
  [`${spec}/tasks.md`]: '# Implementation Plan\n\n## Tasks\n\n- [ ] 1. Add totals\n  - _Requirements: 1.1_\n',
};

async function context(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { terminal, out, notes } = recordedTerminal();
  const map = memoryMap([mapFile('src/cart.ts', ['Cart']), mapFile('src/hidden.ts', ['Hidden'], ['Cart'])]);
  const host = createMemoryHost({ files, parts: { map }, env });
  const code = await run(['context', '--trust', ...argv], { host, terminal, cwd: '/app', version: '1.2.3' });
  return { code, out: out.join('\n'), notes: notes.join('\n'), writes: host.writes };
}

async function parts(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { out } = await context([...argv, '--json'], env);
  const found: EffectiveContext = JSON.parse(out);
  const part = (label: string): ContextPart | undefined => found.parts.find((each) => each.label === label);
  return { found, part };
}

const key = { ANTHROPIC_API_KEY: 'sk-ant-test' };

test('each steering file says why it is in or out', async () => {
  const { part } = await parts(['--for', 'add a total #aws', '--files', 'src/cart.ts']);
  expect(part('.kiro/steering/tech.md')).toMatchObject({ included: true, why: 'it is always included', cached: true });
  expect(part('.kiro/steering/ts.md')).toMatchObject({
    included: true,
    why: 'src/cart.ts matches src/**/*.ts',
    cached: false,
    path: '.kiro/steering/ts.md',
  });
  expect(part('.kiro/steering/aws.md')).toMatchObject({ included: true, why: 'the prompt names it (#aws)' });
  const spelled = await parts(['--for', 'add a total, see #steering:aws']);
  expect(spelled.part('.kiro/steering/aws.md')).toMatchObject({ included: true });
  const without = await parts([]);
  expect(without.part('.kiro/steering/ts.md')).toMatchObject({ included: false });
  expect(without.part('.kiro/steering/aws.md')).toMatchObject({ included: false });
  expect(without.part('Your words')).toMatchObject({ included: false, why: 'there are none yet' });
});

test('each mention is a part of its own, and its files are among those that leave; so is what steering refers to', async () => {
  const { found, part } = await parts(
    ['--for', 'see #file:src/cart.ts, #spec:cart and #file:src/hidden.ts, #refers'],
    key,
  );
  expect(part('#file:src/cart.ts')).toMatchObject({
    kind: 'request',
    included: true,
    why: 'your words name it',
    path: 'src/cart.ts',
    text: 'export class Cart {}\n',
  });
  expect(part('#spec:cart')?.brings).toEqual(
    ['requirements', 'design', 'tasks'].map((name) => `.kiro/specs/cart/${name}.md`),
  );
  expect(part('#file:src/hidden.ts')?.text).toContain('There is nothing at src/hidden.ts');
  expect(found.files).not.toContain('src/hidden.ts');
  const refers = part('.kiro/steering/refers.md');
  expect(refers?.text).toContain('docs/style.md, as it is now:\n| Two blanks.');
  expect(refers?.brings).toEqual(['docs/style.md']);
  expect(found.files).toEqual(expect.arrayContaining(['docs/style.md', '.kiro/specs/cart/design.md']));
});

test('tokens and cost are those of the parts that are in; provider and place are named', async () => {
  const { found } = await parts(['--for', 'add a total'], key);
  const included = found.parts.filter((each) => each.included);
  expect(found.tokens).toBe(included.reduce((sum, { tokens }) => sum + tokens, 0));
  expect(found.dollars).toBeGreaterThan(0);
  expect(found.reader).toMatchObject({ where: 'Anthropic' });
  const gateway = await parts([], { ...key, ANTHROPIC_BASE_URL: 'https://gateway.example' });
  expect(gateway.found.reader.where).toBe('the gateway https://gateway.example');
});

test('nothing that .kiroignore hides is in it, and the files that are in are listed', async () => {
  const { out } = await context(['--for', 'show Hidden things', '--json'], key);
  expect(out).toContain('function Cart()');
  expect(out).not.toContain('function Hidden()');
  const { found } = await parts(['--for', 'cart'], key);
  expect(found.files).toEqual(['.kiro/steering/tech.md', 'src/cart.ts']);
});

test('a task has its criteria and its parts of the design, and says which parts are left out', async () => {
  const { part } = await parts(['--spec', 'cart', '--task', '1']);
  expect(part('Criterion 1.1')).toMatchObject({ included: true });
  expect(part('design.md: Error Handling')).toMatchObject({ included: true });
  expect(part('design.md: Data Models')).toMatchObject({ included: false, why: 'it names nothing of the task' });
  expect((await parts(['--spec', 'cart'])).part('Conversation so far')).toMatchObject({ included: false });
});

test('the terminal gets a line a part, and the texts when asked; nothing is written', async () => {
  const ran = await context(['--for', 'add a total', '--text'], key);
  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/^in +\d+ {2}steering: \.kiro\/steering\/tech\.md {2}\$0\.\d+ {2}cached$/mu);
  expect(ran.out).toMatch(/^out +\d+ {2}steering: \.kiro\/steering\/aws\.md/mu);
  expect(ran.out).toContain('--- .kiro/steering/tech.md\n# Technology');
  expect(ran.writes).toEqual([]);
});

test.each<[readonly string[], number, string]>([
  [['--task', '1'], 2, 'A task belongs to a spec'],
  [['--files', '../secret.ts'], 2, 'is outside the workspace folder'],
  [['--files', '/etc/passwd'], 2, 'is outside the workspace folder'],
  [['--spec', 'nothing'], 2, 'There is no spec "nothing"'],
  [['--spec', 'cart', '--task', '9'], 1, 'There is no task 9 in cart'],
])('%j ends with %i', async (argv, code, message) => {
  const ran = await context(argv);
  expect(ran.code).toBe(code);
  expect(ran.notes).toContain(message);
});

test('parts are switched off and on for the sessions of a spec, and that is kept', async () => {
  const { terminal, out } = recordedTerminal();
  const host = createMemoryHost({ files });
  const at = async (...argv: readonly string[]) => {
    out.length = 0;
    const args = ['context', '--trust', '--spec', 'cart', '--json', ...argv];
    expect(await run(args, { host, terminal, cwd: '/app', version: '1.2.3' })).toBe(0);
    const found: EffectiveContext = JSON.parse(out.join('\n'));
    return found.parts.filter((each) => each.switch === 'off').map(({ label }) => label);
  };
  expect(await at('--off', '.kiro/steering/tech.md', 'Repository map')).toEqual([
    '.kiro/steering/tech.md',
    'Repository map',
  ]);
  expect(await at()).toEqual(['.kiro/steering/tech.md', 'Repository map']);
  expect(await at('--on', 'Repository map')).toEqual(['.kiro/steering/tech.md']);
  expect(host.writes.every(({ path }) => !path.startsWith('/app/'))).toBe(true);
});

test.each<[readonly string[], string]>([
  [['--off', '.kiro/steering/tech.md'], 'give --spec too'],
  [['--spec', 'cart', '--off', 'nothing.md'], '"nothing.md" can’t be switched. What can: '],
  [['--spec', 'cart', '--off', 'Base instructions'], 'can’t be switched'],
])('%j is refused', async (argv, message) => {
  const ran = await context(argv);
  expect(ran.code).toBe(2);
  expect(ran.notes).toContain(message);
});

test('a switch that could not be kept ends with an error, and nothing is switched', async () => {
  const { terminal, out, notes } = recordedTerminal();
  const host = createMemoryHost({ files });
  host.failNext('append', 'ENOSPC: no space left on device');
  const at = (...argv: readonly string[]) =>
    run(['context', '--trust', '--spec', 'cart', ...argv], { host, terminal, cwd: '/app', version: '1.2.3' });
  expect(await at('--off', 'Repository map')).toBe(6);
  expect(out).toEqual([]);
  expect(notes.join('\n')).toContain('ENOSPC');
  expect(await at('--json')).toBe(0);
  const found: EffectiveContext = JSON.parse(out.join('\n'));
  expect(found.parts.filter((each) => each.switch === 'off')).toEqual([]);
});

test('a session is shown as it is, and nothing else goes with it', async () => {
  const odd = await context(['--session', 'x', '--for', 'a total']);
  expect([odd.code, odd.notes]).toEqual([
    2,
    expect.stringContaining('--session goes with --json, --text and --root only.'),
  ]);
  const missing = await context(['--session', 'x']);
  expect([missing.code, missing.notes]).toEqual([1, expect.stringContaining('There is no session x.')]);
});
