import { cursorKeys, entryAt, textAt } from '../keys';
import { always, type Meant, matching } from '../meant';
import type { Spot, SteeringSource } from './source';

const rules: Spot = { folder: '.cursor/rules', ending: /\.mdc?$/iu };

/** Cursor: `.cursorrules`, and rules that are there always, for files, by their description, or when named. */
export const cursor: SteeringSource = {
  id: 'cursor',
  title: 'Cursor',
  workspace: [{ file: '.cursorrules' }, rules],
  user: [],
  nested: [rules],
  bareGlobs: true,
  frontMatter: (path) => !path.endsWith('.cursorrules'),
  keys: Object.values(cursorKeys),
  meant: ({ values }, _body, path) => (path.endsWith('.cursorrules') ? always : ruleOf(values)),
};

function ruleOf(values: Readonly<Record<string, unknown>>): Meant {
  const flag = entryAt(values, cursorKeys.alwaysApply)?.value;
  if (flag === true || flag === 'true') return always;
  const files = matching(entryAt(values, cursorKeys.globs));
  if (files !== undefined) return files;
  const description = textAt(values, cursorKeys.description);
  if (description !== undefined) return { inclusion: { kind: 'auto', description }, notes: [] };
  // A rule without any front matter was written before there were modes.
  return Object.keys(values).length === 0 ? always : { inclusion: { kind: 'manual' }, notes: [] };
}
