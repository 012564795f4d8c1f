/**
 * Stands between an agent and everything it does: judges, asks the user, remembers the answer, and makes the grant that
 * a port wants. Nothing else in the product makes grants for agents.
 */
import type { Grant } from '../host';
import { grantAgentWrite, grantCommand, grantConsent } from './grants';
import { isWithin } from './paths';
import type { Policy } from './policy';
import { offerWords } from './registries';
import { ruleOfAnswer } from './remember';
import { ruleRef } from './rules';
import type { SessionRules } from './session';
import {
  type Action,
  type AskPermission,
  type Authority,
  type Capability,
  type Decision,
  DeniedError,
  type Judgement,
  type PermissionAnswer,
  type RuleRef,
  type Subject,
} from './types';

/** What an authority is made of. Helpers of one session share `policy`, `session` and `queue`. */
export interface AuthorityOptions {
  readonly policy: Policy;
  /** Asked for each action, since the mode can be switched while an agent works. */
  readonly subject: () => Subject;
  readonly ask: AskPermission;
  readonly session: SessionRules;
  readonly queue: QuestionQueue;
  readonly uuid: () => string;
  /** The workspace folders, absolute, links resolved. */
  readonly roots: () => Promise<readonly string[]>;
  /** Hears of every decision, for log and panel. Must not throw. */
  readonly onDecision?: (decision: Decision) => void;
  /** Writes a rule that counts from now on; rejects with a sentence where it can't be written. */
  readonly always: (rule: KeptRule) => Promise<void>;
}

/** A rule that the user wants kept. */
export interface KeptRule {
  /** The workspace folder that it is for; undefined where it is for all of the user's. */
  readonly root: string | undefined;
  readonly capability: Capability;
  readonly match: readonly string[];
}

/** What became of a question: an answer, or what was remembered meanwhile settles it. */
type Outcome = PermissionAnswer | { readonly kind: 'settled'; readonly judgement: Judgement };

/** The questions of a session: one at a time, and who asks the same meanwhile waits for the same answer. */
export interface QuestionQueue {
  ask(key: string, question: () => Promise<Outcome>): Promise<Outcome>;
}

/** A queue that nobody waits in. */
export function createQuestionQueue(): QuestionQueue {
  const open = new Map<string, Promise<Outcome>>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (key, question) => {
      const same = open.get(key);
      if (same !== undefined) return same;
      const answer = last.then(question).finally(() => open.delete(key));
      open.set(key, answer);
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** Makes an authority for one agent. */
export function createAuthority(options: AuthorityOptions): Authority {
  const judge = (action: Action) => options.policy.judge(action, options.subject(), options.session.rules());
  return {
    judge,
    permit: async (action, signal, why) => {
      signal.throwIfAborted();
      const judgement = await judge(action);
      const decision = await decide(options, action, judgement, signal, why);
      options.onDecision?.(decision);
      if (decision.effect === 'deny') throw new DeniedError(sentence(decision), decision);
      return grantFor(await options.roots(), action, decision.rule);
    },
  };
}

async function decide(
  options: AuthorityOptions,
  action: Action,
  judgement: Judgement,
  signal: AbortSignal,
  why: string | undefined,
): Promise<Decision> {
  const { rule, reason, effect } = judgement;
  if (effect !== 'ask') return { action, effect, rule, by: 'rule', reason };
  const answer = await asked(options, action, signal, why);
  if (answer.kind === 'settled') {
    const { rule: now, reason: because, effect: said } = answer.judgement;
    return { action, effect: said === 'allow' ? 'allow' : 'deny', rule: now, by: 'rule', reason: because };
  }
  if (answer.kind === 'deny') {
    const said = answer.say?.trim() || undefined;
    const reason = `The user refused it.${said === undefined ? '' : ` They said: ${said}`}`;
    return { action, effect: 'deny', rule, by: 'user', reason, ...(said === undefined ? {} : { said }) };
  }
  const typed = judgement.typeToConfirm;
  if (typed !== undefined && answer.typed !== typed) {
    return { action, effect: 'deny', rule, by: 'user', reason: `It was not confirmed: "${typed}" had to be typed.` };
  }
  return remembered(options, action, judgement, answer);
}

/** The answer of whoever asked first counts for everybody who asks the same meanwhile. */
async function asked(
  options: AuthorityOptions,
  action: Action,
  signal: AbortSignal,
  why: string | undefined,
): Promise<Outcome> {
  const subject = options.subject();
  let mine = false;
  const question = async (): Promise<Outcome> => {
    mine = true;
    signal.throwIfAborted();
    // What was answered before this question's turn may have settled it.
    const now = await options.policy.judge(action, options.subject(), options.session.rules());
    if (now.effect !== 'ask') return { kind: 'settled', judgement: now };
    const request = { id: options.uuid(), action, subject, judgement: now, ...(why === undefined ? {} : { why }) };
    return options.ask(request, signal);
  };
  const key = JSON.stringify([subject.agent, action]);
  for (;;) {
    try {
      return await untilAborted(options.queue.ask(key, question), signal);
    } catch (error) {
      // Whoever asked first was stopped; then the question is ours to ask.
      if (mine || signal.aborted) throw error;
    }
  }
}

/** Rejects with the signal's reason as soon as it is aborted, whatever the other is waiting for. */
function untilAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Puts the answer where the next question will find it. What can't be remembered is allowed this once. */
async function remembered(
  options: AuthorityOptions,
  action: Action,
  judgement: Judgement,
  answer: Extract<PermissionAnswer, { kind: 'allow' }>,
): Promise<Decision> {
  const rule = ruleOfAnswer(judgement, answer);
  if (rule === undefined) {
    return { action, effect: 'allow', rule: judgement.rule, by: 'user', reason: 'The user allowed it once.' };
  }
  const at: RuleRef = ruleRef(rule);
  const decided = (reason: string): Decision => ({ action, effect: 'allow', rule: at, by: 'user', reason });
  if (answer.remember === 'session') {
    options.session.add(rule);
    return decided('The user allowed it for this session.');
  }
  const root = answer.scope === 'user' ? undefined : rootOf(await options.roots(), action);
  try {
    await options.always({ root, capability: rule.capability, match: rule.match });
    return decided('The user allowed it from now on.');
  } catch (error) {
    options.session.add(rule);
    const problem = error instanceof Error ? error.message : String(error);
    return decided(
      `The user allowed it; it counts for this session only, since the rule could not be kept: ${problem}`,
    );
  }
}

/** The innermost workspace folder that an action is about; without a place, the only one there is. */
function rootOf(roots: readonly string[], action: Action): string | undefined {
  const place = action.kind === 'command' ? action.cwd : 'path' in action ? action.path : undefined;
  if (place === undefined) return roots.length === 1 ? roots[0] : undefined;
  return roots.filter((each) => isWithin(each, place)).sort((a, b) => b.length - a.length)[0];
}

function grantFor(roots: readonly string[], action: Action, rule: RuleRef): Grant {
  switch (action.kind) {
    case 'write': {
      const root = rootOf(roots, action);
      // The tools keep to the workspace folders; what lies outside has the folder that holds it as its border.
      return grantAgentWrite(
        action.path,
        root === undefined || root === action.path ? folderOf(action.path) : root,
        rule.text,
      );
    }
    case 'command':
      return grantCommand(action.line, rule.text);
    case 'read':
      return grantConsent(`read ${action.path}`, rule.text);
    case 'network':
      return grantConsent(`network ${action.host}:${action.port ?? ''}`, rule.text);
    case 'delegate':
      return grantConsent(`delegate ${action.role}`, rule.text);
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** Who asks, where it is not the agent that the user talks to: "the test helper". */
export function askerWords(agent: string): string | undefined {
  if (agent === 'main') return undefined;
  return agent === 'runner' ? 'the commands that prove the work' : `the ${agent} helper`;
}

/** What was wanted, in words. */
export function actionText(action: Action): string {
  switch (action.kind) {
    case 'read':
      return `Reading ${action.path}`;
    case 'write':
      return `${{ create: 'Creating', edit: 'Changing', delete: 'Deleting', move: 'Moving' }[action.how]} ${action.path}`;
    case 'command':
      return `Running ${action.line}`;
    case 'network':
      return action.registries === undefined
        ? `Reaching ${action.host}${action.port === undefined ? '' : `:${action.port}`}`
        : `Opening the package registries of this project: ${action.registries.map(offerWords).join(', ')}`;
    case 'delegate':
      return `Starting a helper of the kind ${action.role}`;
  }
}

function sentence({ action, reason, rule, by, said }: Decision): string {
  const where = rule.file === undefined ? '' : `, ${rule.file}:${rule.line ?? 1}`;
  const advice =
    said !== undefined
      ? 'Do what they said: done so, the same may be asked for again. Do not try to get it in another way.'
      : by === 'user'
        ? 'Do not try the same in another way; find another approach or ask the user.'
        : 'Do not try to get around this; go on without it, or tell the user what you need and why.';
  return `${actionText(action)} was refused. ${reason} (Rule: ${rule.text}${where}.) ${advice}`;
}
