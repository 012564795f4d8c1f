/** What the todo scenario asks, and what it found in the sample workspace. A test holds the facts against its files. */

export const todoFacts = [
  {
    file: 'src/http.ts',
    line: 36,
    today: 'answer() compares the whole path and the method; there are no path parameters, and nothing reads a body.',
    callers: ['src/http.ts:29'],
  },
  {
    file: 'src/http.ts',
    line: 45,
    today:
      'errorReply() turns an ApiError into {"error":{"code","message"}}, and anything else into 500 internal and a log line.',
    callers: ['src/http.ts:31'],
  },
  {
    file: 'src/app.ts',
    line: 11,
    today: 'createApp() takes nothing and knows one route, GET /health.',
    callers: ['src/server.ts:5', 'test/health.test.ts:9'],
  },
  {
    file: 'src/config.ts',
    line: 6,
    today: 'readConfig() reads PORT and throws one sentence that names it when it is wrong.',
    callers: ['src/server.ts:4'],
  },
  {
    file: 'package.json',
    today: 'No dependency; tests run with node --test, no PostgreSQL client and no migrations are there.',
    callers: [],
  },
];

export const todoQuestions = [
  {
    id: 'sign_in',
    question: 'How do people sign in?',
    why: 'Decides whether the service keeps passwords, and which of its answers can fail because of somebody else.',
    kind: 'single',
    choices: [
      { label: 'Email and password', detail: 'Works without anybody else; the service keeps password hashes.' },
      { label: 'GitHub account', detail: 'No passwords here; signing in needs GitHub to be up.' },
    ],
    default: ['Email and password'],
    if_skipped: 'People sign in with their e-mail address and a password.',
  },
  {
    id: 'visibility',
    question: 'Who may see a todo?',
    why: 'Decides what the list holds and what somebody else is told about a todo that is not theirs.',
    kind: 'single',
    choices: [
      { label: 'Only its owner', detail: 'A foreign todo looks like a missing one.' },
      { label: 'The whole team', detail: 'Everybody reads all todos; only the owner changes one.' },
    ],
    default: ['Only its owner'],
    if_skipped: 'A todo is visible to its owner only.',
  },
  {
    id: 'details',
    question: 'What does a todo hold besides its title and a done mark?',
    why: 'Decides the stored fields, their limits and the order of the list.',
    kind: 'multiple',
    choices: [
      { label: 'Due date', detail: 'A day without a time; the list is sorted by it.' },
      { label: 'Notes', detail: 'Up to 5,000 characters of text.' },
    ],
    default: ['Due date'],
    if_skipped: 'A todo may have a due date and nothing else.',
  },
  {
    id: 'deletion',
    question: 'What happens to a todo that is deleted?',
    why: 'Decides whether deleting can be undone, and for how long data is kept.',
    kind: 'single',
    choices: [
      { label: 'Gone at once', detail: 'Nothing is kept; a mistake cannot be undone.' },
      { label: 'Kept for 30 days', detail: 'It can be restored; a daily clean-up removes it.' },
    ],
    default: ['Gone at once'],
    if_skipped: 'A deleted todo is gone at once.',
  },
];
