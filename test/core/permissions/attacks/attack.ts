import type { Scene } from '../bench';

/** A command that must not run by itself, though a rule allows every command. */
export interface CommandAttack {
  readonly line: string;
  /** With these switched off it gets through: so the attack would work, and the guards are needed. */
  readonly guards: readonly string[];
  readonly scene?: Scene;
}

/** Several commands that one set of guards stops. */
export function all(
  guards: readonly string[] | string,
  lines: readonly string[],
  scene?: Scene,
): readonly CommandAttack[] {
  const names = typeof guards === 'string' ? [guards] : guards;
  return lines.map((line) => ({ line, guards: names, ...(scene === undefined ? {} : { scene }) }));
}
