/** Every trigger is there under Kiro's name, under that of its first hook files where it had one, and under a short one. */
import { expect, test } from 'vitest';
import { triggerOf, triggers } from '../../../src/core/hooks/triggers/index';

/** What happens, Kiro's name or ours in its manner, that of 0.x, short names. */
type Named = readonly [what: string, name: string, old: string | undefined, ...short: string[]];

const named: readonly Named[] = [
  ['a file was created', 'PostFileCreate', 'fileCreated', 'on_create'],
  ['a file was saved', 'PostFileSave', 'fileEdited', 'on_save'],
  ['a file was deleted', 'PostFileDelete', 'fileDeleted', 'on_delete'],
  ['a file was renamed', 'PostFileRename', undefined, 'on_rename'],
  ['before a commit', 'PreCommit', undefined, 'on_commit', 'before_commit'],
  ['after a commit', 'PostCommit', undefined, 'after_commit'],
  ['the branch changed', 'BranchChange', undefined, 'branch_changed', 'on_branch_change'],
  ['before a push', 'PrePush', undefined, 'on_push', 'before_push'],
  ['a build finished', 'BuildFinish', undefined, 'on_build', 'build_finished'],
  ['tests finished', 'TestFinish', undefined, 'on_test', 'tests_finished'],
  ['problems appeared', 'ProblemsAppear', undefined, 'on_problems', 'problems_appeared'],
  ['a document was generated', 'SpecGenerate', undefined, 'spec_generated'],
  ['a document was approved', 'SpecApprove', undefined, 'spec_approved', 'on_approve'],
  ['a document became stale', 'SpecStale', undefined, 'spec_stale', 'on_stale'],
  ['a task started', 'PreTaskExec', 'preTaskExecution', 'task_started', 'before_task'],
  ['a task finished', 'PostTaskExec', 'postTaskExecution', 'task_finished', 'after_task'],
  ['a run finished', 'RunFinish', undefined, 'run_finished'],
  ['code was generated', 'CodeGenerate', undefined, 'code_generated'],
  ['the API changed', 'ApiChange', undefined, 'on_api_change', 'api_changed'],
  ['a session started', 'SessionStart', 'agentSpawn', 'session_started', 'AgentSpawn'],
  ['a session ended', 'SessionEnd', undefined, 'session_ended'],
  ['a prompt was submitted', 'UserPromptSubmit', 'promptSubmit', 'on_prompt', 'prompt_submitted'],
  ['before a tool', 'PreToolUse', 'preToolUse', 'before_tool'],
  ['after a tool', 'PostToolUse', 'postToolUse', 'after_tool'],
  ['the agent stopped', 'Stop', 'agentStop', 'on_stop', 'agent_stopped'],
  ['before compaction', 'PreCompaction', undefined, 'before_compaction'],
  ['after compaction', 'PostCompaction', undefined, 'after_compaction'],
  ['by hand', 'Manual', 'userTriggered', 'manual'],
  ['by the clock', 'Schedule', undefined, 'on_schedule', 'cron'],
];

test.each(named.map((each) => [each[0], each] as const))('%s', (_, [, name, old, ...short]) => {
  for (const each of [name, ...short, ...(old === undefined ? [] : [old])]) expect(triggerOf(each)?.name).toBe(name);
});

test('there is no other, and no name means two', () => {
  expect(triggers.map(({ name }) => name).sort()).toEqual(named.map(([, name]) => name).sort());
  const all = triggers.flatMap(({ name, aliases }) => [
    ...new Set([name, ...aliases].map((each) => each.toLowerCase().replace(/[_-]/gu, ''))),
  ]);
  expect(new Set(all).size).toBe(all.length);
});
