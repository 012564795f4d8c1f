// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is left out
/** Output of programs as text: what only makes sense to a terminal is left out. */

/** A whole sequence, from where it begins. */
const sequence =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[ -/]*[0-OQ-WYZ\\`-~])/uy;
/** What may become one with the next piece. */
const open = /\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]*\u001b?|[PX^_][^\u001b]*\u001b?|[ -/]*)$/uy;
const controls = /[\u0000-\u0007\u000b\u000c\u000e-\u001f\u007f]/gu;
/** A sequence that is longer than this is none. */
const longest = 4096;

/** Takes colours, cursor movements and titles out of a stream, also where a sequence comes in two pieces. */
export function createPlainer(): (piece: string) => string {
  let held = '';
  return (piece) => {
    const text = held + piece;
    const kept: string[] = [];
    let done = 0;
    for (let at = text.indexOf('\u001b'); at !== -1; at = text.indexOf('\u001b', done)) {
      kept.push(text.slice(done, at));
      const end = endOf(sequence, text, at);
      if (end === undefined && text.length - at <= longest && endOf(open, text, at) !== undefined) {
        held = text.slice(at);
        return plain(kept);
      }
      done = end ?? at + 1;
    }
    held = '';
    return plain([...kept, text.slice(done)]);
  };
}

function plain(pieces: readonly string[]): string {
  return pieces.join('').replace(controls, '');
}

/** Where the pattern ends that begins at a place; undefined where it does not begin there. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Lines as a terminal would show them in the end: what a carriage return wrote over is gone, and so are backspaces. */
export function settled(text: string): string {
  return text
    .replace(/\r+\n/gu, '\n')
    .split('\n')
    .map((line) => erased(line.slice(line.trimEnd().lastIndexOf('\r') + 1).trimEnd()))
    .join('\n');
}

function erased(line: string): string {
  if (!line.includes('\b')) return line;
  const kept: string[] = [];
  for (const character of line) {
    if (character === '\b') kept.pop();
    else kept.push(character);
  }
  return kept.join('');
}
