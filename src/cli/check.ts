/** `tracewright check [paths…]`: parses and checks every spec below the given paths. */
import { posix } from 'node:path';
import { type Command, Option } from 'commander';
import type { Files, Git } from '../core/host';
import {
  DOCUMENT_NAMES,
  diagnosticsOf,
  findSpecFolders,
  forgetDocuments,
  parseSpec,
  readSpecFiles,
  type Spec,
} from '../core/specs';
import { rulePage } from '../core/specs/ruleDocs';
import {
  type CheckOptions,
  defaultCheck,
  type RuleLevel,
  ruleOf,
  unknownRules,
  withSpecSeverities,
} from '../core/specs/severity';
import { formats, type ReportFormat } from './checkReport';
import { CliError, exitCodes } from './exit';

/** What the command needs of whoever runs it. */
export interface CheckHost {
  readonly files: CheckFiles;
  readonly git: Pick<Git, 'changedSince'>;
  /** Absolute, with `/`. */
  readonly cwd: string;
  /** What the user's settings say of severities. */
  settings(): Promise<CheckOptions>;
  /** Mends what can be mended in these spec folders; gives how many findings are gone. Throws a `CliError`. */
  mend(specs: readonly string[], options: CheckOptions): Promise<number>;
  /** Told how many specs there are before the first is read, to make itself ready. */
  expect?(specs: number): Promise<void>;
  /** Writes to standard output, as it is. */
  out(text: string): void;
  /** Writes one line to standard error. */
  fail(line: string): void;
  /** Sets the exit code of the process. */
  exit(code: number): void;
}

type CheckFiles = Pick<Files, 'read' | 'stat' | 'list'>;

/** The options of one run, as commander gives them. */
export interface CheckFlags {
  readonly format: string;
  /** Only specs with a document that differs from this commit. */
  readonly changed?: string;
  readonly fix?: boolean;
  readonly kiroStrict?: boolean;
  /** `rule=level`, over what the settings say. */
  readonly severity?: readonly string[];
  /** Prints the page of one rule instead. */
  readonly explain?: string;
}

const READ_AT_ONCE = 16;
const levels: readonly string[] = ['error', 'warning', 'info', 'hint', 'off'] satisfies readonly RuleLevel[];

/** Adds the subcommand. Its exit code is 0 without errors, 1 with errors, 2 for a path or an option that is none. */
export function registerCheck(program: Command, host: CheckHost): Command {
  return program
    .command('check')
    .description('Check every spec below the given paths: references, numbers, task states, the graph, wording.')
    .argument('[paths...]', 'files or folders; the working directory without any')
    .addOption(new Option('--format <format>', Object.keys(formats).join(', ')).default('text'))
    .option(
      '--changed <ref>',
      'only specs that differ from this commit, for example origin/main; "origin/main..." is where HEAD left it',
    )
    .option('--fix', 'mend what can be mended, then check')
    .option('--kiro-strict', "give findings that Kiro has too Kiro's severities")
    .option('--severity <rule=level...>', 'what a rule weighs: error, warning, info, hint or off')
    .option('--explain <rule>', 'print the page of a rule and check nothing')
    .action(async (paths: readonly string[], flags: CheckFlags) => {
      host.exit(await runCheck(paths, flags, host));
    });
}

/** The command without its parser. Resolves with the exit code; what failed is one sentence on standard error. */
export async function runCheck(paths: readonly string[], flags: CheckFlags, host: CheckHost): Promise<number> {
  try {
    if (flags.explain !== undefined) {
      host.out(explain(flags.explain));
      return exitCodes.ok;
    }
    return await checkPaths(paths, flags, host);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    host.fail(error.message);
    return error.code;
  }
}

async function checkPaths(paths: readonly string[], flags: CheckFlags, host: CheckHost): Promise<number> {
  const report = isFormat(flags.format) ? formats[flags.format] : undefined;
  if (report === undefined) {
    const known = Object.keys(formats).join(', ');
    throw new CliError(`There is no format "${flags.format}". Choose one of ${known}.`, exitCodes.usage);
  }
  const options = await optionsOf(flags, host);
  const roots = (paths.length === 0 ? ['.'] : paths).map((path) => posix.resolve(host.cwd, path.replaceAll('\\', '/')));
  for (const [index, root] of roots.entries()) {
    if ((await host.files.stat(root)) === undefined) {
      const message = `There is no file or folder "${paths[index] ?? root}". Give a path that exists.`;
      throw new CliError(message, exitCodes.usage);
    }
  }
  const found = await findSpecFolders(host.files, roots);
  const specs = await changedOnly([...found.keys()].sort(), flags.changed, host);
  if (flags.fix === true) host.fail(`Mended: ${await host.mend(specs, options)}.`);
  await host.expect?.(specs.length);
  const { cwd, out } = host;
  const writing = report({ cwd, roots, out });
  let failed = false;
  const files = withoutAbsent(host.files, found);
  const unreadable = await eachSpec(specs, { ...host, files }, (read) => {
    const spec = withSpecSeverities(read, options);
    writing.add(spec);
    failed ||= allDiagnostics(spec).some(({ severity }) => severity === 'error');
  });
  writing.end(unreadable);
  return failed || unreadable > 0 ? exitCodes.failed : exitCodes.ok;
}

function isFormat(format: string): format is ReportFormat {
  return Object.hasOwn(formats, format);
}

function explain(name: string): string {
  const rule = ruleOf(name.includes('/') ? name : `/${name}`);
  if (rule === undefined) throw new CliError(`There is no rule "${name}".`, exitCodes.usage);
  return rulePage(rule);
}

/** The settings, with what the command line says over them. */
async function optionsOf(flags: CheckFlags, host: CheckHost): Promise<CheckOptions> {
  const settings = await host.settings();
  const given = (flags.severity ?? []).map((each): readonly [string, RuleLevel] => {
    const [name = '', level = ''] = each.split('=');
    if (!isLevel(level)) {
      const message = `"${each}" is no severity. Write rule=level, with one of ${levels.join(', ')}.`;
      throw new CliError(message, exitCodes.usage);
    }
    return [name, level];
  });
  const [unknown] = unknownRules(Object.fromEntries(given));
  if (unknown !== undefined) throw new CliError(`There is no rule "${unknown}".`, exitCodes.usage);
  for (const name of unknownRules(settings.severities)) {
    host.fail(`The setting tracewright.check.severities names "${name}", which is no rule. It does nothing.`);
  }
  return {
    severities: { ...settings.severities, ...Object.fromEntries(given) },
    kiroStrict: flags.kiroStrict ?? settings.kiroStrict ?? defaultCheck.kiroStrict,
  };
}

function isLevel(level: string): level is RuleLevel {
  return levels.includes(level);
}

/** The specs with a document that is new, other or gone; a whole spec, since its documents are checked against each other. */
async function changedOnly(
  specs: readonly string[],
  ref: string | undefined,
  host: CheckHost,
): Promise<readonly string[]> {
  if (ref === undefined || specs.length === 0) return specs;
  const paths = specs.flatMap((spec) => DOCUMENT_NAMES.map((name) => `${spec}/${name}`));
  const folder = commonFolder(specs);
  // The hook that git calls before the first commit asks, too.
  const changed = await host.git.changedSince(folder, ref, paths, 'all');
  if (typeof changed === 'string') throw new CliError(changed, exitCodes.usage);
  const folders = new Set(changed.map((path) => posix.dirname(path)));
  return specs.filter((spec) => folders.has(spec));
}

function commonFolder(paths: readonly string[]): string {
  let common = posix.dirname(paths[0] ?? '/');
  while (!paths.every((path) => common === '/' || path.startsWith(`${common}/`))) common = posix.dirname(common);
  return common;
}

function allDiagnostics(spec: Spec) {
  return spec.documents.flatMap(({ name }) => diagnosticsOf(spec, name));
}

/**
 * The same files, of which those that were not in their folder when it was listed are not asked for: most specs have two
 * of the five. A disk may take names of other case or form for the same, so only a folder of plain names is believed.
 */
function withoutAbsent(files: CheckFiles, folders: ReadonlyMap<string, readonly string[]>): CheckFiles {
  const isAbsent = (path: string): boolean => {
    const end = path.lastIndexOf('/');
    const names = folders.get(path.slice(0, end));
    const wanted = path.slice(end + 1);
    return names?.every((name) => name !== wanted && isPlain(name) && name.toLowerCase() !== wanted) === true;
  };
  return { ...files, read: async (path, range) => (isAbsent(path) ? undefined : files.read(path, range)) };
}

function isPlain(name: string): boolean {
  return /^[\x20-\x7e]*$/.test(name);
}

/** Visits each spec in order. One that cannot be read is named and does not stop the others; gives how many those are. */
async function eachSpec(
  paths: readonly string[],
  host: Pick<CheckHost, 'files' | 'fail'>,
  visit: (spec: Spec) => void,
): Promise<number> {
  let unreadable = 0;
  for (let at = 0; at < paths.length; at += READ_AT_ONCE) {
    const batch = paths.slice(at, at + READ_AT_ONCE);
    const results = await Promise.allSettled(batch.map((path) => readSpecFiles(host.files, path)));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') {
        visit(parseSpec(result.value));
        forgetDocuments();
      } else {
        const reason = result.reason instanceof Error ? result.reason.message : String(result.reason);
        host.fail(`The spec ${batch[index] ?? ''} could not be read (${reason}). The others were checked.`);
        unreadable++;
      }
    }
  }
  return unreadable;
}
