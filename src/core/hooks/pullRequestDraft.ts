/** A pull request description from a spec, without a model. */

/** What a draft is made of; paths relative to the repository. */
export interface PullRequestFacts {
  readonly title: string;
  /** The spec's folder, and a few sentences of what it is about; empty where nothing is known. */
  readonly spec: string;
  readonly summary: string;
  readonly requirements: readonly {
    readonly id: string;
    readonly title: string;
    /** `done`: a task that names it was finished with evidence. */
    readonly criteria: readonly { readonly id: string; readonly text: string; readonly done: boolean }[];
  }[];
  readonly files: readonly { readonly path: string; readonly change: 'added' | 'changed' | 'deleted' }[];
  readonly reviewers: readonly string[];
}

/** Files that are named one by one; of more only the folders are. */
const mostFiles = 60;

/** Markdown, ending with a line end. */
export function draftPullRequest(facts: PullRequestFacts): string {
  const { title, spec, summary, requirements, files, reviewers } = facts;
  const parts = [
    [`# ${oneLine(title)}`],
    summary.trim() === '' ? [] : [summary.trim()],
    [`Spec: \`${spec}\``],
    section('Acceptance criteria', requirements.flatMap(criteriaOf)),
    section('Files', filesOf(files)),
    section('Reviewers', reviewers.length === 0 ? [] : [reviewers.join(' ')]),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines];
}

function criteriaOf({ id, title, criteria }: PullRequestFacts['requirements'][number], at: number): readonly string[] {
  return [
    ...(at === 0 ? [] : ['']),
    `### ${oneLine(`${id} ${title}`)}`,
    '',
    ...criteria.map((each) => `- [${each.done ? 'x' : ' '}] ${each.id} ${oneLine(each.text)}`),
  ];
}

function filesOf(files: PullRequestFacts['files']): readonly string[] {
  if (files.length <= mostFiles) return files.map(({ path, change }) => `- \`${path}\` (${change})`);
  const folders = new Map<string, number>();
  for (const { path } of files) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  return [...folders].sort().map(([folder, count]) => `- \`${folder}\`: ${count} ${count === 1 ? 'file' : 'files'}`);
}

/** Text of a document can't begin a line of its own, nor a heading. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
