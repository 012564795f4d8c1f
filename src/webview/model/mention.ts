/** Where a mention is being typed, and what a choice makes of it. */

/** A mention as far as it is typed. */
export interface OpenMention {
  /** Offset of its sign. */
  readonly start: number;
  /** What stands behind the sign, up to the caret. */
  readonly query: string;
}

const open = /(?<=^|[\s(,;“])[#@]((?:(?:file|folder|spec|steering):)?(?:"[^"\n]{0,300}|[^\s"“”(),;#@]{0,300}))$/u;

/** The mention that ends at the caret; undefined where none is being typed there. */
export function openMention(text: string, caret: number): OpenMention | undefined {
  const before = text.slice(0, caret);
  const query = open.exec(before)?.[1];
  return query === undefined ? undefined : { start: caret - query.length - 1, query };
}

/** What is put in the place of an open mention: a blank follows where there is nothing more to choose. */
export function chosenText(choice: string, after: string): string {
  return choice.endsWith(':') || /^\s/u.test(after) ? choice : `${choice} `;
}
