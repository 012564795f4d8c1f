/**
 * Where rules come from, and what is wrong with their files. Of what lies below a workspace folder only the files of
 * agents are among them, and those may ask and deny, but not allow.
 */
import { createHash } from 'node:crypto';
import type { Files } from '../host';
import { type AgentFile, agentFiles, agentsFolder, isUsersOwn, readAgentFile } from './agentFiles';
import { grantPermissionFile } from './grants';
import type { Rule } from './rules';
import { readRulesFile, withRule } from './rulesFile';
import type { Capability, RuleRef } from './types';

/** Rules in force. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** One sentence for each thing that is ignored, with file and line. */
  readonly problems: readonly string[];
  /** The managed rules can't be read: nothing is allowed, and this says why. */
  readonly closed?: string;
  /** Every file that was looked for. */
  readonly files: readonly RuleFile[];
}

/** A place of rules. */
export interface RuleFile {
  readonly path: string;
  readonly scope: RuleRef['scope'];
  readonly exists: boolean;
  /** The workspace folder whose rules they are. */
  readonly root?: string;
}

/** What loading needs. */
export interface RuleSourceOptions {
  readonly files: Pick<Files, 'read' | 'stat' | 'list'>;
  readonly homeFolder: string;
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** Replaces the places of managed settings; for tests. */
  readonly managed?: readonly string[];
  /** Guards that are switched off, by name: for tests that show that each is needed. */
  readonly without?: readonly string[];
}

/** Files of agents in a repository allow nothing. */
export const agentGuard = 'rules: agents of a repository';

/** The user's own rules. */
export function userRulesPath(home: string): string {
  return `${home}/.kiro/settings/permissions.yaml`;
}

/** The user's rules for one workspace folder: outside of it, so that no repository brings its own. */
export function workspaceRulesPath(home: string, root: string): string {
  const name = createHash('sha256').update(root, 'utf8').digest('hex').slice(0, 16);
  return `${home}/.kiro/workspace-roots/${name}/permissions.yaml`;
}

/** Where an organisation puts its settings. */
export function managedPaths(home: string): readonly string[] {
  if (/^[A-Za-z]:\//u.test(home)) return [`${home.slice(0, 2)}/ProgramData/Kiro/managed-settings.json`];
  return ['/etc/kiro/managed-settings.json', '/Library/Application Support/Kiro/managed-settings.json'];
}

/** Gives the rules in force; a file is read again only when its time or size changed. Never rejects. */
export function ruleSources(options: RuleSourceOptions): () => Promise<RuleSet> {
  const { homeFolder, roots } = options;
  const managed = (options.managed ?? managedPaths(homeFolder)).map((path) => ({ path, scope: 'managed' as const }));
  const user = { path: userRulesPath(homeFolder), scope: 'user' as const };
  const own = roots.map((root) => ({ path: workspaceRulesPath(homeFolder, root), scope: 'workspace' as const, root }));
  const read = reader(options.files, (text, path, scope: RuleRef['scope']) =>
    scope === 'managed' ? managedRules(text, path) : readRulesFile(text, path, scope),
  );
  const agents = agentSources(options);
  return async () => {
    const files: RuleFile[] = [];
    const rules: Rule[] = [];
    const problems: string[] = [];
    let closed: string | undefined;
    for (const place of [...managed, user, ...own]) {
      const found = await read(place.path, place.scope);
      files.push({ ...place, exists: found !== undefined });
      if (found === undefined) continue;
      const root = 'root' in place ? { root: place.root } : {};
      rules.push(...found.rules.map((rule) => ({ ...rule, ...root })));
      if (found.problems.length === 0) continue;
      if (place.scope === 'managed')
        closed ??= `Nothing is allowed while the managed rules can’t be read. ${found.problems[0]}`;
      problems.push(...found.problems);
      if (place.scope !== 'managed')
        problems.push(`${place.path}: no rule of this file allows anything until that is mended.`);
    }
    const named = await agents();
    rules.push(...named.rules);
    problems.push(...named.problems);
    files.push(...named.files);
    return { rules, problems, files, ...(closed === undefined ? {} : { closed }) };
  };
}

/** What files of agents say; a file is read again only when its time or size changed. */
function agentSources({
  files,
  homeFolder,
  roots,
  without = [],
}: RuleSourceOptions): () => Promise<Omit<RuleSet, 'closed'>> {
  const places = [...new Set([homeFolder, ...roots])].map((place) => ({ place, folder: agentsFolder(place) }));
  const content = reader(files, (text, path, file: AgentFile) =>
    readAgentFile(text, file, without.includes(agentGuard) || isUsersOwn(path, homeFolder, roots)),
  );
  return async () => {
    const found = { rules: [] as Rule[], problems: [] as string[], files: [] as RuleFile[] };
    for (const { place, folder } of places) {
      for (const file of await agentFiles(files, folder)) {
        const read = await content(file.path, file);
        if (read === undefined) continue;
        const root = roots.includes(place) ? { root: place } : {};
        found.files.push({ path: file.path, scope: 'agent', exists: true, ...root });
        found.rules.push(...read.rules.map((rule) => ({ ...rule, ...root })));
        found.problems.push(...read.problems);
      }
    }
    return found;
  };
}

interface Known {
  readonly mark: string;
  readonly content: ReturnType<typeof readRulesFile>;
}

/** Reads a file where it is another than last time; what can't be read is a problem. */
function reader<About>(
  files: Pick<Files, 'read' | 'stat'>,
  make: (text: string, path: string, about: About) => Known['content'],
) {
  const known = new Map<string, Known>();
  return async (path: string, about: About): Promise<Known['content'] | undefined> => {
    try {
      const stat = await files.stat(path);
      if (stat === undefined) return undefined;
      const mark = `${stat.kind} ${stat.modified} ${stat.size}`;
      const before = known.get(path);
      if (before?.mark === mark && stat.kind !== 'link') return before.content;
      const bytes = await files.read(path);
      if (bytes === undefined) return undefined;
      const text = new TextDecoder().decode(bytes);
      const content = make(text, path, about);
      known.set(path, { mark, content });
      return content;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { rules: [], problems: [`${path}: the file can’t be read (${why}).`] };
    }
  };
}

/** Administration may only narrow: `{"permissions": {"rules": […]}}`, or the rules at the top. */
function managedRules(text: string, path: string): Known['content'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { rules: [], problems: [`${path}: this is not JSON.`] };
  }
  const inner: unknown =
    typeof value === 'object' && value !== null && 'permissions' in value ? value.permissions : value;
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner))
    return { rules: [], problems: [`${path}: "permissions" has to be an object with "rules".`] };
  const rules: unknown = 'rules' in inner ? inner.rules : [];
  // JSON is YAML: one reader for both.
  const read = readRulesFile(JSON.stringify({ rules }), path, 'managed');
  const allowing = read.rules.find(({ effect }) => effect === 'allow');
  if (allowing === undefined) return { ...read, rules: read.rules.map(({ line: _, ...rule }) => rule) };
  return { rules: [], problems: [`${path}: managed rules may ask and deny, but not allow.`] };
}

/** Adds a rule to the user's file, or to that of one workspace folder. Rejects with a sentence where it can't be kept. */
export async function keepRule(
  files: Pick<Files, 'read' | 'write'>,
  homeFolder: string,
  root: string | undefined,
  rule: { readonly capability: Capability; readonly match: readonly string[] },
): Promise<string> {
  const path = root === undefined ? userRulesPath(homeFolder) : workspaceRulesPath(homeFolder, root);
  const bytes = await files.read(path);
  const text = bytes === undefined ? '' : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const result = withRule(text, { capability: rule.capability, match: rule.match, effect: 'allow' }, path);
  await files.write(grantPermissionFile(homeFolder, path), path, new TextEncoder().encode(result));
  return path;
}
