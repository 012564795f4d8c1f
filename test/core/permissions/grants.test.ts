import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Grant, GrantKind } from '../../../src/core/host';
import {
  assertGrant,
  commandLine,
  GrantError,
  grantApproval,
  grantDocument,
  grantEvidence,
  grantExec,
  grantSidecar,
  grantState,
  grantTemplate,
  grantTick,
  writeKinds,
} from '../../../src/core/permissions/grants';
import { createExec } from '../../../src/node/exec';
import { createFiles, type WriteGuards, writeGuards } from '../../../src/node/files';
import { temporaryFolder } from '../../support/temporary';

const spec = '/w/.kiro/specs/todo';

describe('places of the runner’s writes', () => {
  const makers = {
    document: grantDocument,
    tick: grantTick,
    approval: grantApproval,
    sidecar: grantSidecar,
    evidence: grantEvidence,
    template: grantTemplate,
  };
  const cases: readonly (readonly [keyof typeof makers, string, boolean])[] = [
    ['document', `${spec}/requirements.md`, true],
    ['document', `${spec}/bugfix.md`, true],
    ['document', '/w/.kiro/specs/area/todo/design.md', true],
    ['document', 'C:/w/.kiro/specs/todo/tasks.md', true],
    ['document', `${spec}/notes.md`, false],
    ['document', '/w/.kiro/specs/requirements.md', false],
    ['document', '/w/src/requirements.md', false],
    ['document', `${spec}/../../steering/design.md`, false],
    ['document', `${spec}/./design.md`, false],
    ['document', `${spec}//design.md`, false],
    ['document', `${spec}\\design.md`, false],
    ['document', `${spec}/.tracewright/design.md`, false],
    ['document', '.kiro/specs/todo/design.md', false],
    ['document', `${spec}/design.md\n`, false],
    ['document', `${spec}/design.md\u0000`, false],
    ['tick', `${spec}/tasks.md`, true],
    ['tick', `${spec}/design.md`, false],
    ['approval', `${spec}/.tracewright/approvals/design-0123456789ab.json`, true],
    ['approval', `${spec}/.tracewright/spec.json`, false],
    ['approval', `${spec}/.tracewright/approvals/../spec.json`, false],
    ['approval', `${spec}/.tracewright/approvals/deep/design.json`, false],
    ['sidecar', `${spec}/.tracewright/spec.json`, true],
    ['sidecar', `${spec}/.config.kiro`, true],
    ['sidecar', `${spec}/.tracewright/approvals/design-0123456789ab.json`, false],
    ['sidecar', `${spec}/.tracewright/evidence/1-0123456789ab.json`, false],
    ['evidence', `${spec}/.tracewright/evidence/1.2-0123456789ab.json`, true],
    ['evidence', `${spec}/.tracewright/approvals/1.2-0123456789ab.json`, false],
    ['template', '/w/.kiro/steering/product.md', true],
    ['template', '/w/.kiro/hooks.yaml', true],
    ['template', '/w/.kiro/hooks/lint.kiro.hook', true],
    ['template', '/home/ana/.kiro/hooks/lint.kiro.hook', true],
    ['template', '/w/.kiro/steering/lint.kiro.hook', false],
    ['template', '/w/.kiro/hooks/below/lint.kiro.hook', false],
    ['template', '/w/.kiro/settings/permissions.json', false],
    ['template', `${spec}/requirements.md`, false],
    ['template', '/w/.vscode/settings.json', false],
    ['template', '/w/.kiro/hooks/run.sh', false],
  ];
  it.each(cases)('%s %s: %s', (kind, path, allowed) => {
    if (allowed) expect(makers[kind](path)).toMatchObject({ kind, subject: path });
    else expect(() => makers[kind](path)).toThrow(GrantError);
  });

  it.each([
    ['/state/roots/a/lock', true],
    ['/state/roots/a/sessions/x.jsonl', true],
    ['/state', false],
    ['/state/key', false],
    ['/state/KEY', false],
    ['/state/../etc/passwd', false],
    ['/state-of-mind/x', false],
    ['/etc/passwd', false],
  ])('state %s: %s', (path, allowed) => {
    if (allowed) expect(grantState('/state', path).kind).toBe('state');
    else expect(() => grantState('/state', path)).toThrow(GrantError);
  });
});

describe('attacks on the write port', () => {
  const off: WriteGuards = { grant: () => undefined, links: async () => undefined };
  const real = (path: string) => grantDocument(path);
  const forged = (kind: GrantKind, subject: string): Grant => ({ kind, subject, rule: 'runner' }) as Grant;
  /** The grant an attacker has for a target, and the path at which the write would land. */
  interface Attack {
    readonly name: string;
    readonly grant: (folder: string) => unknown;
    readonly path: (folder: string) => string;
    readonly lands: string;
  }
  const target = '.kiro/specs/todo/design.md';
  const attacks: readonly Attack[] = [
    {
      name: 'a forged object',
      grant: (at) => forged('document', `${at}/${target}`),
      path: (at) => `${at}/${target}`,
      lands: target,
    },
    {
      name: 'a copy of a grant',
      grant: (at) => ({ ...real(`${at}/${target}`) }),
      path: (at) => `${at}/${target}`,
      lands: target,
    },
    {
      name: 'a child of a grant',
      grant: (at) => Object.create(real(`${at}/${target}`)),
      path: (at) => `${at}/${target}`,
      lands: target,
    },
    {
      name: 'a proxy of a grant',
      grant: (at) => new Proxy(real(`${at}/${target}`), {}),
      path: (at) => `${at}/${target}`,
      lands: target,
    },
    {
      name: 'a grant through JSON',
      grant: (at) => JSON.parse(JSON.stringify(real(`${at}/${target}`))),
      path: (at) => `${at}/${target}`,
      lands: target,
    },
    {
      name: 'a grant of a command',
      grant: (at) => grantExec(`${at}/${target}`, [], 'rule'),
      path: (at) => `${at}/${target}`,
      lands: target,
    },
    {
      name: 'a grant for another document',
      grant: (at) => real(`${at}/.kiro/specs/todo/tasks.md`),
      path: (at) => `${at}/${target}`,
      lands: target,
    },
    {
      name: 'a path with ..',
      grant: (at) => real(`${at}/${target}`),
      path: (at) => `${at}/.kiro/specs/todo/../../../src/index.ts`,
      lands: 'src/index.ts',
    },
    {
      name: 'a linked spec folder',
      grant: (at) => real(`${at}/.kiro/specs/linked/design.md`),
      path: (at) => `${at}/.kiro/specs/linked/design.md`,
      lands: '.kiro/specs/linked/design.md',
    },
    {
      name: 'a link to a folder outside',
      grant: (at) => real(`${at}/.kiro/specs/outside/design.md`),
      path: (at) => `${at}/.kiro/specs/outside/design.md`,
      lands: '.kiro/specs/outside/design.md',
    },
    {
      name: 'a linked document',
      grant: (at) => real(`${at}/.kiro/specs/todo/requirements.md`),
      path: (at) => `${at}/.kiro/specs/todo/requirements.md`,
      lands: '.kiro/specs/todo/requirements.md',
    },
  ];
  const folder = () => {
    const outside = temporaryFolder();
    return temporaryFolder({
      'src/index.ts': 'untouched',
      'package.json': 'untouched',
      '.kiro/specs/linked': '-> ../../src',
      '.kiro/specs/outside': `-> ${outside}`,
      '.kiro/specs/todo/requirements.md': '-> ../../../package.json',
    });
  };
  const write = (guards: WriteGuards, { grant, path }: Attack, at: string) =>
    createFiles(guards).write(grant(at) as Grant, path(at), new TextEncoder().encode('written'));

  it.each(attacks)('$name is refused', async (attack) => {
    const at = folder();
    const before = existsSync(`${at}/${attack.lands}`) ? readFileSync(`${at}/${attack.lands}`, 'utf8') : undefined;
    await expect(write(writeGuards, attack, at)).rejects.toThrow(GrantError);
    expect(existsSync(`${at}/${attack.lands}`) ? readFileSync(`${at}/${attack.lands}`, 'utf8') : undefined).toBe(
      before,
    );
  });
  it.each(attacks)('$name succeeds with the guards off', async (attack) => {
    const at = folder();
    await write(off, attack, at);
    expect(readFileSync(`${at}/${attack.lands}`, 'utf8')).toBe('written');
  });
  it('append and remove ask too', async () => {
    const at = folder();
    const grant = forged('document', `${at}/${target}`);
    await expect(createFiles().append(grant, `${at}/${target}`, new Uint8Array())).rejects.toThrow(GrantError);
    await expect(createFiles().remove(grant, `${at}/${target}`)).rejects.toThrow(GrantError);
  });
});

describe('attacks on the exec port', () => {
  const node = process.execPath;
  const request = { command: node, args: ['-e', 'console.log("ran")'], cwd: '/' };
  const attacks: readonly (readonly [string, () => unknown])[] = [
    ['no grant', () => undefined],
    ['a forged one', () => ({ kind: 'exec', subject: commandLine(node, request.args), rule: 'allow' })],
    ['one for a document', () => grantDocument(`${spec}/design.md`)],
    ['one for another command', () => grantExec(node, ['--version'], 'rule')],
    ['one whose words are split elsewhere', () => grantExec(node, ['-e console.log("ran")'], 'rule')],
  ];
  it.each(attacks)('%s is refused', async (_, grant) => {
    await expect(createExec().run(grant() as Grant, request)).rejects.toThrow(GrantError);
  });
  it.each(attacks)('%s succeeds with the guard off', async (_, grant) => {
    expect((await createExec(() => undefined).run(grant() as Grant, request)).stdout).toBe('ran\n');
  });
});

describe('assertGrant', () => {
  it('takes every kind of write for its own subject', () => {
    expect(() => assertGrant(grantTick(`${spec}/tasks.md`), writeKinds, `${spec}/tasks.md`)).not.toThrow();
  });
  it('a grant can not be changed after it was made', () => {
    const grant = grantTick(`${spec}/tasks.md`);
    expect(() => Object.assign(grant, { subject: '/etc/passwd' })).toThrow(TypeError);
  });
  it.each([
    [['npm', 'test'], 'npm test'],
    [['git', 'commit', '-m', 'a b'], 'git commit -m "a b"'],
    [['sh', '-c', 'rm "x"'], 'sh -c "rm \\"x\\""'],
    [['x', ''], 'x ""'],
  ])('the command line of %j', ([command = '', ...args], expected) => {
    expect(commandLine(command, args)).toBe(expected);
  });
});
