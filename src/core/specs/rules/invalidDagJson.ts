import { unreadableGraphRule } from './shared/unreadableGraph';

/** The graph is there but its JSON does not parse. */
export const invalidDagJson = unreadableGraphRule(
  'invalid-dag-json',
  'json',
  '{ "waves": [ { "id": 0, "tasks": "1.1" ] }',
  undefined,
);
