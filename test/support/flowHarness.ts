/** A workspace over a host in memory and a scripted model: what the tests of the flow begin with. */
import type { Outcome, SpecHandle } from '../../src/core/flows/service';
import { defaultSettings } from '../../src/core/settings';
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../../src/core/workspace';
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from './memoryHost';
import { createScriptedClient, type ScriptedClient, type ScriptedTurn, scriptedModel } from './scriptedClient';

export const root = '/code/todo';
export const sentence = 'Export my todos as a CSV file';
export const spec = `${root}/.kiro/specs/export-todos-csv-file`;

export type Script = Parameters<typeof createScriptedClient>[0];

export interface Harness {
  readonly host: MemoryHost;
  readonly client: ScriptedClient;
  readonly workspace: Workspace;
}

export type HarnessOptions = Partial<Omit<WorkspaceOptions, 'host'>> & {
  readonly host?: MemoryHost;
  readonly memory?: MemoryHostOptions;
  readonly sample?: boolean;
};

export function harness(
  script: Script,
  { host: given, memory, sample = false, ...options }: HarnessOptions = {},
): Harness {
  const host =
    given ?? createMemoryHost({ identity: { name: 'Ana', email: 'ana@example.com' }, files: repository, ...memory });
  const client = createScriptedClient(script);
  const model = scriptedModel(client, { sample });
  const workspace = createWorkspace({
    host,
    roots: [root],
    trusted: true,
    settings: defaultSettings,
    model: async () => model,
    ...options,
  });
  return { host, client, workspace };
}

/** A small repository for the agent to read. */
export const repository: Readonly<Record<string, string>> = {
  [`${root}/package.json`]: '{ "name": "todo", "scripts": { "test": "vitest" } }\n',
  [`${root}/src/todos/list.ts`]: 'export function listTodos() { return []; }\n',
  [`${root}/README.md`]: '# Todo\n',
};

export const questions = [
  {
    id: 'filtered',
    question: 'Which todos does the file hold when a filter is set?',
    why: 'Decides whether the export repeats the query of the list.',
    kind: 'single',
    choices: [
      { label: 'The filtered ones', detail: 'What is seen is what is exported.' },
      { label: 'All of the user', detail: 'The filter is ignored.' },
    ],
    default: ['The filtered ones'],
    if_skipped: 'The file holds the todos that the current filter shows.',
  },
];

export function askTurn(changes: Readonly<Record<string, unknown>> = {}): ScriptedTurn {
  const input = {
    reading: 'Signed-in users export their todos as CSV.',
    size: 'small',
    spec_type: 'feature',
    name: 'todo-csv-export',
    size_reason: 'One behaviour on the list page.',
    parts: [],
    assumptions: ['The columns are those of the list.'],
    facts: [
      { file: 'src/todos/list.ts', line: 1, today: 'listTodos() gives every todo', callers: ['src/server.ts:3'] },
    ],
    questions,
    ...changes,
  };
  return { calls: [{ name: 'ask_user', input }] };
}

export function editTurn(document: string, edits: readonly (readonly [string, string])[]): ScriptedTurn {
  const list = edits.map(([old, next]) => ({ old, new: next, concerns: [], source: 'request' }));
  return { calls: [{ name: 'edit_document', input: { document, edits: list } }] };
}

export function documentTurn(text: string, reply = 'Look at the limit first.'): ScriptedTurn {
  return { text: `${reply}\n\n<document>\n${text}</document>\n` };
}

export const requirementsText = `# Requirements Document

## Introduction

The list page has no way out of the product.

## Glossary

- **Todo_App**: the server and its list page

## Requirements

### Requirement 1: Export my todos

**User Story:** As a signed-in user, I want my todos as a file, so that I can plan in a spreadsheet.

#### Acceptance Criteria

1. WHEN a signed-in user chooses Export, THE Todo_App SHALL answer with a CSV file of the todos that the filter shows.
2. IF the filter shows more than 10,000 todos, THEN THE Todo_App SHALL answer 413 with a message that names the limit.
3. IF the session has expired, THEN THE Todo_App SHALL answer 401 and no todo data.
`;

export const designText = `# Design Document: Todo CSV export

## Overview

A route beside the list.

## Architecture

| file | today | change |
|---|---|---|
| \`src/todos/routes.ts\` | list | export |

## Components and Interfaces

### Route (1.1, 1.2, 1.3)

GET /todos/export

## Data Models

No change.

## Correctness Properties

### Property 1: An export can be read back

*For any* list of todos, parsing the export SHALL give the same titles.

**Validates: Requirements 1.1, 1.2**

## Error Handling

| what fails | where it is caught | what the user sees | what state remains | criterion |
|---|---|---|---|---|
| too many | route | 413 | none | 1.2 |

## Testing Strategy

| criterion | level | test file | what it checks |
|---|---|---|---|
| 1.1 | unit | \`test/csv.test.ts\` | rows |
`;

export const tasksText = `# Implementation Plan: Todo CSV export

## Overview

CSV first, then the route.

## Tasks

- [ ] 1. Export
  - [ ] 1.1 Write rows as CSV
    - \`src/todos/csv.ts\` (new)
    - Verify: \`npm test -- csv\` passes
    - _Requirements: 1.1_
  - [ ] 1.2 Answer GET /todos/export
    - Verify: \`npm test -- export\` passes
    - _Requirements: 1.2, 1.3_
- [ ] 2. Checkpoint - Ensure all tests pass
  - Verify: \`npm test\` passes
  - _Requirements: 1.1, 1.2, 1.3_

## Notes

None.

## Task Dependency Graph

\`\`\`json
{ "waves": [ { "id": 0, "tasks": ["1.1"] }, { "id": 1, "tasks": ["1.2"] }, { "id": 2, "tasks": ["2"] } ] }
\`\`\`
`;

/** Creates the spec and waits for the questions; fails where it was refused. */
export async function created(workspace: Workspace): Promise<SpecHandle> {
  const handle = await workspace.specs.create({ root, sentence });
  if ('kind' in handle) throw new Error(handle.message);
  await handle.settled();
  return handle;
}

/** The handle of the spec, as a window that has just opened gets it. */
export async function opened(workspace: Workspace, path = spec): Promise<SpecHandle> {
  const handle = await workspace.specs.open(path);
  if (handle === undefined) throw new Error(`There is no spec at ${path}.`);
  return handle;
}

/** Approves a document as it stands. */
export async function approved(handle: SpecHandle, name: Parameters<SpecHandle['approve']>[0]): Promise<Outcome> {
  return handle.approve(name, stateOf(handle, name).hash ?? '');
}

export function stateOf(handle: SpecHandle, name: Parameters<SpecHandle['approve']>[0]) {
  const document = handle.snapshot().documents.find((each) => each.name === name);
  if (document === undefined) throw new Error(`The flow has no ${name}.`);
  return document;
}

/** A spec with requirements, and then what the script says. */
export async function withRequirements(...script: Script): Promise<Harness & { readonly handle: SpecHandle }> {
  const made = harness([askTurn(), documentTurn(requirementsText), ...script]);
  const handle = await created(made.workspace);
  await handle.answer([]);
  return { ...made, handle };
}

/** A spec with three approved documents, and then what the script says. */
export async function withAll(...script: Script): Promise<Harness & { readonly handle: SpecHandle }> {
  const made = await withRequirements(documentTurn(designText), documentTurn(tasksText), ...script);
  const { handle } = made;
  await approved(handle, 'requirements.md');
  for (const name of ['design.md', 'tasks.md'] as const) {
    await handle.generate(name);
    await approved(handle, name);
  }
  return made;
}

/** Lets the watcher and what it sets off come to an end. */
export async function settledChanges(workspace: Harness['workspace']): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  await workspace.specs.list();
}

/** A finding about the sample's criterion 1.2, as a model reports it. */
export const finding = {
  kind: 'ambiguity',
  severity: 'blocks',
  criterion: '1.2',
  related: [],
  evidence: [{ where: '1.2', quote: 'a message that names the limit' }],
  consequence: 'One builder would count todos, another rows.',
  action: 'replace',
  wording: 'IF the filter shows more than 10,000 todos, THEN THE Todo_App SHALL answer 413.',
  question: '',
};

/** The turn that reports them. */
export function findingsTurn(...findings: readonly object[]): ScriptedTurn {
  return { calls: [{ name: 'report_findings', input: { findings, checked: '3 criteria' } }] };
}

/** The text of the last user message of the last request. */
export function lastAsked({ client }: Harness): string {
  const message = client.requests.at(-1)?.messages.at(-1);
  return message?.content.map((block) => (block.type === 'text' ? block.text : '')).join('') ?? '';
}
