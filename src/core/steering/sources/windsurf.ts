import { entryAt, textAt, windsurfKeys, windsurfTriggers } from '../keys';
import { always, type Meant, matching } from '../meant';
import type { Spot, SteeringSource } from './source';

const rules: Spot = { folder: '.windsurf/rules', ending: /\.md$/iu };

/** Windsurf: `.windsurfrules`, and rules whose trigger says when. */
export const windsurf: SteeringSource = {
  id: 'windsurf',
  title: 'Windsurf',
  workspace: [{ file: '.windsurfrules' }, rules],
  user: [],
  nested: [rules],
  frontMatter: (path) => !path.endsWith('.windsurfrules'),
  keys: Object.values(windsurfKeys),
  meant: ({ values }) => ruleOf(values),
};

function ruleOf(values: Readonly<Record<string, unknown>>): Meant {
  const files = matching(entryAt(values, windsurfKeys.globs));
  const description = textAt(values, windsurfKeys.description);
  const trigger = textAt(values, windsurfKeys.trigger);
  switch (trigger) {
    case 'manual':
      return { inclusion: { kind: 'manual' }, notes: [] };
    case 'glob':
      return files ?? alwaysSince('Nothing says for which files it is (globs)');
    case 'model_decision':
      return description === undefined
        ? alwaysSince('There is no description that says when it is included')
        : { inclusion: { kind: 'auto', description }, notes: [] };
    case 'always_on':
      return always;
    case undefined:
      return files ?? always;
    default:
      return alwaysSince(
        `“${trigger}” is no trigger; there are ${windsurfTriggers.map(({ name }) => name).join(', ')}`,
      );
  }
}

/** Rather too often than never, and said. */
function alwaysSince(why: string): Meant {
  const message = `${why}, so the rule is always included.`;
  const key = windsurfKeys.trigger.name;
  return { ...always, notes: [{ code: 'steering/mode', severity: 'warning', message, key }] };
}
