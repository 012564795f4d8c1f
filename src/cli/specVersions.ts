import type { Command } from 'commander';
import type { SpecHandle } from '../core/flows/service';
import type { DocumentSnapshot } from '../core/flows/snapshot';
import { documentNamed } from './advance';
import type { Cli } from './cli';
import { CliError, exitCodes, expectDone } from './exit';
import { pickSpec } from './pickSpec';
import { openOptions, type RunOptions, withRootOptions } from './specNew';

interface VersionOptions extends RunOptions {
  readonly show?: string;
  readonly compare?: readonly [string, string];
  readonly restore?: string;
}

/** `spec versions`: every version of a document; show one, compare two, put one back. */
export function registerSpecVersions(spec: Command, cli: Cli): void {
  withRootOptions(spec.command('versions').argument('<spec>').argument('<document>'))
    .description('versions of a document')
    .option('--show <number>', 'print the text of a version')
    .option('--compare <numbers...>', 'what changed from one version to another')
    .option('--restore <number>', 'make a version the document again, as a new version')
    .action(async (wanted: string, name: string, options: VersionOptions) => {
      const { workspace } = await cli.open({ ...openOptions(cli, options), onSessionEvent: undefined });
      const handle = await pickSpec(cli, workspace, wanted);
      await act(cli, handle, documentNamed(handle, name), options);
    });
}

async function act(cli: Cli, handle: SpecHandle, document: DocumentSnapshot, options: VersionOptions): Promise<void> {
  const { terminal } = cli;
  if (options.show !== undefined) {
    terminal.print(((await handle.versionText(idOf(document, options.show))) ?? '').trimEnd());
  } else if (options.compare !== undefined) {
    const [from, to] = options.compare;
    if (from === undefined || to === undefined)
      throw new CliError('Give two version numbers to compare.', exitCodes.usage);
    const changes = await handle.changesBetween(document.name, idOf(document, from), idOf(document, to));
    if (options.json === true) terminal.print(JSON.stringify({ changes }));
    else
      for (const change of changes)
        terminal.print(`${change.kind} ${change.id}${change.after === undefined ? '' : `: ${change.after}`}`);
  } else if (options.restore !== undefined) {
    expectDone(await handle.restore(document.name, idOf(document, options.restore)));
    terminal.print(`${document.name}: restored version ${options.restore}`);
  } else if (options.json === true) {
    terminal.print(JSON.stringify({ versions: document.versions }));
  } else {
    for (const { number, at, cause, approved, sample } of document.versions) {
      terminal.print(`${number}  ${at}  ${cause}${approved ? '  approved' : ''}${sample ? '  sample' : ''}`);
    }
  }
}

function idOf(document: DocumentSnapshot, number: string): string {
  const version = document.versions.find((each) => String(each.number) === number);
  if (version === undefined) throw new CliError(`${document.name} has no version ${number}.`, exitCodes.usage);
  return version.id;
}
