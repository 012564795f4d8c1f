/** Outlines of code without an editor: the grammars are a heavy part. */
import type { Host, OutlineSymbol } from '../host';
import type { Acting } from './acting';

/** What the part gives to whoever loads it. */
export interface OutlinePart {
  /** Undefined where the ending of the name belongs to no language it knows. */
  outline(path: string, text: string): Promise<readonly OutlineSymbol[] | undefined>;
  /**
   * What a file exports, a line each, sorted; the same for the same signatures whatever comments, bodies and layout are.
   * Undefined where the language is not known, or the text has a mistake and its tree can't be trusted.
   */
  signatures(path: string, text: string): Promise<readonly string[] | undefined>;
  /** Endings without the dot: those it knows. */
  readonly endings: readonly string[];
}

declare module '../host' {
  interface Parts {
    outline: OutlinePart;
  }
}

/** The outline that acting tools use, loading the part when it is first wanted. */
export function lazyOutline(host: Pick<Host, 'loadPart'>): Acting['outline'] {
  return async (path, text) => (await host.loadPart('outline')).outline(path, text);
}
