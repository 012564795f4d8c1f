import { type App, handleOf } from '../app';
import { type ContextSubject, chooseSubject, subjectOfSpec } from '../context/subject';
import { type Command, hasFolder, onNode } from './command';
import { type Target, targetOf } from './target';
import { taskAt } from './taskTarget';

/** Shows the context view of a spec, a task, or whatever the user picks. */
export const chooseContext: Command = {
  name: 'chooseContext',
  title: 'Choose What the Context Is Of',
  icon: 'list-selection',
  palette: hasFolder,
  menus: [
    { menu: 'view/title', when: `view == tracewright.context && ${hasFolder}`, group: 'navigation@1' },
    { menu: 'view/item/context', when: onNode('spec'), group: '3_versions@4' },
    { menu: 'view/item/context', when: onNode('task'), group: '3_versions@4' },
  ],
  create: (app) => async (argument) => {
    const target = targetOf(argument);
    const subject = target === undefined ? await chooseSubject(app) : await subjectOf(app, target);
    if (subject === undefined) return;
    app.contextView.choose(subject === 'follow' ? undefined : subject);
    await app.contextView.reveal();
  },
};

async function subjectOf(app: App, target: Target): Promise<ContextSubject | undefined> {
  const task = target.task === undefined ? undefined : taskAt(await handleOf(app, target.spec), target);
  return subjectOfSpec(target.spec, task);
}
