/** Documents of a todo API, as an agent writes them. */

export const requirements = `# Requirements Document

## Introduction

A service that stores todo items for signed-in users in PostgreSQL and offers them over HTTP as JSON.

## Glossary

- **Todo**: An item with a title, a state and an owner.
- **Owner**: The user who created the todo.
- **Session_Token**: Opaque value that proves a sign-in; valid for 24 hours.

## Requirements

### Requirement 1: Create a todo

**User Story:** As a signed-in user, I want to add a todo, so that I do not forget it.

#### Acceptance Criteria

1. WHEN a signed-in user submits a title of 1 to 200 characters, THE Todo_API SHALL store the todo with that user as owner and answer 201 with the stored todo.
2. WHERE a due date is given, THE Todo_API SHALL store it in UTC.
3. WHEN a todo is stored, THE Todo_API SHALL answer quickly.
4. IF the title is empty or longer than 200 characters, THEN THE Todo_API SHALL NOT store anything and SHALL answer 422 naming the field \`title\`.

### Requirement 2: See only my own todos

**User Story:** As a signed-in user, I want to see my todos and nobody else's, so that they stay private.

#### Acceptance Criteria

1. WHEN a signed-in user asks for the list, THE Todo_API SHALL answer with the todos of that owner, newest first, at most 50 a page.
2. IF a user asks for a todo of another owner, THEN THE Todo_API SHALL answer 404, as if it did not exist.
3. WHILE the database cannot be reached, THE Todo_API SHALL answer 503 with a retry time.

### Requirement 3: Sign in

**User Story:** As a visitor, I want to sign in with e-mail and password, so that my todos are mine.

#### Acceptance Criteria

1. WHEN a visitor submits a known e-mail with its password, THE Todo_API SHALL answer with a Session_Token.
2. IF the password is wrong, THEN THE Todo_API SHALL answer 401 without saying which of the two was wrong.
3. WHEN a session is 24 hours old, THE Todo_API SHALL end it.
`;

export const design = `# Design Document

## Overview

A small Express service with three layers. Routes validate, services decide, repositories talk to PostgreSQL.
It keeps to what is there: \`src/server.ts\` starts the app, and [the router](src/app.ts#L12) is extended, not replaced.

## Architecture

\`\`\`mermaid
flowchart LR
  Client -->|HTTP| Router
  Router --> Auth[Session check]
  Auth --> Service[Todo service]
  Service --> Repository
  Repository --> DB[(PostgreSQL)]
\`\`\`

## Components and Interfaces

### Todo routes

| Route | Success | Errors |
|---|---|---:|
| \`POST /todos\` | 201 with the todo | 401, 422 |
| \`GET /todos?page=\` | 200 with at most 50 | 401 |
| \`DELETE /todos/:id\` | 204 | 401, 404 |

1. Every route needs a session.
2. Answers are JSON; errors are \`{"error": {"field": "title", "message": "…"}}\`.

\`\`\`ts
interface TodoRepository {
  create(owner: UserId, input: NewTodo): Promise<Todo>;
  list(owner: UserId, page: number): Promise<readonly Todo[]>;
}
\`\`\`

## Data Models

> Times are stored in UTC. Nothing is deleted from \`sessions\`; rows expire.

- **users**: id, email (unique, lower case), password_hash
- **todos**: id, owner_id, title, due_at, done_at

## Correctness Properties

### Property 1: Nobody sees another owner's todo

*For any* two users and any sequence of requests, no answer to the one holds a todo of the other.

**Validates: Requirements 2.1, 2.2**

### Property 2: Titles are kept as they were given

*For any* title of 1 to 200 characters, reading a created todo gives the same title.

**Validates: Requirements 1.1, 1.4**

## Error Handling

Failures of the database are answered with 503 and \`Retry-After: 5\`.

## Testing Strategy

Unit tests for validation, property tests for ownership, one test against a real PostgreSQL.
`;

export const tasks = `# Implementation Plan: todo-api

## Overview

Small steps, each with its tests beside the code.

## Tasks

- [ ] 1. Project and database
  - [x] 1.1 Set up the server project with TypeScript, lint and test runner
    - Strict compiler settings, one test that runs
    - _Requirements: 1.1_
  - [x] 1.2 Add migrations for users, sessions and todos
    - Foreign keys with \`on delete cascade\`
    - _Requirements: 1.1, 3.1_
- [ ] 2. Todos
  - [x] 2.1 Todo repository: create, read, update, delete by owner
    - _Requirements: 1.1, 1.2_
  - [-] 2.2 List query with paging, newest first
    - Success: a list of 120 todos comes in three pages
    - _Requirements: 2.1_
  - [ ] 2.3 POST /todos with validation
    - Answer 422 with the name of the field
    - _Requirements: 1.1, 1.4_
  - [~] 2.4 GET /todos and GET /todos/:id
    - _Requirements: 2.1, 2.2_
  - [ ]* 2.5 Property test: no user ever sees a todo of another owner
    - **Property 1: Nobody sees another owner's todo**
    - **Validates: Requirements 2.2**
- [ ] 3. Accounts and sessions
  - [ ] 3.1 Password hashing and sign-up
    - _Requirements: 3.1, 3.2_
  - [ ] 3.2 Session tokens: issue, check, end
    - _Requirements: 3.1, 3.3_
- [ ] 4. Checkpoint - Ensure all tests pass
  - _Requirements: All_

## Notes

- Tasks marked with \`*\` are optional.

## Task Dependency Graph

\`\`\`json
{
  "waves": [
    { "id": 0, "tasks": ["1.1", "1.2"] },
    { "id": 1, "tasks": ["2.1", "2.2", "3.1"] },
    { "id": 2, "tasks": ["2.3", "2.4", "3.2"] },
    { "id": 3, "tasks": ["2.5", "4"] }
  ]
}
\`\`\`
`;
