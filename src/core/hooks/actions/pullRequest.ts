import { textOf } from '../read/fields';
import { type ActionKind, ok } from './action';

export const pullRequest: ActionKind<'pullRequest'> = {
  kind: 'pullRequest',
  key: 'pull_request',
  keys: [],
  help: 'Drafts a pull request description from the spec: criteria as a checklist, files touched, reviewers. Without a model.',
  schema: {
    pull_request: {
      type: ['boolean', 'string'],
      description: 'A file to write the draft to, or true for the output only.',
    },
  },
  read: (reading, map) => {
    const file = textOf(reading, map, 'pull_request');
    if (file === undefined || file === 'false') return undefined;
    return file === 'true' ? { kind: 'pullRequest' } : { kind: 'pullRequest', file };
  },
  label: () => 'Draft a pull request description',
  run: async ({ file }, { event, cause, deps }) => {
    const draft = await deps.pullRequest(event);
    if ('problem' in draft) return { outcome: 'warning', output: '', problem: draft.problem };
    const problem = file === undefined ? undefined : await deps.write(file, draft.text, event, cause);
    return problem === undefined ? ok(draft.text) : { outcome: 'warning', output: draft.text, problem };
  },
};
