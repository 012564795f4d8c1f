import type { Acting } from './acting';
import type { Job } from './jobs';
import { ToolError } from './tool';

/** The command of that id. Throws a `ToolError` that names those there are. */
export function findJob({ jobs }: Acting, id: string): Job {
  const job = jobs.find(id);
  if (job !== undefined) return job;
  const running = jobs.running().map((each) => each.id);
  const others = running.length === 0 ? 'No command is running.' : `Running: ${running.join(', ')}.`;
  throw new ToolError(`There is no command ${id}, or its output is no longer kept. ${others}`);
}
