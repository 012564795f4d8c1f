/** What stands between an agent and a command that a rule may allow. Each guard by itself, so that each can be tested. */
import type { Part } from '../shell/words';

/** What a guard says against a part. */
export interface Finding {
  readonly effect: 'ask' | 'deny';
  /** Names what said so, for decision and log: `catalogue: force-push`. */
  readonly rule: string;
  /** One sentence. */
  readonly reason: string;
  /** A rule without a wildcard that equals the command settles it. */
  readonly settles: boolean;
  /** Production: the name that has to be typed. */
  readonly typeToConfirm?: string;
}

/** What guards know besides the part. */
export interface Around {
  readonly roots: readonly string[];
  readonly home: string;
  readonly sandboxed: boolean;
  /** What the names of production look like. */
  readonly production: readonly RegExp[];
}

/** Looks at one part. Must not throw. */
export interface CommandGuard {
  readonly name: string;
  look(part: Part, around: Around): readonly Finding[];
}

/** A guard that has one thing to say, or nothing. */
export function guard(
  name: string,
  look: (part: Part, around: Around) => string | undefined,
  more: { readonly effect?: 'ask' | 'deny'; readonly settles?: boolean } = {},
): CommandGuard {
  return {
    name,
    look: (part, around) => {
      const reason = look(part, around);
      if (reason === undefined) return [];
      return [{ effect: more.effect ?? 'ask', rule: `guard: ${name}`, reason, settles: more.settles ?? true }];
    },
  };
}
