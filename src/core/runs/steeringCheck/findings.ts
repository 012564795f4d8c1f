/** What a model reported, held against what is there: a finding counts only where its rule and its line exist. */
import { nameLine } from '../../context/frames';
import type { SteeringFinding } from '../snapshot';
import { type CheckMaterial, linesOf, numbered } from './material';

/** One finding as the model wrote it; the shape of the tool's input. */
export interface ReportedFinding {
  readonly rule_file: string;
  readonly rule_line: number;
  readonly changed_file: string;
  readonly changed_line?: number | undefined;
  readonly why: string;
}

/** Why a finding does not count; undefined where this guard lets it pass. */
type Guard = (finding: ReportedFinding, material: CheckMaterial) => string | undefined;

/** Everything that a finding must pass, by name: a test switches each off. */
export const findingGuards: Readonly<Record<string, Guard>> = {
  'rule-file': ({ rule_file }, { rules }) =>
    rules.some(({ label }) => nameLine(label) === rule_file) ? undefined : `no rule of ${quoted(rule_file)} applied`,
  'rule-line': (finding, material) =>
    ruleLine(finding, material) === ''
      ? `${quoted(finding.rule_file)} says nothing in line ${finding.rule_line}`
      : undefined,
  'changed-file': ({ changed_file }, { changes }) =>
    changes.some(({ path }) => nameLine(path) === changed_file) ? undefined : `${quoted(changed_file)} was not changed`,
  'changed-line': (finding, material) =>
    finding.changed_line === undefined || changedLine(finding, material) !== undefined
      ? undefined
      : `the change of ${quoted(finding.changed_file)} has no line ${finding.changed_line}`,
};

/** What counts, with the words of rule and line as the files have them, and a sentence for each that does not. */
export function checkedFindings(
  reported: readonly ReportedFinding[],
  material: CheckMaterial,
  guards: Readonly<Record<string, Guard>> = findingGuards,
): { readonly findings: readonly SteeringFinding[]; readonly dropped: readonly string[] } {
  const findings = new Map<string, SteeringFinding>();
  const dropped: string[] = [];
  for (const each of reported) {
    const why = Object.values(guards).flatMap((guard) => guard(each, material) ?? [])[0];
    if (why !== undefined) dropped.push(`A finding was left out: ${why}.`);
    else
      findings.set(
        JSON.stringify([each.rule_file, each.rule_line, each.changed_file, each.changed_line]),
        found(each, material),
      );
  }
  return { findings: [...findings.values()], dropped: [...new Set(dropped)] };
}

function found(finding: ReportedFinding, material: CheckMaterial): SteeringFinding {
  const { rule_file, rule_line, changed_file, changed_line, why } = finding;
  const rule = material.rules.find(({ label }) => nameLine(label) === rule_file);
  return {
    rule: { file: rule_file, path: rule?.path ?? '', line: rule_line, text: ruleLine(finding, material) },
    change: {
      path: material.changes.find(({ path }) => nameLine(path) === changed_file)?.path ?? changed_file,
      ...(changed_line === undefined ? {} : { line: changed_line }),
      text: changedLine(finding, material) ?? '',
    },
    why: oneLine(why),
  };
}

/** The words of the rule; empty where there is no such line, or nothing stands in it. */
function ruleLine({ rule_file, rule_line }: ReportedFinding, { rules }: CheckMaterial): string {
  return rules
    .filter(({ label }) => nameLine(label) === rule_file)
    .flatMap(({ line, body }) => linesOf(body)[rule_line - line]?.trim() ?? [])
    .join('');
}

/** The line as it stands after the change; undefined where the change shows none of this number. */
function changedLine({ changed_file, changed_line }: ReportedFinding, { changes }: CheckMaterial): string | undefined {
  const file = changes.find(({ path }) => nameLine(path) === changed_file);
  const rows = file?.hunks.flatMap(numbered) ?? [];
  const row = rows.find(({ kind, line }) => kind !== 'removed' && line === changed_line);
  return row && oneLine(row.text);
}

function oneLine(text: string): string {
  return nameLine(text.replace(/\s+/gu, ' ').trim());
}

/** A name that the model wrote, short and on one line. */
function quoted(name: string): string {
  return `“${oneLine(name).slice(0, 200)}”`;
}
