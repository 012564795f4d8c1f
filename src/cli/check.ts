/** `tracewright check [paths…]`: parses and checks every spec below the given paths. */
import { posix } from 'node:path';
import { type Command, Option } from 'commander';
import type { Files } from '../core/host';
import { findSpecs, readSpec, type Spec } from '../core/specs';
import { type CheckedSpecs, formats, type ReportFormat } from './checkReport';

/** What the command needs of whoever runs it. */
export interface CheckHost {
  readonly files: Pick<Files, 'read' | 'list' | 'stat'>;
  /** Absolute, with `/`. */
  readonly cwd: string;
  /** Writes to standard output, as it is. */
  out(text: string): void;
  /** Writes one line to standard error. */
  fail(line: string): void;
  /** Sets the exit code of the process. */
  exit(code: number): void;
}

const READ_AT_ONCE = 16;

/** Adds the subcommand. Its exit code is 0 without errors, 1 with errors, 2 for a path or a format that is none. */
export function registerCheck(program: Command, host: CheckHost): Command {
  return program
    .command('check')
    .description('Check every spec below the given paths: references, numbers, task states, the dependency graph.')
    .argument('[paths...]', 'files or folders; the working directory without any')
    .addOption(new Option('--format <format>', 'text, json or sarif').default('text'))
    .action(async (paths: readonly string[], options: { readonly format: string }) => {
      host.exit(await runCheck(paths, options.format, host));
    });
}

/** The command without its parser. Resolves with the exit code; what failed is one sentence on standard error. */
export async function runCheck(paths: readonly string[], format: string, host: CheckHost): Promise<number> {
  const report = isFormat(format) ? formats[format] : undefined;
  if (report === undefined) {
    host.fail(`There is no format "${format}". Choose one of ${Object.keys(formats).join(', ')}.`);
    return 2;
  }
  const roots = (paths.length === 0 ? ['.'] : paths).map((path) => posix.resolve(host.cwd, path.replaceAll('\\', '/')));
  for (const [index, root] of roots.entries()) {
    if ((await host.files.stat(root)) === undefined) {
      host.fail(`There is no file or folder "${paths[index] ?? root}". Give a path that exists.`);
      return 2;
    }
  }
  const found = await readAll(await findSpecs(host.files, roots), host);
  host.out(report({ ...found, cwd: host.cwd, roots }));
  const hasErrors = found.specs.some((spec) => allDiagnostics(spec).some(({ severity }) => severity === 'error'));
  return hasErrors || found.unreadable > 0 ? 1 : 0;
}

function isFormat(format: string): format is ReportFormat {
  return Object.hasOwn(formats, format);
}

function allDiagnostics(spec: Spec) {
  return spec.documents.flatMap((document) => [...document.diagnostics, ...(spec.diagnostics[document.name] ?? [])]);
}

/** A spec that cannot be read is named and does not stop the others. */
async function readAll(paths: readonly string[], host: CheckHost): Promise<Pick<CheckedSpecs, 'specs' | 'unreadable'>> {
  const specs: Spec[] = [];
  let unreadable = 0;
  for (let at = 0; at < paths.length; at += READ_AT_ONCE) {
    const batch = paths.slice(at, at + READ_AT_ONCE);
    const results = await Promise.allSettled(batch.map((path) => readSpec(host.files, path)));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') {
        specs.push(result.value);
      } else {
        const reason = result.reason instanceof Error ? result.reason.message : String(result.reason);
        host.fail(`The spec ${batch[index] ?? ''} could not be read (${reason}). The others were checked.`);
        unreadable++;
      }
    }
  }
  return { specs, unreadable };
}
