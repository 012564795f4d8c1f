import type { Command } from 'commander';
import type { CommentView, Finding, SpecSnapshot } from '../core/flows/snapshot';
import { documentNamed, report } from './advance';
import type { Cli } from './cli';
import { expectEnded } from './continueCommand';
import { CliError, exitCodes, expectDone } from './exit';
import { follow } from './follow';
import { pickSpec } from './pickSpec';
import { openOptions, type RunOptions, withRootOptions } from './specNew';

/** `spec comment`, `spec comments` and `spec analyze`: what a reviewer says, and what the model finds. */
export function registerSpecReview(spec: Command, cli: Cli): void {
  registerComment(spec, cli);
  registerComments(spec, cli);
  registerAnalyze(spec, cli);
}

function registerComment(spec: Command, cli: Cli): void {
  withRootOptions(
    spec
      .command('comment')
      .argument('<spec>')
      .argument('<document>')
      .argument('<where>', 'id of a requirement, criterion, property or task, or "line 12"')
      .argument('<text>', 'the comment'),
  )
    .description('comment on a place of a document; the comment stays with the text')
    .action(async (wanted: string, name: string, where: string, text: string, options: RunOptions) => {
      const { workspace } = await cli.open({ ...openOptions(cli, options), onSessionEvent: undefined });
      const handle = await pickSpec(cli, workspace, wanted);
      const line = /^line\s+(\d+)$/u.exec(where.trim())?.[1];
      const at = line === undefined ? { id: where.trim() } : { line: Number(line) };
      expectDone(await handle.comment(documentNamed(handle, name).name, at, text));
      const added = handle.snapshot().comments.at(-1);
      if (added !== undefined) cli.terminal.print(options.json === true ? JSON.stringify(added) : added.id);
    });
}

interface CommentsOptions extends RunOptions {
  readonly send?: string;
  readonly withdraw?: string;
  readonly reason: string;
  readonly all?: boolean;
}

function registerComments(spec: Command, cli: Cli): void {
  withRootOptions(spec.command('comments').argument('<spec>'))
    .description('comments that wait for an answer; send those of a document as one revision')
    .option('--all', 'answered ones too')
    .option('--send <document>', 'send the open comments of a document')
    .option('--withdraw <id>', 'end a comment that needs no answer any more')
    .option('--reason <reason>', 'why it needs none', 'Withdrawn.')
    .action(async (wanted: string, options: CommentsOptions) => {
      const { workspace } = await cli.open(openOptions(cli, options));
      const handle = await pickSpec(cli, workspace, wanted);
      const json = options.json === true;
      if (options.withdraw !== undefined) expectDone(await handle.withdrawComment(options.withdraw, options.reason));
      if (options.send !== undefined) {
        const { name } = documentNamed(handle, options.send);
        expectEnded(cli, handle, await follow(cli, handle, { json }, () => handle.sendComments(name)));
        report(cli, handle, { json });
      }
      const acted = options.send !== undefined || options.withdraw !== undefined;
      const shown = handle.snapshot().comments.filter(({ answer }) => acted || options.all || answer === undefined);
      if (json) cli.terminal.print(JSON.stringify({ comments: shown }));
      else for (const line of shown.flatMap(commentLines)) cli.terminal.print(line);
    });
}

/** A comment, where it stands now, and its answer. */
function commentLines(comment: CommentView): readonly string[] {
  const { id, document, target, line, was, text, by, answer } = comment;
  const place =
    line === undefined
      ? `${was === '' ? 'a line' : was} that is gone`
      : `${target ?? ''}:${line}`.replace(/^:/u, 'line ');
  const moved = target !== undefined && was !== '' && target !== was ? ` (was ${was})` : '';
  const answered = answer === undefined ? [] : [`    ${answer.outcome} (${answer.by}): ${answer.reason}`];
  return [`${id}  ${document} ${place}${moved}  ${by}: ${text}`, ...answered];
}

interface AnalyzeOptions extends RunOptions {
  readonly accept?: readonly string[];
  readonly dismiss?: string;
  readonly reason?: string;
  readonly list?: boolean;
}

function registerAnalyze(spec: Command, cli: Cli): void {
  withRootOptions(spec.command('analyze').argument('<spec>').argument('<document>'))
    .description('have a document analyzed, and decide on what was found')
    .option('--list', 'what the last analysis found, without a new one')
    .option('--accept <ids...>', 'findings that go into the next revision')
    .option('--dismiss <id>', 'a finding that is not raised again; needs --reason')
    .option('--reason <reason>', 'why it is dismissed')
    .action(async (wanted: string, name: string, options: AnalyzeOptions) => {
      const { workspace } = await cli.open(openOptions(cli, options));
      const handle = await pickSpec(cli, workspace, wanted);
      const document = documentNamed(handle, name).name;
      const json = options.json === true;
      const decides = options.accept !== undefined || options.dismiss !== undefined;
      if (options.dismiss !== undefined && (options.reason ?? '').trim() === '')
        throw new CliError('Say with --reason why the finding is dismissed.', exitCodes.usage);
      for (const id of options.accept ?? []) expectDone(await handle.decideFinding(id, 'accepted'));
      if (options.dismiss !== undefined)
        expectDone(await handle.decideFinding(options.dismiss, 'dismissed', options.reason));
      if (!decides && options.list !== true)
        expectEnded(cli, handle, await follow(cli, handle, { json }, () => handle.analyze(document)));
      const found = findingsIn(handle.snapshot(), document);
      if (json) cli.terminal.print(JSON.stringify({ findings: found }));
      else for (const line of found.flatMap(findingLines)) cli.terminal.print(line);
    });
}

function findingsIn({ findings }: SpecSnapshot, document: string): readonly Finding[] {
  return findings.filter((each) => each.document === document);
}

function findingLines(finding: Finding): readonly string[] {
  const { id, state, severity, kind, criterion, consequence, evidence, action, wording, question } = finding;
  return [
    `${id}  ${state}  ${severity}  ${criterion} ${kind}: ${consequence}`,
    ...evidence.map(({ where, quote }) => `    ${where}: "${quote}"`),
    // A wording that answers it is only one of the answers.
    ...(question === '' ? [] : [`    to decide: ${question}`]),
    ...(wording === '' ? [] : [`    ${action}: ${wording}`]),
  ];
}
