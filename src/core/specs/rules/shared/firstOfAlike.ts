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
