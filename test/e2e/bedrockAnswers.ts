/** What the Bedrock-format server says: documents of its own for the sample workspace, in the order they are asked for. */
import type { FakeBlock, FakeTurn } from '../support/loopback';

const facts = [
  {
    file: 'src/app.ts',
    line: 11,
    today: 'createApp() knows one route, GET /health, and keeps nothing.',
    callers: ['src/server.ts:5'],
  },
];

const questions = [
  {
    id: 'accounts',
    question: 'Who may create an account?',
    why: 'Decides whether registration is open to the network.',
    kind: 'single',
    choices: [
      { label: 'Anybody', detail: 'Registration is a public route.' },
      { label: 'Invited people', detail: 'Registration needs a code.' },
    ],
    default: ['Anybody'],
    if_skipped: 'Anybody may create an account.',
  },
  {
    id: 'order',
    question: 'In which order does the list come?',
    why: 'Decides what a client sees first.',
    kind: 'text',
    choices: [],
    default: ['Newest first'],
    if_skipped: 'The newest todo comes first.',
  },
];

export const requirements = `# Requirements Document

## Introduction

The service answers \`GET /health\` (\`src/app.ts\`) and keeps nothing. Afterwards people with an account keep todos in it.

**Assumptions:**
- Anybody may create an account (1.1).

## Glossary

- **Todo_Service**: this service, as its callers see it over HTTP
- **Owner**: the person whose account a Todo belongs to
- **Todo**: a title of 1 to 300 characters and a done mark, kept for its Owner

## Requirements

### Requirement 1: Accounts

**User Story:** As a person, I want an account of my own, so that my todos are mine.

#### Acceptance Criteria

1. WHEN a visitor sends a free name and a password of at least 12 characters, THE Todo_Service SHALL create an account and answer 201 with a token.
2. IF the name is taken, THEN THE Todo_Service SHALL answer 409 and change nothing.
3. IF a request for todos carries no known token, THEN THE Todo_Service SHALL answer 401.

### Requirement 2: Todos

**User Story:** As an Owner, I want to write down, see, change and delete todos, so that nothing is forgotten.

#### Acceptance Criteria

1. WHEN an Owner sends a title, THE Todo_Service SHALL store a Todo in PostgreSQL and answer 201 with it.
2. IF the title is empty or longer than 300 characters, THEN THE Todo_Service SHALL answer 422 and store nothing.
3. WHEN an Owner asks for the list, THE Todo_Service SHALL answer 200 with the Todos of that Owner, oldest first.
4. WHEN an Owner deletes a Todo, THE Todo_Service SHALL remove it and answer 204.
5. IF PostgreSQL does not answer within 3 seconds, THEN THE Todo_Service SHALL answer 503 and leave every Todo as it was.
`;

export const design = `# Design Document: Todos with accounts

## Overview

A store over PostgreSQL and two groups of routes are added beside the health route.

## Architecture

\`\`\`mermaid
flowchart TD
  C[Client] --> H[http.ts]
  H --> A[accounts.ts]
  H --> T[todos.ts]
  A --> D[(PostgreSQL)]
  T --> D
\`\`\`

## Components and Interfaces

### accounts.ts

Accounts and tokens (1.1, 1.2, 1.3).

### todos.ts

The four routes of todos (2.1, 2.2, 2.3, 2.4).

## Data Models

| table | columns |
|---|---|
| \`accounts\` | \`name\` primary key, \`password_hash\`, \`token_hash\` |
| \`todos\` | \`id\`, \`owner\`, \`title\`, \`done\` |

## Correctness Properties

### Property 1: Todos stay apart

*For any* two accounts, the list of the one SHALL hold no Todo of the other.

**Validates: Requirements 1.3, 2.3**

## Error Handling

A refusal changes nothing (1.2, 2.2). A silent database is 503 after 3 seconds (2.5).

## Testing Strategy

\`node:test\` over HTTP, with a database of its own.
`;

export const tasks = `# Implementation Plan: Todos with accounts

## Overview

The database first, then accounts, then todos.

## Tasks

- [ ] 1. The ground
  - [ ] 1.1 Connect to PostgreSQL
    - \`src/database.ts\` (new): a pool that gives up after 3 seconds
    - Verify: \`npm test\` passes
    - _Requirements: 2.5_
  - [ ] 1.2 Create accounts and check tokens
    - \`src/accounts.ts\` (new)
    - Verify: \`npm test\` passes
    - _Requirements: 1.1, 1.2, 1.3_
- [ ] 2. Todos
  - [ ] 2.1 Write down and list todos
    - \`src/todos.ts\` (new)
    - Verify: \`npm test\` passes
    - _Requirements: 2.1, 2.2, 2.3_
  - [ ] 2.2 Delete todos
    - \`src/todos.ts\`
    - Verify: \`npm test\` passes
    - _Requirements: 2.4_
- [ ] 3. Checkpoint - Ensure all tests pass
  - Verify: \`npm test\` passes
  - _Requirements: 2.1_

## Notes

- A PostgreSQL 16 for the tests, named in \`TEST_DATABASE_URL\`.

## Task Dependency Graph

\`\`\`json
{
  "waves": [
    { "id": 0, "tasks": ["1.1"] },
    { "id": 1, "tasks": ["1.2"] },
    { "id": 2, "tasks": ["2.1"] },
    { "id": 3, "tasks": ["2.2"] },
    { "id": 4, "tasks": ["3"] }
  ]
}
\`\`\`
`;

/** The model thinks before it acts; its signature has to come back with the next request. */
export const signature = 'signed-by-the-model';

let calls = 0;

function call(name: string, input: unknown): FakeBlock {
  calls += 1;
  return { tool: { id: `tooluse_${calls}`, name, input } };
}

function written(reply: string, document: string): FakeTurn {
  // Slow enough to be seen arriving.
  return { blocks: [{ text: `${reply}\n\n<document>\n${document}</document>` }], pieces: 30, delayMs: 20, usage };
}

const usage = { input: 2_000, output: 900, cacheRead: 6_000, cacheWrite: 1_000 };

/** From the sentence to the tasks, with one refinement of the requirements. */
export const bedrockScript: readonly FakeTurn[] = [
  {
    blocks: [
      { reasoning: 'I look before I ask.', signature },
      call('list_directory', { path: '.', depth: 2 }),
      call('read_file', { path: 'src/app.ts' }),
    ],
    usage,
  },
  {
    blocks: [
      call('ask_user', {
        reading: 'People with an account keep todos in this service.',
        size: 'small',
        spec_type: 'feature',
        name: 'todos-with-accounts',
        facts,
        questions,
      }),
    ],
    usage,
  },
  written('Look at the order of the list (2.3) first.', requirements),
  {
    blocks: [
      call('edit_document', {
        document: 'requirements.md',
        edits: [{ old: 'that Owner, oldest first.', new: 'that Owner, newest first.', concerns: ['2.3'] }],
      }),
    ],
    usage,
  },
  { blocks: [{ text: 'The list now begins with the newest Todo.' }], usage },
  written('The database is one new dependency.', design),
  written('The database comes first.', tasks),
];
