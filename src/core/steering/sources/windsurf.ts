import { entryAt, textAt, windsurfKeys } from '../keys';
import { always, type Meant, matching } from '../meant';
import type { SteeringSource } from './source';

/** Windsurf: `.windsurfrules`, and rules whose trigger says when. */
export const windsurf: SteeringSource = {
  id: 'windsurf',
  title: 'Windsurf',
  workspace: [{ file: '.windsurfrules' }, { folder: '.windsurf/rules', ending: /\.md$/iu }],
  user: [],
  nested: [],
  frontMatter: (path) => !path.endsWith('.windsurfrules'),
  keys: Object.values(windsurfKeys),
  meant: ({ values }) => ruleOf(values),
};

function ruleOf(values: Readonly<Record<string, unknown>>): Meant {
  const files = matching(entryAt(values, windsurfKeys.globs));
  const description = textAt(values, windsurfKeys.description);
  switch (textAt(values, windsurfKeys.trigger)) {
    case 'manual':
      return { inclusion: { kind: 'manual' }, notes: [] };
    case 'glob':
      return files ?? always;
    case 'model_decision':
      return description === undefined ? always : { inclusion: { kind: 'auto', description }, notes: [] };
    case undefined:
      return files ?? always;
    default:
      return always;
  }
}
