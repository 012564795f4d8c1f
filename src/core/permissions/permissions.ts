/** Everything about permissions for one set of workspace folders, put together. */
import type { Host } from '../host';
import type { Settings } from '../settings';
import { type AuthorityOptions, createAuthority, createQuestionQueue, type QuestionQueue } from './authority';
import { childEnvironment } from './environment';
import { createPolicy, type Policy } from './policy';
import { keepRule, type RuleSet, ruleSources } from './ruleSources';
import { createSessionRules, type SessionRules } from './session';
import type { Authority } from './types';

/** What permissions are made of. */
export interface PermissionsOptions {
  readonly host: Pick<Host, 'files' | 'loadPart' | 'stateFolder' | 'homeFolder' | 'clock'>;
  /** Absolute. */
  readonly roots: readonly string[];
  readonly settings: Pick<Settings, 'production.names' | 'permissions.environment'>;
  /** Whether `.kiroignore` hides a path. */
  readonly hidden?: (path: string) => Promise<boolean>;
}

/** What the agents of one session share: what was allowed for it, and the queue of its questions. */
export interface PermissionSession {
  readonly rules: SessionRules;
  readonly queue: QuestionQueue;
}

/** Who is to be permitted; `roots` are the workspace folders with links resolved, as the actions name them. */
export type PermittedAgent = Pick<AuthorityOptions, 'subject' | 'ask' | 'onDecision'> &
  Partial<Pick<AuthorityOptions, 'roots'>>;

/** The policy, and authorities under it. */
export interface Permissions {
  readonly policy: Policy;
  /** Rules in force with their places, and what is ignored and why. */
  rules(): Promise<RuleSet>;
  session(): PermissionSession;
  /** For one agent; its helpers get theirs with the same session. */
  authority(session: PermissionSession, agent: PermittedAgent): Authority;
  /** What a command gets of the environment. */
  environment(environment: Readonly<Record<string, string | undefined>>): Record<string, string>;
}

/** Puts permissions together. Reads nothing before it is asked. */
export function createPermissions(options: PermissionsOptions): Permissions {
  const { host, settings } = options;
  const { files, homeFolder } = host;
  const prepared = once(() => prepare(options));
  const policy: Policy = {
    judge: async (...question) => (await prepared()).judge(...question),
    rules: async () => (await prepared()).rules(),
  };
  return {
    policy,
    rules: () => policy.rules(),
    session: () => ({ rules: createSessionRules(), queue: createQuestionQueue() }),
    authority: (session, agent) =>
      createAuthority({
        ...agent,
        policy,
        roots: agent.roots ?? options.roots,
        session: session.rules,
        queue: session.queue,
        uuid: () => host.clock.uuid(),
        always: async ({ root, capability, pattern }) => {
          const real = root === undefined ? undefined : ((await files.realpath(root)) ?? root);
          await keepRule(files, homeFolder, real, { capability, pattern });
        },
      }),
    environment: (environment) => childEnvironment(environment, settings['permissions.environment']),
  };
}

/** Links are resolved once: folders don't move while they are open. */
async function prepare({ host, roots, settings, hidden }: PermissionsOptions): Promise<Policy> {
  const { files, loadPart, stateFolder, homeFolder } = host;
  const real = await Promise.all(roots.map(async (root) => (await files.realpath(root)) ?? root));
  const places = [...new Set([...real, ...roots])];
  return createPolicy({
    files,
    loadPart,
    stateFolder,
    homeFolder,
    roots: places,
    production: settings['production.names'],
    rules: ruleSources({ files, homeFolder, roots: real }),
    ...(hidden === undefined ? {} : { hidden }),
  });
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
