/** A command inside a sandbox, as the runner sees it: it lives with the supervisor, and this hears of it. */
import type { CommandEnd, CommandRequest, RunningCommand } from '../../core/host';
import { watchForPrompt } from '../commands/prompt';
import { startStopwatch } from '../commands/stopwatch';
import type { FromSupervisor, ToSupervisor } from './wire';

/** Milliseconds; tests shorten them. */
export interface RemoteTimes {
  /** From asking a command to end to ending it. */
  readonly patience: number;
  /** A question that stands unanswered for so long ends the command. */
  readonly question: number;
}

export const remoteTimes: RemoteTimes = { patience: 2000, question: 5000 };

/** A command, and what its supervisor has to tell it. */
export interface RemoteCommand {
  readonly command: RunningCommand;
  /** Resolves when it runs; rejects with a sentence where it can't be started. */
  readonly started: Promise<void>;
  heard(message: Extract<FromSupervisor, { readonly id: string }>): void;
  /** The sandbox is gone, and the command with it. */
  lost(): void;
}

/** Characters kept for `output()`, the last ones. */
const kept = 4 * 1024 * 1024;

/** Makes the runner's side of a command; `send` reaches the supervisor. */
export function remoteCommand(
  id: string,
  request: CommandRequest,
  send: (message: ToSupervisor) => void,
  times: RemoteTimes,
): RemoteCommand {
  const time = startStopwatch(request);
  const output = keeper(request.onOutput);
  const { ended, finish, reason, end } = ending(id, send, times.patience, time.ms);
  const prompt = watchForPrompt(time, times.question, () => end('input'));
  if (request.timeoutMs !== undefined) time.after(request.timeoutMs, () => end('timeout'));
  const stop = () => end('stop');
  request.signal?.addEventListener('abort', stop, { once: true });
  if (request.signal?.aborted === true) stop();
  void ended.then(() => {
    time.dispose();
    prompt.dispose();
    request.signal?.removeEventListener('abort', stop);
  });
  const { started, settle } = starting(request.cwd);
  return {
    started,
    heard: (message) => {
      if (message.type === 'started') settle(undefined);
      else if (message.type === 'failed') settle(message.why);
      else if (message.type === 'output') {
        prompt.heard(message.text);
        output.add(message.text);
        if (message.error === true) request.onError?.(message.text);
      } else finish(reason() ?? 'exit', message.code ?? undefined);
    },
    lost: () => {
      settle('the sandbox ended.');
      output.add('\nThe sandbox ended, and this command with it.\n');
      finish(reason() ?? 'signal', undefined);
    },
    command: {
      output: output.read,
      ended,
      stop: () => {
        end('stop');
        return ended;
      },
    },
  };
}

function starting(cwd: string): { readonly started: Promise<void>; settle(why: string | undefined): void } {
  let settle: (why: string | undefined) => void = () => undefined;
  const started = new Promise<void>((resolve, reject) => {
    settle = (why) => {
      if (why === undefined) resolve();
      else reject(new Error(`The command could not be started in ${cwd}: ${why}`));
    };
  });
  return { started, settle };
}

type Reason = Exclude<CommandEnd['by'], 'exit' | 'signal'>;

function ending(id: string, send: (message: ToSupervisor) => void, patience: number, ms: () => number) {
  let why: Reason | undefined;
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  let resolve: (end: CommandEnd) => void = () => undefined;
  const ended = new Promise<CommandEnd>((done) => {
    resolve = done;
  });
  return {
    ended,
    reason: () => why,
    end: (reason: Reason) => {
      if (over || why !== undefined) return;
      why = reason;
      send({ type: 'end', id, how: 'ask' });
      timer = setTimeout(() => send({ type: 'end', id, how: 'kill' }), patience);
    },
    finish: (by: CommandEnd['by'], code: number | undefined) => {
      over = true;
      clearTimeout(timer);
      resolve({ code: by === 'exit' ? code : undefined, by, ms: ms() });
    },
  };
}

/** Keeps the end of what is printed, and hands it on as it comes. */
function keeper(onOutput: CommandRequest['onOutput']) {
  let text = '';
  let dropped = 0;
  const cutTo = (most: number) => {
    dropped += text.length - most;
    text = text.slice(-most);
  };
  return {
    add: (piece: string) => {
      text += piece;
      if (text.length > kept * 2) cutTo(kept);
      onOutput?.(piece);
    },
    read: () => {
      if (text.length > kept) cutTo(kept);
      return { text, dropped };
    },
  };
}
