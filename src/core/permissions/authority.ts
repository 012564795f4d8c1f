/**
 * Stands between an agent and everything it does: judges, asks the user, remembers the answer, and makes the grant that
 * a port wants. Nothing else in the product makes grants for agents.
 */
import type { Grant } from '../host';
import { grantAgentWrite, grantCommand, grantConsent } from './grants';
import { isBelow } from './paths';
import type { Policy } from './policy';
import { ruleOfAnswer } from './remember';
import { ruleRef } from './rules';
import type { SessionRules } from './session';
import {
  type Action,
  type AskPermission,
  type Authority,
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
  readonly roots: readonly string[];
  /** Hears of every decision, for log and panel. Must not throw. */
  readonly onDecision?: (decision: Decision) => void;
  /** Writes a rule that shall count from now on; rejects with a sentence where it can't be written. */
  readonly always: (rule: {
    readonly scope: 'user' | 'workspace';
    readonly capability: string;
    readonly pattern: string;
  }) => Promise<void>;
}

/** The questions of a session: one at a time, and who asks the same meanwhile waits for the same answer. */
export interface QuestionQueue {
  ask(key: string, question: () => Promise<PermissionAnswer>): Promise<PermissionAnswer>;
}

/** A queue that nobody waits in. */
export function createQuestionQueue(): QuestionQueue {
  const open = new Map<string, Promise<PermissionAnswer>>();
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
      return grantFor(options.roots, action, decision.rule);
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
  const answer = await asked(options, action, judgement, signal, why);
  if (answer.kind === 'deny') {
    const said = answer.say === undefined || answer.say.trim() === '' ? '' : ` They said: ${answer.say.trim()}`;
    return { action, effect: 'deny', rule, by: 'user', reason: `The user refused it.${said}` };
  }
  const typed = judgement.typeToConfirm;
  if (typed !== undefined && answer.typed !== typed) {
    return { action, effect: 'deny', rule, by: 'user', reason: `It was not confirmed: "${typed}" had to be typed.` };
  }
  return remembered(options, action, judgement, answer);
}

/** The answer of whoever is asked first counts for everybody who asks the same meanwhile, unless it was for once. */
async function asked(
  options: AuthorityOptions,
  action: Action,
  judgement: Judgement,
  signal: AbortSignal,
  why: string | undefined,
): Promise<PermissionAnswer> {
  const subject = options.subject();
  const question = async (): Promise<PermissionAnswer> => {
    signal.throwIfAborted();
    // What was answered before this question's turn may have settled it.
    const now = await options.policy.judge(action, options.subject(), options.session.rules());
    if (now.effect === 'allow') return { kind: 'allow', remember: 'once' };
    const request = { id: options.uuid(), action, subject, judgement, ...(why === undefined ? {} : { why }) };
    return options.ask(request, signal);
  };
  for (;;) {
    try {
      return await untilAborted(options.queue.ask(JSON.stringify([subject.agent, action]), question), signal);
    } catch (error) {
      // Whoever asked first was stopped; the question is still ours to ask.
      if (signal.aborted || !isAbort(error)) throw error;
    }
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
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
  options.session.add(rule);
  const at: RuleRef = ruleRef(rule);
  if (answer.remember === 'session') {
    return { action, effect: 'allow', rule: at, by: 'user', reason: 'The user allowed it for this session.' };
  }
  const scope = answer.scope ?? 'workspace';
  const [pattern = ''] = rule.match;
  try {
    await options.always({ scope, capability: rule.capability, pattern });
    return { action, effect: 'allow', rule: at, by: 'user', reason: 'The user allowed it from now on.' };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const reason = `The user allowed it; it counts for this session only, since the rule could not be kept: ${problem}`;
    return { action, effect: 'allow', rule: at, by: 'user', reason };
  }
}

function grantFor(roots: readonly string[], action: Action, rule: RuleRef): Grant {
  switch (action.kind) {
    case 'write': {
      const root = roots.filter((each) => isBelow(each, action.path)).sort((a, b) => b.length - a.length)[0];
      // The tools keep to the workspace folders; what lies outside has the folder that holds it as its border.
      return grantAgentWrite(action.path, root ?? folderOf(action.path), rule.text);
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
      return `Reaching ${action.host}${action.port === undefined ? '' : `:${action.port}`}`;
    case 'delegate':
      return `Starting a helper of the kind ${action.role}`;
  }
}

function sentence({ action, reason, rule, by }: Decision): string {
  const where = rule.file === undefined ? '' : `, ${rule.file}:${rule.line ?? 1}`;
  const advice =
    by === 'user'
      ? 'Do not try the same in another way; find another approach or ask the user.'
      : 'Do not try to get around this; go on without it, or tell the user what you need and why.';
  return `${actionText(action)} was refused. ${reason} (Rule: ${rule.text}${where}.) ${advice}`;
}
