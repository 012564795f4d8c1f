/** Everything about permissions for one set of workspace folders, put together. */
import type { Host } from '../host';
import type { Settings } from '../settings';
import { type AuthorityOptions, createAuthority, createQuestionQueue, type QuestionQueue } from './authority';
import { childEnvironment } from './environment';
import { isWithin } from './paths';
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
  /** Hidden files that the repository around a folder holds. Absolute, links resolved. */
  readonly committedHidden?: (folder: string) => Promise<readonly string[] | undefined>;
  /** Guards that are switched off, by name: for tests that show that each is needed. */
  readonly without?: readonly string[];
}

/** What the agents of one session share: what was allowed for it, and the queue of its questions. */
export interface PermissionSession {
  readonly rules: SessionRules;
  readonly queue: QuestionQueue;
}

/** Who is to be permitted. */
export type PermittedAgent = Pick<AuthorityOptions, 'subject' | 'ask' | 'onDecision'>;

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
    judge: async (...question) => (await prepared()).policy.judge(...question),
    rules: async () => (await prepared()).policy.rules(),
  };
  return {
    policy,
    rules: () => policy.rules(),
    session: () => ({ rules: createSessionRules(), queue: createQuestionQueue() }),
    authority: (session, agent) =>
      createAuthority({
        ...agent,
        policy,
        roots: async () => (await prepared()).roots,
        session: session.rules,
        queue: session.queue,
        uuid: () => host.clock.uuid(),
        always: async ({ root, capability, match }) => {
          await keepRule(files, homeFolder, root, { capability, match });
        },
      }),
    environment: (environment) => childEnvironment(environment, settings['permissions.environment']),
  };
}

/** A policy, and the folders that it is about. */
interface Prepared {
  readonly policy: Policy;
  /** Links resolved. */
  readonly roots: readonly string[];
}

/** Links are resolved once: folders don't move while they are open. */
async function prepare({
  host,
  roots: given,
  settings,
  hidden,
  committedHidden,
  without,
}: PermissionsOptions): Promise<Prepared> {
  const { files, loadPart, stateFolder, homeFolder } = host;
  const places = await Promise.all(given.map(async (root) => ({ root, real: (await files.realpath(root)) ?? root })));
  const roots = [...new Set(places.map(({ real }) => real))];
  const policy = createPolicy({
    files,
    loadPart,
    stateFolder,
    homeFolder,
    roots,
    production: settings['production.names'],
    rules: ruleSources({ files, homeFolder, roots, ...(without === undefined ? {} : { without }) }),
    // Whoever knows what is hidden knows the folders by the names they were opened with.
    ...(hidden === undefined ? {} : { hidden: (path) => hidden(asOpened(path, places)) }),
    ...(committedHidden === undefined ? {} : { committedHidden }),
    ...(without === undefined ? {} : { without }),
  });
  return { policy, roots };
}

function asOpened(path: string, places: readonly { readonly root: string; readonly real: string }[]): string {
  const place = places.find(({ real }) => isWithin(real, path));
  return place === undefined ? path : place.root + path.slice(place.real.length);
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
