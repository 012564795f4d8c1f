/** What acting tools work with, in tests: an authority that says yes, unless told otherwise, and tells what it was asked. */
import type { Host } from '../../src/core/host';
import { grantAgentWrite, grantCommand, grantConsent } from '../../src/core/permissions/grants';
import { isBelow } from '../../src/core/permissions/paths';
import { type Action, type Authority, DeniedError, type Judgement } from '../../src/core/permissions/types';
import type { Acting } from '../../src/core/tools/acting';
import { createJobs } from '../../src/core/tools/jobs';
import { createSeen } from '../../src/core/tools/seen';

const rule = { text: 'a rule of the test', scope: 'session' } as const;

export interface FakeAuthority extends Authority {
  /** What was asked for, in order. */
  readonly asked: readonly Action[];
}

/** Allows everything in the roots; `deny` gives the reason against an action, `before` runs while the user is asked. */
export function fakeAuthority(
  roots: readonly string[],
  deny: (action: Action) => string | undefined = () => undefined,
  before: (action: Action) => void | Promise<void> = () => undefined,
): FakeAuthority {
  const asked: Action[] = [];
  const judge = async (action: Action): Promise<Judgement> => {
    const reason = deny(action);
    return { effect: reason === undefined ? 'allow' : 'deny', rule, reason: reason ?? 'Allowed.', suggestions: [] };
  };
  return {
    asked,
    judge,
    permit: async (action, signal) => {
      signal.throwIfAborted();
      asked.push(action);
      const { effect, reason } = await judge(action);
      await before(action);
      if (effect !== 'allow') throw new DeniedError(reason, { action, effect: 'deny', rule, by: 'rule', reason });
      if (action.kind === 'command') return grantCommand(action.line, rule.text);
      if (action.kind !== 'write') return grantConsent(`${action.kind} something`, rule.text);
      const root = roots.find((each) => isBelow(each, action.path)) ?? '/nowhere';
      return grantAgentWrite(action.path, root, rule.text);
    },
  };
}

/** Everything that acting tools need, over a host; `touched` is what they say they changed. */
export function actingOn(
  host: Pick<Host, 'commands' | 'code'>,
  roots: readonly string[],
  with_: Partial<Acting> = {},
): Acting & { readonly touchedPaths: readonly string[] } {
  const touchedPaths: string[] = [];
  return {
    authority: fakeAuthority(roots),
    commands: host.commands,
    sandboxed: false,
    environment: () => ({ PATH: process.env.PATH ?? '' }),
    seen: createSeen(),
    code: host.code,
    outline: async () => undefined,
    jobs: createJobs(),
    closed: () => [],
    touched: (path) => void touchedPaths.push(path),
    ...with_,
    touchedPaths,
  };
}
