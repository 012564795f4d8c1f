import type { SpecHandle } from '../../core/flows/service';
import type { Task } from '../../core/specs/model';
import { handleOf } from '../app';
import { report } from '../outcome';
import { type Command, hasFolder, onNode } from './command';
import { findTarget, type Target } from './target';

/** Ticks or clears the box of a task: the one in the tree, or the one the cursor is in. */
export const toggleTask: Command = {
  name: 'toggleTask',
  title: 'Toggle Task',
  icon: 'tasklist',
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('task'), group: '2_write@1' },
    {
      menu: 'editor/context',
      when: 'resourceScheme == file && resourcePath =~ /[\\/\\\\]\\.kiro[\\/\\\\]specs[\\/\\\\].+[\\/\\\\]tasks\\.md$/',
      group: '1_modification@90',
    },
  ],
  keys: [
    {
      key: 'shift+alt+t x',
      mac: 'ctrl+alt+t x',
      when: 'editorTextFocus && resourceFilename == tasks.md',
      onRow: true,
    },
  ],
  create: (app) => async (argument) => {
    const target = await findTarget(app, argument);
    if (!target) return undefined;
    const handle = await handleOf(app, target.spec);
    const task = taskAt(handle, target);
    if (!task) throw new Error('There is no task here. Put the cursor on one, or go to one in the tree.');
    const outcome = await handle.setTask(task.identity, task.state === 'done' ? 'open' : 'done');
    report(outcome);
    return outcome;
  },
};

/** The task that is named, else the innermost one around the line. */
function taskAt(handle: SpecHandle, target: Target): Task | undefined {
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
