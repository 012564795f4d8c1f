/** Around each turn of the agent: a checkpoint before what may write, and what a turn's changes lead to. */
import type { AgentEvent, AgentSeams, TurnDone, TurnVerdict } from '../../agent/types';
import { nameLine } from '../../context/frames';
import { render } from '../../context/render';
import { type Message, type ToolCall, type ToolResult, toolCallsOf } from '../../messages';
import type { CheckpointPlace } from '../deps';
import { ofChecks } from '../log';
import problemsPrompt from '../prompts/problems.md';
import toldPrompt from '../prompts/told.md';
import undonePrompt from '../prompts/undone.md';
import type { FileReview } from '../snapshot';
import { withoutUnresolved } from '../verify/unresolved';
import { absolute, on, type PutBack, undoAftermath, unseenGuard } from './aftermath';
import { budgetVerdict } from './budgets';
import { isBackground } from './lastTurn';
import { reviewTurn } from './review';
import { refreshChanges, showAbout, type TaskWork, withoutRecords } from './work';

/** Tools of a run that change nothing in the workspace, although they are no reads. */
const harmless: readonly string[] = ['ask_user', 'report_task'];

/** The seams of the agent's loop. */
export function seamsOf(work: TaskWork): AgentSeams {
  return {
    beforeTool: (call) => beforeTool(work, call),
    turnEnd: (turn, signal) => turnEnd(work, turn, signal),
    context: () => contextOf(work),
    waited: () => work.cell.waits.waited(),
    budget: () => budgetVerdict(work),
  };
}

/** Begins a checkpoint as soon as the model's answer names a tool that may write: it is there when the tool runs. */
export function foresee(work: TaskWork, event: AgentEvent): void {
  if (event.type !== 'tool_start') return;
  const call: ToolCall = { type: 'tool_call', id: event.id, name: event.name, input: {} };
  if (mayWrite(work, call)) checkpointOf(work).catch(() => undefined);
}

function mayWrite(work: TaskWork, call: ToolCall): boolean {
  return !harmless.includes(call.name) && !work.tools.readOnly(call);
}

/** Nothing is changed that could not be undone: without a checkpoint the tool does not run. */
async function beforeTool(work: TaskWork, call: ToolCall): Promise<ToolResult | undefined> {
  if (!mayWrite(work, call)) return undefined;
  try {
    await checkpointOf(work);
  } catch (error) {
    if (work.signal.aborted) return undefined;
    const why = error instanceof Error ? error.message : String(error);
    const text = `${call.name} was not run: no checkpoint could be taken before it, so it could not have been undone. ${why}`;
    return { type: 'tool_result', callId: call.id, content: [{ type: 'text', text }], isError: true };
  }
  if (call.name === 'run_command' || call.name === 'delegate') work.turn.commands = true;
  if (call.name === 'run_command' && isBackground(call.input)) work.turn.background = true;
  return undefined;
}

function checkpointOf(work: TaskWork): Promise<CheckpointPlace> {
  work.turn.checkpoint ??= takeCheckpoint(work, turnNumber(work), undefined);
  return work.turn.checkpoint;
}

/** The number of the turn that goes on, over the whole session. */
function turnNumber({ log }: TaskWork): number {
  const last = log.conversation.messages().at(-1);
  return log.position().turns + (last?.role === 'assistant' ? 0 : 1);
}

/** Takes a checkpoint and writes it into the log; `label` absent: "Before turn n". */
export async function takeCheckpoint(
  work: TaskWork,
  turn: number,
  label: string | undefined,
): Promise<CheckpointPlace> {
  const { cell, log, shown, task } = work;
  const seq = log.events().length;
  const about = { label: label ?? `Before turn ${turn}`, spec: cell.place.path, task: task.identity, session: log.id };
  const taken = await cell.deps.checkpoints.take({ ...about, turn, seq }, work.signal);
  await log.note({ type: 'checkpoint', id: taken.id, label: taken.label, turn });
  if (turn !== ofChecks) shown.checkpoints = [{ id: taken.id, label: taken.label, at: taken.at }, ...shown.checkpoints];
  if (turn === 0) shown.since = taken.id;
  cell.changed();
  return taken;
}

/** After the tools of a turn: what commands may not change is undone, then the user looks, then the guard. */
async function turnEnd(work: TaskWork, turn: TurnDone, signal: AbortSignal): Promise<TurnVerdict> {
  try {
    const append = await settleTurn(work, signal);
    const calls = toolCallsOf(turn.message);
    const why = work.guard.turn({ calls, fingerprint: String(work.turn.fingerprint) });
    if (why !== undefined)
      return { kind: 'halt', why: `${why} Everything is kept. Say what to do differently, then resume.` };
    return { kind: 'go_on', append };
  } catch (error) {
    // What ended it by the user's stop no longer counts; a store that fails ends the run with its reason.
    return { kind: 'halt', why: error instanceof Error ? error.message : String(error) };
  }
}

/** Decides on what the last turn changed; gives what the agent has to hear of it. Rejects when aborted. */
export async function settleTurn(work: TaskWork, signal: AbortSignal): Promise<readonly Message[]> {
  const { turn, log, cell } = work;
  const checkpoint = turn.checkpoint === undefined ? log.position().unreviewed : (await turn.checkpoint).id;
  if (checkpoint === undefined) return [];
  const changed = await cell.deps.checkpoints.changes(checkpoint);
  const undone = turn.commands || turn.background ? await undoAftermath(work, checkpoint, changed) : [];
  const rest = undone.length === 0 ? changed : await cell.deps.checkpoints.changes(checkpoint);
  if (rest.length > 0) turn.fingerprint++;
  for (const file of rest) turn.files.add(absolute(work, file));
  const flags = await Promise.all(rest.map((file) => cell.deps.visible(absolute(work, file))));
  const shown = rest.filter((_, at) => flags[at]);
  const seen = new Set(shown.map((file) => absolute(work, file)));
  const hidden = (file: FileReview) => !seen.has(absolute(work, file));
  const problems = shown.length === 0 ? [] : await newProblems(work, shown);
  // Whoever reviews sees which criteria have a test by now.
  if (rest.length > 0) await showAbout(work);
  const review = await reviewTurn(work, checkpoint, { changed: rest, hidden }, signal);
  await cell.deps.checkpoints.ended(checkpoint);
  const { rejected, files, lines, said } = review;
  await log.note({
    type: 'reviewed',
    checkpoint,
    rejected,
    ...(files.length === 0 ? {} : { files: [...files] }),
    ...(lines.length === 0 ? {} : { lines: [...lines] }),
    ...(said.length === 0 ? {} : { said: [...said] }),
  });
  if (rest.length > 0) await refreshChanges(work);
  if (rejected > 0) await showAbout(work);
  turn.checkpoint = undefined;
  turn.touched.clear();
  turn.commands = false;
  turn.until = undefined;
  await watchOn(work);
  return [...(await undoneMessages(work, undone)), ...problems, ...review.messages];
}

/** What goes on in the background may write at any time: from here on that is looked at, whatever the agent does next. */
async function watchOn(work: TaskWork): Promise<void> {
  if (work.turn.background) await checkpointOf(work);
}

/**
 * Runs what proves the work, and puts back what it may not leave behind: the code of the task runs there, and what goes
 * on in the background. Gives the files that were put back, and others that changed meanwhile. `runs`: something is run
 * at all; `last`: whether nothing goes on after what came of it.
 */
export async function underWatch<T>(
  work: TaskWork,
  act: () => Promise<T>,
  { runs, last }: { readonly runs: boolean; readonly last: (result: T) => boolean },
): Promise<{ readonly result: T; readonly undone: readonly PutBack[]; readonly changed: readonly string[] }> {
  const { turn, log, workshop } = work;
  if (!runs && turn.checkpoint === undefined) return { result: await act(), undone: [], changed: [] };
  turn.checkpoint ??= takeCheckpoint(work, ofChecks, 'Before the checks');
  const { id } = await turn.checkpoint;
  turn.commands = true;
  const result = await act();
  if (last(result)) {
    await workshop.endCommands();
    turn.background = false;
  }
  const undone = await undoSince(work, id);
  const left = on(work, unseenGuard) ? withoutRecords(await work.cell.deps.checkpoints.changes(id)) : [];
  const changed = left.map(({ path }) => path);
  await log.note({ type: 'reviewed', checkpoint: id, rejected: 0 });
  turn.checkpoint = undefined;
  turn.commands = false;
  await watchOn(work);
  return { result, undone, changed };
}

/** Ends what still runs, and puts back what commands of a turn that was broken off may not leave behind. */
export async function settleEnd(work: TaskWork): Promise<void> {
  const { turn, workshop, log } = work;
  if (turn.checkpoint === undefined || !(turn.commands || turn.background)) return;
  await workshop.endCommands();
  try {
    await undoSince(work, (await turn.checkpoint).id);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await log.note({ type: 'notice', level: 'warning', text: `What commands left behind was not looked at: ${why}` });
  }
}

async function undoSince(work: TaskWork, checkpoint: string): Promise<readonly PutBack[]> {
  return undoAftermath(work, checkpoint, await work.cell.deps.checkpoints.changes(checkpoint));
}

/** Errors that the editor shows for changed files and that the agent has not heard of. */
async function newProblems(work: TaskWork, changed: readonly FileReview[]): Promise<readonly Message[]> {
  const paths = changed.filter(({ kind }) => kind !== 'deleted').map((file) => absolute(work, file));
  const found = (await work.workshop.code.problems(paths, work.signal)) ?? [];
  const fresh = withoutUnresolved(found.filter(({ severity }) => severity === 'error'))
    .map(
      (each) =>
        `${nameLine(relative(work, each.path))}:${each.line} | ${each.source} | ${each.message.replace(/\s+/gu, ' ')}`,
    )
    .filter((line) => !work.turn.toldProblems.has(line))
    .slice(0, 30);
  for (const line of fresh) work.turn.toldProblems.add(line);
  return fresh.length === 0 ? [] : [userMessage(render(problemsPrompt, { problems: fresh.join('\n') }))];
}

/** What the user said meanwhile. */
async function contextOf(work: TaskWork): Promise<readonly Message[]> {
  const { cell, log } = work;
  const messages: Message[] = [];
  const told = cell.told.splice(0);
  for (const text of told) await log.note({ type: 'told', text });
  if (told.length > 0) {
    work.guard.reset();
    messages.push(userMessage(render(toldPrompt, { told: told.join('\n\n') })));
  }
  return messages;
}

/** Tells the agent which files were put back; those that are kept from models are none to it. */
export async function undoneMessages(
  { cell }: Pick<TaskWork, 'cell'>,
  undone: readonly PutBack[],
): Promise<readonly Message[]> {
  const flags = await Promise.all(undone.map(({ path }) => cell.deps.visible(path)));
  const files = undone.filter((_, at) => flags[at]).map(({ name }) => nameLine(name));
  return files.length === 0 ? [] : [userMessage(render(undonePrompt, { files: files.join('\n') }))];
}

function relative(work: TaskWork, path: string): string {
  const root = work.cell.deps.roots.find((each) => path.startsWith(`${each}/`));
  return root === undefined ? path : path.slice(root.length + 1);
}

/** A message of the runner. */
export function userMessage(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text: text.trim() }] };
}
