/** What a link in a document may do. Pure: the caller opens. */
import { posix } from 'node:path';

/** Where a link leads. */
export type LinkTarget =
  /** The editor asks before it opens this outside. */
  | { readonly kind: 'outside'; readonly url: string }
  /** Absolute paths below `root`, of which the first that exists is meant, and a 1-based line where the link has one. */
  | { readonly kind: 'file'; readonly paths: readonly string[]; readonly line?: number }
  | { readonly kind: 'refused' };

const refused: LinkTarget = { kind: 'refused' };

/**
 * Resolves a link of a document in `folder`. Only http, https and relative paths that stay inside `root` lead anywhere;
 * every other scheme (command:, file:, javascript:, vscode:, data:), absolute paths and links out of the root are refused.
 * @param root absolute path of the workspace folder, `/` as separator
 * @param folder absolute path of the document's folder
 */
export function linkTarget(href: string, root: string, folder: string): LinkTarget {
  const trimmed = href.trim();
  if (/^https?:\/\//i.test(trimmed)) return outside(trimmed);
  if (trimmed === '' || trimmed.startsWith('#') || /^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return refused;
  const [path, fragment] = split(decoded(trimmed));
  if (path === undefined || path.includes('\0') || path.includes('\\')) return refused;
  if (path.startsWith('/')) return refused;
  // Documents name files from their own folder or, as agents do, from the workspace folder.
  const paths = [folder, root].map((base) => posix.join(base, path)).filter((each) => each.startsWith(`${root}/`));
  return paths.length === 0 ? refused : file([...new Set(paths)], fragment);
}

function outside(href: string): LinkTarget {
  try {
    const url = new URL(href);
    return url.username || url.password ? refused : { kind: 'outside', url: url.href };
  } catch {
    return refused;
  }
}

function file(paths: readonly string[], fragment: string | undefined): LinkTarget {
  const line = Number(/^L?(\d{1,7})/.exec(fragment ?? '')?.[1]);
  return line >= 1 ? { kind: 'file', paths, line } : { kind: 'file', paths };
}

function split(path: string | undefined): readonly [string | undefined, string | undefined] {
  const match = /^([^#?]*?)(?::(\d+)(?::\d+)?)?(?:\?[^#]*)?(?:#(.*))?$/s.exec(path ?? '');
  return match?.[1] ? [match[1], match[2] ?? match[3]] : [undefined, undefined];
}

function decoded(href: string): string | undefined {
  try {
    return decodeURIComponent(href);
  } catch {
    return undefined;
  }
}
