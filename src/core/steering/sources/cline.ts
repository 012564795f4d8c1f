import { entryAt, pathKeys } from '../keys';
import { always, matching } from '../meant';
import type { SteeringSource } from './source';

/** Its workflows are run when somebody names them. */
const workflow = /\.clinerules\/workflows\//u;

/** Cline: `.clinerules` as a file or a folder; a rule may name its paths. */
export const cline: SteeringSource = {
  id: 'cline',
  title: 'Cline',
  workspace: [{ file: '.clinerules' }, { folder: '.clinerules', ending: /\.(?:md|txt)$/iu }],
  user: [],
  nested: [],
  frontMatter: () => true,
  keys: Object.values(pathKeys),
  meant: ({ values }, _body, path) =>
    workflow.test(path)
      ? { inclusion: { kind: 'manual' }, notes: [] }
      : (matching(entryAt(values, pathKeys.paths)) ?? always),
};
