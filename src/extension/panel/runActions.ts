/** What each question of the panel to the runs does: a table, so that a new one is a line. */
import * as vscode from 'vscode';
import type { RuleRef } from '../../core/permissions/types';
import type { RunOutcome, SpecRuns } from '../../core/runs/service';
import type { RunSnapshot } from '../../core/runs/snapshot';
import type { HostMessage, RunAsk } from '../../webview/protocol';
import { rootOf, uriOf } from '../paths';
import { fileOf, showAllDiffs, showFileDiff } from '../runs/diff';
import { openFile } from './editors';

/** The runs of a panel's spec, and the way back to it. */
export interface RunContext {
  readonly runs: SpecRuns;
  readonly post: (message: HostMessage) => void;
}

/** What went wrong in a sentence, how it ended, or nothing to say. */
type Result = Promise<RunOutcome | string | undefined>;

type Actions = {
  readonly [Do in RunAsk['do']]: (ask: Extract<RunAsk, { do: Do }>, context: RunContext) => Result;
};

const actions: Actions = {
  start: ({ request }, { runs }) => runs.start(request),
  stop: (_, { runs }) => quietly(runs.stop()),
  resume: (_, { runs }) => runs.resume(),
  clear: (_, { runs }) => runs.clear(),
  raise: (_, { runs }) => runs.raiseBudget(),
  tell: ({ text }, { runs }) => quietly(runs.tell(text)),
  mode: ({ mode }, { runs }) => quietly(runs.setMode(mode)),
  decide: ({ permission, answer }, { runs }) => quietly(runs.decide(permission, answer)),
  answer: ({ question, answer }, { runs }) => quietly(runs.answer(question, answer)),
  review: ({ decision }, { runs }) => runs.review(decision),
  confirm: ({ lines }, { runs }) => quietly(runs.confirmChecks(lines)),
  retry: ({ identity }, { runs }) => runs.retry(identity),
  skip: ({ identity }, { runs }) => runs.skip(identity),
  reviewed: ({ identity }, { runs }) => runs.markReviewed(identity),
  evidence: showEvidence,
  diff: ({ identity, path, line }, { runs }) =>
    path === undefined ? showAllDiffs(runs, identity) : showFileDiff(runs, identity, path, line),
  preview: showPreview,
  restore: ({ checkpoint, conversation }, { runs }) => runs.restore(checkpoint, { conversation }),
  fork: ({ checkpoint, files }, { runs }) => runs.fork(checkpoint, { files }),
  learn,
  rule: showRule,
};

/** Does what is asked, and tells the panel in one sentence where it could not be done. Rejects only for a bug. */
export async function actOnRuns(ask: RunAsk, context: RunContext): Promise<void> {
  const result = await (actions[ask.do] as (ask: RunAsk, context: RunContext) => Result)(ask, context);
  if (typeof result === 'string') context.post({ type: 'refused', message: result });
  else if (result?.kind === 'refused') context.post({ type: 'refused', message: result.message });
}

async function showEvidence({ identity }: Extract<RunAsk, { do: 'evidence' }>, { runs, post }: RunContext): Result {
  const markdown = await runs.evidence(identity);
  if (markdown === undefined)
    return 'There is no record of this task. It was ticked by hand, or its record was removed.';
  post({ type: 'runEvidence', identity, markdown });
  return undefined;
}

async function showPreview({ checkpoint }: Extract<RunAsk, { do: 'preview' }>, { runs, post }: RunContext): Result {
  const preview = await runs.previewRestore(checkpoint);
  if (!preview) return 'This checkpoint is no longer kept, so nothing can be restored from it.';
  post({ type: 'runPreview', preview });
  return undefined;
}

/** Asks for the reason where none was given with the rejection. */
async function learn({ path, change, comment }: Extract<RunAsk, { do: 'learn' }>, { runs }: RunContext): Result {
  const { spec, current } = runs.snapshot();
  const changed = current?.changes.find((each) => each.path === path);
  if (changed === undefined) return `${path} is no longer among the changes.`;
  await vscode.commands.executeCommand('tracewright.learnSteering', {
    root: rootOf(spec),
    change,
    comment,
    file: fileOf(changed),
  });
  return undefined;
}

/** Only a file that a shown rule stands in is opened; every other rule is in the list of all. */
async function showRule({ file, line }: Extract<RunAsk, { do: 'rule' }>, { runs }: RunContext): Result {
  if (file === undefined || !ruleFilesIn(runs.snapshot()).includes(file)) {
    await vscode.commands.executeCommand('tracewright.showPermissions');
    return undefined;
  }
  await openFile(uriOf(file), line);
  return undefined;
}

/** Every rule that a snapshot names. */
function rulesIn({ current }: RunSnapshot): readonly RuleRef[] {
  const judgement = current?.permission?.judgement;
  return [
    ...(judgement ? [judgement.rule, ...(judgement.parts ?? []).map(({ rule }) => rule)] : []),
    ...(current?.steps ?? []).flatMap((step) => (step.kind === 'decision' ? [step.rule] : [])),
  ];
}

/** Files that shown rules stand in: those of permissions, and the steering that a change was held against. */
function ruleFilesIn(snapshot: RunSnapshot): readonly string[] {
  const steering = (snapshot.current?.steps ?? []).flatMap((step) =>
    step.kind === 'steering' ? step.check.findings.map(({ rule }) => rule.path) : [],
  );
  return [...rulesIn(snapshot).flatMap(({ file }) => file ?? []), ...steering];
}

async function quietly(work: PromiseLike<void> | void): Promise<undefined> {
  await work;
  return undefined;
}
