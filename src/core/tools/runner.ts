/** From a list of tools to the `ToolRunner` that the agent loop asks. */
import * as z from 'zod';
import type { ToolCall, ToolResult } from '../messages';
import { DeniedError } from '../permissions/types';
import { type Tool, type ToolContext, ToolError } from './tool';
import { unknownKeys } from './unknownKeys';

/** What a model is told of a tool; the same shape as the providers' `ToolSchema`. */
export interface Schema {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** The same shape as the loop's `ToolOutcome`: tools know nothing of the loop. */
export interface RunnerOutcome {
  readonly result: ToolResult;
  readonly stop?: boolean;
}

/** The same shape as the loop's `ToolRunner`. */
export interface Runner {
  readonly schemas: readonly Schema[];
  readOnly(call: ToolCall): boolean;
  sideBySide(call: ToolCall): boolean;
  label(call: ToolCall): string;
  /** Never rejects: what goes wrong is a result that says so. */
  run(call: ToolCall, signal: AbortSignal, output?: (text: string) => void): Promise<RunnerOutcome>;
}

type Prepared =
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'ready'; readonly tool: Tool; readonly input: unknown };

/** Makes the runner. `context` may be a function, for phases that change between calls. */
export function createToolRunner(tools: readonly Tool[], context: ToolContext | (() => ToolContext)): Runner {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const current = typeof context === 'function' ? context : () => context;
  return {
    schemas: tools.map(schemaOf),
    readOnly: (call) => byName.get(call.name)?.readOnly ?? false,
    sideBySide: (call) => byName.get(call.name)?.sideBySide ?? false,
    label: (call) => {
      const prepared = prepare(byName, call);
      return prepared.kind === 'ready' ? prepared.tool.label(prepared.input) : `Called ${call.name}`;
    },
    async run(call, signal, output) {
      const prepared = prepare(byName, call);
      if (prepared.kind === 'refused') return failure(call, prepared.why);
      try {
        const { content, stop } = await prepared.tool.run(prepared.input, current(), signal, output);
        const result: ToolResult = { type: 'tool_result', callId: call.id, content, isError: false };
        return stop === true ? { result, stop } : { result };
      } catch (error) {
        return failure(call, sentence(call, error));
      }
    },
  };
}

/** A result that tells the model what went wrong. */
export function failure(call: ToolCall, why: string): RunnerOutcome {
  return { result: { type: 'tool_result', callId: call.id, content: [{ type: 'text', text: why }], isError: true } };
}

function prepare(byName: ReadonlyMap<string, Tool>, call: ToolCall): Prepared {
  const tool = byName.get(call.name);
  if (tool === undefined)
    return { kind: 'refused', why: `There is no tool ${call.name}. There are: ${[...byName.keys()].join(', ')}.` };
  if (call.input === undefined) {
    return {
      kind: 'refused',
      why: `The input of ${call.name} is not readable JSON: ${JSON.stringify((call.inputText ?? '').slice(0, 200))}. Call it again with one complete JSON object.`,
    };
  }
  const parsed = tool.input.safeParse(call.input);
  return parsed.success
    ? { kind: 'ready', tool, input: parsed.data }
    : { kind: 'refused', why: argumentError(tool, call.input, parsed.error) };
}

function argumentError(tool: Tool, input: unknown, error: z.ZodError): string {
  const problems = [
    ...error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.') || 'the input'}: ${message}`),
    ...unknownKeys(schemaOf(tool).inputSchema, input).slice(0, 5),
  ].map((problem) => `- ${problem}`);
  return `${tool.name} was called with an input that does not fit:\n${problems.join('\n')}\nNothing was done. Call it again with the input mended.`;
}

function sentence(call: ToolCall, error: unknown): string {
  if (error instanceof ToolError || error instanceof DeniedError) return error.message;
  if (error instanceof Error && error.name === 'AbortError') return `${call.name} was stopped before it had finished.`;
  return `${call.name} failed: ${error instanceof Error ? error.message : String(error)}. Try another way, or go on without it.`;
}

const schemas = new WeakMap<Tool, Schema>();

/** A tool's schema never changes, and a runner is made for every phase. */
function schemaOf(tool: Tool): Schema {
  const known = schemas.get(tool);
  if (known !== undefined) return known;
  const { $schema: _, ...inputSchema } = z.toJSONSchema(tool.input, { io: 'input' });
  const schema = { name: tool.name, description: tool.description, inputSchema };
  schemas.set(tool, schema);
  return schema;
}
