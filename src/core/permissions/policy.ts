import type { Files, Host } from '../host';
import { isWithin } from './paths';
import type { Rule } from './rules';
import type { Action, Judgement, RuleRef, Subject } from './types';

/** Says what may be done. Reads rules and where paths lead, never what files hold or commands printed. Never rejects. */
export interface Policy {
  judge(action: Action, subject: Subject, session?: readonly Rule[]): Promise<Judgement>;
}

/** What a policy is made of. */
export interface PolicyOptions {
  readonly files: Pick<Files, 'read' | 'stat' | 'realpath'>;
  readonly loadPart: Host['loadPart'];
  readonly stateFolder: string;
  readonly homeFolder: string;
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** The names that mean production, from the settings. */
  readonly production: readonly string[];
}

/** Makes a policy. */
export function createPolicy(options: PolicyOptions): Policy {
  return {
    judge: async (action, subject) => {
      const inside = (path: string) => options.roots.some((root) => isWithin(root, path));
      const asked: Judgement = {
        effect: subject.headless ? 'deny' : 'ask',
        rule: builtin('default: everything else asks'),
        reason: 'No rule allows it.',
        suggestions: [],
      };
      if (action.kind === 'delegate' || (action.kind === 'read' && inside(action.path))) {
        return {
          ...asked,
          effect: 'allow',
          rule: builtin('default: reads in the workspace'),
          reason: 'It changes nothing.',
        };
      }
      return asked;
    },
  };
}

function builtin(text: string): RuleRef {
  return { text, scope: 'builtin' };
}
