/** How much each finding matters here: what the user set, and Kiro's own severities where those are asked for. */
import type { Diagnostic, Severity } from '../diagnostic';
import type { Settings } from '../settings';
import { changed } from './lazy';
import type { DocumentName, Spec } from './model';
import type { Rule } from './rule';
import { rules } from './rules';

/** A severity, or `off` for a finding that is not wanted. */
export type RuleLevel = Severity | 'off';

/** What decides how much a finding matters. */
export interface CheckOptions {
  /** By the rule's name, or by code (`tasks/duplicate-id`), which counts before the name. */
  readonly severities: Readonly<Record<string, RuleLevel>>;
  /** Rules that Kiro has too have Kiro's severities; a severity that the user set still counts before it. */
  readonly kiroStrict: boolean;
}

export const defaultCheck: CheckOptions = { severities: {}, kiroStrict: false };

/** What the settings say of it. */
export function checkOptions(settings: Pick<Settings, 'check.severities' | 'check.kiroStrict'>): CheckOptions {
  return { severities: settings['check.severities'], kiroStrict: settings['check.kiroStrict'] };
}

const byName = new Map<string, Rule>(rules.map((rule) => [rule.name, rule]));

/** The rule that made a finding; undefined for what no rule says. */
export function ruleOf(code: string): Rule | undefined {
  return byName.get(code.slice(code.indexOf('/') + 1));
}

/** Findings as they matter here; the same list where nothing is set. */
export function withSeverities(found: readonly Diagnostic[], options: CheckOptions): readonly Diagnostic[] {
  if (!options.kiroStrict && Object.keys(options.severities).length === 0) return found;
  return found.flatMap((each) => {
    const level = levelOf(each, options);
    return level === 'off' ? [] : level === each.severity ? [each] : [{ ...each, severity: level }];
  });
}

function levelOf({ code, severity }: Diagnostic, { severities, kiroStrict }: CheckOptions): RuleLevel {
  const set = severities[code] ?? severities[code.slice(code.indexOf('/') + 1)];
  if (set !== undefined) return set;
  const kiro = kiroStrict ? ruleOf(code)?.kiro : undefined;
  if (kiro === undefined || typeof kiro === 'string') return kiro ?? severity;
  return kiro[`${code.slice(0, code.indexOf('/'))}.md` as DocumentName] ?? severity;
}

/** A spec whose findings matter as they do here. */
export function withSpecSeverities(spec: Spec, options: CheckOptions): Spec {
  const documents = spec.documents.map((document) => {
    const diagnostics = withSeverities(document.diagnostics, options);
    return diagnostics === document.diagnostics ? document : changed(document, { diagnostics });
  });
  const diagnostics = Object.fromEntries(
    Object.entries(spec.diagnostics).map(([name, found]) => [name, withSeverities(found, options)]),
  );
  return { ...spec, documents, diagnostics };
}

/** Names in `severities` that are no rule's: a misspelling would do nothing, silently. */
export function unknownRules(severities: CheckOptions['severities']): readonly string[] {
  return Object.keys(severities).filter((name) => {
    const rule = ruleOf(name.includes('/') ? name : `/${name}`);
    const document = name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined;
    return rule === undefined || (document !== undefined && !rule.documents.some((each) => each === `${document}.md`));
  });
}
