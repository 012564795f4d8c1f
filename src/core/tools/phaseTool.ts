import type * as z from 'zod';
import { type PhaseAnswer, type Tool, ToolError } from './tool';

interface PhaseToolOptions<Input> {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  readonly label: (input: Input) => string;
  /** Completes the sentence "It can be used …" for a phase that has no use for it. */
  readonly when: string;
  readonly sideBySide?: boolean;
}

/**
 * A tool whose effect belongs to the phase that goes on. It is always there, since a prompt's tools never change, and
 * answers with a refusal in the phases that have not handed in what it does.
 */
export function phaseTool<Input>({ when, ...tool }: PhaseToolOptions<Input>): Tool<Input> {
  return {
    ...tool,
    readOnly: false,
    async run(input, context) {
      const handler: ((input: never) => Promise<PhaseAnswer>) | undefined = context.phase[tool.name];
      if (handler === undefined) throw new ToolError(`${tool.name} has no effect now. It can be used ${when}.`);
      // The phase hands in a handler under the tool's own name, for the tool's own input.
      const answer = await (handler as (input: Input) => Promise<PhaseAnswer>)(input);
      if (answer.isError === true && answer.stop !== true) throw new ToolError(answer.text);
      return { content: [{ type: 'text', text: answer.text }], ...(answer.stop === true && { stop: true }) };
    },
  };
}
