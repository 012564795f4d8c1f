import * as z from 'zod';
import { actingOf } from './acting';
import { commandAnswer, commandPage } from './commandAnswer';
import { findJob } from './findJob';
import type { Job } from './jobs';
import type { Tool, ToolContext } from './tool';

const input = z.object({
  id: z.string().max(20).describe('As run_command named it: "c3".'),
  from: z
    .int()
    .min(0)
    .optional()
    .describe('Reads from this character on, also what was shown before. Without it: what is new.'),
  wait_seconds: z.int().min(0).max(600).default(0).describe('Waits so long for the command to end, or for wait_for.'),
  wait_for: z.string().min(1).max(300).optional().describe('Text in new output that ends the waiting.'),
});

type Input = z.infer<typeof input>;

/** Shows what a command has printed. */
export const commandOutput: Tool<Input> = {
  name: 'command_output',
  description:
    'Shows whether a command still runs, and its output: what is new since you looked last, or from any character on. Waits, if asked to, until it ends or prints a text.',
  input,
  readOnly: false,
  label: ({ id }) => `Looked at the output of ${id}`,
  async run({ id, from, wait_seconds, wait_for }, context, signal) {
    const job = findJob(actingOf(context, 'command_output'), id);
    const before = job.read;
    if (wait_seconds > 0) await waited(context, job, wait_seconds, wait_for, signal);
    signal.throwIfAborted();
    const text = from === undefined ? commandAnswer(job, before) : commandPage(job, from);
    if (from === undefined) job.read = job.output.total();
    return { content: [{ type: 'text', text }] };
  },
};

/** Until the command ends, what is new holds the text, or the time is over. */
async function waited(
  { clock }: ToolContext,
  job: Job,
  seconds: number,
  text: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const start = job.read;
  const printed = new Promise<void>((resolve) => {
    if (text === undefined) return;
    const look = () => {
      if (job.output.page(Math.max(start, job.output.total() - window), window).text.includes(text)) resolve();
    };
    const stop = job.output.listen(look);
    done.signal.addEventListener('abort', stop);
    look();
  });
  const late = clock.sleep(seconds * 1000, AbortSignal.any([signal, done.signal])).catch(() => undefined);
  await Promise.race([job.ended, printed, late]);
  done.abort();
}

/** Characters of the end in which a text is looked for. */
const window = 64 * 1024;
