import { entryAt, pathKeys } from '../keys';
import { always, matching } from '../meant';
import type { SteeringSource } from './source';

/** Cline: `.clinerules` as a file or a folder; a rule may name its paths. */
export const cline: SteeringSource = {
  id: 'cline',
  title: 'Cline',
  workspace: [{ file: '.clinerules' }, { folder: '.clinerules', ending: /\.(?:md|txt)$/iu }],
  user: [],
  nested: [],
  frontMatter: () => true,
  keys: Object.values(pathKeys),
  meant: ({ values }) => matching(entryAt(values, pathKeys.paths)) ?? always,
};
