/** When a steering file takes part. Modes are added here; who loads and who composes need not know them. */
export type Inclusion =
  | { readonly kind: 'always' }
  /** While files are worked on that match one of these globs, relative to the workspace folder. */
  | { readonly kind: 'fileMatch'; readonly patterns: readonly string[] }
  /** Takes part only on an occasion that this mode names; `mode` as written. */
  | { readonly kind: 'occasional'; readonly mode: string };

/** A file without a mode, with an empty one or with one that is no text, is always there. */
export function inclusionOf(values: Readonly<Record<string, unknown>>): Inclusion {
  const mode = values.inclusion;
  if (typeof mode !== 'string' || mode.trim() === '' || mode.trim().toLowerCase() === 'always')
    return { kind: 'always' };
  const patterns = patternsOf(values.fileMatchPattern);
  if (mode.trim().toLowerCase() === 'filematch' && patterns.length > 0) return { kind: 'fileMatch', patterns };
  return { kind: 'occasional', mode: mode.trim() };
}

/** A glob, a list of globs, or globs with commas between them; commas within braces belong to a glob. */
function patternsOf(value: unknown): readonly string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  return texts
    .flatMap((text) => text.split(/,(?![^{]*\})/u))
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
}
