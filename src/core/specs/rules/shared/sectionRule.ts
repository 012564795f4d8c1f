/** Rules about the sections of Kiro's templates. */
import type { Severity } from '../../../diagnostic';
import { hasHeading } from '../../headings';
import type { DocumentName, SpecKind } from '../../model';
import type { Rule, RuleContext } from '../../rule';

/** A heading of a template, and what Kiro says where it is not there. */
export interface Wanted {
  readonly heading: string;
  readonly level: 2 | 3;
  readonly kiro: Severity;
  /** Only specs of this kind want it. */
  readonly kind?: SpecKind;
}

/** The headings that a rule asks for, by document. */
export type Headings = Readonly<Partial<Record<DocumentName, readonly Wanted[]>>>;

/** One heading of the second level. */
export const wanted = (heading: string, kiro: Severity = 'error', kind?: SpecKind): readonly Wanted[] => [
  { heading, level: 2, kiro, ...(kind === undefined ? {} : { kind }) },
];

/** A rule that asks for headings. A document without any text lacks none of them: it is not begun. */
export function sectionRule(name: string, headings: Headings): Rule {
  const [document, first] = firstOf(headings);
  const marks = '#'.repeat(first.level);
  const config = first.kind === 'bugfix' ? '\n## Fix Implementation\n' : '';
  const lacking = name === 'missing-fix-implementation' ? '## Bug Details\n' : `# A title${config}\n`;
  return {
    name,
    documents: Object.keys(headings) as readonly DocumentName[],
    about: 'form',
    severity: 'warning',
    kiro: Object.fromEntries(Object.entries(headings).map(([key, [one]]) => [key, one?.kiro ?? 'error'])),
    scope: 'spec',
    why: `A section of Kiro’s template. Kiro ${first.kiro === 'error' ? 'asks for' : 'recommends'} "${marks} ${first.heading}"; a heading in another language, and one inside a fence, are told apart as Kiro does not.`,
    bad: [{ files: { [document]: lacking }, finds: [message(first)] }],
    good: [{ files: { [document]: `${marks} ${first.heading}\n${config}` } }, { files: { [document]: '' } }],
    check: (context) => {
      for (const each of headings[context.document.name] ?? []) judge(context, each);
    },
  };
}

function firstOf(headings: Headings): readonly [DocumentName, Wanted] {
  const entry = Object.entries(headings)[0];
  const first = entry?.[1][0];
  if (entry === undefined || first === undefined) throw new Error('a section rule without a heading');
  return [entry[0] as DocumentName, first];
}

function message({ heading, level }: Wanted): string {
  return `The heading "${'#'.repeat(level)} ${heading}" is missing. Add it, with what belongs below it.`;
}

function judge({ document, spec, report }: RuleContext, each: Wanted): void {
  if (document.text.trim() === '' || spec === undefined) return;
  // What is declared otherwise than it looks is believed, as Kiro does.
  if (each.kind !== undefined && each.kind !== spec.kind) return;
  const { heading, level } = each;
  const plain = heading.replace(/ \(.*$/, '');
  const there =
    hasHeading(document, level, heading) ||
    (level === 3 && document.name === 'bugfix.md' && hasClauseSection(document.requirements, plain));
  if (!there) report({ line: 1, column: 1, start: 0, end: 0 }, message(each));
}

/** The parser knows the three sections by their words, in every language. */
function hasClauseSection(sections: readonly { readonly id: string }[], heading: string): boolean {
  const id = { 'Current Behavior': '1', 'Expected Behavior': '2', 'Unchanged Behavior': '3' }[heading];
  return sections.some((section) => section.id === id);
}
