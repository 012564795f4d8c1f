import { wordOf } from '../read/fields';
import { type ActionKind, ok } from './action';

export const scan: ActionKind<'scan'> = {
  kind: 'scan',
  key: 'scan',
  keys: [],
  help: 'Looks for secrets in what is about to be committed, or in the files of the event. Built in, without network.',
  schema: { scan: { enum: ['secrets'], description: 'What to look for.' } },
  read: (reading, map) => {
    const what = wordOf(reading, map, 'scan', ['secrets'] as const);
    return what === undefined ? undefined : { kind: 'scan', scan: what };
  },
  label: () => 'Scan for secrets',
  run: async (_action, { event, files, deps }, signal) => {
    try {
      const found = await deps.scan(event, files, signal);
      if (found.length === 0) return ok('No secrets were found.');
      const lines = found.map(({ path, line, what }) => `${path}:${line} ${what}`);
      // Where there is room for one line only, such as in an editor's dialog for git, that line says where to look.
      const count = lines.length === 1 ? 'a secret was found' : `the first of ${lines.length} secrets that were found`;
      const problem = [`${lines[0]}: ${count}.`, ...lines.slice(1)].join('\n');
      return { outcome: 'block', output: lines.join('\n'), problem };
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      return { outcome: 'cannot-start', output: '', problem: `The scan for secrets could not be made: ${why}` };
    }
  },
};
