import { kiroKeys } from '../keys';
import { kiroInclusion } from '../kiroInclusion';
import { always } from '../meant';
import type { Spot, SteeringSource } from './source';

const spots: readonly Spot[] = [{ file: '.kiro/steering.md' }, { folder: '.kiro/steering', ending: /\.md$/iu }];
const agents = /(?:^|\/)AGENTS\.md$/u;

/** `.kiro/steering/**` and `.kiro/steering.md`, in the workspace and below the home folder. */
export const kiro: SteeringSource = {
  id: 'kiro',
  title: 'Kiro',
  workspace: spots,
  user: spots,
  nested: [],
  // AGENTS.md knows no modes, in this folder as everywhere.
  frontMatter: (path) => !agents.test(path),
  keys: Object.values(kiroKeys),
  meant: (front, body, path) => (agents.test(path) ? always : kiroInclusion(front, body)),
};
