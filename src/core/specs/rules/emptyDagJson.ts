import { unreadableGraphRule } from './shared/unreadableGraph';

/** A graph without waves: `{ "waves": [] }`. */
export const emptyDagJson = unreadableGraphRule('empty-dag-json', 'empty', '{ "waves": [] }', 'it has no waves');
