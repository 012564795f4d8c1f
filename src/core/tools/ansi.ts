// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is left out
/** Output of programs as text: what only makes sense to a terminal is left out. */

const sequences =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[ -/]*[0-OQ-WYZ\\`-~])/gu;
const controls = /[\u0000-\u0007\u000b\u000c\u000e-\u001f\u007f]/gu;
/** A sequence that is longer than this is none. */
const longest = 4096;

/** Takes colours, cursor movements and titles out of a stream, also where a sequence comes in two pieces. */
export function createPlainer(): (piece: string) => string {
  let held = '';
  return (piece) => {
    const text = held + piece;
    const open = startOfOpenSequence(text);
    held = open === undefined ? '' : text.slice(open);
    return (open === undefined ? text : text.slice(0, open)).replace(sequences, '').replace(controls, '');
  };
}

/** Where a sequence begins that the text cuts off. */
function startOfOpenSequence(text: string): number | undefined {
  const at = text.lastIndexOf('\u001b');
  if (at === -1 || text.length - at > longest) return undefined;
  return text.slice(at).replace(sequences, '').startsWith('\u001b') ? at : undefined;
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
