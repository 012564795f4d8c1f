/** What a rule of `rules/` is, and how rules are run over one document. */
import type { Diagnostic, Place, Severity } from '../diagnostic';
import { type CriterionWords, criteriaWords } from './ears/criteria';
import { tightEdit } from './edit/tight';
import { once } from './lazy';
import type { ScannedText } from './lines';
import type { DocumentName, KiroConfig, SpecDocument, SpecKind } from './model';
import type { RequirementIndex } from './resolve';
import { withoutSuppressed } from './suppress';

/** What is known of the spec that a document belongs to; a document that is checked alone has none. */
export interface RuleSpec {
  readonly kind: SpecKind;
  readonly config: KiroConfig;
  /** Every document of the spec, this one included. */
  readonly documents: readonly SpecDocument[];
  /** What references are looked up in; undefined where there is nothing to look up. */
  readonly requirements: RequirementIndex | undefined;
  /** Paths, as documents write them, that were looked for and are not there. */
  readonly missingFiles: readonly string[];
}

/** What a rule may look at. */
export interface RuleContext {
  readonly document: SpecDocument;
  readonly scanned: ScannedText;
  /** The criteria of requirements.md or the clauses of bugfix.md, with the words that rules ask about; else empty. */
  readonly criteria: readonly CriterionWords[];
  /** Undefined for rules of scope `document`. */
  readonly spec: RuleSpec | undefined;
  /** Adds a finding. One sentence: what is wrong and how to mend it. */
  report(
    place: Place,
    message: string,
    options?: { readonly severity?: Severity; readonly fix?: Diagnostic['fix'] | undefined },
  ): void;
}

/**
 * An example of a rule: one criterion (of a requirements.md that is right otherwise) or whole documents. `finds` holds
 * the messages in order, `mended` the criterion or the first document after all its fixes.
 */
export type RuleExample = (
  | { readonly criterion: string }
  | { readonly files: Readonly<Partial<Record<DocumentName, string>>>; readonly missingFiles?: readonly string[] }
) & { readonly finds?: readonly string[]; readonly mended?: string };

/** A check with one code. It reports and changes nothing. */
export interface Rule {
  /** The second half of the code; Kiro's name where Kiro has one. */
  readonly name: string;
  readonly documents: readonly DocumentName[];
  /** `meaning` breaks what a document says, `form` is Kiro's template, `wording` is how a sentence is written. */
  readonly about: 'meaning' | 'form' | 'wording';
  readonly severity: Severity;
  /** What Kiro 1.1.28 says of it, for `--kiro-strict`; absent where Kiro has no such rule. */
  readonly kiro?: Severity | Readonly<Partial<Record<DocumentName, Severity>>>;
  /** `spec` rules look at other documents or the kind of spec, and run only when the whole spec is known. */
  readonly scope: 'document' | 'spec';
  /** Two or three sentences for its page: what it finds, why that matters. */
  readonly why: string;
  /** Shown as wrong on its page, and its test. */
  readonly bad: readonly RuleExample[];
  /** Shown as right, and its test. */
  readonly good: readonly RuleExample[];
  /** Only reports; must not throw. */
  check(context: RuleContext): void;
}

/** A code as diagnostics have it. */
export function codeOf(document: DocumentName, rule: string): string {
  return `${document.slice(0, -3)}/${rule}`;
}

/** Runs rules over one document; findings come sorted by place, without those that a comment suppresses. */
export function runRules(
  rules: readonly Rule[],
  scope: Rule['scope'],
  subject: { readonly document: SpecDocument; readonly spec?: RuleSpec; scan(): ScannedText },
): readonly Diagnostic[] {
  const run = new Run(subject.document, subject.spec, once(subject.scan));
  for (const { rule, code } of rulesFor(rules, scope, subject.document.name)) run.check(rule, code);
  const { found } = run;
  if (found.length > 1) found.sort((a, b) => a.place.start - b.place.start);
  return withoutSuppressed(subject.document, found, () => run.scanned);
}

/** What one run's rules are given: one context for all of them, since they run one after the other. */
class Run implements RuleContext {
  readonly found: Diagnostic[] = [];
  readonly #scan: () => ScannedText;
  #criteria: readonly CriterionWords[] | undefined;

  constructor(
    readonly document: SpecDocument,
    readonly spec: RuleSpec | undefined,
    scan: () => ScannedText,
  ) {
    this.#scan = scan;
  }

  get scanned(): ScannedText {
    return this.#scan();
  }

  get criteria(): readonly CriterionWords[] {
    this.#criteria ??= criteriaWords(this.document);
    return this.#criteria;
  }

  get report(): RuleContext['report'] {
    return report;
  }

  check(rule: Rule, code: string): void {
    current = { run: this, rule, code };
    rule.check(this);
    current = undefined;
  }
}

/** The rule that is running. No rule runs another, and none waits. */
let current: { readonly run: Run; readonly rule: Rule; readonly code: string } | undefined;

/** One function for all runs: one for each would keep its document from being collected with the next. */
const report: RuleContext['report'] = (place, message, options) => {
  if (current === undefined) throw new Error('A finding was reported after its rule had ended.');
  const { run, rule, code } = current;
  const fix = options?.fix && tightFix(options.fix, run.document.text);
  run.found.push({ code, severity: options?.severity ?? rule.severity, message, place, ...(fix ? { fix } : {}) });
};

/** The fix with its edits made tight; none where all that it writes is there already. */
function tightFix(fix: NonNullable<Diagnostic['fix']>, text: string): Diagnostic['fix'] {
  const tight = fix.edits.map((edit) => tightEdit(text, edit));
  const edits = tight.filter((edit) => edit.start < edit.end || edit.text !== '');
  return edits.length === 0 ? undefined : { ...fix, edits };
}

interface CodedRule {
  readonly rule: Rule;
  readonly code: string;
}

const selections = new WeakMap<readonly Rule[], Map<string, readonly CodedRule[]>>();

/** The rules of a list that look at a document in a scope, with their codes there. */
function rulesFor(rules: readonly Rule[], scope: Rule['scope'], document: DocumentName): readonly CodedRule[] {
  const known = selections.get(rules) ?? new Map<string, readonly CodedRule[]>();
  selections.set(rules, known);
  const key = `${scope} ${document}`;
  const there = known.get(key);
  if (there !== undefined) return there;
  const selected = rules
    .filter((rule) => rule.scope === scope && rule.documents.includes(document))
    .map((rule) => ({ rule, code: codeOf(document, rule.name) }));
  known.set(key, selected);
  return selected;
}
