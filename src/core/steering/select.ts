/** Which steering takes part in a prompt, and why. */
import { matcherOf, type PathMatcher } from './globs';
import { baseName, type SteeringChoice, type SteeringFile, type SteeringOccasion, type SteeringReason } from './model';
import { reasonText } from './reasonText';
import { wordsOf } from './words';

const included: readonly SteeringReason['kind'][] = ['always', 'matched', 'below', 'named', 'about'];
/** By their globs: files are read anew for each request, and their globs seldom change. */
const matchers = new Map<string, PathMatcher>();
const mostMatchers = 5000;

/** A choice for every file, in the order given. */
export function select(files: readonly SteeringFile[], occasion: SteeringOccasion): readonly SteeringChoice[] {
  const named = new Set((occasion.named ?? []).map((name) => name.toLowerCase()));
  const off = new Set(occasion.off ?? []);
  const words = wordsOf(occasion.request ?? '');
  return files.map((file) => {
    const reason = off.has(file.label) ? ({ kind: 'off' } as const) : reasonFor(file, occasion.paths, named, words);
    return { file, included: included.includes(reason.kind), reason, why: reasonText(reason, file) };
  });
}

/** Those that take part. */
export function selected(files: readonly SteeringFile[], occasion: SteeringOccasion): readonly SteeringFile[] {
  return select(files, occasion).flatMap(({ file, included: isIn }) => (isIn ? [file] : []));
}

/** Those that take part in every prompt, whatever is worked on. */
export function alwaysIncluded(files: readonly SteeringFile[]): readonly SteeringFile[] {
  return selected(files, { paths: [] });
}

/** Files of the workspace that are there by what they are about, for the agent to read where its work turns to that. */
export function offered(files: readonly SteeringFile[]): readonly SteeringFile[] {
  return files.filter(({ scope, inclusion, bar, body }) => {
    return scope === 'workspace' && inclusion.kind === 'auto' && bar === undefined && !saysNothing({ body });
  });
}

/** Comments to be written over are no rule. */
function saysNothing({ body }: Pick<SteeringFile, 'body'>): boolean {
  let rest = body.trimStart();
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->', 4);
    if (end === -1) return false;
    rest = rest.slice(end + 3).trimStart();
  }
  return rest === '';
}

/** What a prompt may name it by: as its front matter has it, the same without blanks, and the name of the file. */
export function namesOf({ name, label }: Pick<SteeringFile, 'name' | 'label'>): readonly string[] {
  return [...new Set([name, name.trim().replace(/\s+/gu, '-'), baseName(label)])];
}

function reasonFor(
  file: SteeringFile,
  paths: readonly string[],
  named: ReadonlySet<string>,
  words: ReadonlyMap<string, string>,
): SteeringReason {
  const { inclusion } = file;
  if (file.bar !== undefined) return { kind: 'barred', bar: file.bar };
  if (inclusion.kind === 'never') return { kind: 'never' };
  if (saysNothing(file)) return { kind: 'empty' };
  if (namesOf(file).some((name) => named.has(name.toLowerCase()))) return { kind: 'named' };
  const below = file.subtree === '' ? paths : paths.filter((path) => path.startsWith(`${file.subtree}/`));
  switch (inclusion.kind) {
    case 'always':
      if (file.subtree === '') return { kind: 'always' };
      return below[0] === undefined ? { kind: 'notBelow' } : { kind: 'below', path: below[0] };
    case 'fileMatch':
      return matched(file, below) ?? { kind: 'noMatch', patterns: inclusion.patterns };
    case 'manual':
      return { kind: 'notNamed' };
    case 'auto':
      return aboutWords(file, inclusion.description, words);
  }
}

function matched(file: SteeringFile, paths: readonly string[]): SteeringReason | undefined {
  const matches = matcherFor(file.inclusion.kind === 'fileMatch' ? file.inclusion.patterns : []);
  for (const path of paths) {
    const pattern = matches(file.subtree === '' ? path : path.slice(file.subtree.length + 1));
    if (pattern !== undefined) return { kind: 'matched', pattern, path };
  }
  return undefined;
}

function matcherFor(patterns: readonly string[]): PathMatcher {
  const key = patterns.join('\n');
  const made = matchers.get(key) ?? matcherOf(patterns);
  if (matchers.size >= mostMatchers) matchers.clear();
  matchers.set(key, made);
  return made;
}

/** The request is about what the description says: it has the file's name, or two words of the description. */
function aboutWords(file: SteeringFile, description: string, words: ReadonlyMap<string, string>): SteeringReason {
  const inRequest = (stems: Iterable<string>) => [...stems].flatMap((stem) => words.get(stem) ?? []);
  const name = wordsOf(file.name);
  const named = inRequest(name.keys());
  if (name.size > 0 && named.length === name.size) return { kind: 'about', words: named };
  const about = wordsOf(description);
  const shared = inRequest(about.keys());
  return shared.length > 0 && shared.length >= Math.min(2, about.size)
    ? { kind: 'about', words: shared }
    : { kind: 'notAbout' };
}
