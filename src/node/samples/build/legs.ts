/**
 * How the sample answers build a task, leg by leg. A leg begins with a message of the runner (the task, a failed check,
 * a rejected change) and is a list of turns; which turn is due is told by how many were made since.
 */
import type { ToolUse } from '../conversation';
import { app, config, healthTest, type Names, sayings, server, startTest, versionTest } from './files';

/** One turn: words and calls. */
export interface Turn {
  readonly says: string;
  readonly uses: readonly ToolUse[];
}

const read = (path: string): ToolUse => ({ name: 'read_file', input: { path } });
const write = (path: string, text: string): ToolUse => ({ name: 'write_file', input: { path, text } });
const edit = (path: string, ...edits: readonly { readonly old: string; readonly new: string }[]): ToolUse => ({
  name: 'edit_file',
  input: { path, edits },
});
const tests: ToolUse = { name: 'run_command', input: { command: 'npm test', purpose: 'Do the tests pass?' } };

function report(input: Readonly<Record<string, unknown>>): Turn {
  return {
    says: '',
    uses: [{ name: 'report_task', input: { criteria: [], tests: [], decisions: [], unfinished: [], ...input } }],
  };
}

/** The first task: the version is read with the other settings, and a start without one fails. */
export function settingsLeg(names: Names): readonly Turn[] {
  return [
    {
      says: 'I look at how the settings are read and where they are used.',
      uses: [read('src/config.ts'), read('src/server.ts'), read('test/health.test.ts')],
    },
    {
      says: 'The version is one more setting. The start gets one place that ends it with a sentence.',
      uses: [
        write('src/config.ts', config),
        write('src/server.ts', server(sayings.first, 'createApp()')),
        write('test/start.test.ts', startTest(names)),
      ],
    },
    { says: 'Now the tests, those of before and the new ones.', uses: [tests] },
    settingsReport(names, []),
  ];
}

function settingsReport({ missing }: Names, unfinished: readonly string[]): Turn {
  return report({
    summary:
      'readConfig() takes the text of package.json and gives the version; src/server.ts ends with exit code 1 and one sentence where there is none. createApp() is unchanged: the next task hands the version to it.',
    criteria: [{ id: missing, state: 'done', how: 'src/config.ts, readVersion; src/server.ts, settings' }],
    tests: [{ file: 'test/start.test.ts', name: 'the service does not start with …', criterion: missing }],
    unfinished,
  });
}

/** The second task. It forgets, as one does, that another test calls what it changes: the runner's check finds it. */
export function routeLeg(names: Names): readonly Turn[] {
  return [
    {
      says: 'I look at the routes and at what starts them.',
      uses: [read('src/app.ts'), read('src/server.ts'), read('src/config.ts')],
    },
    {
      says: 'createApp gets the version, and a second route answers with it.',
      uses: [
        write('src/app.ts', app),
        edit(
          'src/server.ts',
          { old: 'const { port } = settings();', new: 'const { port, version } = settings();' },
          { old: 'createApp()', new: 'createApp({ version })' },
        ),
        write('test/version.test.ts', versionTest(names)),
      ],
    },
    routeReport(names),
  ];
}

function routeReport({ answer, started }: Names): Turn {
  return report({
    summary: 'GET /version answers the version that the service was started with.',
    criteria: [
      { id: answer, state: 'done', how: 'src/app.ts, createApp' },
      { id: started, state: 'done', how: 'src/server.ts reads package.json once' },
    ],
    tests: [
      { file: 'test/version.test.ts', name: 'GET /version answers the version of package.json', criterion: answer },
      {
        file: 'test/version.test.ts',
        name: 'a version that comes later is told after the next start',
        criterion: started,
      },
    ],
  });
}

/** What follows a red check of the second task. */
export function correctionLeg(names: Names): readonly Turn[] {
  return [
    {
      says: 'The health tests call createApp() without a version. I look at them.',
      uses: [read('test/health.test.ts')],
    },
    {
      says: 'They hand one in now.',
      uses: [edit('test/health.test.ts', { old: healthTest.before, new: healthTest.after })],
    },
    { says: 'Once more, all tests.', uses: [tests] },
    routeReport(names),
  ];
}

/** The checkpoint: looks, changes nothing. */
export function checkpointLeg(names: Names): readonly Turn[] {
  return [
    { says: 'Nothing is to be changed here; I run the tests.', uses: [tests] },
    report({
      summary: 'All tests pass, those of before and the seven new ones. Nothing was changed.',
      criteria: [names.answer, names.started, names.missing].map((id) => ({
        id,
        state: 'done',
        how: 'shown by the tests',
      })),
    }),
  ];
}

/** Files that may be rejected, as they are to become in another way, and what is said about it. */
function again(path: string, task: string, names: Names): readonly [text: string, follows: boolean] | undefined {
  const second = task === '2';
  const files: Readonly<Record<string, readonly [string, boolean]>> = {
    'src/config.ts': [config, false],
    'src/server.ts': [server(sayings.other, second ? 'createApp({ version })' : 'createApp()'), true],
    'test/start.test.ts': [startTest(names), false],
    ...(second && { 'src/app.ts': [app, false], 'test/version.test.ts': [versionTest(names), false] }),
  };
  return files[path];
}

/** What follows a rejection: the same files once more, the start's sentence in other words. */
export function rejectedLeg(paths: readonly string[], task: string, names: Names): readonly Turn[] {
  const known = paths.flatMap((path) => {
    const file = again(path, task, names);
    return file === undefined ? [] : [{ path, text: file[0], follows: file[1] }];
  });
  const left = known.every(({ follows }) => follows)
    ? []
    : [
        'Sample answers cannot follow free words: apart from the sentence of a failed start, the change is the same as before.',
      ];
  const last = task === '2' ? routeReport(names) : settingsReport(names, left);
  if (known.length === 0) return [{ says: 'I leave it out, as you say.', uses: [tests] }, last];
  return [
    { says: 'I read again what is there now.', uses: known.map(({ path }) => read(path)) },
    { says: 'The sentence now says whose start failed.', uses: known.map(({ path, text }) => write(path, text)) },
    { says: 'Now the tests.', uses: [tests] },
    last,
  ];
}
