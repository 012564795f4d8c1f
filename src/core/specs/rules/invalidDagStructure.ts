import { unreadableGraphRule } from './shared/unreadableGraph';

/** The JSON parses but is no list of waves: `{ "order": "1, 2" }`. */
export const invalidDagStructure = unreadableGraphRule(
  'invalid-dag-structure',
  'structure',
  '{ "order": "1, 2" }',
  'it is no object with "waves"',
);
