import { textOf } from '../read/fields';
import { type ActionKind, ok } from './action';

export const checklist: ActionKind<'checklist'> = {
  kind: 'checklist',
  key: 'checklist',
  keys: ['item'],
  help: 'Ticks items of a Markdown checklist that the event proves. Without a model.',
  schema: {
    checklist: { type: 'string', minLength: 1, description: 'The file with the checklist.' },
    item: {
      type: 'string',
      description: 'Words of the item to tick; absent, the items that name the event’s task or file.',
    },
  },
  read: (reading, map) => {
    const file = textOf(reading, map, 'checklist');
    const item = textOf(reading, map, 'item');
    if (file === undefined || file === '') return undefined;
    return { kind: 'checklist', file, ...(item === undefined ? {} : { item }) };
  },
  label: ({ file }) => `Update the checklist ${file}`,
  run: async ({ file, item }, { event, cause, deps }) => {
    const done = await deps.checklist(file, item, event, cause);
    return 'text' in done ? ok(done.text) : { outcome: 'warning', output: '', problem: done.problem };
  },
};
