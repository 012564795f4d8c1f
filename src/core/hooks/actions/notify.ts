import { textOf } from '../read/fields';
import { type ActionKind, ok, shortened } from './action';
import { fillText } from './placeholders';

export const notify: ActionKind<'notify'> = {
  kind: 'notify',
  key: 'notify',
  keys: [],
  help: 'Tells the user, with placeholders such as {file} and {output}.',
  schema: { notify: { type: 'string', minLength: 1, description: 'What is said.' } },
  read: (reading, map) => {
    const message = textOf(reading, map, 'notify');
    return message === undefined || message === '' ? undefined : { kind: 'notify', message };
  },
  label: ({ message }) => `Say: ${shortened(message, 60)}`,
  run: async ({ message }, { hook, event, files, output, deps }) => {
    const text = fillText(message, { event, files, output });
    deps.notify(text, hook);
    return ok(text);
  },
};
