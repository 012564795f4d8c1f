import type { Rule } from './rules';
import type { Judgement, PermissionAnswer } from './types';

/** The rule that an answer makes; undefined where it was for once, or nothing may be remembered. */
export function ruleOfAnswer(
  judgement: Judgement,
  answer: Extract<PermissionAnswer, { kind: 'allow' }>,
): Rule | undefined {
  const [narrowest] = judgement.suggestions;
  if (answer.remember === 'once' || narrowest === undefined || judgement.typeToConfirm !== undefined) return undefined;
  const pattern = answer.pattern?.trim() ?? narrowest.pattern;
  if (pattern === '') return undefined;
  const capability = judgement.suggestions.find((each) => each.pattern === pattern)?.capability ?? narrowest.capability;
  // Hosts and names of registries hold no blanks, so several may stand side by side.
  const match = capability === 'sandbox_network' ? pattern.split(/[\s,]+/u) : [pattern];
  return { capability, match, exclude: [], effect: 'allow', scope: 'session' };
}
