import type { Command } from 'commander';
import type { SpecSnapshot } from '../core/flows/snapshot';
import type { Cli } from './cli';
import { continueCommand } from './continueCommand';
import { shown } from './paths';
import { pickSpec } from './pickSpec';
import { openOptions, type RunOptions, withRootOptions } from './specNew';

/** `spec list` and `spec show`: where specs stand. */
export function registerSpecShow(spec: Command, cli: Cli): void {
  withRootOptions(spec.command('list'))
    .description('every spec below the workspace folder')
    .action(async (options: RunOptions) => {
      const { workspace } = await cli.open({ ...openOptions(cli, options), onSessionEvent: undefined });
      const specs = await workspace.specs.list();
      if (options.json === true) {
        const list = specs.map((each) => ({
          path: shown(cli.cwd, each.path),
          name: each.name,
          kind: each.kind,
          documents: each.documents.map((document) => document.name),
        }));
        cli.terminal.print(JSON.stringify({ specs: list }));
        return;
      }
      for (const each of specs)
        cli.terminal.print(
          `${shown(cli.cwd, each.path)}: ${each.documents.map((document) => document.name).join(', ') || 'no document yet'}`,
        );
      if (specs.length === 0)
        cli.terminal.note('There is no spec here yet. Begin one with: tracewright spec new "<sentence>"');
    });
  withRootOptions(spec.command('show').argument('<spec>', 'name or path'))
    .description('where a spec stands: documents, approvals, questions, cost')
    .action(async (wanted: string, options: RunOptions) => {
      const { workspace } = await cli.open({ ...openOptions(cli, options), onSessionEvent: undefined });
      const handle = await pickSpec(cli, workspace, wanted);
      const snapshot = handle.snapshot();
      if (options.json === true)
        cli.terminal.print(
          JSON.stringify({ ...snapshot, path: shown(cli.cwd, snapshot.path), root: shown(cli.cwd, snapshot.root) }),
        );
      else for (const line of linesOf(snapshot, continueCommand(cli, handle))) cli.terminal.print(line);
    });
}

function linesOf(snapshot: SpecSnapshot, goOn: string): readonly string[] {
  const { activity, cost } = snapshot;
  const dollars = cost.dollars === undefined ? '' : `, $${cost.dollars.toFixed(2)}`;
  return [
    snapshot.title,
    ...(snapshot.sentence === undefined ? [] : [`  from: ${snapshot.sentence}`]),
    ...(activity.kind === 'stopped' ? [`  ${activity.message}`, `  go on with: ${goOn}`] : []),
    ...(activity.kind === 'asking'
      ? [`  waits for answers: ${goOn}`, ...snapshot.questions.map(({ id, question }) => `    ${id}: ${question}`)]
      : []),
    ...snapshot.documents.flatMap((document) => {
      const hash = document.hash === undefined ? '' : ` ${document.hash.slice(0, 12)}`;
      const names = document.team?.by ?? (document.approval === undefined ? [] : [document.approval.by]);
      const by = document.state === 'approved' && names.length > 0 ? ` by ${names.join(' and ')}` : '';
      const lacking = document.team?.lacking === undefined ? [] : [`    ${document.team.lacking}`];
      const why = document.approval?.why === undefined ? [] : [`    ${document.approval.why}`];
      const changes = document.changes.map((change) => `    ${change.kind} ${change.id}`);
      const problems = document.diagnostics.map((each) => `    ${each.place.line}: ${each.severity}: ${each.message}`);
      return [`  ${document.name}: ${document.state}${by}${hash}`, ...lacking, ...why, ...changes, ...problems];
    }),
    ...draftLines(activity),
    `  ${cost.usage.input + cost.usage.cacheRead + cost.usage.cacheWrite} tokens in, ${cost.usage.output} out${dollars}`,
  ];
}

/** What had arrived of a document whose writing was stopped or cut off. */
function draftLines(activity: SpecSnapshot['activity']): readonly string[] {
  if (activity.kind !== 'stopped' || activity.document === undefined || activity.text === undefined) return [];
  const lines = activity.text.trimEnd().split('\n');
  return [`  ${activity.document}, an unfinished draft:`, ...lines.map((line) => `    | ${line}`.trimEnd())];
}
