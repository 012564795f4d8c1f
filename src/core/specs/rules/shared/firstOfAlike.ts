/** Finding sentences that are alike among thousands. */
import type { CriterionWords, Ears } from '../../ears/criteria';
import type { SpecDocument } from '../../model';
import { remembered } from '../../versions';

/**
 * Finds the first of those that have a key in common. Nearly all are like no other at a glance, a number that is cheap to
 * have, and are asked for their key only where one before has the same.
 */
export class FirstOfAlike<Item> {
  readonly #glanceOf: (item: Item) => number;
  readonly #keyOf: (item: Item) => string | undefined;
  readonly #byGlance = new Map<number, Item>();
  readonly #byKey = new Map<string, Item>();

  /** Items with one key must have one glance; those without a key are like no other. */
  constructor(glanceOf: (item: Item) => number, keyOf: (item: Item) => string | undefined) {
    this.#glanceOf = glanceOf;
    this.#keyOf = keyOf;
  }

  /** Adds an item, unless one before has its key, which it gives. */
  add(item: Item): Item | undefined {
    const glance = this.#glanceOf(item);
    const same = this.#byGlance.get(glance);
    if (same === undefined) {
      this.#byGlance.set(glance, item);
      return undefined;
    }
    this.#keep(same);
    return this.#keep(item);
  }

  #keep(item: Item): Item | undefined {
    const key = this.#keyOf(item);
    const earlier = key === undefined ? undefined : this.#byKey.get(key);
    if (key !== undefined && earlier === undefined) this.#byKey.set(key, item);
    return earlier;
  }
}

/**
 * Tells which of a document's criteria are like another at a glance, and only they are to be compared. The glances are
 * counted from version to version, since an edit changes few of them.
 */
export function alikeAtAGlance(
  glanceOf: (ears: Ears) => number,
): (document: SpecDocument, criteria: readonly CriterionWords[]) => readonly CriterionWords[] {
  const memoryOf = remembered(() => ({ sentences: [] as readonly Ears[], counts: new Map<number, number>() }));
  return (document, criteria) => {
    const sentences = criteria.map(({ ears }) => ears);
    const memory = memoryOf(document);
    const { counts, sentences: before } = memory;
    const most = Math.min(before.length, sentences.length);
    let head = 0;
    while (head < most && before[head] === sentences[head]) head++;
    let tail = 0;
    while (head + tail < most && before[before.length - 1 - tail] === sentences[sentences.length - 1 - tail]) tail++;
    for (const ears of before.slice(head, before.length - tail)) count(counts, glanceOf(ears), -1);
    for (const ears of sentences.slice(head, sentences.length - tail)) count(counts, glanceOf(ears), 1);
    memory.sentences = sentences;
    return counts.size === sentences.length ? [] : criteria.filter(({ ears }) => (counts.get(glanceOf(ears)) ?? 0) > 1);
  };
}

function count(counts: Map<number, number>, glance: number, more: number): void {
  const now = (counts.get(glance) ?? 0) + more;
  if (now === 0) counts.delete(glance);
  else counts.set(glance, now);
}
