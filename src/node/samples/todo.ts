/** "Build a REST API for a todo list": the scenario that shows everything once. */
import type { Conversation } from './conversation';
import type { Change, SampleDocument, Scenario } from './scenario';
import type { Values } from './template';
import design from './todo/design.md';
import requirements from './todo/requirements.md';
import tasks from './todo/tasks.md';
import { todoFindings } from './todoFindings';
import { todoFacts, todoQuestions } from './todoQuestions';

export const todo: Scenario = {
  matches: (sentence) =>
    /\bto-?\s?dos?\b/iu.test(sentence) && /\b(api|rest|service|backend|crud|server)\b/iu.test(sentence),
  wrote: (text) => /Session_Token|# (?:Design Document|Implementation Plan): Todo API/u.test(text),
  reading: [
    [{ name: 'list_directory', input: { path: '.', depth: 2 } }],
    [
      { name: 'read_file', input: { path: 'src/http.ts' } },
      { name: 'read_file', input: { path: 'src/app.ts' } },
      { name: 'read_file', input: { path: 'test/health.test.ts' } },
    ],
  ],
  asks: (here) => ({
    reading:
      'People sign in and keep todos in this service over a JSON API: create, list, change and delete them; the data is in PostgreSQL.',
    size: 'typical',
    spec_type: 'feature',
    name: 'todo-api',
    size_reason: 'One outcome for one kind of user, several behaviours; sign-in and stored data add failure criteria.',
    parts: [],
    assumptions: ['A sign-in lasts 30 days.', 'A title has up to 500 characters.', 'Nobody has more than 1,000 todos.'],
    facts: here ? todoFacts : [],
    questions: todoQuestions,
  }),
  templates: { 'requirements.md': requirements, 'design.md': design, 'tasks.md': tasks },
  fromAnswers: (conversation) => valuesOf(answered(conversation)),
  fromDocument,
  reply,
  change,
  knownChanges: '“Limit titles to 200 characters” (any number), “Add pagination to the list” and “Rate limit sign-in”',
  findings: todoFindings,
};

interface Choices {
  readonly flags: Readonly<Record<string, boolean>>;
  readonly titleLimit?: string;
  readonly other?: string;
}

function valuesOf({ flags, titleLimit = '500', other = '' }: Choices): Values {
  return { flags: { ...flags, other: other !== '' }, words: { titleLimit, other } };
}

/** What each question's answer may say, and the flag that it sets; `undefined` is the default's. */
const meanings: Readonly<Record<string, readonly (readonly [RegExp, string | undefined])[]>> = {
  sign_in: [
    [/github|oauth/iu, 'oauth'],
    [/mail|password/iu, undefined],
  ],
  visibility: [
    [/only|owner|private|own\b/iu, undefined],
    [/team|every|shared|all\b/iu, 'team'],
  ],
  details: [
    [/due|date/iu, 'due'],
    [/notes?/iu, 'notes'],
    [/nothing|none|only (?:a )?title/iu, undefined],
  ],
  deletion: [
    [/30|days|keep|kept|restor|undo/iu, 'keep'],
    [/once|gone|immediately/iu, undefined],
  ],
};

function answered({ answers }: Conversation): Choices {
  const flags: Record<string, boolean> = {};
  const others: string[] = [];
  const given = new Map(
    answers.split('\n').flatMap((line) => {
      const [id = '', , answer = '', source = ''] = line.split(' | ');
      return source.trim() === 'user' ? [[id.trim(), answer] as const] : [];
    }),
  );
  for (const [id, choices] of Object.entries(meanings)) {
    const answer = given.get(id);
    const meant = answer === undefined ? [] : choices.filter(([pattern]) => pattern.test(answer));
    for (const [, flag] of id === 'details' ? meant : meant.slice(0, 1)) if (flag !== undefined) flags[flag] = true;
    if (meant.length > 0) continue;
    flags[`guess_${id}`] = true;
    if (id === 'details') flags.due = true;
    if (answer !== undefined) others.push(answer);
  }
  return { flags, other: others.join('” and “') };
}

/** The marks by which a choice shows in each of the three documents. */
const marks: Readonly<Record<string, RegExp>> = {
  oauth: /GitHub/u,
  team: /not_your_todo|another User's Todo `@spec/u,
  due: /Due_Date|dueDate|30 February/u,
  notes: /\*\*Notes\*\*|"notes"|characters of notes/u,
  keep: /\brestor/iu,
  paging: /`next` value|"next"|with `size` and `after`/u,
  rate: /too_many_attempts|tenth (?:sign-in|failure)/u,
};

const limitMarks = /1 to (\d+) characters, not counting|`title` varchar\((\d+)\)|0, 1, (\d+) and/u;

function fromDocument(text: string): Values {
  const flags = Object.fromEntries(Object.entries(marks).map(([flag, mark]) => [flag, mark.test(text)]));
  const titleLimit = limitMarks.exec(text)?.slice(1).find(Boolean);
  return valuesOf({ flags, ...(titleLimit === undefined ? {} : { titleLimit }) });
}

function change(request: string, values: Values): Change | undefined {
  const limit = /\btitles?\b/iu.test(request) ? /\b(\d{2,4})\b/u.exec(request)?.[1] : undefined;
  if (limit !== undefined) {
    return {
      values: { ...values, words: { ...values.words, titleLimit: limit } },
      says: `A title has at most ${limit} characters: the glossary, the assumption and the criterion that refuses a longer one. Design: the column and the test's limits. Tasks: the test of creating.`,
    };
  }
  if (/paginat|paging|\bpages?\b/iu.test(request)) {
    return {
      values: { ...values, flags: { ...values.flags, paging: true } },
      says: 'The list comes in pages of 50: one criterion for the next page and one for a wrong request, at the end of Requirement 4; one assumption. Design: the list route and the store. Tasks: 4.2.',
    };
  }
  if (/rate.?limit|brute.?force|guess|too many (?:attempts|sign)/iu.test(request)) {
    return {
      values: { ...values, flags: { ...values.flags, rate: true } },
      says: 'Ten failed sign-ins within 15 minutes close the door for a while: one criterion at the end of its requirement, one assumption, and 429 in the order of refusals. Design: one table and one error row. Tasks: 2.3.',
    };
  }
  return undefined;
}

function reply(document: SampleDocument, { flags }: Values, here: boolean): string {
  const start = flags.oauth ? 'the return from GitHub' : 'the guard';
  const said: Readonly<Record<SampleDocument, string>> = {
    'requirements.md':
      'Look at the assumptions first; each names the criteria it carries. Reminders and closing an account are left out: say so if they belong here.',
    'design.md':
      'Check first that tokens are kept in the database; it costs one look-up a request and makes signing out immediate. One new dependency, `pg`, because Node has no PostgreSQL client.',
    'tasks.md': `The riskiest step is ${start} (2.2). The tests need a PostgreSQL of their own; Notes says how it is named.`,
  };
  return here
    ? said[document]
    : `${said[document]} These sample answers were written for the sample workspace, so they name its files.`;
}
