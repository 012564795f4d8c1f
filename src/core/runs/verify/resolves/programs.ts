/** Programs of the project that a command runs: by an interpreter, or by their path. */
import { isAbsolute, joinPath } from '../../../permissions/paths';
import type { ShellWord } from '../../../permissions/shell/line';
import { operands, optionValues, type Part } from '../../../permissions/shell/words';
import { followBin } from './bins';
import { followImports, followOptionValue } from './configuration';
import { folderOf, isTestByName, note, type Search } from './search';

/** A program that runs the file it is given. */
interface Interpreter {
  readonly programs: RegExp;
  /** Options that take the next word. */
  readonly valued: readonly string[];
  /** Words that stand before the file. */
  readonly verbs?: RegExp;
  readonly endings: readonly string[];
}

/** Options of Node, and of what stands in for it, that take the next word. */
export const nodeValued: readonly string[] = [
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
];

const interpreters: readonly Interpreter[] = [
  {
    programs: /^(?:node|nodejs|tsx|ts-node|ts-node-esm|bun|deno|electron|esno|jiti|babel-node|swc-node)$/u,
    valued: [...nodeValued, '-c', '--config'],
    verbs: /^(?:run|watch)$/u,
    endings: ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '/index.js', '/index.ts'],
  },
  {
    programs: /^(?:python|pypy)[\d.]*$/u,
    valued: ['-W', '-X', '--check-hash-based-pycs'],
    endings: ['', '/__main__.py'],
  },
  { programs: /^(?:ba|z|k|da|a|mk|rba)?sh$|^fish$/u, valued: ['-o', '-O', '--rcfile', '--init-file'], endings: [''] },
  { programs: /^(?:\.|source)$/u, valued: [], endings: ['', '.sh'] },
  { programs: /^(?:ruby|jruby)$/u, valued: ['-I', '-r', '-C'], endings: ['', '.rb'] },
  {
    programs: /^(?:perl|php|lua|luajit|rscript|julia|elixir|groovy|kotlin|scala|swift|pwsh|powershell|tclsh)[\d.]*$/u,
    valued: ['-d', '-c', '-I', '-f', '-File'],
    endings: [''],
  },
  {
    programs: /^(?:go|cargo|dotnet|dart)$/u,
    valued: ['-C', '-p', '--package', '--bin', '--project'],
    verbs: /^(?:run|script)$/u,
    endings: ['', '/main.go'],
  },
];

const shellNames = /^(?:(?:ba|z|k|da|a|mk|rba)?sh|\.|source)$/u;

/** Follows the program of a part, whether it is run by its path or by an interpreter. */
export async function followProgram(search: Search, part: Part, folder: string, base: string): Promise<void> {
  const [first] = part.words;
  if (first === undefined) return;
  await followBin(search, first, folder);
  if (/[/\\]/u.test(first.value)) await followFile(search, pathsOf(first, folder, base), undefined, folder);
  const interpreter = interpreters.find(({ programs }) => programs.test(part.program));
  if (interpreter === undefined) return;
  const shell = shellNames.test(part.program);
  for (const { operator, target } of part.redirects)
    if (operator === '<' && target !== undefined)
      await followFile(search, pathsOf(target, folder, base), shell, folder);
  const module = moduleOf(part);
  if (module !== undefined) {
    await followFile(search, modulePaths(module, folder), false, folder);
    return;
  }
  const word = fileWord(part, interpreter);
  if (word === undefined) return;
  const places = pathsOf(word, folder, base).flatMap((place) => interpreter.endings.map((ending) => place + ending));
  await followFile(search, places, shell, folder);
}

/** The word that names the program; what a test runner is given are tests. */
function fileWord(part: Part, { valued, verbs }: Interpreter): ShellWord | undefined {
  if (part.args.some((each) => /^(?:--test|-e|--eval|-c|-p|--print)$/u.test(each)) && !shellNames.test(part.program))
    return undefined;
  if (part.args[0] === 'test') return undefined;
  const [value, next] = operands(part.args, valued);
  const meant = value !== undefined && verbs?.test(value) === true ? next : value;
  return part.words.slice(1).find((word) => word.value === meant);
}

function moduleOf({ program, args }: Part): string | undefined {
  if (!/^(?:python|pypy)/u.test(program)) return undefined;
  return optionValues(args, '-m').at(0);
}

/** `tools.check` of a folder, with what runs before it. */
function modulePaths(module: string, folder: string): readonly string[] {
  const place = joinPath(folder, module.replaceAll('.', '/'));
  return [`${place}.py`, `${place}/__main__.py`];
}

/**
 * Where a word may lead: from the folder of the command. What a variable begins (`"$DIR/lib.sh"`) is looked for there
 * and beside the script that says so, which is what such a variable nearly always is.
 */
function pathsOf({ value, known }: ShellWord, folder: string, base: string): readonly string[] {
  if (known) return [isAbsolute(value) ? value : joinPath(folder, `./${value}`)];
  const tail = /^(?:.*[)}"`]|.*\$\w+|.*\$\d)\/(.+)$/u.exec(value.replaceAll('"', ''))?.[1];
  return tail === undefined ? [] : [joinPath(base, `./${tail}`), joinPath(folder, `./${tail}`)];
}

async function followFile(
  search: Search,
  places: readonly string[],
  shell: boolean | undefined,
  folder: string,
): Promise<void> {
  for (const place of places) {
    const text = await search.tree.text(place);
    if (text === undefined) continue;
    if (isTestByName(place) || !search.once(`file ${place}`)) return;
    await note(search, place);
    if (shell ?? isShellScript(place, text)) {
      await search.follow(text, folder, folderOf(place));
      return;
    }
    await followImports(search, place, text, false);
    return;
  }
}

function isShellScript(path: string, text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  return line.startsWith('#!') ? /\b(?:ba|z|k|da|a)?sh\b/u.test(line) : /\.(?:sh|bash|zsh)$|\/[^./]+$/u.test(path);
}

/** Options whose value is a file, or a folder, that says how the program runs. */
const configuring =
  /^--?(?:c|p|r|f|C|I|config\w*|configuration|[\w-]*config[\w-]*|project|tsconfig|setup[\w-]*|global-?[sS]etup|require|import|loader|experimental-loader|env-file[\w-]*|manifest-path|file|makefile|rcfile|init-file|init-script|settings|build-file|settings-file|opts|package|plugin|plugins|reporters?|parser|root|rootDir|rootdir|dir|cwd|prefix|directory|resolve-plugins[\w-]*|rulesdir|ignore-path|preload|runner|transform|environment|env|ui|format|formatter|resolver|override-ini|confcutdir|tags)$/u;

/** Follows what options name: `--config x`, `--config=x`, `-c x`. */
export async function followOptions(search: Search, part: Part, folder: string): Promise<void> {
  for (const { value } of part.assignments)
    for (const each of value.value.split(/[\s=]+/u)) await followWord(search, folder, each);
  for (const [at, arg] of part.args.entries()) {
    if (!arg.startsWith('-')) continue;
    const equals = arg.indexOf('=');
    if (equals !== -1) await followWord(search, folder, arg.slice(equals + 1));
    else if (configuring.test(arg)) await followWord(search, folder, part.args[at + 1] ?? '');
    else if (/^-[cpfrI]./u.test(arg)) await followWord(search, folder, arg.slice(2));
    if (/^-p/u.test(arg) && /^(?:pytest|py\.test|python[\d.]*)$/u.test(part.program)) {
      const module = arg === '-p' ? (part.args[at + 1] ?? '') : arg.slice(2);
      await followWord(search, folder, `${module.replaceAll('.', '/')}.py`);
    }
  }
}

async function followWord(search: Search, folder: string, value: string): Promise<void> {
  if (value === '' || value === '.' || value.startsWith('-') || value.length > 300) return;
  await followOptionValue(search, folder, value);
}
