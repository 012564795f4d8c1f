import { always, keyed, matching } from '../meant';
import type { SteeringSource } from './source';

/** Cline: `.clinerules` as a file or a folder; a rule may name its paths. */
export const cline: SteeringSource = {
  id: 'cline',
  title: 'Cline',
  workspace: [{ file: '.clinerules' }, { folder: '.clinerules', ending: /\.(?:md|txt)$/iu }],
  user: [],
  nested: [],
  frontMatter: () => true,
  meant: ({ values }) => matching(keyed(values, 'paths', 'globs')) ?? always,
};
