/** The glossary: `- **Term**: meaning`, or rows of a table. */
import { placeOf, type ScannedText } from '../lines';
import type { GlossaryEntry } from '../model';
import type { Heading } from '../sections';
import { isGlossaryTitle } from '../vocabulary';

const ENTRY =
  /^[ \t]*[-*+][ \t]+(?:\*\*|__|`)([^*_`\n].{0,120}?)(?:\*\*|__|`)(?:[ \t]*[(（][^)）]*[)）])?[ \t]*(?:[:：—–-][ \t]*)?(.*)$/;
const PLAIN_ENTRY = /^[ \t]*[-*+][ \t]+([^:：*\n]{1,80})[:：][ \t]*(.+)$/;
const ROW = /^[ \t]*\|[ \t]*(?:\*\*)?([^|*]{1,120}?)(?:\*\*)?[ \t]*\|[ \t]*([^|]*)\|/;

/** The entries below the glossary heading, from lists and tables alike; empty where there is no such heading. */
export function glossaryOf(scanned: ScannedText, headings: readonly Heading[]): readonly GlossaryEntry[] {
  const section = headings.find((heading) => isGlossaryTitle(heading.title));
  const entries: GlossaryEntry[] = [];
  let header = true;
  for (let index = (section?.index ?? 0) + 1; index < (section?.until ?? 0); index++) {
    const line = scanned.line(index);
    if (line === undefined || line.kind !== 'text') {
      continue;
    }
    const row = ROW.exec(line.text);
    if (row !== null) {
      const rule = /^[\s|:-]+$/.test(line.text);
      header = rule ? false : header;
      if (rule || header) {
        continue;
      }
    }
    const match = row ?? ENTRY.exec(line.text) ?? PLAIN_ENTRY.exec(line.text);
    if (match !== null) {
      const term = (match[1] ?? '').replace(/[:：][ \t]*$/, '').trim();
      entries.push({ term, meaning: (match[2] ?? '').trim(), place: placeOf(line) });
    } else {
      extendLast(entries, line.text);
    }
  }
  return entries;
}

/** An indented line goes on with the meaning above it. */
function extendLast(entries: GlossaryEntry[], text: string): void {
  const last = entries.at(-1);
  if (last !== undefined && /^[ \t]+\S/.test(text) && !/^[ \t]*[-*+|#]/.test(text)) {
    entries[entries.length - 1] = { ...last, meaning: `${last.meaning} ${text.trim()}`.trim() };
  }
}
