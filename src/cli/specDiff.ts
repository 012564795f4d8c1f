import type { Command } from 'commander';
import type { SpecDiff } from '../core/flows/review/diff';
import type { Touched, TracedChange } from '../core/specs/impact';
import { documentNamed } from './advance';
import type { Cli } from './cli';
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

/** A diff as lines for people. */
function diffLines({ document, from, to, changes }: SpecDiff): readonly string[] {
  const head = `${document}: ${from.label} (${from.hash.slice(0, 12)}) → ${to.label} (${to.hash.slice(0, 12)})`;
  if (changes.length === 0) return [`${head}: nothing changed`];
  return [head, ...changes.flatMap(changeLines)];
}

function changeLines(change: TracedChange): readonly string[] {
  const was = change.previousId === undefined ? '' : ` (was ${change.previousId})`;
  const before = change.kind === 'reworded' || change.kind === 'removed' ? change.before : undefined;
  const after = change.kind === 'removed' || change.kind === 'renumbered' ? undefined : change.after;
  return [
    `  ${change.kind} ${change.of === 'prose' ? `section "${change.id}"` : `${change.of} ${change.id}`}${was}`,
    ...(change.kind === 'prose' ? [] : [...marked('-', before), ...marked('+', after)]),
    ...touchLines(change.touches),
  ];
}

function marked(sign: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split('\n').map((line) => `    ${sign} ${line}`);
}

function touchLines({ criteria, properties, sections, tasks, finished }: Touched): readonly string[] {
  const line = (what: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`    ${what}: ${list.join('; ')}`];
  return [
    ...line('criteria', criteria),
    ...line(
      'properties',
      properties.map(({ id, title }) => `${id} ${title}`.trim()),
    ),
    ...line('design', sections),
    ...line(
      'tasks',
      tasks.map(({ id, title, state }) => `${id ?? ''} ${title}${state === 'done' ? ' (done)' : ''}`.trim()),
    ),
    ...line(
      'finished work',
      finished.map(({ id, title, path }) => `${id ?? ''} ${title} (${path})`.trim()),
    ),
  ];
}
