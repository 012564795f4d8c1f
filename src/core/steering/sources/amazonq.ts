import { always } from '../meant';
import type { SteeringSource } from './source';

/** Amazon Q Developer: every rule is part of every conversation. */
export const amazonq: SteeringSource = {
  id: 'amazonq',
  title: 'Amazon Q Developer',
  workspace: [{ folder: '.amazonq/rules', ending: /\.md$/iu }],
  user: [],
  nested: [],
  frontMatter: () => false,
  keys: [],
  meant: () => always,
};
