/** What became of files while checks ran, in words: nobody has looked at that. */
import type { PutBack } from './aftermath';

/** Most names in a sentence. */
const mostNamed = 5;

/**
 * A sentence for files that were put back, and one for others that changed. `what`: what follows for those, as the
 * sentence behind.
 */
export function leftByChecks(undone: readonly PutBack[], changed: readonly string[], what: string): readonly string[] {
  return [
    ...(undone.length === 0
      ? []
      : [`While the checks ran, ${named(undone.map(({ name }) => name))} changed. The change was undone.`]),
    ...(changed.length === 0 ? [] : [`While the checks ran, ${named(changed)} changed. ${what}`]),
  ];
}

/** The first few by name, the others by their number. */
export function named(list: readonly string[]): string {
  return list.slice(0, mostNamed).join(', ') + (list.length > mostNamed ? ` and ${list.length - mostNamed} more` : '');
}
