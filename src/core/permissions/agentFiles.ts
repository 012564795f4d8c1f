/**
 * What Kiro's files of custom agents say about an agent of that name: `.kiro/agents/**` of a workspace folder and
 * `~/.kiro/agents/`, as JSON or as front matter of a Markdown file. A repository gives no rights: its files may only
 * ask and deny. The user's own, in the home folder, may allow.
 */
import { load } from 'js-yaml';
import type { Files } from '../host';
import { isWithin } from './paths';
import type { Rule } from './rules';
import { type RulesFile, readRulesFile } from './rulesFile';
import { fromToolsSettings } from './toolsSettings';
import type { Capability } from './types';

/** A file of an agent, before it is read. */
export interface AgentFile {
  readonly path: string;
  /** By its place below the folder of agents: `planner`, `team/planner`. */
  readonly name: string;
}

const deepest = 4;
const most = 200;

/** The folder of agents in a home or workspace folder. */
export function agentsFolder(place: string): string {
  return `${place}/.kiro/agents`;
}

/** Files of agents below a folder, sorted. Never rejects. */
export async function agentFiles(files: Pick<Files, 'list'>, folder: string): Promise<readonly AgentFile[]> {
  const found: AgentFile[] = [];
  const look = async (path: string, depth: number): Promise<void> => {
    const entries = await files.list(path).catch(() => []);
    for (const { name, kind } of entries) {
      if (found.length >= most) return;
      if (kind === 'folder' && depth < deepest) await look(`${path}/${name}`, depth + 1);
      else if ((kind === 'file' || kind === 'link') && /\.(?:json|md)$/u.test(name))
        found.push({
          path: `${path}/${name}`,
          name: `${path}/${name}`.slice(folder.length + 1).replace(/\.\w+$/u, ''),
        });
    }
  };
  await look(folder, 0);
  return found;
}

/** Whether a file counts as the user's own: one that lies in a workspace folder is a repository's, whoever's home that is. */
export function isUsersOwn(path: string, home: string, roots: readonly string[]): boolean {
  return isWithin(agentsFolder(home), path) && !roots.some((root) => isWithin(root, path));
}

/** Names that speak of the agent that the user talks to. */
const mainNames = /^(?:main|default|kiro_default)$/u;

/** The capabilities that a tool of Kiro's stands for. */
const toolCapabilities: Readonly<Record<string, readonly Capability[]>> = {
  read: ['fs_read'],
  fs_read: ['fs_read'],
  write: ['fs_write'],
  fs_write: ['fs_write'],
  shell: ['shell'],
  execute_bash: ['shell'],
  execute_cmd: ['shell'],
  web: ['web_fetch', 'web_search', 'sandbox_network'],
  web_fetch: ['web_fetch', 'sandbox_network'],
  web_search: ['web_search'],
  subagent: ['subagent'],
  use_subagent: ['subagent'],
};
const governed: readonly Capability[] = ['fs_read', 'fs_write', 'shell', 'web_fetch', 'web_search', 'subagent'];
const acting: readonly Capability[] = ['fs_write', 'shell', 'web_fetch', 'subagent', 'sandbox_network'];
const everything = /^(?:\*|@builtin)$/u;

/**
 * Reads one file. Never throws: where it can't be read nothing in it allows anything, and whatever that agent does asks,
 * since what it was to be kept from is not known. `own`: it is the user's, so it may allow.
 */
export function readAgentFile(text: string, { path, name }: AgentFile, own: boolean): RulesFile {
  const value = parsedFile(text, path);
  const agent = (given: unknown) => {
    const named = typeof given === 'string' && given.trim() !== '' ? given.trim() : name;
    return mainNames.test(named) ? 'main' : named;
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const rules = rulesFor(acting, 'ask').map((rule) => ({ ...rule, file: path, agent: agent(undefined) }));
    return { rules, problems: [`${path}: this is no agent that can be read, so whatever it does asks.`] };
  }
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const problems: string[] = [];
  const read = readRulesFile(JSON.stringify(permissionsOf(fields.permissions)), path, 'agent');
  problems.push(...read.problems);
  const rules = [
    ...read.rules.map(({ line: _, ...rule }) => rule),
    ...fromTools(fields, path, problems),
    ...fromToolsSettings(fields.toolsSettings, capabilitiesOf, path, problems),
  ];
  const named = rules.map((rule) => ({ ...rule, file: path, agent: agent(fields.name) }));
  const allowing = named.filter(({ effect }) => effect === 'allow');
  if (own || allowing.length === 0) {
    const kept = read.problems.length === 0 ? named : named.filter(({ effect }) => effect !== 'allow');
    return { rules: kept, problems };
  }
  problems.push(`${path}: an agent of a repository may ask and deny, but not allow; what it allows does not count.`);
  return { rules: named.filter(({ effect }) => effect !== 'allow'), problems };
}

function parsedFile(text: string, path: string): unknown {
  const plain = text.replace(/^\uFEFF/u, '');
  try {
    if (path.endsWith('.json')) return JSON.parse(plain);
    const front = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/u.exec(plain)?.[1];
    // A Markdown file without front matter is a prompt, and says nothing about rights.
    return front === undefined ? {} : (load(front, { maxAliases: 20, maxDepth: 20 }) ?? {});
  } catch {
    return undefined;
  }
}

/** `permissions: {rules, policies}`, or the list of rules by itself. */
function permissionsOf(value: unknown): unknown {
  return Array.isArray(value) ? { rules: value } : (value ?? {});
}

function fromTools(fields: Readonly<Record<string, unknown>>, path: string, problems: string[]): readonly Rule[] {
  const list = (key: string): readonly string[] | undefined => {
    const value = fields[key];
    if (value === undefined || value === null) return undefined;
    const each = Array.isArray(value) ? value : [value];
    if (each.every((entry) => typeof entry === 'string')) return each;
    problems.push(`${path}: "${key}" has to be a list of tools.`);
    // What was meant is not known, so it names no tool.
    return [];
  };
  const tools = list('tools');
  const missing = tools === undefined ? [] : governed.filter((each) => !capabilitiesOf(tools).includes(each));
  return [
    ...rulesFor(missing, 'deny'),
    ...rulesFor(capabilitiesOf(list('excludedTools') ?? []), 'deny'),
    ...rulesFor(capabilitiesOf(list('allowedTools') ?? []), 'allow'),
  ];
}

function capabilitiesOf(tools: readonly string[]): readonly Capability[] {
  return [
    ...new Set(
      tools.flatMap((tool) =>
        everything.test(tool) ? [...governed, 'sandbox_network' as const] : (toolCapabilities[tool] ?? []),
      ),
    ),
  ];
}

function rulesFor(list: readonly Capability[], effect: Rule['effect']): readonly Rule[] {
  return list.map((capability) => ({ capability, match: [], exclude: [], effect, scope: 'agent' }));
}
