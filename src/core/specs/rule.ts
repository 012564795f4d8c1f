/** What a rule of `rules/` is. */
import type { Diagnostic, Place, Severity } from '../diagnostic';
import type { ScannedText } from './lines';
import type { DocumentName, SpecDocument } from './model';
import type { RequirementIndex } from './resolve';

/** What a rule may look at. */
export interface RuleContext {
  readonly document: SpecDocument;
  readonly scanned: ScannedText;
  /** Every document of the spec, this one included; empty where it is checked alone. */
  readonly siblings: readonly SpecDocument[];
  /** What references are looked up in; undefined where there is nothing to look up, or the document is checked alone. */
  readonly requirements: RequirementIndex | undefined;
  /** Adds a finding. One sentence: what is wrong and how to mend it. */
  report(
    place: Place,
    message: string,
    options?: { readonly severity?: Severity; readonly fix?: Diagnostic['fix'] },
  ): void;
}

/** A check with one code. It reports and changes nothing. */
export interface Rule {
  /** The second half of the code; Kiro's name where Kiro has one. */
  readonly name: string;
  readonly documents: readonly DocumentName[];
  readonly severity: Severity;
  /** `spec` rules look at other documents and run only when the whole spec is known. */
  readonly scope: 'document' | 'spec';
  /** Only reports; must not throw. */
  check(context: RuleContext): void;
}

/** Runs rules over one document; findings come sorted by place. */
export function runRules(
  rules: readonly Rule[],
  scope: Rule['scope'],
  subject: Pick<RuleContext, 'document' | 'siblings' | 'requirements'> & { scan(): ScannedText },
): readonly Diagnostic[] {
  const { document, siblings, requirements } = subject;
  let scanned: ScannedText | undefined;
  const found: Diagnostic[] = [];
  for (const rule of rules) {
    if (rule.scope !== scope || !rule.documents.includes(document.name)) {
      continue;
    }
    const code = `${document.name.replace(/\.md$/, '')}/${rule.name}`;
    rule.check({
      document,
      get scanned() {
        scanned ??= subject.scan();
        return scanned;
      },
      siblings,
      requirements,
      report: (place, message, options) => {
        const fix = options?.fix;
        found.push({ code, severity: options?.severity ?? rule.severity, message, place, ...(fix ? { fix } : {}) });
      },
    });
  }
  return found.sort((a, b) => a.place.start - b.place.start);
}
