/** What a task's agent is told: the task, what must hold, and only the parts of the spec that concern it. */
import { nameLine } from '../context/frames';
import { render } from '../context/render';
import { flattenTasks } from '../specs/canonical';
import { parentsOf } from '../specs/edit/tick';
import type {
  DesignDocument,
  Property,
  Reference,
  Requirement,
  Section,
  Spec,
  SpecDocument,
  Task,
} from '../specs/model';
import { normalId } from '../specs/parse/ids';
import { documentOf } from '../specs/spec';
import type { EarlierTask } from './deps';
import template from './prompts/task.md';
import type { CheckResult, CurrentRun, ExpectedOutcome, VerificationView } from './snapshot';

/** Everything that a task's message is made from. */
export interface TaskPromptParts {
  readonly spec: Spec;
  /** The spec folder, relative to the workspace folder. */
  readonly specPath: string;
  readonly task: Task;
  readonly expected: ExpectedOutcome;
  readonly earlier: readonly EarlierTask[];
  readonly checks: readonly string[];
  readonly baseline: VerificationView | undefined;
  /** Test files that are there already and must pass when the task is done. */
  readonly due?: readonly string[];
  /** Files that matter for it, with what they declare. */
  readonly map: string;
}

/** Characters of the design at most; the file can be read. */
const mostDesign = 24_000;
/** Titles of sections that are only named. */
const mostTitles = 30;
/** Earlier tasks that a task is told of. */
export const mostEarlier = 12;
/** Files of an earlier task. */
const mostFiles = 20;
/** Lines of what a check printed. */
const mostOutput = 6;

/** Sections that name no criterion and yet hold for each task: how tests are written here is asked of all that adds one. */
const forEveryTask = /^(?:overview|test(?:s|ing)?(?: strategy| plan| approach)?)$/iu;

/** The message that a task begins with. */
export function taskPrompt(parts: TaskPromptParts): string {
  const { spec, task } = parts;
  const failing = parts.baseline?.checks.flatMap(failingBefore);
  return render(template, {
    spec_name: spec.name,
    spec_path: parts.specPath,
    task: taskText(spec, task),
    criteria: criteriaText(spec, task),
    design: designText(spec, task),
    properties: propertiesOf(spec, task).map(propertyText).join('\n\n'),
    earlier: parts.earlier.slice(-mostEarlier).map(earlierText).join('\n'),
    map: parts.map,
    expected: expectedText(parts.expected, parts.due ?? []),
    checks: parts.checks.map((line) => `- ${line}`).join('\n'),
    failing_before: (failing ?? []).join('\n'),
  });
}

/** The tests of a check that failed before; where it names none, the end of what it printed says why, or that it can't start. */
function failingBefore({ line, state, failing, output }: CheckResult): readonly string[] {
  if (failing.length > 0) return failing.map((name) => `- ${name}`);
  if (state !== 'failed' && state !== 'failed_before') return [];
  const last = output
    .split(/[\r\n\u2028\u2029]+/u)
    .filter((each) => each.trim() !== '')
    .slice(-mostOutput);
  return [`- ${line}`, ...last.map((each) => `  | ${nameLine(each).slice(0, 300)}`)];
}

const expectedWords: Readonly<Record<ExpectedOutcome, string>> = {
  green: 'All checks pass, those of today and the tests that you add.',
  red: 'The tests that this task asks for fail, because what they test is wrong or not there yet; everything else stays as it is. Do not write the code that makes them pass.',
  none: 'Nothing has to change. Run the checks, look at what the task names, and report what you find; change files only where a check fails.',
};

function expectedText(expected: ExpectedOutcome, due: readonly string[]): string {
  if (expected === 'red' || due.length === 0) return expectedWords[expected];
  return `${expectedWords[expected]} So do tests that are there already and name its criteria, in ${due.map(nameLine).join(', ')}, where they fail today.`;
}

/** What the repository's map is ranked for: the task, its criteria, and what its parts of the design name. */
export function mapWish(spec: Spec, task: Task): { readonly about: string; readonly files: readonly string[] } {
  const criteria = criteriaOf(spec, task).map(({ text }) => text);
  const design = designSections(spec, task).map(({ title, text }) => `${title} ${namesIn(text).join(' ')}`);
  const files = [...new Set(namesIn(taskText(spec, task)))].filter((name) =>
    /^[\w@.\-/]+\.[A-Za-z]\w{0,8}$/u.test(name),
  );
  return { about: [taskText(spec, task), ...criteria, ...design].join('\n'), files };
}

/** The task as tasks.md has it, with its children, below the titles of the tasks that it is a part of. */
export function taskText(spec: Spec, task: Task): string {
  const document = documentOf(spec, 'tasks.md');
  if (document === undefined) return task.title;
  const above = parentsOf(document, task).map(numbered).reverse();
  const block = document.text.slice(document.text.lastIndexOf('\n', task.place.start - 1) + 1, task.block.end);
  const head = above.length === 0 ? [] : [`Part of: ${above.join(' / ')}`];
  return [...head, dedent(block.trimEnd())].join('\n');
}

function numbered({ id, title }: Task): string {
  return id === null ? title : `${id} ${title}`;
}

function dedent(text: string): string {
  const indent = /^[ \t]*/u.exec(text)?.[0] ?? '';
  return text
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

/** Ids of the requirements and criteria that a task and its children name. */
export function requirementIds(task: Task): readonly string[] {
  return [...new Set([...flattenTasks([task])].flatMap((each) => each.requirements.flatMap(idsOf)))];
}

function idsOf(reference: Reference): readonly string[] {
  return reference.ids;
}

/** The criteria that a task is about: those it names, and all of a requirement that it names as a whole. */
export function criteriaOf(spec: Spec, task: Task): readonly { readonly id: string; readonly text: string }[] {
  const wanted = new Set(requirementIds(task).map(normalId));
  return requirementsOf(spec).flatMap((requirement) =>
    requirement.criteria.filter(({ id }) => wanted.has(normalId(id)) || wanted.has(normalId(requirement.id))),
  );
}

function criteriaText(spec: Spec, task: Task): string {
  const wanted = criteriaOf(spec, task);
  return requirementsOf(spec)
    .flatMap((requirement) => {
      const own = requirement.criteria.filter((criterion) => wanted.includes(criterion));
      if (own.length === 0) return [];
      const story = requirement.userStory === undefined ? [] : [requirement.userStory.text];
      const lines = own.map(({ id, text }) => `- ${id}: ${text}`);
      return [[`Requirement ${requirement.id}: ${requirement.title}`, ...story, ...lines].join('\n')];
    })
    .join('\n\n');
}

function requirementsOf(spec: Spec): readonly Requirement[] {
  return spec.documents.flatMap((document: SpecDocument) => ('requirements' in document ? document.requirements : []));
}

/** The properties of the design that validate a criterion of the task, or that it names by number. */
export function propertiesOf(spec: Spec, task: Task): readonly Property[] {
  const wanted = criteriaOf(spec, task).map(({ id }) => normalId(id));
  const own = new Set([...wanted, ...requirementIds(task).map(normalId)]);
  const numbers = new Set([...taskWords(spec, task).matchAll(/\bproperty\s+(\d+)/giu)].map((match) => match[1]));
  const properties = documentOf(spec, 'design.md')?.properties ?? [];
  return properties.filter(
    (property) =>
      numbers.has(property.number) || property.validates.some(({ ids }) => ids.some((id) => own.has(normalId(id)))),
  );
}

/** A property as the task's message has it. */
export function propertyText({ number, title, text, validates }: Property): string {
  const refs = validates.flatMap(({ ids }) => ids);
  return `Property ${number}: ${title}\n${text.trim()}${refs.length === 0 ? '' : `\nValidates ${refs.join(', ')}.`}`;
}

/**
 * Overview and testing, and sections of the design that name a criterion of the task, something in code marks that the
 * task names too, or an identifier that stands in the task or its criteria without marks.
 */
export function designSections(spec: Spec, task: Task): readonly { readonly title: string; readonly text: string }[] {
  const design = documentOf(spec, 'design.md');
  if (design === undefined) return [];
  const ids = new Set(
    [...requirementIds(task), ...criteriaOf(spec, task).map(({ id }) => id)].filter((id) => id.includes('.')),
  );
  const words = taskWords(spec, task);
  const names = new Set(namesIn(words));
  const title = words.toLowerCase();
  const said = new Set([words, ...criteriaOf(spec, task).map(({ text }) => text)].join('\n').match(/[\w$]+/gu));
  const concerns = (section: Section, body: string) =>
    forEveryTask.test(section.title) ||
    [...ids].some((id) => mentions(`${section.title}\n${body}`, id)) ||
    namesIn(`${section.title}\n${body}`).some(
      (name) => names.has(name) || identifiersIn(name).some((each) => said.has(each)),
    ) ||
    headingNamed(section, title);
  let left = mostDesign;
  return sectionsOf(design).flatMap(({ section, body }) => {
    if (body === '' || !concerns(section, body) || body.length > left) return [];
    left -= body.length;
    return [{ title: section.title, text: body }];
  });
}

/** The sections that concern a task, and the titles of the others, so that nobody has to guess what there is to read. */
function designText(spec: Spec, task: Task): string {
  const shown = designSections(spec, task);
  const design = documentOf(spec, 'design.md');
  const titles = new Set(shown.map(({ title }) => title));
  const others = (design === undefined ? [] : sectionsOf(design))
    .filter(({ section, body }) => body !== '' && !titles.has(section.title))
    .map(({ section }) => section.title)
    .slice(0, mostTitles);
  return [
    ...shown.map(({ title, text }) => `### ${title}\n\n${text}`),
    ...(others.length === 0 ? [] : [`Left out here, in design.md: ${others.join('; ')}.`]),
  ].join('\n\n');
}

/** Sections with their own text; properties are shown apart. */
function sectionsOf(design: DesignDocument): readonly { readonly section: Section; readonly body: string }[] {
  const inProperty = (section: Section) =>
    design.properties.some(({ place }) => section.place.start >= place.start && section.place.start < place.end);
  return design.sections
    .filter((section) => section.level > 1 && !inProperty(section))
    .map((section) => ({ section, body: design.text.slice(section.body.start, section.body.end).trim() }));
}

/** The heading's name, without the ids behind it, stands in the task. */
function headingNamed({ title, level }: Section, words: string): boolean {
  const name = title
    .replace(/[([（].*$/u, '')
    .trim()
    .toLowerCase();
  return level > 2 && name.length > 3 && words.includes(name);
}

function mentions(text: string, id: string): boolean {
  const escaped = id.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}.])${escaped}(?![\\p{L}\\p{N}]|\\.\\p{N})`, 'u').test(text);
}

/** What stands in code marks: files, functions, tables. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]{3,120})`/gu)].flatMap((match) => match[1] ?? []);
}

/** What can be no everyday word: what is called, and what joins words as code does. */
function identifiersIn(name: string): readonly string[] {
  return name.match(/[A-Za-z_$][\w$]{2,}(?=\()|\b[A-Za-z]*[a-z][A-Z]\w*|\b[A-Za-z]\w*_\w+/gu) ?? [];
}

function taskWords(spec: Spec, task: Task): string {
  return taskText(spec, task);
}

function earlierText({ id, title, summary, files, since }: EarlierTask): string {
  const name = id === null ? title : `${id} ${title}`;
  const marked = files.slice(0, mostFiles).map((path) => {
    const now = since[path];
    return now === undefined ? nameLine(path) : `${nameLine(path)} (${nameLine(now)})`;
  });
  const changed = files.length === 0 ? '' : ` Files: ${marked.join(', ')}.`;
  return `- ${name}: ${summary.replace(/\s+/gu, ' ').trim()}${changed}`;
}

/** What the panel shows of the task's place in the spec. */
export function aboutTask(
  spec: Spec,
  task: Task,
  tests: Readonly<Record<string, readonly string[]>>,
): Pick<CurrentRun, 'criteria' | 'design'> {
  return {
    criteria: criteriaOf(spec, task).map(({ id, text }) => ({ id, text, tests: tests[id] ?? [] })),
    design: designSections(spec, task).map(({ title }) => title),
  };
}
