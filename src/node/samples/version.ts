/** "Add a /version endpoint": a small request, so nothing is asked and one requirement is enough. */
import type { Scenario } from './scenario';
import design from './version/design.md';
import requirements from './version/requirements.md';
import tasks from './version/tasks.md';

const values = { flags: {}, words: {} };

/** What the scenario found in the sample workspace. A test holds the facts against its files. */
export const versionFacts = [
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
  { file: 'package.json', line: 3, today: 'holds the version 0.1.0, which nothing reads.', callers: [] },
];

export const version: Scenario = {
  matches: (sentence) => /\bversion\b/iu.test(sentence) && /endpoint|route|\/version/iu.test(sentence),
  wrote: (text) => /`GET \/version`|# (?:Design Document|Implementation Plan): Version endpoint/u.test(text),
  reading: [
    [
      { name: 'read_file', input: { path: 'src/app.ts' } },
      { name: 'read_file', input: { path: 'src/http.ts' } },
      { name: 'read_file', input: { path: 'src/config.ts' } },
    ],
  ],
  asks: (here) => ({
    reading: 'Whoever deploys the service can ask it over HTTP which version is running.',
    size: 'small',
    spec_type: 'feature',
    name: 'version-endpoint',
    size_reason: 'One behaviour beside the health route.',
    parts: [],
    assumptions: ['The version is the one in package.json.', 'The route needs no sign-in.'],
    facts: here ? versionFacts : [],
    questions: [],
  }),
  templates: { 'requirements.md': requirements, 'design.md': design, 'tasks.md': tasks },
  fromAnswers: () => values,
  fromDocument: () => values,
  reply: (document, _values, here) => {
    const said = {
      'requirements.md': 'There was nothing to ask. Check that the version may be seen without a sign-in.',
      'design.md': '`createApp` gets a parameter, so the existing test changes by one line.',
      'tasks.md': 'Two tasks and a checkpoint; the first one also brings the first test of the start.',
    }[document];
    return here ? said : `${said} These sample answers were written for the sample workspace, so they name its files.`;
  },
  change: () => undefined,
  knownChanges: 'none of this spec',
  findings: () => [],
};
