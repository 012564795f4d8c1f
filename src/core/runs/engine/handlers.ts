/** What a run does with the tools that belong to it. */

import { nobodyAnswered, personSays } from '../answers';
import type { RunAnswer, RunHandlers } from '../deps';
import type { RunQuestion } from '../snapshot';
import { delegate } from './delegate';
import type { TaskWork } from './work';

/** As the tools' schemas have them. */
interface Asked {
  readonly question: string;
  readonly why: string;
  readonly choices: readonly string[];
  readonly if_skipped: string;
}

interface Reported {
  readonly summary: string;
  readonly decisions: readonly string[];
  readonly unfinished: readonly string[];
}

/** Handlers of the main agent; `work` is asked when a tool is called, since tools are made before the work is. */
export function handlersOf(work: () => TaskWork): RunHandlers {
  return {
    ask_user: (input: Asked) => askUser(work(), input),
    report_task: async (input: Reported) => report(work(), input),
    delegate: (input: Parameters<typeof delegate>[1]) => delegate(work(), input),
  };
}

/** Waits for the user inside the call; headless, the question has the answer that it names itself. */
async function askUser({ cell, signal }: TaskWork, { question, why, choices, if_skipped }: Asked): Promise<RunAnswer> {
  const skipped = `${nobodyAnswered}${if_skipped}`;
  if (cell.deps.headless) return { text: skipped };
  const asked: RunQuestion = {
    id: cell.deps.host.clock.uuid(),
    question,
    why,
    choices: choices.map((label) => ({ label, detail: '' })),
    ifSkipped: if_skipped,
  };
  const [answer = ''] = await cell.waits.askQuestions([asked], signal);
  return { text: answer.trim() === '' ? skipped : `${personSays}${answer.trim()}` };
}

/** Ends the agent's run; the runner verifies. */
async function report({ log }: TaskWork, { summary, decisions, unfinished }: Reported): Promise<RunAnswer> {
  const parts = [
    summary.trim(),
    ...(decisions.length === 0 ? [] : [`Decided: ${decisions.join(' ')}`]),
    ...(unfinished.length === 0 ? [] : [`Left: ${unfinished.join(' ')}`]),
  ];
  await log.note({ type: 'reported', summary: parts.join('\n\n') });
  return { text: 'Reported. The runner runs the checks now.', stop: true };
}
