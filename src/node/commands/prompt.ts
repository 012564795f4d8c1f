/** Finds out that a command waits for somebody to type. Its stdin is empty and it has no terminal, so most fail at once. */

import type { Disposable } from '../../core/host';
import type { Stopwatch } from './stopwatch';

/** A last line, without an end, that asks for something. */
const question =
  /(?:\[y\/n\]|\(y\/n\)|\(yes\/no(?:\/\[fingerprint\])?\)|\by\/n\b|password(?: for [^\n]*)?|passphrase(?: for [^\n]*)?|user ?name(?: for [^\n]*)?|press (?:any key|enter|return)[^\n]*|ok to proceed\?[^\n]*|continue\?|overwrite\?|are you sure\?|\(default:?[^\n)]*\))\s*[:?>]?\s*$/iu;
/** Characters of the end that are looked at. */
const window = 8192;
/** So often in that window, the same question is asked in a circle. */
const often = 20;

/** Watches output for questions. */
export interface PromptWatch {
  /** A piece of output came. */
  heard(piece: string): void;
  dispose(): void;
}

/**
 * Calls `asks` once when the output ends in a question and nothing follows for `idleMs` of the command's time, or it is
 * asked over and over.
 */
export function watchForPrompt({ after }: Stopwatch, idleMs: number, asks: () => void): PromptWatch {
  let tail = '';
  let timer: Disposable | undefined;
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    asks();
  };
  return {
    heard: (piece) => {
      timer?.dispose();
      tail = (tail + piece).slice(-window);
      const last = tail.slice(tail.lastIndexOf('\n') + 1).slice(-300);
      const found = question.exec(last)?.[0];
      if (found === undefined) return;
      if (tail.split(found).length > often) tell();
      else timer = after(idleMs, tell);
    },
    dispose: () => {
      told = true;
      timer?.dispose();
    },
  };
}
