/** What can be mentioned, while somebody types it: answers for `#`, `#file:li`, `#li`, best fit first. */
import { fuzzyScore, wholeFit } from '../context/fuzzy';
import { mentionWord } from '../context/mentions';
import type { Host } from '../host';
import type { Spec } from '../specs/model';
import { namesOf } from '../steering/select';
import { shownPath } from '../tools/resolvePath';
import { createVisible } from '../tools/visible';
import { hidingOf } from './hiding';
import { type SteeringParts, steeringOf } from './steering';

/** One thing to choose. */
export interface MentionChoice {
  readonly kind: 'file' | 'folder' | 'spec' | 'steering' | 'criterion' | 'word';
  readonly label: string;
  readonly detail: string;
  /** The text that mentions it. Where it ends with a colon there is more to choose. */
  readonly text: string;
}

/** Where to look. Paths absolute. */
export interface MentionPlace {
  /** The workspace folders that paths are relative to; the first one's need no name before them. */
  readonly roots: readonly string[];
  /** Its criteria can be named, too. */
  readonly spec?: Spec;
}

/** Answers in the order of fit, at most a screenful. What is hidden is never among them. */
export type CompleteMention = (place: MentionPlace, query: string) => Promise<readonly MentionChoice[]>;

const most = 10;
const mostFiles = 50_000;
/** Milliseconds for which the list of files is kept: as long as somebody types a word. */
const life = 5000;

const words: readonly MentionChoice[] = [
  { kind: 'word', label: 'file', detail: 'A file’s text', text: '#file:' },
  { kind: 'word', label: 'folder', detail: 'What lies in a folder', text: '#folder:' },
  { kind: 'word', label: 'spec', detail: 'The documents of a spec', text: '#spec:' },
  { kind: 'word', label: 'steering', detail: 'A steering file', text: '#steering:' },
  { kind: 'word', label: 'problems', detail: 'Problems of the files that are mentioned', text: '#problems' },
  { kind: 'word', label: 'diff', detail: 'What is not committed', text: '#diff' },
  { kind: 'word', label: 'terminal', detail: 'What the terminal in front printed last', text: '#terminal' },
];

interface Candidate extends MentionChoice {
  /** Must be visible for the candidate to be offered. */
  readonly path?: string;
}

/** Makes the function. Nothing is read before it is asked. */
export function createCompleteMention(
  parts: SteeringParts & { readonly host: Pick<Host, 'files' | 'clock' | 'homeFolder' | 'search'> },
): CompleteMention {
  const { host, settings } = parts;
  const kept = new Map<string, { readonly until: number; readonly paths: Promise<readonly string[]> }>();
  const pathsOf = (root: string): Promise<readonly string[]> => {
    const known = kept.get(root);
    if (known !== undefined && known.until > host.clock.now()) return known.paths;
    const paths = host.search.files(root, [], mostFiles);
    kept.set(root, { until: host.clock.now() + life, paths });
    paths.catch(() => kept.delete(root));
    return paths;
  };
  return async ({ roots, spec }, query) => {
    const [, kind, wanted = ''] = /^(?:(file|folder|spec|steering):)?"?(.*)$/su.exec(query) ?? [];
    if (kind === undefined && wanted === '') return [...words, ...criteriaOf(spec).slice(0, most - words.length)];
    const wants = (each: MentionChoice['kind']) => kind === undefined || kind === each;
    const paths = kind === 'steering' ? [] : (await Promise.all(roots.map(pathsOf))).flat();
    const candidates: Candidate[] = [
      ...(kind === undefined ? [...words, ...criteriaOf(spec)] : []),
      ...(wants('steering') ? (await Promise.all(roots.map((root) => steeringIn(parts, root)))).flat() : []),
      ...(wants('spec') ? specsIn(paths) : []),
      ...(wants('folder') ? foldersIn(roots, paths) : []),
      ...(wants('file') ? filesIn(roots, paths) : []),
    ];
    const visible = createVisible(host.files, roots, host.clock, hidingOf(host, settings));
    return firstVisible(ranked(candidates, wanted), visible);
  };
}

/** Best first; where something holds the words as one piece, scattered letters are no fit. */
function ranked(candidates: readonly Candidate[], wanted: string): readonly Candidate[] {
  const scored = candidates
    .flatMap((each) => {
      const score = fuzzyScore(wanted, each.kind === 'file' || each.kind === 'folder' ? each.detail : each.label);
      return score === undefined ? [] : [{ each, score }];
    })
    .sort((a, b) => b.score - a.score || (a.each.text < b.each.text ? -1 : 1));
  const least = (scored[0]?.score ?? 0) >= wholeFit ? wholeFit : Number.NEGATIVE_INFINITY;
  return scored.filter(({ score }) => score >= least).map(({ each }) => each);
}

async function firstVisible(
  candidates: readonly Candidate[],
  visible: (path: string) => Promise<boolean>,
): Promise<readonly MentionChoice[]> {
  const found = new Map<string, MentionChoice>();
  for (const { path, ...choice } of candidates) {
    if (found.size >= most) break;
    if (!found.has(choice.text) && (path === undefined || (await visible(path)))) found.set(choice.text, choice);
  }
  return [...found.values()];
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function filesIn(roots: readonly string[], paths: readonly string[]): readonly Candidate[] {
  return paths.map((path) => {
    const shown = shownPath(roots, path);
    return { kind: 'file', label: lastStep(path), detail: shown, text: mentionWord('file', shown), path };
  });
}

function foldersIn(roots: readonly string[], paths: readonly string[]): readonly Candidate[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder) || roots.includes(folder)) break;
      folders.add(folder);
    }
  }
  return [...folders].map((path) => {
    const shown = shownPath(roots, path);
    return { kind: 'folder', label: lastStep(path), detail: shown, text: mentionWord('folder', shown), path };
  });
}

function specsIn(paths: readonly string[]): readonly Candidate[] {
  return paths.flatMap((path): readonly Candidate[] => {
    const name = /\/\.kiro\/specs\/(.+)\/(?:requirements|bugfix|design|tasks)\.md$/u.exec(path)?.[1];
    return name === undefined
      ? []
      : [{ kind: 'spec', label: name, detail: 'Spec', text: mentionWord('spec', name), path }];
  });
}

/** Names that `#` can't be followed by are left out. */
async function steeringIn(parts: SteeringParts, root: string): Promise<readonly Candidate[]> {
  const files = await steeringOf(parts, root);
  return files.flatMap((file): readonly Candidate[] => {
    const name = namesOf(file).find((each) => /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(each));
    return file.bar === undefined && file.inclusion.kind !== 'never' && name !== undefined
      ? [{ kind: 'steering', label: name, detail: file.label, text: `#steering:${name}` }]
      : [];
  });
}

function criteriaOf(spec: Spec | undefined): readonly Candidate[] {
  return (spec?.documents ?? []).flatMap((document) =>
    'requirements' in document
      ? document.requirements.flatMap((requirement): readonly Candidate[] => [
          {
            kind: 'criterion',
            label: requirement.id,
            detail: requirement.title,
            text: `requirement ${requirement.id}`,
          },
          ...requirement.criteria.map(
            ({ id, text }): Candidate => ({ kind: 'criterion', label: id, detail: text, text: `criterion ${id}` }),
          ),
        ])
      : [],
  );
}
