/** What is said to a command line: each part by itself, the strictest counts. */

import { gitWords } from './catalogue/entry';
import { gitContentVerdicts } from './gitContent';
import type { Around } from './guards/guard';
import { commandGuards } from './guards/index';
import { builtin, judgePath, type PathContext, ruleVerdict, strictest, type Verdict } from './judgePath';
import { type Rule, speaksOf, textMatches } from './rules';
import { pathOf, takeApart, type Unclear, valueWord } from './shell/parts';
import { readsOnly } from './shell/readers';
import { lineOf, type Part, unversioned } from './shell/words';
import { inputsOf, mentionsOf, writesOf } from './shell/writes';
import type { ShellPart } from './shell.part';
import type { Action } from './types';

/** What a verdict on a command needs. */
export interface CommandContext extends PathContext {
  readonly parse: ShellPart['parse'];
  readonly production: Around['production'];
}

/** A part and what was said to it. */
export interface PartVerdict extends Verdict {
  readonly text: string;
  /** Only the lack of a rule asks, so that a wider rule may be offered. */
  readonly plain?: true;
}

type Command = Extract<Action, { kind: 'command' }>;

/** Judges a line for a POSIX shell. Every part is in the answer; none where nothing could be read. */
export async function judgeCommand(action: Command, context: CommandContext): Promise<readonly PartVerdict[]> {
  const line = action.line.trim();
  const exact = shellRules(context.rules).find((rule) => isExact(rule, line));
  const { parts, unclear } = takeApart(action.line, {
    parse: context.parse,
    cwd: action.cwd,
    home: context.places.home,
    unwrap: context.on('wrappers'),
  });
  const bases = new Map<Part, Verdict>();
  const verdicts: PartVerdict[] = unclear
    // What files and programs hold may run in a sandbox anyway.
    .filter(({ kind }) => context.on(kind) && !(kind === 'evaluated-content' && context.sandboxed))
    .map((each) => unclearVerdict(each, exact, context));
  if (context.on('invisible') && invisible.test(action.line.replace(/[\t\n]/gu, '')))
    verdicts.push(invisibleVerdict(line));
  if (context.on('just-written') && !context.sandboxed) verdicts.push(...justWritten(parts, context));
  for (const part of parts) verdicts.push(await judgePart(part, context, exact, bases));
  verdicts.push(...lineRules(line, context.rules));
  return verdicts;
}

/** Control characters, and those that turn the direction of a text or take no room: a person can't see what they allow. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u115f\u1160\u3164\uffa0]/u;

function invisibleVerdict(line: string): PartVerdict {
  return { ...builtin('ask', 'guard: invisible', 'The command holds characters that can’t be seen.'), text: line };
}

/** A file that the same line writes first and runs then: what is in it was never looked at. */
function justWritten(parts: readonly Part[], { places }: CommandContext): readonly PartVerdict[] {
  const written = new Set<string>();
  const found: PartVerdict[] = [];
  for (const part of parts) {
    const folders = part.folders ?? [];
    const run = [part.words[0], ...part.words.slice(1).filter(() => runsFiles.test(unversioned(part.program)))];
    const paths = run.flatMap((word) =>
      word === undefined ? [] : folders.map((each) => pathOf(word, each, places.home)),
    );
    if (paths.some((path) => path !== undefined && written.has(path))) {
      const reason = `"${part.text}" runs a file that this line has just written.`;
      found.push({ ...builtin('ask', 'guard: just-written', reason), settles: true, text: part.text });
    }
    for (const { path } of writesOf(part, places.home)) if (path !== undefined) written.add(path);
  }
  return found;
}

const runsFiles =
  /^(?:(?:ba|z|k|da|a)?sh|python[\d.]*|node|nodejs|bun|deno|tsx|ts-node|perl|ruby|php|lua|source|\.|make|chmod|osascript|Rscript)$/u;

function unclearVerdict(
  { kind, text, why }: Unclear,
  exact: Rule | undefined,
  context: Pick<CommandContext, 'on'>,
): PartVerdict {
  const reason =
    kind === 'unparsable'
      ? `The command can’t be read with certainty: ${why}.`
      : kind === 'function'
        ? `The command defines a function: ${why}.`
        : `What "${text}" runs can’t be told before it runs: ${why}.`;
  const settles = kind !== 'unparsable';
  const verdict = { ...builtin('ask', `guard: ${kind}`, reason), settles };
  return { ...(exact !== undefined && settled(verdict, exact, context) ? ruleVerdict(exact) : verdict), text };
}

/** What a line that was agreed to for every time does not settle: nobody knows what it would run, or it is dangerous or reads keys. */
const asksEachTime = /^(?:catalogue: .+|guard: (?:credentials.*|dynamic|dynamic-name|evaluated|function))$/u;

/** Whether a rule that equals the command settles what asks. */
function settled({ effect, settles, rule }: Verdict, exact: Rule, { on }: Pick<CommandContext, 'on'>): boolean {
  if (effect !== 'ask' || settles !== true) return false;
  return exact.agreed !== true || !asksEachTime.test(rule.text) || !on('agreed');
}

/** Deny and ask rules see the line as it was written too: what is one command to them may be several parts. */
function lineRules(line: string, rules: readonly Rule[]): readonly PartVerdict[] {
  const found = shellRules(rules).filter((rule) => rule.effect !== 'allow' && covers(rule, line));
  return found.map((rule) => ({ ...ruleVerdict(rule), text: line }));
}

async function judgePart(
  part: Part,
  context: CommandContext,
  exactLine: Rule | undefined,
  bases: Map<Part, Verdict>,
): Promise<PartVerdict> {
  const text = textOf(part);
  const rules = shellRules(context.rules);
  const exact = exactLine ?? exactRule(part, rules);
  const paths = [...(await judgePaths(part, context)), ...(await gitContentVerdicts(part, context))];
  const base = await baseOf(part, context, rules, bases);
  bases.set(part, base);
  const found = [...guardVerdicts(part, context), ...paths].map((each) =>
    exact !== undefined && settled(each, exact, context) ? ruleVerdict(exact) : each,
  );
  const strict = rules.filter((rule) => rule.effect !== 'allow' && variants(part).some((each) => covers(rule, each)));
  const all = [
    ...found,
    ...strict.map(ruleVerdict),
    exact !== undefined && base.effect === 'ask' ? ruleVerdict(exact) : base,
  ];
  const result = strictest(all) ?? base;
  const plain = result === base && base.effect === 'ask' && found.every(({ effect }) => effect === 'allow');
  return { ...result, text, ...(plain ? { plain: true as const } : {}) };
}

function textOf(part: Part): string {
  if (part.words.length > 0) return part.text;
  const redirects = part.redirects.map(({ operator, target }) => `${operator} ${target?.text ?? ''}`.trim());
  return [...part.assignments.map(({ name }) => `${name}=…`), ...redirects].join(' ');
}

function shellRules(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter((rule) => speaksOf(rule.capability, 'shell'));
}

function covers(rule: Rule, text: string): boolean {
  const matches = (pattern: string) => textMatches(pattern, text);
  return (rule.match.length === 0 || rule.match.some(matches)) && !rule.exclude.some(matches);
}

function isExact(rule: Rule, text: string): boolean {
  return (
    rule.effect === 'allow' &&
    rule.match.some((pattern) => !pattern.includes('*') && pattern.trim() === text) &&
    covers(rule, text)
  );
}

/** A rule without a wildcard that is this part, or the command that starts it. */
function exactRule(part: Part, rules: readonly Rule[]): Rule | undefined {
  for (let at: Part | undefined = part; at !== undefined; at = at.parent) {
    const { text } = at;
    if (at.words.length === 0 || at.assignments.length > 0) continue;
    const found = rules.find((rule) => isExact(rule, text) || isExact(rule, pipeline(at)));
    if (found !== undefined) return found;
  }
  return undefined;
}

function pipeline(part: Part | undefined): string {
  return part === undefined ? '' : [...part.fedBy.map(({ text }) => text), part.text].join(' | ');
}

/** How a deny or ask rule may have meant it: with the plain name of the program, without git's own options. */
function variants(part: Part): readonly string[] {
  if (part.words.length === 0) return [];
  const rest = lineOf(part.words.slice(1));
  const plain = `${part.program} ${rest}`.trim();
  const git = gitWords(part);
  const bare = git === undefined ? [] : [`git ${git.verb} ${git.args.join(' ')}`.trim()];
  const values = part.words.map(({ value }) => value).join(' ');
  return [...new Set([part.text, plain, values, ...bare])];
}

/** What is said before the guards: rules, then the defaults. */
async function baseOf(
  part: Part,
  context: CommandContext,
  rules: readonly Rule[],
  bases: ReadonlyMap<Part, Verdict>,
): Promise<Verdict> {
  const reads = part.redirects.some(({ operator, target }) => operator.startsWith('<') && target !== undefined);
  if (part.words.length === 0 && !reads) return builtin('allow', 'default: nothing is run', 'It runs nothing.');
  const allowed = rules.find((rule) => rule.effect === 'allow' && covers(rule, part.text));
  if (allowed !== undefined) return ruleVerdict(allowed);
  const above = part.parent === undefined ? undefined : bases.get(part.parent);
  if (above?.effect === 'allow' && above.rule.scope !== 'builtin') return above;
  if (part.transparent) return builtin('allow', 'default: what it starts is judged', 'It only starts other commands.');
  if (await looksInside(part, context))
    return builtin('allow', 'default: looking', 'It only looks at the workspace or the system.');
  if (context.sandboxed) return builtin('allow', 'default: commands in the sandbox', 'It runs in the sandbox.');
  return { ...builtin('ask', 'default: commands ask', 'No rule allows this command.'), settles: true };
}

async function looksInside(part: Part, context: CommandContext): Promise<boolean> {
  const reads = readsOf(part, context);
  if (reads === undefined || part.assignments.length > 0) return false;
  for (const path of reads) {
    if (path === undefined) return false;
    const verdict = await judgePath({ path, capability: 'fs_read', how: 'content' }, context);
    if (verdict.effect !== 'allow') return false;
  }
  return true;
}

/** Every path that a part reads where it only looks; undefined where it does more. */
function readsOf(part: Part, { places }: CommandContext): readonly (string | undefined)[] | undefined {
  // `$(< file)` reads without a program.
  const named = part.words.length === 0 ? [] : readsOnly(part);
  if (named === undefined) return undefined;
  const words = named.map((value) => part.words.find((word) => word.value === value) ?? valueWord(value));
  const inputs = part.redirects.flatMap(({ operator, target }) =>
    operator.startsWith('<') && target !== undefined ? [target] : [],
  );
  return [...words, ...inputs].flatMap((word) =>
    part.folders === undefined ? [undefined] : part.folders.map((folder) => pathOf(word, folder, places.home)),
  );
}

function guardVerdicts(part: Part, context: CommandContext): readonly Verdict[] {
  const around: Around = {
    roots: context.places.roots,
    home: context.places.home,
    sandboxed: context.sandboxed,
    production: context.production,
  };
  return commandGuards
    .filter(({ name }) => context.on(name))
    .flatMap((guard) => guard.look(part, around))
    .map(({ effect, rule, reason, settles, typeToConfirm }) => ({
      effect,
      rule: { text: rule, scope: 'builtin' as const },
      reason,
      settles,
      ...(typeToConfirm === undefined ? {} : { typeToConfirm }),
    }));
}

/** What is said to the files that a part writes, and to those that it names. */
async function judgePaths(part: Part, context: CommandContext): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  if (context.on('redirects')) {
    for (const { path, text, how } of writesOf(part, context.places.home)) {
      if (path === undefined) {
        const reason = `Which file "${text}" is, is known only when it runs.`;
        verdicts.push({ ...builtin('ask', 'guard: redirects', reason), settles: true });
      } else verdicts.push(await judgePath({ path, capability: 'fs_write', how }, context));
    }
  }
  const looks = readsOnly(part) !== undefined;
  for (const path of mentionsOf(part, context.places.home))
    verdicts.push(...(await judgeMention(path, looks, part, context)));
  for (const path of inputsOf(part, context.places.home))
    verdicts.push(...(await judgeMention(path, true, part, context)));
  return verdicts;
}

/** A file that a command names without our knowing what it does with it. */
async function judgeMention(
  path: string,
  looks: boolean,
  part: Part,
  context: CommandContext,
): Promise<readonly Verdict[]> {
  const read = await judgePath({ path, capability: 'fs_read', how: 'content' }, context);
  const strict = read.effect === 'deny' || (read.effect === 'ask' && !read.rule.text.startsWith('default:'));
  const verdicts = strict ? [{ ...read, settles: read.rule.scope === 'builtin' && read.effect === 'ask' }] : [];
  if (looks || part.program === 'git' || !context.on('mentions')) return verdicts;
  const written = await judgePath({ path, capability: 'fs_write', how: 'content' }, context);
  if (written.effect !== 'deny') return verdicts;
  const reason = `It names ${path}, which it may not change, and may do so.`;
  return [...verdicts, { ...written, effect: 'ask', reason, settles: true, rule: mentionRule(written) }];
}

function mentionRule({ rule }: Verdict): Verdict['rule'] {
  return rule.scope === 'builtin' ? { text: 'guard: mentions', scope: 'builtin' } : rule;
}
