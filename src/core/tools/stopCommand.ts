import * as z from 'zod';
import { actingOf } from './acting';
import { commandAnswer } from './commandAnswer';
import { findJob } from './findJob';
import type { Tool } from './tool';

const input = z.object({ id: z.string().max(20).describe('As run_command named it: "c3".') });

/** Ends a command that runs in the background. */
export const stopCommand: Tool<z.infer<typeof input>> = {
  name: 'stop_command',
  description: 'Ends a command that runs in the background, with everything it started, and shows its last output.',
  input,
  readOnly: false,
  label: ({ id }) => `Stopped ${id}`,
  async run({ id }, context) {
    const job = findJob(actingOf(context, 'stop_command'), id);
    const before = job.read;
    await job.stop();
    const text = commandAnswer(job, before);
    job.read = job.output.total();
    return { content: [{ type: 'text', text }] };
  },
};
