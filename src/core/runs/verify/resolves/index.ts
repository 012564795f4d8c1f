/**
 * What a command resolves to: the text of everything that it runs of the project and that says how it runs. Scripts of
 * package.json with those before and after them, programs and shell scripts, Makefiles, and the configuration of
 * runners with what that extends and loads, from the command's folder up to the workspace folder. A confirmation is
 * bound to it, so that nobody can change what a confirmed command does without being asked again. Of programs that
 * packages bring it is the file, the package and its version. The code that is proved is not part of it, nor are tests
 * that are known by their name.
 */
import { createHash } from 'node:crypto';
import { takeApart } from '../../../permissions/shell/parts';
import { lineOf, type Part } from '../../../permissions/shell/words';
import type { ShellPart } from '../../../permissions/shell.part';
import { followConfiguration, followConfigurationFile } from './configuration';
import { followTargets, makesTargets } from './make';
import { followScripts, runsScripts } from './packages';
import { followOptions, followProgram } from './programs';
import { beginSearch, type Invocation, type Search } from './search';
import { foldersBelow, openTree, type TreeFiles } from './tree';

export type { Invocation };

/** Name of each thing that a command rests on, and the SHA-256 of its text. */
export type Resolved = Readonly<Record<string, string>>;

/** What resolving takes. */
export interface ResolvePorts {
  readonly files: TreeFiles;
  /** The grammar of the shell. */
  readonly parse: ShellPart['parse'];
  /** Absolute path of the workspace folder that the command is of. */
  readonly root: string;
  /** All workspace folders; the one where it is left out. */
  readonly roots?: readonly string[];
}

/** Reads what a line rests on in its folder. */
export async function resolveCheck(ports: ResolvePorts, line: string, cwd: string): Promise<Resolved> {
  const texts = await resolvedTexts(ports, line, cwd);
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, sum(text)]));
}

/** The same as texts, for showing what became of them. */
export async function resolvedTexts(
  { files, parse, root, roots }: ResolvePorts,
  line: string,
  cwd: string,
): Promise<Readonly<Record<string, string>>> {
  const search = beginSearch(openTree(files, root, roots), followLines(parse));
  await followConfiguration(search, cwd);
  await search.follow(line, cwd);
  const sorted = [...search.found].sort(([one], [other]) => (one < other ? -1 : 1));
  return { command: line, ...Object.fromEntries(sorted) };
}

/** What a line starts in the end, through scripts of packages, targets and shell scripts. */
export interface Started {
  /** `vitest`, and with their verb those that do many things: `go vet`. */
  readonly programs: ReadonlySet<string>;
  readonly invocations: readonly Invocation[];
}

/** The programs that a line starts in the end. */
export async function startedBy(
  { files, parse, root, roots }: ResolvePorts,
  line: string,
  cwd: string,
): Promise<Started> {
  const search = beginSearch(openTree(files, root, roots), followLines(parse));
  await search.follow(line, cwd);
  return search;
}

/** Names of what differs, `before` to `after`; the words of "asks again". */
export function changedParts(before: Resolved, after: Resolved): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

function followLines(parse: ShellPart['parse']) {
  return async (search: Search, lines: string, folder: string, base: string): Promise<void> => {
    const { parts } = takeApart(lines, { parse, cwd: folder, home: '/', unwrap: true });
    for (const part of parts) for (const each of part.folders ?? [folder]) await followPart(search, part, each, base);
  };
}

/** Tools that run what stands behind their own options, as they found it. */
const around = /^(?:c8|nyc|coverage|hyperfine|retry|start-server-and-test|chronic)$/u;

async function followPart(search: Search, part: Part, folder: string, base: string): Promise<void> {
  // A command in another folder than the line's has the configuration that is there.
  await followConfiguration(search, folder);
  await followOptions(search, part, folder);
  if (runsScripts(part)) await followScripts(search, part, folder);
  else if (makesTargets(part)) await followTargets(search, part, folder);
  else {
    noteProgram(search, part, folder);
    await followProgram(search, part, folder, base);
  }
  if (around.test(part.program)) await followInner(search, part, folder);
  if (runsPytest(part)) await followConftests(search, folder);
}

const manyVerbs = /^(?:go|cargo|dotnet|deno)$/u;

function noteProgram(search: Search, part: Part, folder: string): void {
  const { program, args, words, transparent, folders } = part;
  if (program === '' || transparent) return;
  const verb = manyVerbs.test(program) ? args.find((each) => !/^[-+]/u.test(each)) : undefined;
  const name = verb === undefined ? program : `${program} ${verb}`;
  search.programs.add(name);
  // What follows `cd` runs where that leads; where it leads nowhere, `&&` ends the line.
  if (folders !== undefined && folder !== folders.at(-1)) return;
  search.invocations.push({ program, name, args, folder, dynamic: words.some(({ known }) => !known) });
}

/** Which of its words begins the command only the tool knows, so each that may is followed. */
async function followInner(search: Search, { program, words }: Part, folder: string): Promise<void> {
  const starts = words.flatMap(({ value }, at) => (at > 0 && !value.startsWith('-') ? [at] : [])).slice(0, 4);
  for (const at of starts) await search.follow(lineOf(words.slice(at)), folder);
  const [run] = starts;
  if (program === 'coverage' && run !== undefined)
    await search.follow(`python ${lineOf(words.slice(run + 1))}`, folder);
}

function runsPytest({ program, args }: Part): boolean {
  if (/^(?:pytest|py\.test|tox|nox)$/u.test(program)) return true;
  return /^(?:python|pypy|coverage)/u.test(program) && args.some((each) => /^(?:-m)?(?:pytest|tox|nox)$/u.test(each));
}

/** pytest loads each conftest.py on the way to a test. */
async function followConftests(search: Search, folder: string): Promise<void> {
  for (const each of await foldersBelow(search.tree, folder, 8)) {
    if ((await search.tree.list(each)).some(({ name }) => name === 'conftest.py'))
      await followConfigurationFile(search, `${each}/conftest.py`);
  }
}

function sum(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}
