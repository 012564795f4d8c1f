/** Hooks in words: what a question shows is all of it, and says it as people do. */
import { describe, expect, test } from 'vitest';
import { hookLines, triggerWords } from '../../../src/core/hooks/describe';
import { happenedWords } from '../../../src/core/hooks/match/happened';
import type { Hook, HookEvent, HookScript } from '../../../src/core/hooks/model';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import { triggers } from '../../../src/core/hooks/triggers/index';

const yaml = (item: string): Hook => {
  const file = { path: '/w/.kiro/hooks.yaml', name: '.kiro/hooks.yaml', scope: 'workspace' } as const;
  const [hook] = readHookFile(file, `hooks:\n  - ${item}\n`).hooks;
  if (hook === undefined) throw new Error(`No hook: ${item}`);
  return hook;
};

describe('when it fires', () => {
  test.each([
    ['{trigger: on_save, pattern: "src/**", run: x}', 'On save (src/**)'],
    ['{trigger: on_save, pattern: ["*.ts", "!a.ts"], run: x}', 'On save (*.ts, !a.ts)'],
    ['{trigger: on_create, run: x}', 'On create (any file)'],
    ['{trigger: on_commit, scan: secrets}', 'Before commit'],
    ['{trigger: before_tool, tools: [write, shell], run: x}', 'Before tool use (write, shell)'],
    ['{trigger: schedule, cron: "0 9 * * *", notify: x}', 'On schedule (0 9 * * *)'],
  ])('%s', (item, words) => {
    expect(triggerWords(yaml(item))).toBe(words);
  });
});

describe('what it asks, and what it would do', () => {
  test.each([
    ['{trigger: on_build, if: {exit_code: failed}, run: x}', ['If: it ended badly', 'Then run: x']],
    ['{trigger: on_build, if: {exit_code: [1, ok]}, run: x}', ['If: it ended with exit code 1 or well', 'Then run: x']],
    ['{trigger: on_approve, if: {document: tasks}, notify: y}', ['If: the document is tasks', 'Then tell you: y']],
    [
      '{trigger: on_save, if: {changed_lines: 1}, scan: secrets}',
      ['If: at least 1 changed line', 'Then scan for secrets'],
    ],
    [
      '{trigger: on_commit, run: x, on_failure: block}',
      ['Then run: x', 'If that fails: stop what was about to happen'],
    ],
    [
      '{trigger: on_save, run: x, on_failure: {agent: "Mend {output}", retries: 1}}',
      ['Then run: x', 'If that fails: ask an agent and try again, once at most: Mend {output}'],
    ],
    ['{trigger: on_save, run: "a\\u202eb"}', ['Then run: a\\u{202e}b']],
    ['{trigger: on_save, run: "a\\e[2Kb\\nc"}', ['Then run: a\\u{1b}[2Kb\nc']],
  ])('%s', (item, words) => {
    expect(hookLines(yaml(item)).slice(1)).toEqual(words);
  });
});

describe('what commands run of the project', () => {
  const lines = (count: number, word: string) => Array.from({ length: count }, (_, at) => `${word} ${at}`).join('\n');
  test.each<[string, readonly HookScript[], readonly string[]]>([
    [
      'scripts are there to the letter, files by name',
      [
        { name: 'check.sh', text: 'a\nb\n' },
        { name: 'package.json, script lint', text: 'eslint .' },
        { name: 'vitest.config.ts', text: '' },
      ],
      ['Which runs package.json, script lint: eslint .', 'Which rests on: check.sh, vitest.config.ts'],
    ],
    [
      'a change shows what was and what is',
      [{ name: 'package.json, script lint', text: 'evil', before: 'eslint .', news: 'changed' }],
      ['Changed since you agreed: package.json, script lint', '- eslint .', '+ evil'],
    ],
    [
      'of a file only what changed',
      [{ name: 'check.sh', text: 'a\r\nx\u202e\r\nc\r\n', before: 'a\nb\nc\n', news: 'changed' }],
      ['Changed since you agreed: check.sh', '- b', '+ x\\u{202e}'],
    ],
    [
      'what is new is all there, but for what has no end',
      [{ name: 'a.sh', text: lines(45, 'x'), news: 'added' }],
      ['New since you agreed: a.sh', ...lines(40, '+ x').split('\n'), '… and 5 more changed lines'],
    ],
    [
      'a long line says that it goes on',
      [{ name: 'a.js', text: 'x'.repeat(1000), news: 'added' }],
      ['New since you agreed: a.js', `+ ${'x'.repeat(400)}… and 600 more letters`],
    ],
    ['what is gone is named', [{ name: 'a.sh', before: 'a', news: 'gone' }], ['Gone since you agreed: a.sh']],
    [
      'what is too long to be kept is named',
      [{ name: 'a.js', text: 'x', news: 'changed' }],
      ['Changed since you agreed: a.js (too long to show what changed)'],
    ],
  ])('%s', (_, scripts, words) => {
    expect(hookLines({ ...yaml('{trigger: manual, run: x}'), scripts }).slice(2)).toEqual(words);
  });
});

describe('what has happened', () => {
  const event = (more: Partial<HookEvent>): HookEvent => ({
    id: 'e',
    trigger: 'Manual',
    root: '/w',
    at: '2026-01-01T00:00:00.000Z',
    cause: { by: 'user', chain: [] },
    files: [],
    ...more,
  });
  test.each<[Partial<HookEvent>, string]>([
    [
      { trigger: 'SpecApprove', document: 'tasks', spec: '/w/.kiro/specs/todos' },
      'a document was approved (tasks of todos)',
    ],
    [
      { trigger: 'BuildFinish', outcome: { ok: false, code: 2, name: 'compile' } },
      'a build has ended (compile: exit code 2)',
    ],
    [{ trigger: 'TestFinish', outcome: { ok: true, code: 0, name: 'npm test' } }, 'tests have ended (npm test: ok)'],
    [
      { trigger: 'PostTaskExec', spec: '/w/todos', task: { id: '1.2', text: 'Write it' }, outcome: { ok: false } },
      'a task has ended (1.2 Write it: failed)',
    ],
    [{ trigger: 'RunFinish', spec: '/w/todos', outcome: { ok: true } }, 'a run has ended (todos: ok)'],
    [{ trigger: 'BranchChange', branch: 'next' }, 'another branch was checked out (next)'],
    [{ trigger: 'Schedule', cron: '@daily' }, 'its time has come (@daily)'],
    [{ trigger: 'PreCommit', files: [{ path: 'a' }, { path: 'b' }] }, 'a commit is about to be made (a and 1 more)'],
    [{ trigger: 'PostFileSave', files: [{ path: 'a' }] }, 'a file was saved (a)'],
    [{ trigger: 'SessionStart' }, 'a session of an agent begins'],
  ])('%o', (more, words) => {
    expect(happenedWords(event(more))).toBe(words);
  });

  test.each(triggers.map(({ name }) => name))('%s has words of its own', (name) => {
    const words = happenedWords(event({ trigger: name }));
    expect(words).toMatch(/^[a-z].*[^.]$/u);
    expect(triggers.filter(({ happened }) => happened === words)).toHaveLength(1);
  });
});
