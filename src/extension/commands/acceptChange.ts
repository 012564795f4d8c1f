import type { Command } from './command';
import { decide, findChange, inReview } from './reviewTarget';

/** Accepts what the agent changed in the file of the editor. */
export const acceptChange: Command = {
  name: 'acceptChange',
  title: 'Accept Change',
  icon: 'check',
  palette: inReview,
  menus: [
    { menu: 'editor/title', when: inReview, group: 'navigation@1' },
    { menu: 'editor/context', when: inReview, group: '1_tracewright@1' },
  ],
  create: (app) => async (argument) => {
    const target = await findChange(app, argument, 'Accept');
    return target && decide(target, { accept: true });
  },
};
