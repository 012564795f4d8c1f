import { always } from '../meant';
import type { SteeringSource } from './source';

const file = { file: 'AGENTS.md' };

/** AGENTS.md: the workspace folder's, those of folders in it, and the user's. */
export const agents: SteeringSource = {
  id: 'agents',
  title: 'AGENTS.md',
  workspace: [file],
  user: [file, { file: '.kiro/AGENTS.md' }],
  nested: [file],
  frontMatter: () => false,
  keys: [],
  meant: () => always,
};
