/** Finds out which task a command is about, and reaches its runs. */
import type { SpecHandle } from '../../core/flows/service';
import type { SpecRuns } from '../../core/runs/service';
import type { Task } from '../../core/specs/model';
import { type App, handleOf } from '../app';
import { findTarget, type Target } from './target';

/** The runs of the spec that a command is about. Throws a sentence where there are none; undefined when the user leaves. */
export async function findRuns(app: App, argument: unknown): Promise<SpecRuns | undefined> {
  const target = await findTarget(app, argument);
  return target && runsOfSpec(app, target.spec);
}

async function runsOfSpec(app: App, spec: string): Promise<SpecRuns> {
  const runs = await app.runs.open(spec);
  if (!runs) throw new Error('This spec has no tasks yet. They can be run once tasks.md is written and approved.');
  return runs;
}

/** A task and the runs of its spec. */
export interface TaskTarget {
  readonly runs: SpecRuns;
  readonly spec: string;
  readonly task: Task;
}

/** The task that a command is about: in the tree, a lens, or around the cursor in tasks.md. */
export async function findTask(app: App, argument: unknown): Promise<TaskTarget | undefined> {
  const target = await findTarget(app, argument);
  if (!target) return undefined;
  const task = taskAt(await handleOf(app, target.spec), target);
  if (!task) throw new Error('There is no task here. Put the cursor on one in tasks.md, or go to one in the tree.');
  return { runs: await runsOfSpec(app, target.spec), spec: target.spec, task };
}

/** The task that is named, else the innermost one around the line. */
export function taskAt(handle: SpecHandle, target: Target): Task | undefined {
  const document = handle.spec().documents.find((each) => each.name === 'tasks.md');
  if (document?.name !== 'tasks.md') return undefined;
  const all = document.tasks.flatMap(withChildren);
  if (target.task !== undefined) return all.find((task) => task.identity === target.task);
  if (target.document !== 'tasks.md' || target.line === undefined) return undefined;
  const line = target.line;
  return all.filter((task) => task.place.line <= line && line <= lastLine(document.text, task)).at(-1);
}

function withChildren(task: Task): readonly Task[] {
  return [task, ...task.children.flatMap(withChildren)];
}

function lastLine(text: string, task: Task): number {
  const block = text.slice(task.block.start, task.block.end).trimEnd();
  return task.block.line + (block.match(/\r\n|\r|\n/g)?.length ?? 0);
}
