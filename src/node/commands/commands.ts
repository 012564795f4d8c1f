/** Command lines of agents on the machine itself. Without a sandbox; each was judged before it comes here. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { CommandEnd, CommandRequest, Commands, RunningCommand } from '../../core/host';
import { assertGrant, type GrantCheck } from '../../core/permissions/grants';
import { commandEnvironment } from './environment';
import { endWithUs, killStrays, signalGroup } from './processes';
import { watchForPrompt } from './prompt';
import { type Shell, systemShell } from './shell';
import { type Stopwatch, startStopwatch } from './stopwatch';

/** Milliseconds; tests shorten them. */
export interface CommandTimes {
  /** From asking a command to end to ending it. */
  readonly patience: number;
  /** What a command has left running may take to end by itself, and its last words to arrive. */
  readonly linger: number;
  /** A question that stands unanswered for so long ends the command. */
  readonly question: number;
}

export const commandTimes: CommandTimes = { patience: 2000, linger: 100, question: 5000 };

/** Characters kept for `output()`, the last ones. */
const kept = 4 * 1024 * 1024;

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

/** The commands of this machine. A command that is not there is an end with a code, as the shell has it. */
export function createCommands(
  check: GrantCheck = assertGrant,
  times: CommandTimes = commandTimes,
  shell: Shell = systemShell(),
): Commands {
  return {
    shell: shell.kind,
    start: async (grant, request) => {
      check(grant, ['exec'], request.line);
      return startCommand(shell, request, times);
    },
  };
}

async function startCommand(shell: Shell, request: CommandRequest, times: CommandTimes): Promise<RunningCommand> {
  request.signal?.throwIfAborted();
  const mark = randomUUID();
  const time = startStopwatch(request);
  const child = spawn(shell.file, shell.args(request.line, request.onError !== undefined), {
    cwd: request.cwd,
    env: commandEnvironment(request.env, mark),
    detached: process.platform !== 'win32',
    // The fourth is for the watcher of the shell's prelude: nothing is ever written to it.
    stdio: [request.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  }) as Child;
  endWithUs(child);
  // A command that does not read its stdin closes it, which is no failure.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(request.stdin);
  const closed = closing(child);
  const end = ender(child, times.patience);
  const prompt = watchForPrompt(time, times.question, () => end('input'));
  const output = gather(child, (piece, error) => {
    prompt.heard(piece);
    request.onOutput?.(piece);
    if (error) request.onError?.(piece);
  });
  const ended = exitOf(child).then(async (exit): Promise<CommandEnd> => {
    const ms = time.ms();
    time.dispose();
    end.done();
    prompt.dispose();
    await clearUp(child, closed, mark, times.linger);
    const by = end.reason() ?? (exit.signal === null ? 'exit' : 'signal');
    return { code: by === 'exit' ? (exit.code ?? undefined) : undefined, by, ms };
  });
  await spawned(child, request);
  limit(request, time, end, ended);
  const stop = () => {
    end('stop');
    return ended;
  };
  return { output, ended, stop };
}

function spawned(child: Child, { cwd }: CommandRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(new Error(`The command could not be started in ${cwd}: ${error.message}.`, { cause: error }));
    });
  });
}

/** Resolves when nobody can print any more. */
async function closing({ stdout, stderr }: Child): Promise<void> {
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.once('close', resolve))));
}

function exitOf(child: Child): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
}

function limit({ timeoutMs, signal }: CommandRequest, time: Stopwatch, end: Ender, ended: Promise<unknown>): void {
  if (timeoutMs !== undefined) time.after(timeoutMs, () => end('timeout'));
  const stop = () => end('stop');
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  void ended.then(() => {
    signal?.removeEventListener('abort', stop);
  });
}

type Reason = Exclude<CommandEnd['by'], 'exit' | 'signal'>;

interface Ender {
  /** Asks the group to end, and ends it if it doesn't; the first reason counts. */
  (reason: Reason): void;
  reason(): Reason | undefined;
  /** It has exited. */
  done(): void;
}

function ender(child: Child, patience: number): Ender {
  let why: Reason | undefined;
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const end = (reason: Reason) => {
    const { pid } = child;
    if (over || why !== undefined || pid === undefined) return;
    why = reason;
    signalGroup(pid, 'SIGTERM');
    timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), patience);
  };
  return Object.assign(end, {
    reason: () => why,
    done: () => {
      over = true;
      clearTimeout(timer);
    },
  });
}

/** Keeps the end of what is printed, and hands it on as it comes. */
function gather(child: Child, heard: (piece: string, error: boolean) => void): RunningCommand['output'] {
  let text = '';
  let dropped = 0;
  const cutTo = (most: number) => {
    dropped += text.length - most;
    text = text.slice(-most);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (piece: string) => {
      text += piece;
      // Cut rarely, so that a flood costs little.
      if (text.length > kept * 2) cutTo(kept);
      heard(piece, stream === child.stderr);
    });
  }
  return () => {
    if (text.length > kept) cutTo(kept);
    return { text, dropped };
  };
}

/** Ends what the command has left running, and waits for its last words, but not for whoever still holds its pipes. */
async function clearUp(child: Child, closed: Promise<void>, mark: string, linger: number): Promise<void> {
  await within(linger, closed);
  if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  killStrays(mark);
  await within(linger, closed);
  for (const stream of child.stdio) stream?.destroy();
}

/** Resolves with `promise`, or after `ms` without it. */
async function within(ms: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
