/** Processes with an end: own group, time limit, stop, bounded output. Without grants: for the ports' own helpers. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { ExecResult } from '../core/host';

/** A program to run for a port; time in milliseconds. */
export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child. */
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Gets the output as it comes; it is then not kept. Returning false ends the process. */
  readonly onStdout?: (text: string) => boolean;
}

/** Characters kept of each stream, the last ones. */
const keep = 16 * 1024 * 1024;
/** From asking a process to end to ending it. */
const patienceMs = 2000;
/** How long output may still come after a process has ended: its children may hold the pipe for ever. */
const lingerMs = 200;

/** Runs a program without a shell. Rejects only when it cannot be started; `code` is undefined where it was ended. */
export function runProcess(request: ProcessRequest): Promise<ExecResult> {
  const { command, args, cwd, env, timeoutMs, signal } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return resolve({ code: undefined, stdout: '', stderr: '' });
    const child = spawn(command, args, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stop = () => endGroup(child);
    const stdout = collect(child.stdout, request.onStdout && stoppable(request.onStdout, stop));
    const stderr = collect(child.stderr);
    const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
    signal?.addEventListener('abort', stop, { once: true });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    let linger: NodeJS.Timeout | undefined;
    child.once('error', (error) => {
      tidy();
      reject(error);
    });
    child.once('exit', () => {
      tidy();
      linger = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, lingerMs);
    });
    child.once('close', (code) => {
      clearTimeout(linger);
      resolve({ code: code ?? undefined, stdout: stdout(), stderr: stderr() });
    });
  });
}

function collect(stream: NodeJS.ReadableStream, listener?: (text: string) => void): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    if (listener !== undefined) return listener(piece);
    text += piece;
    if (text.length > keep * 2) text = text.slice(-keep);
  });
  return () => text.slice(-keep);
}

function stoppable(listener: (text: string) => boolean, stop: () => void): (text: string) => void {
  let stopped = false;
  return (text) => {
    if (stopped || listener(text)) return;
    stopped = true;
    stop();
  };
}

/** Asks the process and its children to end, and ends them if they don't. */
function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
  timer.unref();
  // The group may outlive its leader: what is left of it is ended with it.
  child.once('exit', () => {
    clearTimeout(timer);
    signalGroup(child, 'SIGKILL');
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32')
      spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    else process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}
