/** When a steering file takes part. Modes are added here; who loads and who composes need not know them. */
export type Inclusion =
  | { readonly kind: 'always' }
  /** Takes part only on an occasion that this mode names; `mode` as written. */
  | { readonly kind: 'occasional'; readonly mode: string };

/** A file without a mode, with an empty one or with one that is no text, is always there. */
export function inclusionOf(values: Readonly<Record<string, unknown>>): Inclusion {
  const mode = values.inclusion;
  if (typeof mode !== 'string' || mode.trim() === '' || mode.trim().toLowerCase() === 'always')
    return { kind: 'always' };
  return { kind: 'occasional', mode: mode.trim() };
}
