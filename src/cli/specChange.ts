import type { Command } from 'commander';
import type { SpecHandle } from '../core/flows/service';
import type { DocumentSnapshot } from '../core/flows/snapshot';
import { documentNamed, report } from './advance';
import type { Cli } from './cli';
import { expectEnded } from './continueCommand';
import { tellSinceApproval } from './diffLines';
import { CliError, exitCodes, expectDone } from './exit';
import { follow } from './follow';
import { shown } from './paths';
import { pickSpec } from './pickSpec';
import { openOptions, type RunOptions, withRootOptions } from './specNew';
import { tellUnloaded } from './tellUnloaded';

/** `spec refine`, `spec update` and `spec approve`: what changes a document or its gate. */
export function registerSpecChange(spec: Command, cli: Cli): void {
  withRootOptions(
    spec
      .command('refine')
      .argument('<spec>')
      .argument('<document>')
      .argument('<request>', 'what to change, in a sentence'),
  )
    .description('change a document as a sentence asks')
    .action(async (wanted: string, name: string, request: string, options: RunOptions) => {
      const { workspace, root } = await cli.open(openOptions(cli, options));
      await tellUnloaded(cli, workspace, root);
      const handle = await pickSpec(cli, workspace, wanted);
      const document = documentNamed(handle, name);
      const json = options.json === true;
      expectEnded(cli, handle, await follow(cli, handle, { json }, () => handle.refine(document.name, request)));
      report(cli, handle, { json });
    });
  withRootOptions(spec.command('update').argument('<spec>').argument('<document>', 'the document that changed'))
    .description('bring later documents in line with exactly what changed')
    .action(async (wanted: string, name: string, options: RunOptions) => {
      const { workspace, root } = await cli.open(openOptions(cli, options));
      await tellUnloaded(cli, workspace, root);
      const handle = await pickSpec(cli, workspace, wanted);
      const document = documentNamed(handle, name);
      const json = options.json === true;
      const { reply, documents } = handle.snapshot();
      expectEnded(cli, handle, await follow(cli, handle, { json }, () => handle.updateDownstream(document.name)));
      if (!json) tellVersions(cli, handle, document.name, documents);
      report(cli, handle, { json }, reply);
    });
  withRootOptions(spec.command('approve').argument('<spec>').argument('<document>'))
    .description(
      'approve a document as it is on disk, after what changed since its last approval; refused in a process that an agent started',
    )
    .option('--hash <hash>', 'the hash that was read (12 or more hex digits); refused where the document has another')
    .action(async (wanted: string, name: string, options: RunOptions & { readonly hash?: string }) => {
      const { workspace } = await cli.open({ ...openOptions(cli, options), onSessionEvent: undefined });
      const handle = await pickSpec(cli, workspace, wanted);
      const document = documentNamed(handle, name);
      const hash = document.hash ?? '';
      if (options.hash !== undefined && !(/^[0-9a-f]{12,64}$/u.test(options.hash) && hash.startsWith(options.hash))) {
        throw new CliError(
          `${document.label} is not at ${options.hash}. It is at ${hash.slice(0, 12)}: read it again, then approve.`,
          exitCodes.failed,
        );
      }
      const json = options.json === true;
      const changes = (await tellSinceApproval(cli, handle, document, json))?.changes ?? [];
      expectDone(await handle.approve(document.name, hash));
      const path = shown(cli.cwd, `${handle.path}/${document.name}`);
      const { state, team } = documentNamed(handle, name);
      const lacking = team?.lacking;
      if (json) {
        cli.terminal.print(
          JSON.stringify({ path, hash, state, changes, ...(lacking === undefined ? {} : { lacking }) }),
        );
        return;
      }
      cli.terminal.print(`${path}: approved ${hash.slice(0, 12)}`);
      if (lacking !== undefined) cli.terminal.note(lacking);
    });
}

/** What the update made of each document, also where no model was asked; or that nothing had to follow. */
function tellVersions(cli: Cli, handle: SpecHandle, source: string, before: readonly DocumentSnapshot[]): void {
  const known = new Set(before.flatMap(({ versions }) => versions.map(({ id }) => id)));
  const made = handle
    .snapshot()
    .documents.flatMap(({ name, versions }) =>
      versions.filter(({ id }) => !known.has(id)).map(({ number, cause }) => `${name}: ${cause} (version ${number})`),
    );
  for (const line of made) cli.terminal.note(line);
  if (made.length === 0) cli.terminal.note(`Nothing had to follow ${source}.`);
}
