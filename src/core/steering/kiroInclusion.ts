/** Kiro's front matter: `inclusion`, `fileMatchPattern`, `name`, `description`. */

import { nearWord } from '../nearWord';
import type { FrontMatter, KeyLine } from './frontMatter/model';
import { entryAt, kiroKeys, kiroModes, textAt } from './keys';
import { aboutBody, keyed, type Meant, matching, type Note } from './meant';
import type { Inclusion } from './model';

type Mode = Inclusion['kind'];

const modes: readonly Mode[] = kiroModes.map(({ name }) => name);
const keys: readonly string[] = Object.values(kiroKeys).map(({ name }) => name);
/** Too short a key is near to too much. */
const guessed = keys.filter((each) => each.length > 4);
/** Words of other tools for the same thing. */
const otherWords: Readonly<Record<string, Mode>> = {
  alwayson: 'always',
  alwaysapply: 'always',
  autoattached: 'fileMatch',
  conditional: 'fileMatch',
  disabled: 'never',
  filematched: 'fileMatch',
  filematchpattern: 'fileMatch',
  filepattern: 'fileMatch',
  glob: 'fileMatch',
  globs: 'fileMatch',
  modeldecision: 'auto',
  none: 'never',
  off: 'never',
  ondemand: 'manual',
  agentrequested: 'auto',
};
/** How a file of `.kiro/steering` counts; `body` is asked where it does not say what it is about. */
export function kiroInclusion({ values, lines }: FrontMatter, body: string): Meant {
  const typos = misspelt(values, lines);
  const known = { ...values, ...Object.fromEntries(typos.map(({ key, meant }) => [meant, values[key]])) };
  const notes = typos.map(({ note }) => note);
  const entry = entryAt(known, kiroKeys.fileMatchPattern);
  const pattern = matching(entry);
  const mode = modeOf(known, pattern !== undefined, lines);
  const meant = meantBy(mode.mode, known, pattern, body);
  const name = textAt(known, kiroKeys.name);
  return {
    inclusion: meant.inclusion,
    notes: [
      ...notes,
      ...otherName(pattern === undefined ? undefined : entry?.key, lines),
      ...mode.notes,
      ...meant.notes,
    ],
    ...(name === undefined ? {} : { name }),
  };
}

/** A pattern below a key of another tool: read here, but nothing to Kiro. */
function otherName(key: string | undefined, lines: FrontMatter['lines']): readonly Note[] {
  const { name } = kiroKeys.fileMatchPattern;
  if (key === undefined || key === name) return [];
  const message = `“${key}” is read as “${name}”, which is Kiro’s name for it.`;
  return [{ code: 'steering/key', severity: 'info', message, key, ...renamed(key, name, lines) }];
}

function renamed(key: string, to: string, lines: FrontMatter['lines']): Pick<Note, 'fix'> {
  const start = lines[key]?.start;
  if (start === undefined) return {};
  return { fix: { title: `Write ${to}`, edits: [{ start, end: start + key.length, text: to }] } };
}

/** Takes the place of a value that stands on one line; quotes stay, a comment behind it too. */
function replaced(line: KeyLine | undefined, word: string, by: string): Pick<Note, 'fix'> {
  const at = line?.value.indexOf(word) ?? -1;
  if (line === undefined || at === -1) return {};
  const start = line.valueStart + at;
  return { fix: { title: `Write ${by}`, edits: [{ start, end: start + word.length, text: by }] } };
}

function misspelt(values: FrontMatter['values'], lines: FrontMatter['lines']) {
  return Object.keys(values).flatMap((key) => {
    const meant = keys.includes(key) ? undefined : nearWord(key, guessed);
    if (meant === undefined || meant in values || key === meant) return [];
    const message = `“${key}” is read as “${meant}”.`;
    const note: Note = { code: 'steering/key', severity: 'warning', message, key, ...renamed(key, meant, lines) };
    return [{ key, meant, note }];
  });
}

function modeOf(
  values: FrontMatter['values'],
  hasPattern: boolean,
  lines: FrontMatter['lines'],
): { readonly mode: Mode; readonly notes: readonly Note[] } {
  const found = entryAt(values, kiroKeys.inclusion);
  const otherwise: Mode = hasPattern ? 'fileMatch' : 'always';
  const key = found?.key ?? '';
  if (found === undefined || found.value === null || found.value === '') {
    const message =
      'There is a pattern and no “inclusion: fileMatch”. The file is included while files match the pattern.';
    return { mode: otherwise, notes: hasPattern ? [{ code: 'steering/no-mode', severity: 'info', message }] : [] };
  }
  const written = Array.isArray(found.value) && found.value.length === 1 ? (found.value[0] as unknown) : found.value;
  const word = typeof written === 'string' ? written.trim() : undefined;
  const exact = modes.find((each) => each === word);
  if (exact !== undefined) return { mode: exact, notes: [] };
  const folded = word?.replace(/[-_ ]/gu, '').toLowerCase() ?? '';
  const meant = modes.find((each) => each.toLowerCase() === folded) ?? otherWords[folded] ?? nearWord(folded, modes);
  const readAs = modes.find((each) => each === (meant ?? otherwise)) ?? otherwise;
  // What is no text may be of any size: YAML can name a list within itself a thousand times.
  const said = word ?? (typeof found.value === 'object' ? 'a list or keys' : String(found.value));
  const message =
    meant === undefined
      ? `“${said}” is no inclusion; there are ${modes.join(', ')}. The file counts as ${readAs}.`
      : `“${said}” is read as ${readAs}.`;
  return {
    mode: readAs,
    notes: [
      {
        code: 'steering/mode',
        severity: meant === undefined ? 'warning' : 'info',
        message,
        key,
        ...(meant === undefined || word === undefined ? {} : replaced(lines[key], word, readAs)),
      },
    ],
  };
}

function meantBy(mode: Mode, values: FrontMatter['values'], pattern: Meant | undefined, body: string): Meant {
  switch (mode) {
    case 'fileMatch': {
      if (pattern !== undefined) return pattern;
      const message = 'Nothing says for which files it is (fileMatchPattern), so the file is always included.';
      return {
        inclusion: { kind: 'always' },
        notes: [{ code: 'steering/no-pattern', severity: 'warning', message, key: 'inclusion' }],
      };
    }
    case 'auto':
      return auto(values, body);
    default: {
      const message = `The pattern is not used, since the inclusion is ${mode}.`;
      const key = keyed(values, 'fileMatchPattern')?.key;
      const unused = pattern === undefined || key === undefined;
      return {
        inclusion: { kind: mode },
        notes: unused ? [] : [{ code: 'steering/unused-pattern', severity: 'info', message, key }],
      };
    }
  }
}

/** By its description; without one by its name and heading. */
function auto(values: FrontMatter['values'], body: string): Meant {
  const description = textAt(values, kiroKeys.description);
  if (description !== undefined) return { inclusion: { kind: 'auto', description }, notes: [] };
  const about = aboutBody(body);
  const message = `There is no description, so the heading says when it is included: “${about}”.`;
  return {
    inclusion: { kind: 'auto', description: about },
    notes: [{ code: 'steering/no-description', severity: 'info', message, key: 'inclusion' }],
  };
}
