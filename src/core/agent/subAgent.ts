/**
 * Sub-agents: a part of the work with a context of its own. The parent gives a goal and gets a report back, never the
 * conversation; the same policy, log and budget stand over both.
 */
import * as z from 'zod';
import { addUsage, type Message, type ModelFailure, noUsage, textOf, type Usage } from '../messages';
import type { AgentEnd } from './types';

/** What a sub-agent is for: `research` reads only, `code` and `test` may act. */
export type SubAgentRole = 'research' | 'code' | 'test';

/** A part of the work. */
export interface SubTask {
  readonly role: SubAgentRole;
  readonly goal: string;
  /** What is known to be needed, so that it is not searched for again; relative to the workspace folder. */
  readonly files: readonly string[];
}

/** What a report must hold. */
export const reportSchema = z.object({
  summary: z.string().trim().min(1),
  /** Each claim with where it can be seen: a file and line, a command and what it printed. */
  findings: z.array(z.object({ claim: z.string().min(1), source: z.string().min(1) })).default([]),
  /** Files that were changed. */
  files: z.array(z.string()).default([]),
});

/** What a sub-agent brought back. */
export type SubAgentReport = Readonly<z.infer<typeof reportSchema>>;

/** How a sub-agent ended. */
export type SubAgentEnd =
  | { readonly kind: 'reported'; readonly report: SubAgentReport; readonly usage: Usage }
  | { readonly kind: 'stopped'; readonly usage: Usage }
  /** It gave no usable report; `why` is a sentence for the parent. */
  | { readonly kind: 'failed'; readonly why: string; readonly failure?: ModelFailure; readonly usage: Usage };

/** What a report tool answers to the sub-agent that called it. */
export interface ReportAnswer {
  readonly text: string;
  readonly isError?: boolean;
  readonly stop?: boolean;
}

/**
 * One conversation of a sub-agent, as its caller set it up: tools by role, a session of its own linked to the parent's,
 * limits. `send` appends a message and runs until the agent ends; `report` is to be called with the input of its report
 * tool, and its answer given back.
 */
export interface SubAgentRun {
  send(message: Message, report: (input: unknown) => ReportAnswer, signal: AbortSignal): Promise<AgentEnd>;
  /** Seals the session. */
  close(): Promise<void>;
}

/** At most this many at once. */
export const mostAtOnce = 5;

const askForReport: Message = {
  role: 'user',
  content: [
    {
      type: 'text',
      text: 'The work ended without a report. Call report_task now, with what you found or did, each claim with its source. Do nothing else.',
    },
  ],
};

/** Runs one sub-agent to its report; asks once more where it ended without one. Never rejects. */
export async function runSubAgent(
  task: SubTask,
  start: (task: SubTask) => Promise<SubAgentRun>,
  signal: AbortSignal,
): Promise<SubAgentEnd> {
  let usage = noUsage;
  let report: SubAgentReport | undefined;
  let run: SubAgentRun | undefined;
  const take = (input: unknown): ReportAnswer => {
    const parsed = reportSchema.safeParse(input);
    if (!parsed.success) return { text: malformed(parsed.error), isError: true };
    report = parsed.data;
    return { text: 'Reported.', stop: true };
  };
  try {
    run = await start(task);
    for (const message of [goalMessage(task), askForReport]) {
      const end = await run.send(message, take, signal);
      usage = addUsage(usage, end.usage);
      if (end.kind === 'stopped') return { kind: 'stopped', usage };
      if (report !== undefined) return { kind: 'reported', report, usage };
      const failed = failureOf(end);
      if (failed !== undefined) return { kind: 'failed', usage, ...failed };
      if (message === askForReport)
        return { kind: 'failed', why: `It gave no report. Its last words: ${lastWords(end)}`, usage };
    }
  } catch (error) {
    return { kind: 'failed', why: `It broke off: ${error instanceof Error ? error.message : String(error)}`, usage };
  } finally {
    await run?.close().catch(() => undefined);
  }
  return { kind: 'stopped', usage };
}

/** Places for sub-agents at work; whoever finds none waits for its turn. */
export type Places = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Places that all sub-agents of one agent share, whichever call they came from. */
export function createPlaces(most = mostAtOnce): Places {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** Runs as many at a time as there are places, in order; the ends are in the order of the tasks. Never rejects. */
export function runSubAgents(
  tasks: readonly SubTask[],
  start: (task: SubTask) => Promise<SubAgentRun>,
  signal: AbortSignal,
  places: Places = createPlaces(),
): Promise<readonly SubAgentEnd[]> {
  const run = (task: SubTask) =>
    places(
      async (): Promise<SubAgentEnd> =>
        signal.aborted ? { kind: 'stopped', usage: noUsage } : runSubAgent(task, start, signal),
    );
  return Promise.all(tasks.map(run));
}

/**
 * A report, or why there is none, as the parent reads it. Its words stand behind "| ", so that none can pass for the
 * runner's or the user's.
 */
export function reportText(task: SubTask, end: SubAgentEnd): string {
  const head = `Sub-agent (${task.role}): ${task.goal}`;
  if (end.kind === 'stopped') return `${head}\nIt was stopped before it had finished.`;
  if (end.kind === 'failed') return `${head}\n${quoted(`No report. ${end.why}`)}`;
  const { summary, findings, files } = end.report;
  const lines = [
    summary,
    ...findings.map(({ claim, source }) => `- ${claim} (${source})`),
    ...(files.length === 0 ? [] : [`Files changed: ${files.join(', ')}`]),
  ];
  return `${head}\n${quoted(lines.join('\n'))}`;
}

function quoted(text: string): string {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/u)
    .map((line) => `| ${line}`)
    .join('\n');
}

/** The goal as the sub-agent reads it. */
export function goalMessage({ role, goal, files }: SubTask): Message {
  const known = files.length === 0 ? '' : `\n\nFiles that matter: ${files.join(', ')}`;
  const text = `You work on one part of a larger task, as its ${role} agent. ${rules[role]} When it is done, call report_task.\n\nThe part:\n${goal}${known}`;
  return { role: 'user', content: [{ type: 'text', text }] };
}

const rules: Readonly<Record<SubAgentRole, string>> = {
  research: 'Read only; change nothing.',
  code: 'Change only what the part asks for.',
  test: 'Write and run tests; change no code outside of tests.',
};

function malformed(error: z.ZodError): string {
  const [issue] = error.issues;
  return `The report does not fit: ${issue === undefined ? 'it is not an object' : `${issue.path.join('.') || 'report'}: ${issue.message}`}. Call report_task again with it mended.`;
}

/** Ends that a second request would not mend. */
function failureOf(end: AgentEnd): { readonly why: string; readonly failure?: ModelFailure } | undefined {
  switch (end.kind) {
    case 'failed':
      return { why: end.failure.message, failure: end.failure };
    case 'budget':
    case 'halted':
      return { why: end.why };
    default:
      return undefined;
  }
}

function lastWords(end: AgentEnd): string {
  const text = 'message' in end ? textOf(end.message).trim() : '';
  return text === '' ? 'none.' : text.slice(0, 500);
}
