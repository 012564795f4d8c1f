/** `permissions.yaml`: read with places, never rewritten but for the lines of a new rule. */
import { EVENT_ID, type Event, getScalarValue, load, parseEvents, YAMLException } from 'js-yaml';
import * as z from 'zod';
import { presetNames, presetRules } from './presets';
import { capabilities, type Rule } from './rules';
import type { Capability, RuleRef } from './types';

/** What a file of rules says. */
export interface RulesFile {
  readonly rules: readonly Rule[];
  /** One sentence each, with file and line. Where there is one, the file's allowing rules are not among `rules`. */
  readonly problems: readonly string[];
}

const limits = { maxAliases: 20, maxDepth: 20 };
const patterns = z
  .union([z.string().min(1), z.array(z.string().min(1))])
  .transform((each) => (typeof each === 'string' ? [each] : each));
const ruleSchema = z.strictObject({
  capability: z.enum(capabilities as readonly [Capability, ...Capability[]]),
  match: patterns.optional(),
  exclude: patterns.optional(),
  effect: z.enum(['allow', 'ask', 'deny']),
  reason: z.string().optional(),
  description: z.string().optional(),
});

/** Reads a file of rules. Never throws: what can't be read is a problem, and then nothing in the file allows anything. */
export function readRulesFile(text: string, file: string, scope: RuleRef['scope']): RulesFile {
  const whole = loaded(text, file);
  if ('problem' in whole) return { rules: [], problems: [whole.problem] };
  const { value } = whole;
  if (value === null || value === undefined) return { rules: [], problems: [] };
  if (!isMapping(value)) return { rules: [], problems: [`${file}: this is no mapping with "rules" and "policies".`] };
  const problems: string[] = [];
  const rules = [
    ...fromRules(value.rules, itemLines(text), file, scope, problems),
    ...fromPolicies(value.policies, file, scope, problems),
  ];
  if (problems.length === 0) return { rules, problems };
  return { rules: rules.filter(({ effect }) => effect !== 'allow'), problems };
}

function loaded(text: string, file: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: isEmpty(text) ? undefined : load(text, limits) };
  } catch (error) {
    if (!(error instanceof YAMLException)) return { problem: `${file}: the file can’t be read.` };
    const line = error.mark === undefined ? '' : `:${error.mark.line + 1}`;
    return { problem: `${file}${line}: this is not YAML (${error.reason}).` };
  }
}

/** Nothing but comments and blank lines. */
function isEmpty(text: string): boolean {
  return text.split(/\r?\n/u).every((line) => /^\ufeff?\s*(?:#.*)?$/u.test(line));
}

function fromRules(
  value: unknown,
  lines: readonly number[],
  file: string,
  scope: RuleRef['scope'],
  problems: string[],
): readonly Rule[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.push(`${file}: "rules" has to be a list.`);
    return [];
  }
  return value.flatMap((each: unknown, at) => {
    const line = lines[at] ?? 1;
    const parsed = ruleSchema.safeParse(each);
    if (parsed.success) {
      const { capability, match = [], exclude = [], effect } = parsed.data;
      return [{ capability, match, exclude, effect, scope, file, line }];
    }
    const issue = parsed.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? '' : `"${issue.path.join('.')}": `;
    problems.push(
      `${file}:${line}: this rule is not one of permissions.yaml (${where}${issue?.message ?? 'invalid'}).`,
    );
    return [];
  });
}

function fromPolicies(value: unknown, file: string, scope: RuleRef['scope'], problems: string[]): readonly Rule[] {
  if (value === undefined || value === null) return [];
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return names.flatMap((name) => {
    const preset = typeof name === 'string' ? presetRules(name) : undefined;
    if (preset !== undefined) return preset.map((rule) => ({ ...rule, exclude: [], scope, file }));
    problems.push(`${file}: there is no policy "${String(name)}"; there are ${presetNames.join(', ')}.`);
    return [];
  });
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the items of the list under `rules` are. */
interface ItemPlace {
  readonly start: number;
  end: number;
}

interface ListPlace {
  readonly items: readonly ItemPlace[];
  /** Where the list itself begins; -1 where `rules` has no list. */
  readonly start: number;
  /** Just after the key `rules`; undefined where there is none. */
  readonly key: number | undefined;
}

/** Follows the events to the items of the list under `rules`. */
function findList(text: string): ListPlace {
  const items: ItemPlace[] = [];
  let [depth, start, key]: [number, number, number | undefined] = [0, -1, undefined];
  let [expectsKey, inRules] = [true, false];
  for (const event of parseEvents(text, { maxDepth: limits.maxDepth })) {
    if (event.type === EVENT_ID.POP) {
      depth -= 1;
      if (depth === 2 && start >= 0) inRules = false;
      if (depth === 2) expectsKey = true;
      continue;
    }
    const [from, to] = rangeOf(event);
    const last = items.at(-1);
    if (inRules && depth === 3) items.push({ start: from, end: to });
    else if (inRules && last !== undefined) last.end = Math.max(last.end, to);
    const opens =
      event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT;
    if (depth === 2) {
      if (expectsKey) {
        const isRules = event.type === EVENT_ID.SCALAR && getScalarValue(text, event) === 'rules';
        if (isRules) key = to;
        inRules = isRules;
        expectsKey = false;
      } else {
        if (inRules && event.type === EVENT_ID.SEQUENCE) start = from;
        else if (inRules) inRules = false;
        expectsKey = !opens;
      }
    }
    if (opens) depth += 1;
  }
  return { items, start, key };
}

function rangeOf(event: Exclude<Event, { type: typeof EVENT_ID.POP }>): readonly [number, number] {
  if (event.type === EVENT_ID.SCALAR) return [event.valueStart, event.valueEnd];
  if (event.type === EVENT_ID.ALIAS) return [event.anchorStart, event.anchorEnd];
  return event.type === EVENT_ID.DOCUMENT ? [0, 0] : [event.start, event.start];
}

function itemLines(text: string): readonly number[] {
  try {
    return findList(text).items.map(({ start }) => text.slice(0, start).split('\n').length);
  } catch {
    return [];
  }
}

/** The text with one more rule; everything else stays as it is. Throws a sentence where the file has to be edited by hand. */
export function withRule(text: string, rule: Pick<Rule, 'capability' | 'match' | 'effect'>, file: string): string {
  const before = readRulesFile(text, file, 'user');
  if (before.problems.length > 0) throw new Error(`${before.problems[0]} Mend it, then try again.`);
  const result = spliced(text, rule);
  const after = readRulesFile(result, file, 'user');
  const added = after.rules.length === before.rules.length + 1 && after.problems.length === 0;
  const found = after.rules.some(
    (each) =>
      each.capability === rule.capability &&
      each.effect === rule.effect &&
      each.match.join('\n') === rule.match.join('\n'),
  );
  if (!added || !found)
    throw new Error(`${file} is written in a way that a rule can’t be added to. Add it by hand: ${inline(rule)}`);
  return result;
}

function inline({ capability, match, effect }: Pick<Rule, 'capability' | 'match' | 'effect'>): string {
  return `{ capability: ${capability}, match: [${match.map((each) => JSON.stringify(each)).join(', ')}], effect: ${effect} }`;
}

function spliced(text: string, rule: Pick<Rule, 'capability' | 'match' | 'effect'>): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const block = (indent: string) =>
    [
      `- capability: ${rule.capability}`,
      `  match: [${rule.match.map((each) => JSON.stringify(each)).join(', ')}]`,
      `  effect: ${rule.effect}`,
    ]
      .map((line) => indent + line)
      .join(eol) + eol;
  const end = text === '' || text.endsWith('\n') ? text : text + eol;
  if (isEmpty(text)) return `${end}rules:${eol}${block('  ')}`;
  const { items, start, key } = findList(text);
  const last = items.at(-1);
  if (key === undefined) return `${end}rules:${eol}${block('  ')}`;
  if (start === -1) return insertLine(end, lineEnd(end, key), block('  '));
  if (text[start] === '[') return intoFlow(text, start, last, rule);
  if (last === undefined) return end;
  const lineStart = text.lastIndexOf('\n', last.start - 1) + 1;
  const indent = /^[ \t]*(?=-)/u.exec(text.slice(lineStart))?.[0] ?? '';
  return insertLine(end, lineEnd(end, last.end), block(indent));
}

function intoFlow(
  text: string,
  start: number,
  last: ItemPlace | undefined,
  rule: Pick<Rule, 'capability' | 'match' | 'effect'>,
): string {
  const from = last?.end ?? start + 1;
  const close = /^[^\]]*?(?=,?\s*\](?:\s|$))/u.exec(text.slice(from));
  // The last item may end with a list of its own, whose bracket is passed over by what follows it.
  const brackets = /^(?:\s*["']?\s*[\]}])*?(?=\s*,?\s*\]\s*(?:\r?\n|#|$))/u.exec(text.slice(from));
  const at = from + (brackets?.[0] ?? close?.[0] ?? '').length;
  return `${text.slice(0, at)}${last === undefined ? '' : ', '}${inline(rule)}${text.slice(at)}`;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function insertLine(text: string, at: number, lines: string): string {
  return text.slice(0, at) + lines + text.slice(at);
}
