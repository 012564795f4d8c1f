import type { Rule } from './rules';

/** What a user allowed for as long as a session lasts; shared by its main agent and all its helpers. */
export interface SessionRules {
  rules(): readonly Rule[];
  add(rule: Rule): void;
}

/** Nothing is allowed yet. */
export function createSessionRules(): SessionRules {
  const list: Rule[] = [];
  return { rules: () => list, add: (rule) => void list.push(rule) };
}
