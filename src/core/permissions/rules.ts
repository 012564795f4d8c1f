/** A rule of `permissions.yaml` and what it covers. Rules have no order: deny beats ask, ask beats allow. */
import picomatch from 'picomatch';
import { isAbsolute } from './paths';
import type { Capability, RuleRef } from './types';

/** What a rule says to what it covers. */
export type Effect = 'allow' | 'ask' | 'deny';

/** One rule, with its place for whoever asks why. */
export interface Rule {
  readonly capability: Capability;
  /** Empty covers everything of its capability. */
  readonly match: readonly string[];
  readonly exclude: readonly string[];
  readonly effect: Effect;
  readonly scope: RuleRef['scope'];
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** It speaks of this workspace folder only. */
  readonly root?: string;
  /** It speaks of this agent only: `main`, or the role of a helper. */
  readonly agent?: string;
  /** Somebody agreed to the line beforehand, for every time: what is dangerous still asks each time. */
  readonly agreed?: true;
}

/** Every capability that `permissions.yaml` knows. */
export const capabilities: readonly Capability[] = [
  'fs_read',
  'fs_write',
  'filesystem',
  'shell',
  'web_fetch',
  'web_search',
  'mcp',
  'subagent',
  'skill',
  'power',
  'context',
  'diagnostics',
  'sandbox_network',
  'builtin',
  'all',
];

/** Capabilities that stand for several others. */
const wider: Readonly<Partial<Record<Capability, readonly Capability[]>>> = {
  filesystem: ['fs_read', 'fs_write'],
  builtin: [
    'fs_read',
    'fs_write',
    'shell',
    'web_fetch',
    'web_search',
    'subagent',
    'skill',
    'context',
    'diagnostics',
    'sandbox_network',
  ],
};

/** Whether a rule of one capability speaks about another. */
export function speaksOf(rule: Capability, capability: Capability): boolean {
  return rule === 'all' || rule === capability || (wider[rule]?.includes(capability) ?? false);
}

/** The rule in one line: `deny shell "git push*"`. */
export function ruleText(rule: Pick<Rule, 'effect' | 'capability' | 'match'>): string {
  const patterns = rule.match.map((each) => JSON.stringify(each)).join(', ');
  return `${rule.effect} ${rule.capability}${patterns === '' ? '' : ` ${patterns}`}`;
}

/** Where a rule stands, for a decision. */
export function ruleRef(rule: Rule): RuleRef {
  const { scope, file, line } = rule;
  return {
    text: ruleText(rule),
    scope,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

/** Whether a text is covered by a pattern in which only `*` is special; a last ` *` also covers nothing at all. */
export function textMatches(pattern: string, text: string): boolean {
  return textMatcher(pattern).test(text);
}

const matchers = new Map<string, RegExp>();

function textMatcher(pattern: string): RegExp {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  const open = / \*+$/u.test(pattern);
  const steady = open ? pattern.replace(/ \*+$/u, '') : pattern;
  const body = steady.split(/\*+/u).map(escaped).join('[\\s\\S]*');
  const made = new RegExp(`^${body}${open ? '(?: [\\s\\S]*)?' : ''}$`, 'u');
  if (matchers.size > 2_000) matchers.clear();
  matchers.set(pattern, made);
  return made;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** Where globs of files begin: the workspace folders and the home folder, absolute. */
export interface GlobPlaces {
  readonly roots: readonly string[];
  readonly home: string;
}

/**
 * Whether a path is covered by a glob. A pattern without a wildcard covers what is below it too; one that begins
 * neither at the top nor in the home folder is looked for in each workspace folder.
 */
export function pathMatches(pattern: string, path: string, places: GlobPlaces): boolean {
  const wild = /[*?{}[\]]/u.test(pattern);
  return absolutePatterns(pattern, places).some((each) => covers(wild ? [each] : [each, `${each}/**`], path));
}

const compiled = new Map<string, (path: string) => boolean>();

function covers(globs: readonly string[], path: string): boolean {
  const key = globs.join('\0');
  const matches = compiled.get(key) ?? picomatch(globs, { dot: true, posix: true });
  if (compiled.size > 2_000) compiled.clear();
  compiled.set(key, matches);
  return matches(path);
}

function absolutePatterns(pattern: string, { roots, home }: GlobPlaces): readonly string[] {
  const plain = pattern
    .replace(/\\/gu, '/')
    .replace(/^\.\//u, '')
    .replace(/(?<=.)\/+$/u, '');
  if (plain === '~' || plain.startsWith('~/')) return [literal(home) + plain.slice(1)];
  if (isAbsolute(plain)) return [plain];
  const inside = plain === '.' || plain === '' ? '' : `/${plain}`;
  return roots.map((root) => literal(root) + inside);
}

/** A folder's name may hold characters that are special in globs. */
function literal(path: string): string {
  return path.replace(/[*?{}[\]()!@+]/gu, '\\$&');
}
