/** Files that a document refers to: `#[[file:path]]`, which Kiro puts into the prompt, and links to files beside it. */
import type { Place } from '../diagnostic';
import type { SpecDocument } from './model';

/** A reference to a file. */
export interface FileReference {
  /** As written, for example `src/api.ts`. */
  readonly path: string;
  /** `include`: Kiro reads it from the workspace folder; `link`: a reader follows it from the document. */
  readonly kind: 'include' | 'link';
  readonly place: Place;
}

const REFERENCE = /#\[\[file:([^\]\n]{1,300})\]\]|(?<!!)\[[^\]\n]{0,300}\]\(([^)\s]{1,300})\)/g;

/** The references of a text outside fences; addresses, anchors, templates and absolute paths are none. */
export function fileReferences({ text }: Pick<SpecDocument, 'text'>): readonly FileReference[] {
  if (!text.includes('#[[file:') && !text.includes('](')) return [];
  const found: FileReference[] = [];
  let fence = '';
  let start = 0;
  let line = 0;
  for (const row of text.split(/(?<=\r\n|\n|\r(?!\n))/)) {
    line++;
    const mark = /^[ \t]*(`{3,}|~{3,})/.exec(row)?.[1] ?? '';
    if (fence === '' ? mark !== '' : mark.startsWith(fence) && row.trim() === mark) fence = fence === '' ? mark : '';
    else if (fence === '') {
      for (const match of row.matchAll(REFERENCE)) {
        const path = match[1] ?? match[2]?.replace(/[#?].*$/, '') ?? '';
        const before = row.slice(0, match.index).split('`').length;
        if (path === '' || before % 2 === 0 || /^[a-z][a-z0-9+.-]*:|^[/~\\]|[<>{}*|$]/i.test(path)) continue;
        const at = start + match.index;
        const place = { line, column: match.index + 1, start: at, end: at + match[0].length };
        found.push({ path: decoded(path.trim()), kind: match[1] === undefined ? 'link' : 'include', place });
      }
    }
    start += row.length;
  }
  return found;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Where a reference may lead from the spec's folder: beside the document, or from the folder that holds `.kiro`. */
export function referenceTargets(specPath: string, path: string): readonly string[] {
  const root = specPath.slice(0, Math.max(0, specPath.lastIndexOf('/.kiro/')));
  return [`${specPath}/${path}`, `${root}/${path}`];
}
