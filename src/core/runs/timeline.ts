/** What happened in a task's session, as steps that a person reads. Made from the log alone, so that a reload shows the same. */
import { whyBrought } from '../context/steeringText';
import { type Message, type ToolCall, textOf, toolCallsOf } from '../messages';
import { nobodyAnswered, personSays } from './answers';
import { type LogEvent, noteOf, ofChecks, type RunNote } from './log';
import type { RunStep } from './snapshot';

/** Characters of a command's output that its step shows. */
const shownOutput = 4_000;

/** Tools that change one file, and those that run a command; everything else that has a step looks. */
const editing: readonly string[] = ['edit_file', 'write_file', 'move_file', 'delete_file'];
const quiet: readonly string[] = ['report_task', 'delegate'];

/** Grows with the log. Steps keep their ids. */
export interface Timeline {
  steps(): readonly RunStep[];
  add(event: LogEvent): void;
  /** What a running command prints, before its result is in the log. */
  output(call: string, text: string): void;
}

/** Nothing has happened yet. `sandboxed` says where commands run; it is asked as they begin. */
export function createTimeline(sandboxed: () => boolean): Timeline {
  const steps: RunStep[] = [];
  const calls = new Map<string, ToolCall>();
  const stepOf = new Map<string, string>();
  const replace = (id: string | undefined, change: (step: RunStep) => RunStep) => {
    const at = id === undefined ? -1 : steps.findLastIndex((step) => step.id === id);
    const step = steps[at];
    if (step !== undefined) steps[at] = change(step);
  };
  const push = (event: LogEvent, step: Body) => {
    const id = `e${event.seq}${steps.some((each) => each.id === `e${event.seq}`) ? 'b' : ''}`;
    steps.push({ id, at: Date.parse(event.at), ...step });
    return id;
  };
  const took: Took = { steps, calls, stepOf, push, replace, sandboxed };
  return {
    steps: () => [...steps],
    add: (event) => takeEvent(took, event),
    output: (call, text) =>
      replace(stepOf.get(call), (step) =>
        step.kind === 'command' ? { ...step, output: tail(step.output + text) } : step,
      ),
  };
}

/** A step without what every step has. */
type Body = RunStep extends infer Step ? (Step extends RunStep ? Omit<Step, 'id' | 'at'> : never) : never;

interface Took {
  readonly steps: readonly RunStep[];
  readonly calls: Map<string, ToolCall>;
  /** The step of a call. */
  readonly stepOf: Map<string, string>;
  push(event: LogEvent, step: Body): string;
  replace(id: string | undefined, change: (step: RunStep) => RunStep): void;
  sandboxed(): boolean;
}

function takeEvent(took: Took, event: LogEvent): void {
  switch (event.type) {
    case 'message':
      takeMessage(took, event, event.message);
      break;
    case 'tool_run':
      begin(took, event, event);
      break;
    case 'tool_done':
      took.replace(took.stepOf.get(event.call), (step) => ended(step, event));
      break;
    case 'waiting':
      took.push(event, {
        kind: 'notice',
        level: 'info',
        text: `The model was asked again, attempt ${event.attempt} of ${event.of}: ${event.reason.message}`,
      });
      break;
    case 'compacted':
      took.push(event, { kind: 'compacted', kept: textOf(event.message) });
      break;
    case 'note': {
      const note = noteOf(event);
      if (note?.type === 'delegate_end') endDelegate(took, note);
      else if (note !== undefined) takeNote(took, event, note);
    }
  }
}

function takeMessage(took: Took, event: LogEvent, message: Message): void {
  for (const call of toolCallsOf(message)) took.calls.set(call.id, call);
  if (message.role === 'assistant') {
    const text = textOf(message).trim();
    if (text !== '') took.push(event, { kind: 'said', text });
    return;
  }
  for (const block of message.content) {
    const brought = block.type === 'text' ? whyBrought(block.text) : undefined;
    if (brought !== undefined)
      took.push(event, { kind: 'notice', level: 'info', text: `Steering that applies from here on: ${brought}` });
    if (block.type !== 'tool_result') continue;
    const text = block.content.flatMap((each) => (each.type === 'text' ? [each.text] : [])).join('\n');
    took.replace(took.stepOf.get(block.callId), (step) => answered(step, text, block.isError));
  }
}

function begin(
  took: Took,
  event: LogEvent,
  { call, name, label }: { call: string; name: string; label: string },
): void {
  if (quiet.includes(name)) return;
  const input = took.calls.get(call)?.input;
  if (name === 'run_command') {
    const step = {
      kind: 'command',
      line: field(input, 'command') ?? label,
      state: 'running',
      ms: 0,
      output: '',
    } as const;
    took.stepOf.set(call, took.push(event, { ...step, where: took.sandboxed() ? 'sandboxed' : 'free' }));
  } else if (name === 'ask_user') {
    const question = field(input, 'question') ?? label;
    took.stepOf.set(call, took.push(event, { kind: 'asked', question, state: 'open', answer: '' }));
  } else if (editing.includes(name)) {
    const path = field(input, 'path') ?? field(input, 'from') ?? '';
    took.stepOf.set(call, took.push(event, { kind: 'edited', label, path, running: true, ...lineCounts(name, input) }));
  } else {
    took.stepOf.set(call, look(took, event, label));
  }
}

/** Looks that follow each other are one step. */
function look(took: Took, event: LogEvent, label: string): string {
  const last = took.steps.at(-1);
  if (last?.kind !== 'looked') return took.push(event, { kind: 'looked', labels: [label], running: true, ms: 0 });
  took.replace(last.id, (step) =>
    step.kind === 'looked' ? { ...step, labels: [...step.labels, label], running: true } : step,
  );
  return last.id;
}

function ended(step: RunStep, { isError, ms }: { readonly isError: boolean; readonly ms: number }): RunStep {
  switch (step.kind) {
    case 'looked':
      return { ...step, running: false, ms: step.ms + ms };
    case 'edited':
      // The reason comes with the results of the turn.
      return isError ? { ...step, failed: 'It was not done.' } : { ...step, running: false };
    case 'command':
      return { ...step, state: isError ? 'failed' : 'ended', ms };
    default:
      return step;
  }
}

/** The result says more than the bare end. */
function answered(step: RunStep, text: string, isError: boolean): RunStep {
  if (step.kind === 'edited') {
    const done = { ...step, running: false };
    return isError ? { ...done, failed: text, added: 0, removed: 0 } : done;
  }
  if (step.kind === 'asked') return step.state === 'open' ? { ...step, ...answerIn(text) } : step;
  if (step.kind !== 'command') return step;
  const [first = '', ...rest] = text.split('\n');
  const code = /\bexit(?: code)? (\d+)/iu.exec(first)?.[1];
  const background = /\bis running\b/u.test(first);
  const printed = rest.flatMap((line) => (line.startsWith('| ') ? [line.slice(2)] : [])).join('\n');
  return {
    ...step,
    state: isError ? 'failed' : background ? 'background' : 'ended',
    ...(code === undefined ? { ending: first.slice(0, 200) } : { ending: `exit ${code}`, code: Number(code) }),
    output: step.output === '' ? tail(printed) : step.output,
  };
}

/** What became of a question; a call that was refused or broken off says itself why. */
function answerIn(text: string): Pick<Extract<RunStep, { kind: 'asked' }>, 'state' | 'answer'> {
  if (text.startsWith(personSays)) return { state: 'answered', answer: text.slice(personSays.length) };
  return { state: 'skipped', answer: text.startsWith(nobodyAnswered) ? text.slice(nobodyAnswered.length) : text };
}

function takeNote(took: Took, event: LogEvent, note: RunNote): void {
  const step = stepOfNote(note);
  if (step === undefined) return;
  const id = took.push(event, step);
  if (note.type === 'delegated') took.stepOf.set(note.id, id);
}

function stepOfNote(note: RunNote): Body | undefined {
  switch (note.type) {
    case 'checkpoint':
      return note.turn === ofChecks ? undefined : { kind: 'checkpoint', checkpoint: note.id, label: note.label };
    case 'told':
      return { kind: 'told', text: note.text };
    case 'reviewed':
      return reviewedStep(note);
    case 'notice':
      return { kind: 'notice', level: note.level, text: note.text };
    case 'decision':
      // What the product allows by itself is no news; the log has it.
      if (note.by === 'rule' && note.effect === 'allow' && note.rule.scope === 'builtin') return undefined;
      return { kind: 'decision', effect: note.effect, by: note.by, what: note.what, rule: note.rule };
    case 'sandbox':
      return { kind: 'notice', level: 'info', text: note.sentence };
    case 'baseline':
    case 'verified':
      return { kind: 'verification', verification: note.view };
    case 'steering_checked':
      return { kind: 'steering', check: note.check };
    case 'reported':
      return note.summary === '' ? undefined : { kind: 'said', text: note.summary };
    case 'delegated':
      return { kind: 'delegated', role: note.role, goal: note.goal, running: true };
    case 'forked': {
      const files = note.files ? 'the files as they were then' : 'the files as they are';
      const text = `Forked from "${note.label}", with ${files}. The conversation until now stays in the log as ${note.session}.`;
      return { kind: 'notice', level: 'info', text };
    }
    case 'end': {
      const level = note.outcome === 'done' ? 'info' : note.outcome === 'failed' ? 'error' : 'warning';
      return { kind: 'notice', level, text: note.message };
    }
    default:
      return undefined;
  }
}

/** What was accepted without a word is no news: the changes say it. */
function reviewedStep({ rejected, files = [], said = [] }: Extract<RunNote, { type: 'reviewed' }>): Body | undefined {
  if (rejected === 0 && said.length === 0) return undefined;
  const parts = `Rejected ${rejected === 1 ? 'a change' : `${rejected} changes`} in ${files.join(', ')}`;
  return { kind: 'reviewed', what: rejected === 0 ? 'Said of the changes' : parts, said: said.join('\n') };
}

function endDelegate(took: Took, note: Extract<RunNote, { type: 'delegate_end' }>): void {
  took.replace(took.stepOf.get(note.id), (step) =>
    step.kind === 'delegated' ? { ...step, running: false, report: note.report } : step,
  );
}

function field(input: unknown, name: string): string | undefined {
  const value: unknown =
    typeof input === 'object' && input !== null ? Object.entries(input).find(([key]) => key === name)?.[1] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Lines of the change as the model wrote it; the review shows what really differs. */
function lineCounts(name: string, input: unknown): { readonly added: number; readonly removed: number } {
  if (typeof input !== 'object' || input === null) return { added: 0, removed: 0 };
  if (name === 'write_file' && 'text' in input) return { added: linesOf(input.text).length, removed: 0 };
  const edits: readonly unknown[] = 'edits' in input && Array.isArray(input.edits) ? input.edits : [];
  let added = 0;
  let removed = 0;
  for (const edit of edits) {
    if (typeof edit !== 'object' || edit === null) continue;
    const old = linesOf('old' in edit ? edit.old : undefined);
    const now = linesOf('new' in edit ? edit.new : undefined);
    const kept = sameLines(old, now);
    added += now.length - kept;
    removed += old.length - kept;
  }
  return { added, removed };
}

function linesOf(text: unknown): readonly string[] {
  return typeof text === 'string' && text !== '' ? text.replace(/\n$/u, '').split('\n') : [];
}

/** Lines at the beginning and the end that an edit repeats only to say where it is. */
function sameLines(old: readonly string[], now: readonly string[]): number {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let end = 0;
  while (end < most - head && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return head + end;
}

function tail(text: string): string {
  return text.length <= shownOutput ? text : text.slice(-shownOutput);
}
