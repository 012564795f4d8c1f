/** What is remembered from one version of a document to the next, so that an edit asks anew only what it touched. */
import { Notes } from './lazy';

const lineages = new Notes<object, unknown[]>();

/** From now on the later version of a thing remembers with the earlier one. */
export function descends(later: object, earlier: object): void {
  lineages.set(later, memoriesOf(earlier));
}

function memoriesOf(of: object): unknown[] {
  const known = lineages.get(of);
  if (known !== undefined) return known;
  const made: unknown[] = [];
  lineages.set(of, made);
  return made;
}

let count = 0;

/**
 * A memory that all versions of a thing share. Any of them may be asked at any time, so what is remembered says itself of
 * what it holds, and whoever asks compares. It lives as long as one of them, and must not keep another of them alive.
 */
export function remembered<Of extends object, Memory>(make: () => Memory): (of: Of) => Memory {
  const at = count++;
  return (of) => {
    const memories = memoriesOf(of);
    const known = memories[at];
    if (known !== undefined) return known as Memory;
    const made = make();
    memories[at] = made;
    return made;
  };
}
