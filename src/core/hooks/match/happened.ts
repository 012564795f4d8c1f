/** What has happened, in a few words: why a hook fires that waits for nothing more than its trigger. */
import type { HookEvent } from '../model';
import { kindOf } from '../triggers/index';

/** "a document was approved (tasks of todos)", "a build has ended (compile: exit code 2)" */
export function happenedWords(event: HookEvent): string {
  const { happened } = kindOf(event.trigger);
  const about = aboutWords(event).join(': ');
  return about === '' ? happened : `${happened} (${about})`;
}

function aboutWords({ document, spec, task, outcome, branch, trigger, cron, files }: HookEvent): readonly string[] {
  const of = spec === undefined ? '' : spec.slice(spec.lastIndexOf('/') + 1);
  if (document !== undefined) return [of === '' ? document : `${document} of ${of}`];
  if (task !== undefined) return [`${task.id} ${task.text}`.trim(), ...endWords(outcome)];
  if (outcome !== undefined) return [outcome.name ?? of, ...endWords(outcome)].filter((each) => each !== '');
  if (cron !== undefined) return [cron];
  if (trigger === 'BranchChange') return branch === undefined ? [] : [branch];
  const [first] = files;
  if (first === undefined) return [];
  return [files.length === 1 ? first.path : `${first.path} and ${files.length - 1} more`];
}

function endWords(outcome: HookEvent['outcome']): readonly string[] {
  if (outcome === undefined) return [];
  if (outcome.ok) return ['ok'];
  return [outcome.code === undefined ? 'failed' : `exit code ${outcome.code}`];
}
