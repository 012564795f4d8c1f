/** The commands of a session: those that run in the background, and the output of those that have ended. */
import type { CommandEnd, RunningCommand } from '../host';
import type { Output } from './output';

/** One command. */
export interface Job {
  /** "c1", "c2" */
  readonly id: string;
  readonly line: string;
  readonly output: Output;
  /** Undefined while it runs. */
  end(): CommandEnd | undefined;
  /** Resolves when `end` is known. Never rejects. */
  readonly ended: Promise<CommandEnd>;
  stop(): Promise<CommandEnd>;
  /** How far its output has been handed out. */
  read: number;
}

/** The commands of one session. */
export interface Jobs {
  add(line: string, running: RunningCommand, output: Output): Job;
  find(id: string): Job | undefined;
  /** Those that still run. */
  running(): readonly Job[];
  /** Ends everything that still runs. Never rejects. */
  stopAll(): Promise<void>;
}

/** Ended commands whose output can still be read. */
const keptJobs = 20;

/** None yet. */
export function createJobs(): Jobs {
  const jobs = new Map<string, Job>();
  let made = 0;
  const running = () => [...jobs.values()].filter((job) => job.end() === undefined);
  const forgetOld = () => {
    const ended = [...jobs.values()].filter((job) => job.end() !== undefined);
    for (const { id } of ended.slice(0, Math.max(0, ended.length - keptJobs))) jobs.delete(id);
  };
  return {
    add: (line, started, output) => {
      made++;
      const job = jobOf(`c${made}`, line, started, output);
      jobs.set(job.id, job);
      forgetOld();
      return job;
    },
    find: (id) => jobs.get(id),
    running,
    stopAll: async () => {
      await Promise.allSettled(running().map((job) => job.stop()));
    },
  };
}

function jobOf(id: string, line: string, running: RunningCommand, output: Output): Job {
  let end: CommandEnd | undefined;
  const ended = running.ended.then((how) => {
    end = how;
    return how;
  });
  const stop = async () => {
    await running.stop();
    return ended;
  };
  return { id, line, output, end: () => end, ended, stop, read: 0 };
}
