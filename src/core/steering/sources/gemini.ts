import { always } from '../meant';
import type { SteeringSource } from './source';

const file = { file: 'GEMINI.md' };

/** Gemini CLI: GEMINI.md of the workspace folder and of folders in it. */
export const gemini: SteeringSource = {
  id: 'gemini',
  title: 'Gemini CLI',
  workspace: [file],
  user: [],
  nested: [file],
  frontMatter: () => false,
  keys: [],
  meant: () => always,
};
