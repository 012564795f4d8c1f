/** Parts of a task that helpers do: a session of their own below the task's, the same policy, a share of the budget. */
import { logConversation, recordEvents, recordPrefix } from '../../agent/logConversation';
import { type ReportAnswer, reportText, runSubAgents, type SubAgentRun, type SubTask } from '../../agent/subAgent';
import { addUsage, noUsage, type Usage } from '../../messages';
import type { RunAnswer } from '../deps';
import helperPrompt from '../prompts/helper.md';
import { enter } from './budgets';
import type { TaskWork } from './work';

const mostTurns = 60;
const mostTokens = 16_000;
/** The part of what is left of a budget that all helpers of a call may use together. */
const share = 0.5;

/** Runs the parts, at most five at once, and gives their reports. */
export async function delegate(work: TaskWork, { parts }: { readonly parts: readonly SubTask[] }): Promise<RunAnswer> {
  const { log, cell, signal } = work;
  const spent = new Map<SubTask, Usage>();
  const ids = new Map<SubTask, string>();
  for (const part of parts) {
    const id = cell.deps.host.clock.uuid();
    ids.set(part, id);
    const session = `${log.id}.${subSessions(work) + 1}`;
    await log.note({ type: 'delegated', id, role: part.role, goal: part.goal, session });
    spent.set(part, noUsage);
  }
  const start = (part: SubTask) =>
    helper(
      work,
      part,
      ids.get(part) ?? '',
      (usage) => spent.set(part, addUsage(spent.get(part) ?? noUsage, usage)),
      parts.length,
    );
  const ends = await runSubAgents(parts, start, signal);
  const texts: string[] = [];
  for (const [at, part] of parts.entries()) {
    const end = ends[at];
    if (end === undefined) continue;
    const report = reportText(part, end);
    texts.push(report);
    await log.note({ type: 'delegate_end', id: ids.get(part) ?? '', report, usage: { ...end.usage } });
  }
  return { text: texts.join('\n\n') };
}

function subSessions({ log }: TaskWork): number {
  return log.events().filter((event) => event.type === 'note' && event.note.type === 'delegated').length;
}

/** One helper: opened when its turn has come. */
async function helper(
  work: TaskWork,
  part: SubTask,
  id: string,
  used: (usage: Usage) => void,
  helpers: number,
): Promise<SubAgentRun> {
  const { cell, model, modelName, log, workshop } = work;
  const { deps, paths, place } = cell;
  const name = sessionOf(work, id);
  const session = await deps
    .sessions(paths.sessions)
    .create(name, { kind: 'sub-agent', spec: place.path, parent: log.id });
  const failed = (error: unknown) =>
    deps.host.log.write('error', `${name}: ${error instanceof Error ? error.message : String(error)}`);
  const conversation = logConversation(session);
  let take: (input: unknown) => ReportAnswer = () => ({ text: 'There is nobody to report to.', isError: true });
  const tools = workshop.tools(part.role, { report_task: async (input: unknown) => take(input) });
  // What varies by workspace is the parent's; the rules are a helper's own, since it builds no task and ticks nothing.
  const system = [helperPrompt.trim(), ...work.system.slice(1)];
  await recordPrefix(session, { model: modelName, system, tools: tools.schemas }, 'start');
  let total = noUsage;
  const most = tokensLeft(work, helpers);
  return {
    send: async (message, report, signal) => {
      take = report;
      await conversation.append(message);
      const end = await deps.run(
        place.root,
        {
          model,
          system,
          tools,
          conversation,
          maxTokens: Math.min(model.maxOutput, mostTokens),
          maxTurns: mostTurns,
          seams: {
            budget: (usage) =>
              most !== undefined && tokens(usage) > most ? 'Its share of the budget of this task is used up.' : true,
          },
          onEvent: recordEvents(session, failed),
        },
        signal,
      );
      total = addUsage(total, end.usage);
      used(end.usage);
      enter(work, part.role, end.usage);
      return end;
    },
    close: () => session.close(),
  };
}

function sessionOf({ log }: TaskWork, id: string): string {
  for (const event of log.events())
    if (event.type === 'note' && event.note.type === 'delegated' && event.note.id === id)
      return String(event.note.session);
  return `${log.id}.${id}`;
}

/** What is left of the limit on tokens for one of several helpers; undefined where there is none. */
function tokensLeft({ shown }: TaskWork, helpers: number): number | undefined {
  const meter = shown.meters.find(({ name, of, limit }) => name === 'tokens' && of === 'task' && limit !== undefined);
  return meter?.limit === undefined ? undefined : (Math.max(0, meter.limit - meter.used) * share) / helpers;
}

function tokens(usage: Usage): number {
  return usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
}
