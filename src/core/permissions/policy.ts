/** One policy for every agent: main, sub-agent, hook action, headless. */
import type { Files, Host } from '../host';
import type { FilePlaces } from './files/protected';
import { nameIn, productionPattern } from './guards/production';
import { judgeCommand, type PartVerdict } from './judgeCommand';
import { builtin, judgePath, type PathContext, ruleVerdict, strictest, type Verdict } from './judgePath';
import { isWithin } from './paths';
import { isGrantName, registryGrants } from './registries';
import type { RuleSet } from './ruleSources';
import { type Rule, speaksOf, textMatches } from './rules';
import { suggestForAction, suggestForCommand } from './suggest';
import type { Action, Capability, Judgement, Subject } from './types';

/** Says what may be done. Reads rules, where paths lead and which names git holds; never what files hold or commands printed. Never rejects. */
export interface Policy {
  judge(action: Action, subject: Subject, session?: readonly Rule[]): Promise<Judgement>;
  /** The rules in force, with what is wrong about their files. */
  rules(): Promise<RuleSet>;
}

/** What a policy is made of. */
export interface PolicyOptions {
  readonly files: Pick<Files, 'realpath'>;
  readonly loadPart: Host['loadPart'];
  readonly stateFolder: string;
  readonly homeFolder: string;
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** The names that mean production, from the settings. */
  readonly production: readonly string[];
  /** The rules of every file, read again when one changes; see `ruleSources`. */
  readonly rules: () => Promise<RuleSet>;
  /** Whether `.kiroignore` hides a path; nothing is hidden where it is left out. */
  readonly hidden?: (path: string) => Promise<boolean>;
  /** Hidden files that the repository around a folder holds; none where it is left out. Absolute. */
  readonly committedHidden?: (folder: string) => Promise<readonly string[] | undefined>;
  /** Guards that are switched off, by name: for tests that show that each is needed. */
  readonly without?: readonly string[];
}

/** Makes a policy. */
export function createPolicy(options: PolicyOptions): Policy {
  const production = options.production.filter((name) => name.trim() !== '').map(productionPattern);
  return {
    rules: options.rules,
    judge: async (action, subject, session = []) => {
      try {
        const judgement = await judge(action, subject, session, options, production);
        return subject.headless ? withNobody(judgement) : judgement;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return judgementOf(builtin('deny', 'guard: failure', `It could not be judged: ${why}`), []);
      }
    },
  };
}

async function judge(
  action: Action,
  subject: Subject,
  session: readonly Rule[],
  options: PolicyOptions,
  production: readonly RegExp[],
): Promise<Judgement> {
  const set = await options.rules();
  if (set.closed !== undefined) return judgementOf(builtin('deny', 'managed rules', set.closed), []);
  const context = contextOf(
    action,
    subject,
    [...set.rules, ...session].filter((rule) => speaksHere(rule, action, subject)),
    options,
  );
  if (action.kind !== 'command') {
    const verdict = await judgeOther(action, context, production);
    return judgementOf(verdict, suggestForAction(action, verdict, options.roots));
  }
  if (action.shell !== 'posix' && context.on('foreign-shell')) return judgeForeign(action.line, context);
  const { parse } = await options.loadPart('shell');
  const verdicts = await judgeCommand(action, { ...context, parse, production });
  const worst = strictest(verdicts) ?? builtin('allow', 'default: nothing is run', 'It runs nothing.');
  return { ...judgementOf(worst, suggestForCommand(action.line, verdicts)), parts: verdicts.map(partOf) };
}

/** What a folder's rules allow, they allow there; what they refuse, they refuse everywhere. An agent's are its own. */
function speaksHere({ root, effect, agent }: Rule, action: Action, subject: Subject): boolean {
  if (agent !== undefined && agent !== subject.agent) return false;
  if (root === undefined || effect !== 'allow') return true;
  if (action.kind === 'command') return isWithin(root, action.cwd);
  return action.kind === 'read' || action.kind === 'write' ? isWithin(root, action.path) : true;
}

function contextOf(
  action: Action,
  subject: Subject,
  rules: readonly Rule[],
  { files, homeFolder, stateFolder, roots, hidden, committedHidden, without = [] }: PolicyOptions,
): PathContext {
  const places: FilePlaces = { roots, home: homeFolder, stateFolder, steering: subject.steering ?? [] };
  return {
    rules,
    places,
    files,
    sandboxed: action.kind === 'command' && action.sandboxed,
    on: (guard) => !without.includes(guard),
    hidden: hidden ?? (async () => false),
    committedHidden: committedHidden ?? (async () => []),
  };
}

async function judgeOther(
  action: Exclude<Action, { kind: 'command' }>,
  context: PathContext,
  production: readonly RegExp[],
): Promise<Verdict> {
  switch (action.kind) {
    case 'read':
      return judgePath({ path: action.path, capability: 'fs_read', how: 'content' }, context);
    case 'write': {
      const { path, before, after } = action;
      const how = action.how === 'delete' || action.how === 'move' ? 'whole' : 'content';
      return judgePath({ path, capability: 'fs_write', how, before, after }, context);
    }
    case 'network': {
      const host = action.host.toLowerCase();
      const base =
        strictest(networkTexts(action).map((texts) => networkVerdict(texts, context.rules))) ?? networkVerdict([], []);
      const name = context.on('production') ? nameIn(host, { production }) : undefined;
      if (name === undefined || base.effect === 'deny') return base;
      return { ...builtin('ask', `production: ${name}`, `It names production: ${name}.`), typeToConfirm: name };
    }
    case 'delegate':
      return (
        byText('subagent', [action.role], context.rules) ??
        builtin('allow', 'default: helpers', 'A helper is under the same rules.')
      );
  }
}

/** What rules may speak of, for each door that an action opens: its host, with its port, and the names of its registry. */
function networkTexts({ host, port, registries = [] }: Extract<Action, { kind: 'network' }>): readonly string[][] {
  const plain = host.toLowerCase();
  const own = [plain, ...(port === undefined ? registryGrants(plain) : [`${plain}:${port}`])];
  return [own, ...registries.flatMap(({ hosts }) => hosts.map((each) => [each, ...registryGrants(each)]))];
}

function networkVerdict(texts: readonly string[], rules: readonly Rule[]): Verdict {
  const asks = { ...builtin('ask', 'default: the network asks', 'No rule opens this address.'), settles: true };
  return byText('sandbox_network', texts, rules) ?? byText('web_fetch', texts, rules) ?? asks;
}

/** Deny beats ask, ask beats allow; undefined where no rule speaks of it. */
function byText(capability: Capability, texts: readonly string[], rules: readonly Rule[]): Verdict | undefined {
  const covering = rules.filter(({ capability: of, match, exclude }) => {
    const matches = (pattern: string) =>
      texts.some((text) => isGrantName(pattern) === isGrantName(text) && textMatches(pattern, text));
    return speaksOf(of, capability) && (match.length === 0 || match.some(matches)) && !exclude.some(matches);
  });
  return strictest(covering.map(ruleVerdict));
}

/** PowerShell and cmd: nobody takes them apart here, so only rules that refuse count. */
function judgeForeign(line: string, { rules }: PathContext): Judgement {
  const refused = byText(
    'shell',
    [line.trim()],
    rules.filter(({ effect }) => effect !== 'allow'),
  );
  const asks = builtin(
    'ask',
    'guard: foreign-shell',
    'Commands for PowerShell and cmd can’t be taken apart, so each asks.',
  );
  return judgementOf(refused ?? asks, []);
}

function judgementOf(verdict: Verdict, suggestions: Judgement['suggestions']): Judgement {
  const { effect, rule, reason, typeToConfirm } = verdict;
  return {
    effect,
    rule,
    reason,
    suggestions: effect === 'ask' && typeToConfirm === undefined ? suggestions : [],
    ...(typeToConfirm === undefined ? {} : { typeToConfirm }),
  };
}

function partOf({ text, effect, rule, reason }: PartVerdict): NonNullable<Judgement['parts']>[number] {
  return { text, effect, rule, reason };
}

function withNobody(judgement: Judgement): Judgement {
  if (judgement.effect !== 'ask') return judgement;
  const { typeToConfirm: _, ...rest } = judgement;
  return { ...rest, effect: 'deny', reason: `${judgement.reason} Nobody can be asked here.`, suggestions: [] };
}
