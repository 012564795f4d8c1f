/** Who reviews a file: CODEOWNERS as GitHub and GitLab read it. */
import ignore from 'ignore';

/** One line that names owners. */
interface OwnerRule {
  /** GitLab's section; the empty one is GitHub's whole file. */
  readonly section: string;
  readonly matches: (path: string) => boolean;
  readonly owners: readonly string[];
}

/** A CODEOWNERS file that was read. */
export interface CodeOwners {
  /** Owners of files (paths relative to the repository), each once, in the order of the file; the last line that matches counts. */
  of(paths: readonly string[]): readonly string[];
}

/** Where the file may lie, the first that is there counts. */
export const codeOwnersPlaces: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
];

/** Reads the text of a CODEOWNERS file. Lines that can't be read name nobody. */
export function readCodeOwners(text: string): CodeOwners {
  const rules: OwnerRule[] = [];
  let section = { name: '', owners: [] as readonly string[] };
  for (const line of text.split(/\r\n|\r|\n/u)) {
    const clean = line.replace(/(?:^|\s)#.*$/u, '').trim();
    if (clean === '') continue;
    const head = /^\^?\[(?<name>[^\]]+)\](?:\[\d+\])?(?<owners>(?:\s+\S+)*)$/u.exec(clean)?.groups;
    if (head !== undefined) {
      section = { name: (head.name ?? '').toLowerCase(), owners: ownersOf(head.owners ?? '') };
      continue;
    }
    const parts = /^(?<pattern>(?:\\.|\S)+)(?<owners>.*)$/u.exec(clean)?.groups;
    const pattern = parts?.pattern ?? '';
    // Neither of them lets a line take back what another said.
    if (pattern === '' || pattern.startsWith('!')) continue;
    const own = ownersOf(parts?.owners ?? '');
    rules.push({ section: section.name, matches: matcher(pattern), owners: own.length > 0 ? own : section.owners });
  }
  return { of: (paths) => [...new Set(paths.flatMap((path) => ownersFor(rules, path)))] };
}

function ownersOf(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => /^(?:@[^@\s]+|[^@\s]+@[^@\s]+)$/u.test(word));
}

/** Patterns are gitignore's, but `folder/*` does not reach into folders below. */
function matcher(pattern: string): (path: string) => boolean {
  const tests = ignore({ allowRelativePaths: true }).add(pattern);
  const direct = /(?:^|\/)\*$/u.test(pattern) && pattern.includes('/');
  const depth = pattern.replace(/^\//u, '').split('/').length;
  return (path) => tests.ignores(path) && !(direct && path.split('/').length !== depth && !pattern.includes('**'));
}

function ownersFor(rules: readonly OwnerRule[], path: string): readonly string[] {
  const last = new Map<string, readonly string[]>();
  for (const rule of rules) if (rule.matches(path)) last.set(rule.section, rule.owners);
  return [...last.values()].flat();
}
