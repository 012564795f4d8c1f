/** After the proof, where the user wants it: one request that holds the change against the steering. It decides nothing. */
import { standings } from '../../agent/budget';
import { logConversation, recordEvents, recordPrefix } from '../../agent/logConversation';
import { runAgent } from '../../agent/loop';
import type { AgentEnd, AgentRun } from '../../agent/types';
import { noUsage, type Usage } from '../../messages';
import { timeLimit } from '../../timeLimit';
import { type BuildingModel, isFailure, type RunHandlers, type SteeringCheck } from '../deps';
import { shareOfRest } from '../meters';
import systemPrompt from '../prompts/steeringCheck.md';
import type { FileReview, SteeringCheckView } from '../snapshot';
import { checkedFindings, type ReportedFinding } from '../steeringCheck/findings';
import { type CheckMaterial, checkMaterial, checkPrompt } from '../steeringCheck/material';
import { absolute } from './aftermath';
import { enter, measure } from './budgets';
import { userMessage } from './turns';
import { offOf, type TaskWork } from './work';

/** The part of what is left of each budget that one look may use. */
const share = 0.1;
const mostTokens = 8_000;
const mostMinutes = 5;
/** Characters of a prompt at most, and to a token, about. */
const mostRoom = 240_000;
const perToken = 3.5;

/** What a look came to, and what it was paid for. */
interface Looked {
  readonly check: SteeringCheckView;
  readonly usage: Usage;
  readonly dollars?: number;
}

/**
 * Looks which rules the change seems to break; once a session, also after a crash. Undefined where nobody wants to know
 * or nothing was changed. Whatever goes wrong is a sentence: a proof is never held up by this. Rejects only where the
 * task's own session can't be written.
 */
export async function checkSteering(
  work: TaskWork,
  files: readonly FileReview[],
): Promise<SteeringCheckView | undefined> {
  const { cell, log, shown, signal } = work;
  const { steeringCheck: port } = cell.deps;
  const known = log.position().steering;
  if (known !== undefined || port?.wanted() !== true || files.length === 0) return known;
  shown.waiting = 'Holding the change against the steering';
  cell.changed();
  const looked = await look(work, port, files).catch((error: unknown) =>
    notChecked(signal.aborted ? 'It was stopped.' : error instanceof Error ? error.message : String(error)),
  );
  shown.waiting = undefined;
  const { check, usage, dollars } = looked;
  await log.note({
    type: 'steering_checked',
    check,
    usage: { ...usage },
    ...(dollars === undefined ? {} : { dollars }),
  });
  measure(work);
  return check;
}

async function look(work: TaskWork, port: SteeringCheck, files: readonly FileReview[]): Promise<Looked> {
  const { cell, task, signal } = work;
  const model = await port.model();
  if (isFailure(model)) return notChecked(model.message);
  const material = await materialOf(work, port, model, files);
  if (material.rules.length === 0) return { check: viewOf('No steering applied to the change.', material), ...free };
  if (material.changes.length === 0) return notChecked('None of the changes can be shown line by line.');
  const prompt = checkPrompt(`${task.id ?? ''} ${task.title}`, material);
  const maxTokens = Math.min(model.maxOutput, mostTokens);
  const dear = tooDear(work, model, prompt.length + systemPrompt.length, maxTokens);
  if (dear !== undefined) return notChecked(dear);
  const { minutes = mostMinutes } = shareOfRest(measure(work), share);
  const limit = timeLimit(signal, Math.min(minutes, mostMinutes) * 60_000);
  let reported: readonly ReportedFinding[] | undefined;
  const handlers: RunHandlers = {
    report_steering: async (input: { readonly findings: readonly ReportedFinding[] }) => {
      reported = input.findings;
      return { text: 'Reported.', stop: true };
    },
  };
  const asked = { model, tools: port.tools(handlers), prompt, maxTokens };
  const end = await ask(work, asked, limit.signal).finally(limit.done);
  const name = nameOf(model);
  enter({ ...work, modelName: name }, 'steering check', end.usage);
  const dollars = cell.deps.dollars(name, end.usage);
  const paid = { usage: end.usage, ...(dollars === undefined ? {} : { dollars }) };
  if (reported === undefined) return { ...notChecked(whyNot(end, signal)), ...paid };
  const { findings, dropped } = checkedFindings(reported, material);
  const view = viewOf(sentenceOf(findings.length), material);
  return { check: { ...view, findings, notes: [...dropped, ...view.notes], model: name }, ...paid };
}

async function materialOf(
  work: TaskWork,
  port: SteeringCheck,
  model: BuildingModel,
  files: readonly FileReview[],
): Promise<CheckMaterial> {
  const { cell, log } = work;
  const seen = await Promise.all(files.map((file) => cell.deps.visible(absolute(work, file))));
  const shown = files.filter((_, at) => seen[at] === true);
  const rules = await port.applied(cell.place.root, {
    messages: log.conversation.messages(),
    changed: shown.map((file) => absolute(work, file)),
    off: await offOf(cell),
  });
  return checkMaterial(rules, shown, Math.min(mostRoom, model.contextWindow * perToken));
}

/** One request in a session of its own, below the task's; what the model writes there reaches nobody but this look. */
async function ask(
  { cell, log }: TaskWork,
  { model, tools, prompt, maxTokens }: Pick<AgentRun, 'model' | 'tools' | 'maxTokens'> & { readonly prompt: string },
  signal: AbortSignal,
): Promise<AgentEnd> {
  const { deps, paths, place } = cell;
  const id = `${log.id}.steering-${deps.host.clock.uuid().slice(0, 8)}`;
  const failed = (error: unknown) => deps.host.log.write('error', `${id}: ${String(error)}`);
  const session = await deps
    .sessions(paths.sessions)
    .create(id, { kind: 'steering-check', spec: place.path, parent: log.id });
  try {
    const conversation = logConversation(session);
    const system = [systemPrompt.trim()];
    await recordPrefix(session, { model: nameOf(model), system, tools: tools.schemas }, 'start');
    await conversation.append(userMessage(prompt));
    const onEvent = recordEvents(session, failed);
    return await runAgent({ model, system, tools, conversation, maxTokens, maxTurns: 1, onEvent }, signal);
  } finally {
    await session.close().catch(failed);
  }
}

/** Why the request may cost more than its share, told before anything is sent; undefined where it may not. */
function tooDear(work: TaskWork, model: BuildingModel, characters: number, output: number): string | undefined {
  const usage = { ...noUsage, input: Math.ceil(characters / perToken), output };
  const { money, tokens } = shareOfRest(measure(work), share);
  const limits = { ...(money === undefined ? {} : { money }), ...(tokens === undefined ? {} : { tokens }) };
  const spent = { usage, dollars: work.cell.deps.dollars(nameOf(model), usage), turns: 0, ms: 0 };
  const over = standings(spent, limits).some(({ used, limit }) => used > limit);
  return over ? 'It could cost more than a tenth of what is left of the budgets.' : undefined;
}

function whyNot(end: AgentEnd, signal: AbortSignal): string {
  switch (end.kind) {
    case 'failed':
      return end.failure.message;
    case 'stopped':
      return signal.aborted ? 'It was stopped.' : 'The model took too long.';
    case 'max_tokens':
      return 'The answer was longer than it may be.';
    default:
      return 'The model gave no answer that can be used.';
  }
}

const free = { usage: noUsage, dollars: 0 } as const;

function notChecked(why: string): Looked {
  const sentence = `The change was not held against the steering. ${why}`;
  return { check: { sentence, findings: [], notes: [], against: [] }, ...free };
}

function viewOf(sentence: string, { rules, left }: CheckMaterial): SteeringCheckView {
  const notes = left.length === 0 ? [] : [`Not looked at, since it can't be shown or is too long: ${left.join(', ')}.`];
  return { sentence, findings: [], notes, against: [...new Set(rules.map(({ label }) => label))] };
}

function sentenceOf(findings: number): string {
  if (findings === 0) return 'No steering rule that applied looks broken.';
  return `The change seems to break ${findings === 1 ? 'a steering rule' : `steering rules in ${findings} places`}.`;
}

function nameOf({ provider, model }: BuildingModel): string {
  return `${provider}/${model}`;
}
