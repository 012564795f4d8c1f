/** Who may leave the sandbox: which question is asked for a knock, what an answer opens, and what it leaves behind. */
import { describe, expect, it } from 'vitest';
import type { NetworkDoor } from '../../../src/core/host';
import { createPermissions } from '../../../src/core/permissions/permissions';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { PermissionAnswer, PermissionRequest } from '../../../src/core/permissions/types';
import { defaultSettings } from '../../../src/core/settings';
import { doorkeeper, namedGuard, whoseGuard } from '../../../src/core/workspace/doorkeeper';
import { createHolding } from '../../../src/core/workspace/holding';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';

const npm = 'registry.npmjs.org';
const pypi = 'pypi.org';
const evil = 'packages.evil.example';
const userRules = '/home/user/.kiro/settings/permissions.yaml';
/** Stands for a connection of which nobody knows whose it is. */
const nobody = '?';
const once: PermissionAnswer = { kind: 'allow', remember: 'once' };

interface Setting {
  readonly files?: Readonly<Record<string, string>>;
  readonly answer?: (request: PermissionRequest) => PermissionAnswer;
  readonly headless?: boolean;
  readonly without?: readonly string[];
  readonly host?: MemoryHost;
  /** Who may run commands here. */
  readonly agents?: readonly string[];
}

function rig({
  files = {},
  answer = () => once,
  headless = false,
  without = [],
  host: given,
  agents = ['main'],
}: Setting) {
  const host = given ?? createMemoryHost({ files: { '/w/package.json': '{}', ...files }, parts: { shell } });
  const permissions = createPermissions({ host, roots: ['/w'], settings: defaultSettings });
  const asked: PermissionRequest[] = [];
  const opened: string[] = [];
  const session = permissions.session();
  const authorityOf = (agent: string) =>
    permissions.authority(session, {
      subject: () => ({ agent, mode: 'autopilot', headless }),
      ask: async (request) => {
        asked.push(request);
        return answer(request);
      },
    });
  const holding = createHolding();
  const held = () => agents.filter((agent) => holding.of(agent).now());
  const name = (door: NetworkDoor) => (door.kind === 'host' ? door.host : String(door.port));
  const keeper = doorkeeper({
    authorityOf,
    agents: () => agents,
    files: host.files,
    roots: ['/w'],
    signal: new AbortController().signal,
    open: async (door) => void opened.push(name(door)),
    hold: holding.hold,
    without,
  });
  const knock = async (to: string, by = 'main') => {
    const open = await keeper({ kind: 'host', host: to }, by === nobody ? undefined : by);
    if (open) opened.push(to);
    return open;
  };
  return { host, asked, opened, knock, keeper, held };
}

const titles = (asked: readonly PermissionRequest[]) =>
  asked.map(({ action }) =>
    action.kind !== 'network' ? action.kind : (action.registries?.map((each) => each.name).join(' ') ?? action.host),
  );
const python = { '/w/api/requirements.txt': 'flask\n' };

describe('a knock at a registry of the project', () => {
  const cases: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    string,
    readonly string[],
    readonly string[],
  ])[] = [
    ['offers all of the project’s together', python, npm, ['npm pypi'], [npm, pypi]],
    ['offers one alone where the project uses one', {}, npm, ['npm'], [npm]],
    ['asks for the host where the project does not use it', {}, pypi, [pypi], [pypi]],
    ['asks for a host that looks alike', {}, `${npm}.evil.example`, [`${npm}.evil.example`], []],
    ['asks for a host that a repository names', { '/w/.npmrc': `registry=https://${evil}/\n` }, evil, [evil], [evil]],
    [
      'asks for nothing where a rule names the registry',
      { [userRules]: 'rules:\n  - capability: sandbox_network\n    match: registry:npm\n    effect: allow\n' },
      npm,
      [],
      [npm],
    ],
    [
      'does not offer what a rule denies',
      {
        ...python,
        [userRules]: 'rules:\n  - capability: sandbox_network\n    match: registry:pypi\n    effect: deny\n',
      },
      npm,
      ['npm'],
      [npm],
    ],
  ];
  it.each(cases)('%s', async (_name, files, to, questions, open) => {
    const { asked, opened, knock } = rig({ files });
    expect(await knock(to)).toBe(true);
    expect(titles(asked)).toEqual(questions);
    for (const host of open) expect(opened).toContain(host);
    if (!open.includes(pypi)) expect(opened).not.toContain(pypi);
  });

  it('several at once are one question', async () => {
    const { asked, knock } = rig({ files: python });
    expect(await Promise.all([npm, pypi, 'files.pythonhosted.org', npm].map((to) => knock(to)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(titles(asked)).toEqual(['npm pypi']);
  });

  it('a no counts for all that were offered', async () => {
    const { asked, opened, knock } = rig({ files: python, answer: () => ({ kind: 'deny' }) });
    expect([await knock(npm), await knock(pypi)]).toEqual([false, false]);
    expect([titles(asked), opened]).toEqual([['npm pypi'], []]);
  });

  it('always is remembered by name, and the next session asks nothing', async () => {
    const always = ({ judgement }: PermissionRequest): PermissionAnswer => ({
      kind: 'allow',
      remember: 'always',
      scope: 'user',
      pattern: judgement.suggestions[0]?.pattern ?? '',
    });
    const { host, knock } = rig({ files: python, answer: always });
    await knock(npm);
    expect(host.text(userRules)).toContain('match: ["registry:npm", "registry:pypi"]');
    const next = rig({ host });
    expect([await next.knock(npm), await next.knock('files.pythonhosted.org')]).toEqual([true, true]);
    expect(next.asked).toEqual([]);
  });

  it('where nobody can be asked it stays closed', async () => {
    const { opened, knock } = rig({ headless: true });
    expect([await knock(npm), opened]).toEqual([false, []]);
  });

  it('a port or a service of this machine is asked about by itself', async () => {
    const { asked, keeper } = rig({});
    await keeper({ kind: 'host', host: npm, port: 8443 }, 'main');
    await keeper({ kind: 'service', port: 5432 }, 'main');
    expect(titles(asked)).toEqual([npm, 'localhost']);
  });
});

/** The user opens what is offered as the project's registries, and no host that they don't know. */
const trusting = ({ action }: PermissionRequest): PermissionAnswer =>
  action.kind === 'network' && action.registries !== undefined ? once : { kind: 'deny' };

describe('a repository that names its own registry', () => {
  const attacks: readonly (readonly [string, string])[] = [
    ['.npmrc', `registry=https://${evil}/\n`],
    ['.npmrc', `@todo:registry=https://user:secret@${evil}/npm\n`],
    ['package-lock.json', `{"packages":{"a":{"resolved":"https://${evil}/a.tgz"}}}`],
    ['.yarnrc.yml', `npmRegistryServer: "https://${evil}"\n`],
    ['pip.conf', `[global]\nindex-url = https://${evil}/simple\n`],
    ['requirements.txt', `--extra-index-url https://${evil}/simple\nflask\n`],
    ['pyproject.toml', `[[tool.poetry.source]]\nurl = "https://${evil}/simple"\n`],
    ['.cargo/config.toml', `[registries.x]\nindex = "sparse+https://${evil}/"\n`],
    ['pom.xml', `<repository><url>https://${evil}/m2</url></repository>`],
    ['build.gradle', `repositories { maven { url 'https://${evil}/m2' } }`],
    ['Gemfile', `source "https://${evil}"\n`],
  ];
  it.each(attacks)('%s makes no host look harmless: %s', async (file, text) => {
    const files = { [`/w/${file}`]: text };
    const { asked, opened, knock } = rig({ files, answer: trusting });
    await knock(npm);
    expect(await knock(evil)).toBe(false);
    expect(opened).not.toContain(evil);
    expect(asked.at(-1)?.why).toContain(`${file} of this repository names it`);
    const off = rig({ files, answer: trusting, without: [namedGuard] });
    await off.knock(npm);
    expect(off.opened).toContain(evil);
  });
});

/** Rules of one agent, in the user's home, as Kiro's files of agents have them. */
const agentRule = (name: string, effect: string, match: string) => ({
  [`/home/user/.kiro/agents/${name}.json`]: JSON.stringify({
    name,
    permissions: { rules: [{ capability: 'sandbox_network', match, effect }] },
  }),
});

describe('a door is opened for whose command it is', () => {
  interface Case {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    /** Who knocks one after the other at a host, with what became of it; undefined: nobody knows who. */
    readonly knocks: readonly (readonly [string | undefined, string, boolean])[];
    /** Agents that were asked for. */
    readonly asked: readonly string[];
    /** What becomes of the last knock where doors are the runner's. */
    readonly unguarded: boolean;
  }
  const all = ['runner', 'main', 'research', 'test'];
  const denied = agentRule('test', 'deny', evil);
  const cases: readonly Case[] = [
    {
      name: 'what a rule denies to a helper stays closed for it, after it was opened for the agent',
      files: denied,
      knocks: [
        ['main', evil, true],
        ['test', evil, false],
      ],
      asked: ['main'],
      unguarded: true,
    },
    {
      name: 'what a rule denies to the agent that the user talks to stays closed for it',
      files: agentRule('main', 'deny', npm),
      knocks: [
        ['test', npm, true],
        ['main', npm, false],
      ],
      asked: ['test'],
      unguarded: true,
    },
    {
      name: 'a connection of which nobody knows whose it is stays closed where one agent is denied it',
      files: denied,
      knocks: [
        ['main', evil, true],
        [undefined, evil, false],
      ],
      asked: ['main'],
      unguarded: true,
    },
    {
      name: 'a registry that a rule denies to a helper stays closed for it, after it was offered to the agent',
      files: agentRule('test', 'deny', 'registry:npm'),
      knocks: [
        ['main', npm, true],
        ['test', 'registry.yarnpkg.com', false],
      ],
      asked: ['main'],
      unguarded: true,
    },
    {
      name: 'where a rule of a helper asks, the yes to the agent is no answer',
      files: agentRule('test', 'ask', npm),
      knocks: [
        ['main', npm, true],
        ['test', npm, true],
      ],
      asked: ['main', 'test'],
      unguarded: true,
    },
  ];
  it.each(cases)('$name', async ({ files, knocks, asked: by, unguarded }) => {
    const play = async (without: readonly string[]) => {
      const { asked, knock } = rig({ files, agents: all, without });
      const ends: boolean[] = [];
      for (const [who, host] of knocks) ends.push(await knockAs(knock, host, who));
      return { asked: asked.map(({ subject }) => subject.agent), ends };
    };
    expect(await play([])).toEqual({ asked: by, ends: knocks.map(([, , open]) => open) });
    expect((await play([whoseGuard])).ends.at(-1)).toBe(unguarded);
  });

  it('what a rule allows to a helper alone opens nothing for the agent', async () => {
    const { asked, knock } = rig({ files: agentRule('test', 'allow', evil), answer: () => ({ kind: 'deny' }) });
    expect([await knock(evil, 'test'), await knock(evil, 'main')]).toEqual([true, false]);
    expect(asked.map(({ subject }) => subject.agent)).toEqual(['main']);
  });

  it.each([
    ['main', ['main']],
    [nobody, all],
  ])('while %s is asked for, time stands still for those whose command it may be', async (by, expected) => {
    const seen: (readonly string[])[] = [];
    const { knock, held } = rig({
      agents: all,
      answer: () => {
        seen.push(held());
        return { kind: 'deny' };
      },
    });
    expect([await knock(npm, by), seen, held()]).toEqual([false, [expected], []]);
  });

  it('agents under the same rule share an answer', async () => {
    const { asked, knock } = rig({ agents: all });
    const who = ['main', 'test', 'runner', undefined];
    expect(await Promise.all(who.map((by) => knockAs(knock, npm, by)))).toEqual([true, true, true, true]);
    expect(titles(asked)).toEqual(['npm']);
  });
});

function knockAs(knock: ReturnType<typeof rig>['knock'], host: string, by: string | undefined): Promise<boolean> {
  // A default would take the place of undefined.
  return knock(host, by ?? nobody);
}
