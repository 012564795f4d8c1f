/** Makefiles (and justfiles, which are alike): what they include, and the lines of the targets that are made. */
import { joinPath } from '../../../permissions/paths';
import type { Part } from '../../../permissions/shell/words';
import { operands, optionValues } from '../../../permissions/shell/words';
import { folderOf, note, type Search } from './search';
import { expanded } from './tree';

const files: Readonly<Record<string, readonly string[]>> = {
  make: ['GNUmakefile', 'makefile', 'Makefile'],
  just: ['justfile', 'Justfile', '.justfile'],
};

/** Whether a part makes targets of a file. */
export function makesTargets({ program }: Part): boolean {
  return /^(?:g|b|re)?make$|^just$/u.test(program);
}

/** Notes the files and follows what the targets run. */
export async function followTargets(search: Search, part: Part, from: string): Promise<void> {
  const valued = ['-f', '--file', '--makefile', '--justfile', '-C', '--directory', '-j', '-I', '-o', '-W'];
  const folder = optionValues(part.args, '-C', '--directory').reduce((base, each) => joinPath(base, each), from);
  const given = optionValues(part.args, '-f', '--file', '--makefile', '--justfile');
  const names = given.length > 0 ? given : (files[part.program === 'just' ? 'just' : 'make'] ?? []);
  const texts: string[] = [];
  for (const name of names) texts.push(...(await readMakefile(search, joinPath(folder, name))));
  const targets = operands(part.args, valued).filter((each) => !each.includes('='));
  for (const line of recipeLines(texts.join('\n'), targets)) {
    if (search.once(`recipe ${folder} ${line}`)) await search.follow(line, folder);
  }
}

/** The text with everything that it includes, each noted. */
async function readMakefile(search: Search, path: string): Promise<readonly string[]> {
  const text = await note(search, path);
  if (text === undefined || !search.once(`makefile ${path}`)) return text === undefined ? [] : [text];
  const texts = [text];
  const variables = variablesOf(text);
  for (const match of text.matchAll(/^[ ]*(?:[-s]?include|import|mod\??)[ \t]+(.+)$/gmu)) {
    for (const word of substituted(match[1] ?? '', variables).split(/[\s'"]+/u)) {
      const plain = word.replace(/^\$[({][^)}]*[)}]\/?/u, '');
      if (plain === '') continue;
      for (const place of await expanded(search.tree, folderOf(path), plain))
        texts.push(...(await readMakefile(search, place)));
    }
  }
  return texts;
}

interface Rule {
  readonly needs: readonly string[];
  readonly lines: readonly string[];
}

/** The shell lines of the targets and of what they need; of all where a target is not found by its name. */
function recipeLines(text: string, targets: readonly string[]): readonly string[] {
  const variables = variablesOf(text);
  const rules = rulesOf(text.replace(/\\\r?\n[ \t]*/gu, ' '));
  const first = [...rules.keys()].find((name) => !name.startsWith('.'));
  const wanted = targets.length > 0 ? targets : first === undefined ? [] : [first];
  const reached = new Set<string>();
  const reach = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const need of (rules.get(name) ?? []).flatMap(({ needs }) => needs)) reach(need);
  };
  for (const name of wanted.every((each) => rules.has(each)) ? wanted : rules.keys()) reach(name);
  return [...reached].flatMap((name) =>
    (rules.get(name) ?? []).flatMap(({ lines }) => lines.map((line) => substituted(line, variables))),
  );
}

function rulesOf(text: string): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, Rule[]>();
  let current: { needs: string[]; lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const recipe = /^(?:\t| {2,})[@+-]*\s*(.+)$/u.exec(line)?.[1];
    if (recipe !== undefined) {
      current?.lines.push(recipe);
      continue;
    }
    const head = /^([^\s:=#][^:=#]*?)\s*::?(?!=)([^=#;]*)(?:;(.*))?$/u.exec(line);
    if (head === null) {
      if (/^\S/u.test(line) && !line.startsWith('#')) current = undefined;
      continue;
    }
    current = {
      needs: (head[2] ?? '').split(/\s+/u).filter((each) => each !== ''),
      lines: head[3] === undefined ? [] : [head[3]],
    };
    for (const name of (head[1] ?? '').split(/\s+/u)) rules.set(name, [...(rules.get(name) ?? []), current]);
  }
  return rules;
}

function variablesOf(text: string): ReadonlyMap<string, string> {
  const known = new Map<string, string>([['MAKE', 'make']]);
  for (const match of text.matchAll(/^[ ]*(?:export[ ]+|override[ ]+)?(\w+)[ \t]*(?:::?|\?|\+)?=[ \t]*(.*)$/gmu))
    known.set(match[1] ?? '', (match[2] ?? '').trim());
  return known;
}

/** `$(NAME)` by what the file says of it, a few steps deep; what it does not say stays. */
function substituted(line: string, variables: ReadonlyMap<string, string>): string {
  let text = line;
  for (let step = 0; step < 5; step++) {
    const next = text.replace(
      /\$[({](\w+)[)}]|\{\{\s*(\w+)\s*\}\}/gu,
      (all, name: string | undefined, other: string | undefined) => variables.get(name ?? other ?? '') ?? all,
    );
    if (next === text || next.length > 10_000) break;
    text = next;
  }
  return text.replaceAll('$$', '$');
}
