/** A policy over a small workspace in memory, for tests that ask what it says to a command. */
import { createPolicy, type Policy } from '../../../src/core/permissions/policy';
import type { RuleSet } from '../../../src/core/permissions/ruleSources';
import type { Rule } from '../../../src/core/permissions/rules';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { Action, Judgement, Mode, Subject } from '../../../src/core/permissions/types';
import { createMemoryHost } from '../../support/memoryHost';

export const root = '/code/app';
export const home = '/home/user';
export const state = '/home/user/.local/state/tracewright';

export interface Scene {
  /** `allow shell *` as `['allow', 'shell', '*']`; a capability alone covers everything. */
  readonly rules?: readonly (readonly [Rule['effect'], Rule['capability'], ...string[]])[];
  readonly sandboxed?: boolean;
  readonly headless?: boolean;
  readonly mode?: Mode;
  readonly cwd?: string;
  readonly shell?: 'posix' | 'powershell' | 'cmd';
  readonly without?: readonly string[];
  readonly production?: readonly string[];
  readonly steering?: readonly string[];
  readonly hidden?: readonly string[];
  /** Hidden files that git holds. */
  readonly committedHidden?: readonly string[];
  /** Git does not say which hidden files it holds. */
  readonly gitSilent?: boolean;
  /** Folders that are repositories of their own and hold nothing hidden. */
  readonly otherRepositories?: readonly string[];
  /** Target by absolute path. */
  readonly links?: Readonly<Record<string, string>>;
  readonly set?: Partial<RuleSet>;
}

export const productionNames = ['prod', 'production', 'prd', 'live'];

export function ruleOf([effect, capability, ...match]: readonly [
  Rule['effect'],
  Rule['capability'],
  ...string[],
]): Rule {
  return {
    effect,
    capability,
    match,
    exclude: [],
    scope: 'user',
    file: `${home}/.kiro/settings/permissions.yaml`,
    line: 2,
  };
}

export function policyOf(scene: Scene = {}): Policy {
  const host = createMemoryHost({
    files: {
      [`${root}/src/a.ts`]: 'a',
      [`${root}/package.json`]: '{}',
      [`${root}/.git/config`]: '',
      ...linkTargets(scene),
    },
    ...(scene.links === undefined ? {} : { links: scene.links }),
    parts: { shell },
  });
  const set: RuleSet = { rules: (scene.rules ?? []).map(ruleOf), problems: [], files: [], ...scene.set };
  return createPolicy({
    files: host.files,
    loadPart: host.loadPart,
    stateFolder: state,
    homeFolder: home,
    roots: [root],
    production: scene.production ?? productionNames,
    rules: async () => set,
    hidden: async (path) => scene.hidden?.includes(path) ?? false,
    committedHidden: async (folder) => {
      if (scene.otherRepositories?.includes(folder) === true) return [];
      return scene.gitSilent === true ? undefined : (scene.committedHidden ?? []);
    },
    ...(scene.without === undefined ? {} : { without: scene.without }),
  });
}

function linkTargets({ links = {} }: Scene): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.values(links).map((path) => [path, 'there']));
}

export function subjectOf(scene: Scene = {}): Subject {
  return {
    agent: 'main',
    mode: scene.mode ?? 'autopilot',
    headless: scene.headless ?? false,
    ...(scene.steering === undefined ? {} : { steering: scene.steering }),
  };
}

/** What is said to a command line. */
export async function judgeLine(line: string, scene: Scene = {}): Promise<Judgement> {
  const { cwd = root, sandboxed = false } = scene;
  return judgeAction({ kind: 'command', line, cwd, shell: scene.shell ?? 'posix', sandboxed }, scene);
}

export async function judgeAction(action: Action, scene: Scene = {}): Promise<Judgement> {
  return policyOf(scene).judge(action, subjectOf(scene));
}
