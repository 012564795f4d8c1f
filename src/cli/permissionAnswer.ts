/** How a permission is answered in a terminal: once, for the session, by a rule that is kept, or not. */
import type { PermissionAnswer, PermissionRequest, RuleSuggestion } from '../core/permissions/types';
import type { Terminal } from './cli';

type Ask = NonNullable<Terminal['ask']>;

/** What an answer may be. */
export interface AnswerChoices {
  /** Whoever asks has a session that goes on after this. */
  readonly session: boolean;
  /** Who hears the words of a refusal; absent: nobody does. */
  readonly told?: string;
}

/** Takes the answer in a terminal. What needs a name typed takes nothing else. Rejects where the question is broken off. */
export async function permissionAnswer(
  { judgement }: PermissionRequest,
  ask: Ask,
  { session, told }: AnswerChoices,
  head = '',
): Promise<PermissionAnswer> {
  const name = judgement.typeToConfirm;
  if (name !== undefined) {
    const typed = await ask(`${head}This reaches "${name}". Type that name to allow it once, or Enter to deny: `);
    return typed.trim() === name ? { kind: 'allow', remember: 'once', typed: name } : { kind: 'deny' };
  }
  const [narrowest] = judgement.suggestions;
  const always = narrowest === undefined ? '' : `, a = always ${narrowest.pattern} (can be changed first)`;
  const forSession = !session || narrowest === undefined ? '' : ', s = for this session';
  const heard = told === undefined ? '' : ` and is told to ${told}`;
  for (;;) {
    const line = (await ask(`${head}y = once${forSession}${always}, anything else denies${heard}: `)).trim();
    if (isYes(line)) return { kind: 'allow', remember: 'once' };
    if (line === 's' && session && narrowest !== undefined)
      return { kind: 'allow', remember: 'session', pattern: narrowest.pattern };
    if (line !== 'a' || narrowest === undefined)
      return line === '' || line === 'n' || line === 'no' ? { kind: 'deny' } : { kind: 'deny', say: line };
    const rule = await alwaysRule(judgement.suggestions, narrowest, ask);
    if (rule !== undefined) return rule;
  }
}

/** The rule that is to be written, as it can still be changed, and for which workspaces; undefined: not after all. */
async function alwaysRule(
  suggestions: readonly RuleSuggestion[],
  narrowest: RuleSuggestion,
  ask: Ask,
): Promise<PermissionAnswer | undefined> {
  const offered = suggestions.map(({ pattern, meaning }, at) => `  ${at + 1}. ${pattern}  ${meaning}`);
  const how = 'Enter for 1, a number, the rule as you want it, or "-" to go back: ';
  const line = (await ask(['The rule:', ...offered, how].join('\n'))).trim();
  if (line === '-') return undefined;
  const pattern = line === '' ? narrowest.pattern : (suggestions[Number(line) - 1]?.pattern ?? line);
  const where = (await ask(`${pattern}: Enter = in this workspace, e = everywhere, "-" to go back: `)).trim();
  if (where === '' || where === 'e')
    return { kind: 'allow', remember: 'always', pattern, scope: where === 'e' ? 'user' : 'workspace' };
  return undefined;
}

/** A yes as people type it. */
export function isYes(line: string): boolean {
  return /^y(?:es)?$/iu.test(line.trim());
}
