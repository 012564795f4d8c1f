/** Mends references that lead nowhere: the number goes, the rest of its list stays. */
import { criteriaIn } from './criteria';
import type { ExactEdit } from './edits';

/** Edits for problems of the form `line:column | code | message`; what is no reference is left alone. */
export function repairEdits(
  problems: string,
  document: string,
  requirements: string,
): { readonly edits: readonly ExactEdit[]; readonly says: string } {
  const lines = document.split('\n');
  const known = new Set(criteriaIn(requirements).map(({ id }) => id));
  const changed = new Map<number, string>();
  const mended: string[] = [];
  for (const problem of problems.split('\n')) {
    const [, number = '', code = '', message = ''] = /^(\d+):\d+ \| (\S+) \| (.*)$/u.exec(problem) ?? [];
    const at = Number(number) - 1;
    const line = changed.get(at) ?? lines[at];
    if (line === undefined || !/reference|requirement|criteri/iu.test(`${code} ${message}`)) continue;
    const wrong = (message.match(/\b\d+\.\d+\b/gu) ?? []).find((id) => !known.has(id) && withoutId(line, id) !== line);
    if (wrong === undefined) continue;
    changed.set(at, withoutId(line, wrong));
    mended.push(`Line ${number}: ${wrong} does not exist and nothing else was meant, so it is gone.`);
  }
  return { edits: [...changed].map(([at, line]) => uniqueEdit(lines, at, line)), says: mended.join('\n') };
}

function withoutId(line: string, id: string): string {
  const exact = id.replace('.', '\\.');
  return line
    .replace(new RegExp(`, ${exact}(?![\\d.])`, 'u'), '')
    .replace(new RegExp(`(?<![\\d.])${exact}, `, 'u'), '');
}

/** The line with as many before it as make it unique. */
function uniqueEdit(lines: readonly string[], at: number, line: string): ExactEdit {
  const document = lines.join('\n');
  let from = at;
  while (from > 0 && document.split(lines.slice(from, at + 1).join('\n')).length !== 2) from -= 1;
  const context = lines
    .slice(from, at)
    .map((each) => `${each}\n`)
    .join('');
  return { old: context + (lines[at] ?? ''), new: context + line };
}
