/** Parts of a document that are computed when somebody first asks for them, since hardly anybody asks for all. */

/** The functions that make an object's late properties. */
const LATE = Symbol('late');

interface Late {
  [LATE]: Readonly<Record<string, () => unknown>>;
}

/**
 * Adds properties that are computed once, on first use. They are own and enumerable, so that copies, JSON and whoever
 * lists properties have them as any other.
 */
export function withLazy<Given extends object, Made extends object>(
  given: Given,
  late: { readonly [Key in keyof Made]: () => Made[Key] },
): Given & Made {
  const makers: Record<string, () => unknown> = {};
  Object.defineProperty(given, LATE, { value: makers });
  for (const [key, make] of Object.entries<() => unknown>(late)) {
    makers[key] = once(make);
    Object.defineProperty(given, key, descriptorOf(key));
  }
  return given as Given & Made;
}

/** One getter for each name: objects with the same ones are of one shape to the engine, which makes them fast. */
const descriptors = new Map<string, PropertyDescriptor>();

function descriptorOf(key: string): PropertyDescriptor {
  const known = descriptors.get(key);
  if (known !== undefined) return known;
  const made: PropertyDescriptor & ThisType<Late> = {
    get() {
      return this[LATE][key]?.();
    },
    enumerable: true,
    configurable: true,
  };
  descriptors.set(key, made);
  return made;
}

/**
 * A copy with other parts; what nobody has asked for yet stays uncomputed, and is computed once for both. Notes stay with
 * the first, since they may be about what is other.
 */
export function changed<Whole extends object>(whole: Whole, parts: Partial<Whole>): Whole {
  const copy = {};
  for (const key of [...Object.keys(whole), LATE]) {
    const property = Object.getOwnPropertyDescriptor(whole, key);
    if (property !== undefined) Object.defineProperty(copy, key, property);
  }
  return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(parts)) as Whole;
}

/**
 * Notes that lie with an object and end with it, seen by nobody else. A WeakMap says the same, but a short collection of
 * garbage keeps all that its values reach, which for documents is nearly everything.
 */
export class Notes<Of extends object, Value> {
  readonly #key = Symbol('note');

  get(of: Of): Value | undefined {
    return (of as Record<symbol, Value | undefined>)[this.#key];
  }

  set(of: Of, value: Value): void {
    Object.defineProperty(of, this.#key, { value, configurable: true });
  }
}

/** What a function says of an object, computed once for each. */
export function perObject<Of extends object, Value extends object>(compute: (of: Of) => Value): (of: Of) => Value {
  const notes = new Notes<Of, Value>();
  return (of) => {
    const known = notes.get(of);
    if (known !== undefined) return known;
    const value = compute(of);
    notes.set(of, value);
    return value;
  };
}

/** What a function gives, computed once. */
export function once<Value>(make: () => Value): () => Value {
  let waiting: (() => Value) | undefined = make;
  let value: Value;
  return () => {
    if (waiting !== undefined) {
      value = waiting();
      waiting = undefined;
    }
    return value;
  };
}
