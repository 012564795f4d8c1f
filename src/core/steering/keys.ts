/**
 * The keys of front matter, each once: the parsers of the tools' dialects read by them, and completion, hover and the
 * published JSON schemas are made from them.
 */
import { keyed } from './meant';

/** A value that a key may have, and what it means. */
export interface FrontMatterValue {
  readonly name: string;
  /** Markdown. */
  readonly help: string;
}

/** One key. */
export interface FrontMatterKey {
  readonly name: string;
  /** Other spellings that are read as it, apart from case, dashes and underlines. */
  readonly also: readonly string[];
  /** Markdown. */
  readonly help: string;
  readonly takes: 'text' | 'texts' | 'flag' | 'mode';
  /** All values there are; empty where any text is one. */
  readonly values: readonly FrontMatterValue[];
  /** What completion writes behind the key and its colon, as a snippet. */
  readonly insert: string;
}

/** A JSON Schema, draft 7. */
type JsonSchema = Readonly<Record<string, unknown>>;

function key(name: string, help: string, rest: Partial<FrontMatterKey> = {}): FrontMatterKey {
  return { name, help, also: [], takes: 'text', values: [], insert: '', ...rest };
}

const globHelp =
  'A glob, a list of globs, or globs with commas between them. Put each into quotes. A glob without a slash matches names at any depth; `!` takes out.';
const globs = { takes: 'texts', insert: `"\${1:src/**}"` } as const;
const flags: readonly FrontMatterValue[] = [
  { name: 'true', help: 'Part of every prompt.' },
  { name: 'false', help: 'By its other keys.' },
];

/** Kiro's words for when a file takes part. */
export const kiroModes = [
  { name: 'always', help: 'Part of every prompt.' },
  { name: 'fileMatch', help: 'While files are mentioned, read or changed that match `fileMatchPattern`.' },
  { name: 'manual', help: 'When a prompt names it: `#name` or `/name`.' },
  { name: 'auto', help: 'When what is asked for is about its `description`.' },
  { name: 'never', help: 'Never. The file stays, and is not used.' },
] as const satisfies readonly FrontMatterValue[];

/** Kiro's keys. */
export const kiroKeys = {
  inclusion: key(
    'inclusion',
    `When the file is part of a prompt: ${kiroModes.map(({ name }) => `\`${name}\``).join(', ')}. Without it: always.`,
    { also: ['inclusionMode'], takes: 'mode', values: kiroModes },
  ),
  fileMatchPattern: key('fileMatchPattern', `${globHelp} Relative to the workspace folder.`, {
    ...globs,
    also: [
      'fileMatchPatterns',
      'fileMatch',
      'filePatterns',
      'globs',
      'glob',
      'patterns',
      'pattern',
      'applyTo',
      'paths',
    ],
  }),
  name: key('name', 'What a prompt names the file by; without it the name of the file.'),
  description: key('description', 'What the file is about, for `inclusion: auto`.'),
} as const;

/** Cursor's keys. */
export const cursorKeys = {
  description: key('description', 'What the rule is about: it takes part when what is asked for is about this.'),
  globs: key('globs', `${globHelp} The rule takes part while files match.`, globs),
  alwaysApply: key('alwaysApply', 'Part of every prompt, whatever the other keys say.', {
    takes: 'flag',
    values: flags,
  }),
} as const;

/** Keys of instructions of GitHub Copilot. */
export const copilotKeys = {
  applyTo: key('applyTo', `${globHelp} The instructions take part while files match; \`**\` is always.`, globs),
  description: key('description', 'What the instructions are about, where no `applyTo` says which files they are for.'),
} as const;

/** The key of rules of Claude Code and Cline. */
export const pathKeys = {
  paths: key('paths', `${globHelp} The rule takes part while files match; without it, always.`, {
    ...globs,
    also: ['globs'],
  }),
} as const;

/** Windsurf's words for when a rule takes part. */
export const windsurfTriggers = [
  { name: 'always_on', help: 'Part of every prompt.' },
  { name: 'glob', help: 'While files match `globs`.' },
  { name: 'model_decision', help: 'When what is asked for is about its `description`.' },
  { name: 'manual', help: 'When a prompt names it.' },
] as const satisfies readonly FrontMatterValue[];

/** Windsurf's keys. */
export const windsurfKeys = {
  trigger: key(
    'trigger',
    `When the rule is part of a prompt: ${windsurfTriggers.map(({ name }) => `\`${name}\``).join(', ')}.`,
    { takes: 'mode', values: windsurfTriggers },
  ),
  globs: key('globs', `${globHelp} For \`trigger: glob\`.`, globs),
  description: key('description', 'What the rule is about, for `trigger: model_decision`.'),
} as const;

/** A key's value under any of its spellings: the spelling that stands there, and the value. */
export function entryAt(
  values: Readonly<Record<string, unknown>>,
  { name, also }: FrontMatterKey,
): { readonly key: string; readonly value: unknown } | undefined {
  return keyed(values, name, ...also);
}

/** As `entryAt`, where it is a text that is not empty. */
export function textAt(values: Readonly<Record<string, unknown>>, of: FrontMatterKey): string | undefined {
  const value = entryAt(values, of)?.value;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The JSON schema of front matter that has these keys; others may stand beside them. */
export function frontMatterSchema(title: string, keys: readonly FrontMatterKey[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    type: 'object',
    properties: Object.fromEntries(keys.map((each) => [each.name, schemaOf(each)])),
  };
}

function schemaOf({ takes, help: description, values }: FrontMatterKey): JsonSchema {
  switch (takes) {
    case 'text':
      return { description, type: 'string' };
    case 'texts':
      return { description, oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
    case 'flag':
      return { description, type: 'boolean' };
    case 'mode':
      return { description, oneOf: values.map(({ name, help }) => ({ const: name, description: help })) };
  }
}
