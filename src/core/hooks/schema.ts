/** JSON Schemas of the three forms of hook files, made from the triggers, actions and conditions themselves. */
import { actions } from './actions/index';
import { conditionSchemas } from './conditions';
import { toolCategories } from './match/tools';
import { triggers } from './triggers/index';
import type { TriggerKind } from './triggers/trigger';

/** A JSON Schema, draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const draft = 'http://json-schema.org/draft-07/schema#';
const text = (description: string): JsonSchema => ({ type: 'string', description });
const flag = (description: string): JsonSchema => ({ type: 'boolean', description });
const texts = (description: string): JsonSchema => ({
  type: ['string', 'array'],
  items: { type: 'string' },
  description,
});

function named(names: (kind: TriggerKind) => readonly string[]): JsonSchema {
  const all = triggers.flatMap((kind) => names(kind).map((name) => ({ name, help: kind.help })));
  return { enum: all.map(({ name }) => name), enumDescriptions: all.map(({ help }) => help) };
}

const enabled = flag('Off: never fires.');
const timeout = { type: 'number', minimum: 0, description: 'Seconds; 60 unless told, 0 is no limit.' };

/** Of `.kiro.hook`. */
export function kiro0Schema(): JsonSchema {
  return {
    $schema: draft,
    type: 'object',
    required: ['when', 'then'],
    properties: {
      enabled,
      name: text('Shown in lists.'),
      description: text('What it is for.'),
      version: { type: 'string' },
      when: {
        type: 'object',
        required: ['type'],
        properties: {
          type: named(({ aliases }) => aliases.slice(0, 1)),
          patterns: {
            type: 'array',
            items: { type: 'string' },
            description: 'Globs relative to the workspace folder.',
          },
          toolTypes: {
            type: 'array',
            items: { type: 'string' },
            description: `${toolCategories.join(', ')}, or regexes.`,
          },
          debounceMs: { type: 'number', minimum: 0 },
        },
      },
      // biome-ignore lint/suspicious/noThenProperty: that is what Kiro calls it
      then: {
        type: 'object',
        required: ['type'],
        properties: {
          type: { enum: ['askAgent', 'runCommand'] },
          prompt: text('What the agent is asked.'),
          command: text('A command line.'),
          timeout,
        },
      },
    },
  };
}

/** Of v1 `.json`. */
export function kiro1Schema(): JsonSchema {
  return {
    $schema: draft,
    type: 'object',
    required: ['version', 'hooks'],
    properties: {
      version: { const: 'v1' },
      hooks: {
        type: 'array',
        items: {
          type: 'object',
          required: ['name', 'trigger', 'action'],
          properties: {
            name: text('Shown in lists.'),
            description: text('What it is for.'),
            enabled,
            confirm: flag('Asks before each firing.'),
            trigger: named(({ name }) => [name]),
            matcher: texts('A regular expression for paths, prompts or names of tools; or a category of tools.'),
            timeout,
            action: {
              type: 'object',
              required: ['type'],
              properties: {
                type: { enum: ['command', 'agent'] },
                command: text('A command line; gets the event as JSON on stdin.'),
                prompt: text('What the agent is asked.'),
              },
            },
          },
        },
      },
    },
  };
}

/** Of `.kiro/hooks.yaml`. */
export function hooksYamlSchema(): JsonSchema {
  const action = Object.assign({}, ...actions.map(({ schema }) => schema)) as JsonSchema;
  const onFailure = {
    description: 'When a step does not succeed.',
    anyOf: [
      { enum: ['warn', 'block'] },
      {
        type: 'object',
        required: ['agent'],
        properties: {
          agent: text('What an agent is asked; {output} is what failed.'),
          retries: { type: 'integer', minimum: 0, maximum: 10 },
          // biome-ignore lint/suspicious/noThenProperty: a word of the file's own
          then: { enum: ['warn', 'block'] },
        },
        additionalProperties: false,
      },
    ],
  };
  const step = { type: 'object', properties: { ...action, on_failure: onFailure }, additionalProperties: false };
  const hook = {
    type: 'object',
    required: ['trigger'],
    properties: {
      ...action,
      name: text('Shown in lists.'),
      description: text('What it is for.'),
      enabled,
      confirm: flag('Asks before each firing.'),
      trigger: named(({ name, aliases }) => [...aliases.filter((each) => each.includes('_')), name]),
      pattern: texts('Globs relative to the workspace folder; ! takes away.'),
      patterns: texts('Globs relative to the workspace folder; ! takes away.'),
      matcher: texts('A regular expression, as in v1.'),
      tools: texts(`${toolCategories.join(', ')}, or regexes of names.`),
      cron: text('Five fields: "0 9 * * 1-5".'),
      if: { type: 'object', properties: conditionSchemas, additionalProperties: false },
      action: { anyOf: [text('A sentence for an agent.'), { type: 'object', properties: action }] },
      steps: { type: 'array', minItems: 1, items: { anyOf: [text('A sentence for an agent.'), step] } },
      on_failure: onFailure,
      debounce: { type: ['number', 'string'], description: 'Quiet time before it fires: seconds, or 500ms.' },
    },
    additionalProperties: false,
  };
  return {
    $schema: draft,
    type: 'object',
    required: ['hooks'],
    properties: { hooks: { type: 'array', items: hook } },
    additionalProperties: false,
  };
}
