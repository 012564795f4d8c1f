/** Folder names for specs: readable, unique, and safe on every file system. */

const longest = 40;
const mostWords = 6;

/** Device names that Windows gives no file, with or without an extension. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/iu;

/** Words that say nothing about what a spec is for. */
const fillers = new Set(
  [
    'a an the this that these those which who what when where there here it its they them their he she his her you your',
    'we us i me my our as of for to with by at from into in on out up over and or but so if than then not no only just also',
    'is are was were be been being am do does did has have had can could should would will shall must may might able',
    'want need like please let add build create implement make write get some any',
  ].flatMap((line) => line.split(' ')),
);

/** A name from a sentence: its first words that say something. */
export function nameFromSentence(sentence: string): string {
  const firstLine = sentence.trim().split('\n', 1)[0] ?? '';
  const words = safeName(firstLine, 400).split('-');
  const telling = words.filter((word) => !fillers.has(word));
  return safeName((telling.length === 0 ? words : telling).slice(0, mostWords).join('-'));
}

/** Lower-case words joined by hyphens, at most `limit` characters, never empty and never a reserved name. */
export function safeName(text: string, limit = longest): string {
  const words = text
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/gu, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
  const name = shorten(words, limit);
  if (name === '') return 'spec';
  return reserved.test(name) ? `${name}-spec` : name;
}

/** `name`, or `name-2`, `name-3` …: the first that no entry has, letter case and Unicode form aside. */
export function uniqueName(name: string, taken: readonly string[]): string {
  const folded = new Set(taken.map(fold));
  if (!folded.has(fold(name))) return name;
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`;
    const candidate = `${clip(name, longest - suffix.length)}${suffix}`;
    if (!folded.has(fold(candidate))) return candidate;
  }
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Whole words while they fit; a first word that is too long is cut. */
function shorten(words: readonly string[], limit: number): string {
  let name = '';
  for (const word of words) {
    const longer = name === '' ? word : `${name}-${word}`;
    if ([...longer].length > limit) break;
    name = longer;
  }
  return name === '' ? clip(words[0] ?? '', limit) : name;
}

function clip(text: string, limit: number): string {
  return [...text].slice(0, limit).join('').replace(/-+$/u, '');
}
