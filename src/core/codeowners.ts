/** CODEOWNERS as GitHub and GitLab read it: who owns which path of a repository. */
import picomatch from 'picomatch';

/** Where the file may lie, below the repository's root, in the order in which the first one found counts. */
export const codeownersPlaces: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
];

/** One line: a pattern and its owners, as written (`@user`, `@org/team`, an e-mail address). */
export interface OwnerRule {
  readonly line: number;
  readonly pattern: string;
  /** Empty: what matches has no owner. */
  readonly owners: readonly string[];
  /** GitLab's section; `''` outside of one. */
  readonly section: string;
}

/** The rules of a file in their order. A line that is none is passed over; nothing throws. */
export function parseCodeowners(text: string): readonly OwnerRule[] {
  const rules: OwnerRule[] = [];
  let section = { name: '', owners: [] as readonly string[] };
  for (const [index, raw] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\r|\n/u)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const header = /^\^?\[([^\]]+)\](?:\[\d+\])?\s*(.*)$/u.exec(line);
    if (header !== null) {
      section = { name: (header[1] ?? '').trim().toLowerCase(), owners: wordsOf(header[2] ?? '').filter(isOwner) };
      continue;
    }
    const [pattern, ...rest] = wordsOf(line);
    if (pattern === undefined || pattern.startsWith('!')) continue;
    const named = rest.filter(isOwner);
    rules.push({
      line: index + 1,
      pattern: pattern.replaceAll('\\ ', ' '),
      owners: named.length > 0 ? named : section.owners,
      section: section.name,
    });
  }
  return rules;
}

/** The owners of a path below the repository's root: of each section the last rule that matches. */
export function ownersOf(rules: readonly OwnerRule[], path: string): readonly string[] {
  const last = new Map<string, OwnerRule>();
  for (const rule of rules) if (matches(rule.pattern, path)) last.set(rule.section, rule);
  return [...new Set([...last.values()].flatMap(({ owners }) => owners))];
}

/** Words up to a comment; a space after a backslash belongs to its word. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\ |[^\s])+/gu) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment === -1 ? words : words.slice(0, comment);
}

function isOwner(word: string): boolean {
  return /^@\S+$|^[^\s@]+@[^\s@]+$/u.test(word);
}

/** As .gitignore has it, but `docs/*` reaches no deeper than it says, and there are no ranges and no negation. */
function matches(pattern: string, path: string): boolean {
  const folder = pattern.endsWith('/');
  const plain = pattern.replace(/^\/|\/$/gu, '').replace(/[[\]{}()!+@]/gu, '\\$&');
  if (plain === '') return true;
  const anchored = pattern.startsWith('/') || pattern.slice(0, -1).includes('/');
  const base = anchored ? plain : `**/${plain}`;
  const below = `${base}/**`;
  const deep = !/(?:^|\/)\*$/u.test(plain) || !anchored;
  const globs = folder ? [below] : deep ? [base, below] : [base];
  return picomatch(globs, { dot: true, posix: true })(path);
}
