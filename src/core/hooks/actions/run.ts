import { complain, durationOf, textOf } from '../read/fields';
import { childOf } from '../read/located';
import { type ActionKind, type ActionResult, type HookCommandEnd, ok, shortened } from './action';
import { environmentOf, stdinOf } from './payload';
import { fillCommand } from './placeholders';

/** A command that says nothing of its own gets this long, in milliseconds. */
const defaultTimeoutMs = 60_000;

export const run: ActionKind<'run'> = {
  kind: 'run',
  key: 'run',
  keys: ['timeout'],
  help: 'Runs a command in the sandbox. Exit 0 is success and its output is context, 2 blocks, anything else warns.',
  schema: {
    run: { type: 'string', minLength: 1, description: 'A command line; placeholders such as {file} are quoted.' },
    timeout: { type: ['number', 'string'], description: 'Seconds, or 30s, 5m; 0 is no limit. 60 unless told.' },
  },
  read: (reading, map) => {
    const command = textOf(reading, map, 'run');
    if (command === undefined) return undefined;
    if (command.trim() === '') {
      complain(reading, 'empty-command', 'The command is empty.', childOf(map, 'run')?.spot ?? map.spot);
      return undefined;
    }
    const timeoutMs = durationOf(reading, map, 'timeout');
    return { kind: 'run', command, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  },
  label: ({ command }) => shortened(command),
  run: async ({ command, timeoutMs = defaultTimeoutMs }, context, signal) => {
    const { event, files, deps, hook, cause } = context;
    const filled = fillCommand(command, context, deps.shell);
    if (filled.refused !== undefined) return cannotStart(filled.refused);
    const end = await deps.command(
      {
        line: filled.line,
        cwd: event.root,
        env: { ...environmentOf(event, hook.name), ...filled.env },
        stdin: stdinOf(event, files),
        hook,
        cause,
        ...(timeoutMs === 0 ? {} : { timeoutMs }),
      },
      signal,
    );
    const result = resultOf(end, timeoutMs);
    return event.trigger === 'Stop' ? decided(result) : result;
  },
};

/** Kiro's exit codes. What could not do its work counts as not started: a guard that fails must not wave things through. */
export function resultOf(end: HookCommandEnd, timeoutMs: number): ActionResult {
  if (end.kind === 'refused') return cannotStart(end.message);
  const { code, by, stderr } = end;
  const closed = closedWords(end.closed);
  const stdout = closed === '' ? end.stdout : lines(end.stdout.trimEnd(), closed);
  if (by === 'stop') return { outcome: 'stopped', output: stdout, problem: 'It was stopped.' };
  if (by === 'timeout') return cannotStart(`It took longer than ${timeoutMs / 1000} s and was ended.`, stdout);
  if (by === 'input') return cannotStart('It waited for somebody to type, which nobody does.', stdout);
  if (by === 'signal' || code === undefined) return cannotStart('A signal ended it.', stdout);
  if (code === 0) return { ...ok(stdout), exitCode: 0 };
  const said = lines(stderr.trim() || end.stdout.trim() || `It ended with exit code ${code}.`, closed);
  if (code === 126 || code === 127) return { ...cannotStart(said, stdout), exitCode: code };
  if (code === 2) return { outcome: 'block', output: stdout, problem: said, exitCode: 2 };
  return { outcome: 'warning', output: lines(end.stdout, stderr, closed), problem: said, exitCode: code };
}

/** Programs tell of a closed network in many ways, and some (`npm outdated || true`) in none. */
function closedWords(closed: readonly string[] = []): string {
  if (closed.length === 0) return '';
  return `The network of the sandbox was closed for ${closed.join(', ')}. A rule of yours for sandbox_network opens it.`;
}

function lines(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

/** After an agent's answer Kiro's hooks may print `{"decision":"block","reason":"…"}`, which lets the agent go on. */
function decided(result: ActionResult): ActionResult {
  if (result.outcome !== 'ok') return result;
  const { decision, reason } = printedObject(result.output);
  if (decision !== 'block') return result;
  const problem = typeof reason === 'string' && reason.trim() !== '' ? reason.trim() : 'It gave no reason.';
  return { ...result, outcome: 'block', problem };
}

/** The JSON object that a text is; empty where it is none. */
function printedObject(text: string): { readonly decision?: unknown; readonly reason?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function cannotStart(problem: string, output = ''): ActionResult {
  return { outcome: 'cannot-start', output, problem };
}
