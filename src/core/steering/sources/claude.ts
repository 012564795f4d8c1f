import { entryAt, pathKeys } from '../keys';
import { always, matching } from '../meant';
import type { SteeringSource } from './source';

const rule = /\.claude\/rules\//u;

/** Claude Code: CLAUDE.md of the workspace folder and of folders in it, and rules that name their paths. */
export const claude: SteeringSource = {
  id: 'claude',
  title: 'Claude Code',
  workspace: [
    { file: 'CLAUDE.md' },
    { file: '.claude/CLAUDE.md' },
    { file: 'CLAUDE.local.md' },
    { folder: '.claude/rules', ending: /\.md$/iu },
  ],
  user: [],
  nested: [{ file: 'CLAUDE.md' }],
  frontMatter: (path) => rule.test(path),
  keys: Object.values(pathKeys),
  meant: ({ values }) => matching(entryAt(values, pathKeys.paths)) ?? always,
};
