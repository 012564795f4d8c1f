/** Where the tasks of the shown spec stand, as signals. The extension's messages come in here. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { RestorePreview, RunEstimate } from '../core/runs/service';
import type { FileReview, RunStep } from '../core/runs/snapshot';
import { post } from './host';
import { isActive, type RowRun, rowRunsOf } from './model/runs';
import type { HostMessage, RunAsk, RunView } from './protocol';
import { kept } from './saved';

export const runs = signal<RunView | undefined>(undefined);
export const steps = signal<readonly RunStep[]>([]);
export const changes = signal<readonly FileReview[]>([]);
export const estimate = signal<RunEstimate | undefined>(undefined);
/** What a restore would do, until it is done or left. */
export const preview = signal<RestorePreview | undefined>(undefined);
/** What the user wants of the checkpoint that is previewed. */
export const goingBack = signal<'restore' | 'fork'>('restore');
/** The record of a task that the user wanted to see. */
export const evidence = signal<{ readonly identity: string; readonly markdown: string } | undefined>(undefined);
/** Why changes were rejected, as long as the page lives, by `saidKey`. */
export const saidWhy = signal<ReadonlyMap<string, string>>(new Map());

/** One key for a change of a task's file. */
export function saidKey(task: string, path: string, hunk: string | undefined): string {
  return JSON.stringify([task, path, hunk]);
}

/** Asks the page to go to what waits for the user, once it is drawn. */
export const toAsk = signal(false);

/** The run is on the screen instead of a document. */
export const runShown = computed(() => kept.run.value && runs.value?.current !== undefined);

/** Something runs and can be stopped. */
export const running = computed(() => runs.value?.active === true);

/** What the rows of the checklist show of runs; the same object while that is the same. */
export const rowRuns: ReadonlySignal<ReadonlyMap<string, RowRun>> = stable(() => rowRunsOf(runs.value));

/** Why nothing can be started now; undefined where it can. */
export const closed = computed(() => runs.value?.closed);

function stable(make: () => readonly RowRun[]): ReadonlySignal<ReadonlyMap<string, RowRun>> {
  const json = computed(() => JSON.stringify(make()));
  return computed(() => new Map((JSON.parse(json.value) as readonly RowRun[]).map((row) => [row.identity, row])));
}

/** Asks the extension for something about the runs. */
export function ask(wanted: RunAsk): void {
  post({ type: 'run', ask: wanted });
}

/** Asks what going back to a checkpoint would change; its card comes with the answer. */
export function goBackTo(checkpoint: string, how: 'restore' | 'fork'): void {
  goingBack.value = how;
  ask({ do: 'preview', checkpoint });
}

/** Starts something, and shows the run as soon as there is one. */
export function start(wanted: RunAsk): void {
  kept.run.value = true;
  evidence.value = undefined;
  ask(wanted);
}

/** Shows the run. */
export function watch(): void {
  kept.run.value = true;
  kept.view.value = 'doc';
  evidence.value = undefined;
}

/** Takes a message about runs in. */
export function receiveRun(message: Extract<HostMessage, { type: `run${string}` }>): void {
  switch (message.type) {
    case 'runs':
      runs.value = message.runs;
      if (!isActive(message.runs) && toAsk.value) toAsk.value = false;
      return;
    case 'runSteps':
      steps.value = [...steps.value.slice(0, message.from), ...message.steps];
      return;
    case 'runChanges':
      changes.value = settled(changes.value, message.changes);
      return;
    case 'runEstimate':
      estimate.value = message.estimate;
      return;
    case 'runPreview':
      preview.value = message.preview;
      watch();
      return;
    case 'runEvidence':
      watch();
      evidence.value = { identity: message.identity, markdown: message.markdown };
  }
}

/** Files that are as they were stay the same objects, so that they are not drawn anew. */
function settled(before: readonly FileReview[], now: readonly FileReview[]): readonly FileReview[] {
  const known = new Map(before.map((file) => [file.path, file]));
  return now.map((file) => {
    const old = known.get(file.path);
    return old && JSON.stringify(old) === JSON.stringify(file) ? old : file;
  });
}
