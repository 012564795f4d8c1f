import { handleOf } from '../app';
import { askPrompt } from '../promptBox';
import type { Command } from './command';
import { decide, findChange, inReview } from './reviewTarget';

/** Takes back what the agent changed in the file of the editor, and tells it what is wanted instead. */
export const rejectChange: Command = {
  name: 'rejectChange',
  title: 'Reject Change',
  icon: 'discard',
  palette: inReview,
  menus: [
    { menu: 'editor/title', when: inReview, group: 'navigation@2' },
    { menu: 'editor/context', when: inReview, group: '1_tracewright@2' },
  ],
  create: (app) => async (argument) => {
    const target = await findChange(app, argument, 'Reject');
    if (!target) return undefined;
    const handle = await handleOf(app, target.runs.snapshot().spec);
    const place = { roots: [handle.snapshot().root], spec: handle.spec() };
    const tell = await askPrompt(app, place, {
      title: `Reject the change of ${target.what.path}`,
      placeholder: 'What do you want instead? The agent is told. Enter without a word only rejects.',
      act: 'Reject',
      empty: 'and say nothing',
    });
    if (tell === undefined) return undefined;
    return decide(target, { accept: false, ...(tell.trim() === '' ? {} : { tell }) });
  },
};
