/** Parts of a task that helpers do: a session of their own below the task's, the same policy, a share of the budget. */
import { type Limits, standingWords, usedUp } from '../../agent/budget';
import { logConversation, recordEvents, recordPrefix } from '../../agent/logConversation';
import { type ReportAnswer, reportText, runSubAgents, type SubAgentRun, type SubTask } from '../../agent/subAgent';
import { addUsage, noUsage, toolCallsOf, type Usage } from '../../messages';
import type { RunAnswer } from '../deps';
import { shareForHelpers } from '../meters';
import helperPrompt from '../prompts/helper.md';
import { enter } from './budgets';
import { offOf, type TaskWork } from './work';

/** Its name where a test switches it off. */
const aloneGuard = 'helper: alone';
const mostTurns = 60;
const mostTokens = 16_000;
/**
 * Runs the parts, at most five at once, and gives their reports. Rejects with a `DeniedError` where a rule or the user
 * lets no helper of a role begin; none of the parts has begun then.
 */
export async function delegate(work: TaskWork, { parts }: { readonly parts: readonly SubTask[] }): Promise<RunAnswer> {
  const { log, cell, signal } = work;
  const spent = new Map<SubTask, Usage>();
  const ids = new Map<SubTask, string>();
  // Before anything is waited for: other calls of this turn do the same.
  const numbered = parts.map((part) => ({ part, session: `${log.id}.${nextNumber(work)}` }));
  const limits = shareForHelpers(work.shown.meters, partsOfTurn(work, parts.length));
  for (const { role, goal } of parts) await work.workshop.authority.permit({ kind: 'delegate', role }, signal, goal);
  for (const { part, session } of numbered) {
    const id = cell.deps.host.clock.uuid();
    ids.set(part, id);
    await log.note({ type: 'delegated', id, role: part.role, goal: part.goal, session });
    spent.set(part, noUsage);
  }
  const start = (part: SubTask) =>
    helper(
      work,
      part,
      ids.get(part) ?? '',
      (usage) => spent.set(part, addUsage(spent.get(part) ?? noUsage, usage)),
      limits,
    );
  const ends = await runSubAgents(parts, start, signal, work.helpers.places);
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

function nextNumber({ helpers, log }: TaskWork): number {
  helpers.begun ??= log.events().filter((event) => event.type === 'note' && event.note.type === 'delegated').length;
  helpers.begun += 1;
  return helpers.begun;
}

/** The parts of all calls of the turn share what is left. */
function partsOfTurn({ log }: TaskWork, least: number): number {
  const last = log.conversation.messages().at(-1);
  const parts = (last?.role === 'assistant' ? toolCallsOf(last) : []).flatMap(({ name, input }) =>
    name === 'delegate' && typeof input === 'object' && input !== null && 'parts' in input && Array.isArray(input.parts)
      ? input.parts
      : [],
  );
  return Math.max(least, parts.length);
}

/** One helper: opened when its turn has come. */
async function helper(
  work: TaskWork,
  part: SubTask,
  id: string,
  used: (usage: Usage) => void,
  limits: Limits,
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
  const tools = workshop.tools(part.role, {
    report_task: async (input: unknown) => take(input),
    // A helper sends nobody: only where a test switches that off does it reach this function again.
    ...(deps.without?.includes(aloneGuard) === true && {
      delegate: (input: { readonly parts: readonly SubTask[] }) => delegate(work, input),
    }),
  });
  // What varies by workspace is the parent's; the rules are a helper's own, since it builds no task and ticks nothing.
  const system = [helperPrompt.trim(), ...work.system.slice(1)];
  await recordPrefix(session, { model: modelName, system, tools: tools.schemas }, 'start');
  let total = noUsage;
  let turnsBefore = 0;
  let lastTurns = 0;
  const from = deps.host.clock.now();
  const verdict = (usage: Usage, turns: number): true | string => {
    const all = addUsage(total, usage);
    const dollars = deps.dollars(modelName, all);
    const full = usedUp({ usage: all, dollars, turns: turnsBefore + turns, ms: deps.host.clock.now() - from }, limits);
    return full === undefined ? true : `Its share of the budget of this task is used up: ${standingWords(full)}.`;
  };
  return {
    send: async (message, report, signal) => {
      take = report;
      await conversation.append(message);
      const end = await deps.run(
        place.root,
        {
          origin: { session: name, agent: part.role, spec: place.path },
          model,
          system,
          tools,
          conversation,
          maxTokens: Math.min(model.maxOutput, mostTokens),
          maxTurns: mostTurns,
          seams: {
            budget: (usage, turns) => {
              const said = verdict(usage, turns);
              // A second send counts its turns anew.
              lastTurns = turns;
              return said;
            },
          },
          off: () => offOf(cell),
          onEvent: recordEvents(session, failed),
        },
        signal,
      );
      total = addUsage(total, end.usage);
      turnsBefore += lastTurns;
      used(end.usage);
      enter(work, part.role, end.usage, Math.max(1, lastTurns));
      lastTurns = 0;
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
