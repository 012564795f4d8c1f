/** Reads a script of sed far enough to say whether it only edits. */

/** What a script of sed does besides editing. */
export interface SedScript {
  /** `e`, as command or as flag of `s`: a shell runs something. */
  readonly runs: boolean;
  readonly writes: readonly string[];
  readonly reads: readonly string[];
}

const address = /(?:\d+(?:~\d+)?|\$|[+~]\d+)/uy;
const without = /[{}=dDgGhHnNpPxzF]/u;

/** Undefined where it can't be read, for sed or for us. */
export function readSed(text: string): SedScript | undefined {
  const found = { runs: false, writes: [] as string[], reads: [] as string[] };
  let at = 0;
  const skip = (what: RegExp) => {
    while (at < text.length && what.test(text.charAt(at))) at += 1;
  };
  const rest = (end: RegExp): string => {
    const from = at;
    while (at < text.length && !end.test(text.charAt(at))) at += 1;
    return text.slice(from, at).trim();
  };
  /** Behind the next delimiter that no backslash stands before. */
  const segment = (delimiter: string): boolean => {
    while (at < text.length && text.charAt(at) !== delimiter) at += text.charAt(at) === '\\' ? 2 : 1;
    at += 1;
    return at <= text.length;
  };
  const addressed = (): boolean => {
    address.lastIndex = at;
    const match = address.exec(text);
    if (match !== null) {
      at += match[0].length;
      return true;
    }
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) !== '/') return true;
    const delimiter = text.charAt(at);
    at += 1;
    if (!segment(delimiter)) return false;
    skip(/[IM]/u);
    return true;
  };
  while (at < text.length) {
    skip(/[\s;]/u);
    if (at >= text.length) break;
    if (!addressed()) return undefined;
    skip(/\s/u);
    if (text.charAt(at) === ',') {
      at += 1;
      skip(/\s/u);
      if (!addressed()) return undefined;
    }
    skip(/[\s!]/u);
    const command = text.charAt(at);
    at += 1;
    if (command === '#') rest(/\n/u);
    else if (/[aic]/u.test(command)) while (rest(/\n/u).endsWith('\\') && at < text.length) at += 1;
    else if (/[:btTv]/u.test(command)) rest(/[\n;}]/u);
    else if (/[qQlL]/u.test(command)) skip(/[\s\d]/u);
    else if (/[rR]/u.test(command)) found.reads.push(rest(/\n/u));
    else if (/[wW]/u.test(command)) found.writes.push(rest(/\n/u));
    else if (command === 'e') {
      found.runs = true;
      rest(/\n/u);
    } else if (/[sy]/u.test(command)) {
      const delimiter = text.charAt(at);
      at += 1;
      if (delimiter === '' || !segment(delimiter) || !segment(delimiter)) return undefined;
      while (command === 's' && /[gpeiImM\d]/u.test(text.charAt(at))) {
        if (text.charAt(at) === 'e') found.runs = true;
        at += 1;
      }
      if (command === 's' && text.charAt(at) === 'w') {
        at += 1;
        found.writes.push(rest(/\n/u));
      }
    } else if (!without.test(command)) return undefined;
  }
  return found;
}
