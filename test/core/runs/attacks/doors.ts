/**
 * Ways through a door that is open for another: an agent's own rules count for its commands, whatever the others of its
 * session may reach. The user allows whatever is asked.
 */
import { whoseGuard } from '../../../../src/core/workspace/doorkeeper';
import { knockingSandboxes } from '../../../support/knockingSandbox';
import { command, helper, home, type RunAttack, report, root } from './stage';

const host = 'files.example.com';
const npm = 'registry.npmjs.org';

/** A file of an agent whose rules deny hosts to it. */
function denied(agent: string, place: string, ...match: readonly string[]): Readonly<Record<string, string>> {
  const rules = [{ capability: 'sandbox_network', match, effect: 'deny' }];
  return { [`${place}/.kiro/agents/${agent}.json`]: JSON.stringify({ name: agent, permissions: { rules } }) };
}

interface Way {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly script: ReturnType<RunAttack['script']>;
  /** Whose commands must not reach it. */
  readonly who: 'helper' | 'main';
  readonly to: string;
}

const fetch = (to: string) => command(`fetch ${to}`);
const ways: readonly Way[] = [
  {
    name: 'a helper, where its agent was let through',
    files: denied('test', home, host),
    script: [fetch(host), ...helper('test', fetch(host))],
    who: 'helper',
    to: host,
  },
  {
    name: 'a helper that asks first',
    files: denied('code', home, host),
    script: [...helper('code', fetch(host))],
    who: 'helper',
    to: host,
  },
  {
    name: 'a helper, where another was let through',
    files: denied('test', home, '*'),
    script: [...helper('code', fetch(host)), ...helper('test', fetch(host))],
    who: 'helper',
    to: host,
  },
  {
    name: 'a helper, where the registries were offered to its agent',
    files: denied('test', home, 'registry:npm'),
    script: [fetch(npm), ...helper('test', fetch('registry.yarnpkg.com'))],
    who: 'helper',
    to: 'registry.yarnpkg.com',
  },
  {
    name: 'a helper whose rules are the repository’s',
    files: denied('test', root, host),
    script: [fetch(host), ...helper('test', fetch(host))],
    who: 'helper',
    to: host,
  },
  {
    name: 'the agent, where its helper was let through',
    files: denied('main', home, host),
    script: [...helper('test', fetch(host)), fetch(host)],
    who: 'main',
    to: host,
  },
];

export const doorAttacks: Readonly<Record<string, readonly RunAttack[]>> = {
  'doors of another': ways.map(({ name, files, script, who, to }) => ({
    name: `${name}: ${to}`,
    guards: [whoseGuard],
    files,
    sandboxes: knockingSandboxes(),
    script: () => [...script, report()],
    got: ({ requests }) => {
      const isHelper = ({ system }: (typeof requests)[number]) =>
        system[0]?.startsWith('You are a helper of Tracewright') === true;
      const own = requests.filter((each) => isHelper(each) === (who === 'helper'));
      // The last of them is the one whose rules deny it; what it heard of its own command counts.
      const last = own.at(-1)?.messages ?? [];
      const results = last.flatMap(({ content }) => content.filter(({ type }) => type === 'tool_result'));
      return JSON.stringify(results).includes(`${to} answered`);
    },
  })),
};
