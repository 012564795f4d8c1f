/**
 * The sample documents are templates, so that they can follow the answers that were given:
 * - `{{#flag}}…{{/flag}}` and `{{^flag}}…{{/flag}}` stand where the flag is on or off, on lines of their own or within one,
 * - `{{word}}` is replaced, `{{next}}` by 0, 1, 2, …,
 * - `@label` starts a criterion, which gets its number; `[[label label]]` gives the numbers of those that are there.
 */

export interface Values {
  readonly flags: Readonly<Record<string, boolean>>;
  readonly words: Readonly<Record<string, string>>;
}

/** The criteria's numbers by label, as requirements.md has them with these values. */
export type Numbers = Readonly<Record<string, string>>;

/** Numbers the labelled criteria of the template of requirements.md. */
export function numbersOf(requirements: string, values: Values): Numbers {
  const numbers: Record<string, string> = {};
  eachCriterion(choose(requirements, values), (label, requirement, criterion) => {
    numbers[label] = `${requirement}.${criterion}`;
    return '';
  });
  return numbers;
}

/** A template as a document: sections chosen, words put in, criteria numbered, references resolved. */
export function renderSample(template: string, values: Values, numbers: Numbers): string {
  let next = 0;
  return eachCriterion(choose(template, values), (_label, _requirement, criterion) => `${criterion}. `)
    .replace(/\[\[([\w\s]*)\]\]/gu, (_whole, labels: string) => references(labels, numbers))
    .replace(/\{\{(\w+)\}\}/gu, (_whole, word: string) =>
      word === 'next' ? String(next++) : (values.words[word] ?? ''),
    );
}

function choose(template: string, { flags }: Values): string {
  const kept = (mark: string, flag: string) => (flags[flag] ?? false) === (mark === '#');
  // The innermost first, so that sections may hold others.
  const section = /(^[ \t]*)?\{\{([#^])(\w+)\}\}(\n)?((?:(?!\{\{[#^/])[\s\S])*)(?:(?<=\n)[ \t]*)?\{\{\/\3\}\}(\n)?/mu;
  let text = template;
  for (let found = section.exec(text); found !== null; found = section.exec(text)) {
    const [whole, indent = '', mark = '', flag = '', opened = '', body = '', closed = ''] = found;
    const alone = opened !== '' && closed !== '';
    const inside = alone ? body : `${indent}${opened}${body}${closed}`;
    const outside = alone ? '' : `${indent}${closed}`;
    text = text.slice(0, found.index) + (kept(mark, flag) ? inside : outside) + text.slice(found.index + whole.length);
  }
  return text;
}

function eachCriterion(
  text: string,
  replace: (label: string, requirement: string, criterion: number) => string,
): string {
  let requirement = '';
  let criterion = 0;
  return text.replace(/^### Requirement (\d+):|^@(\w+) /gmu, (whole, heading?: string, label?: string) => {
    if (label === undefined) {
      requirement = heading ?? '';
      criterion = 0;
      return whole;
    }
    criterion += 1;
    return replace(label, requirement, criterion);
  });
}

function references(labels: string, numbers: Numbers): string {
  const known = labels.split(/\s+/u).flatMap((label) => numbers[label] ?? []);
  return [...new Set(known)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).join(', ');
}
