import type { Command } from 'commander';
import type { SpecDiff } from '../core/flows/review/diff';
import { documentNamed } from './advance';
import type { Cli } from './cli';
import { diffLines } from './diffLines';
import { CliError, exitCodes } from './exit';
import { pickSpec } from './pickSpec';
import { openOptions, type RunOptions, withRootOptions } from './specNew';

interface DiffOptions extends RunOptions {
  readonly from: string;
  readonly to: string;
  readonly document?: string;
}

/** `spec diff`: what changed, requirement by requirement, and what each change touches. */
export function registerSpecDiff(spec: Command, cli: Cli): void {
  withRootOptions(spec.command('diff').argument('<spec>', 'name or path'))
    .description('what changed in a spec, criterion by criterion, and what design, tasks and finished work it touches')
    .option('--document <document>', 'only this document; by default every one that is on both sides')
    .option('--from <side>', 'approved, draft, a version’s number, or a commit', 'approved')
    .option('--to <side>', 'the same', 'draft')
    .action(async (wanted: string, options: DiffOptions) => {
      const { workspace } = await cli.open({ ...openOptions(cli, options), onSessionEvent: undefined });
      const handle = await pickSpec(cli, workspace, wanted);
      const named = options.document === undefined ? undefined : documentNamed(handle, options.document);
      const names = handle.snapshot().documents.filter(({ hash }) => hash !== undefined);
      const diffs: SpecDiff[] = [];
      const missing: string[] = [];
      for (const { name } of named === undefined ? names : [named]) {
        const diff = await handle.diff(name, options.from, options.to);
        if ('message' in diff) missing.push(diff.message);
        else diffs.push(diff);
      }
      if (diffs.length === 0)
        throw new CliError(missing.join('\n') || 'There is nothing to compare yet.', exitCodes.usage);
      if (options.json === true) cli.terminal.print(JSON.stringify({ diffs }));
      else for (const line of diffs.flatMap(diffLines)) cli.terminal.print(line);
      for (const message of missing) cli.terminal.note(message);
    });
}
