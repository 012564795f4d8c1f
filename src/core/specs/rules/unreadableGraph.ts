import type { Rule } from '../rule';

const shape = 'Write {"waves":[{"id":0,"tasks":["1.1"]}]}.';

/**
 * The graph is there but its JSON does not parse.
 *
 * not ok: `{ "waves": [ { "id": 0, "tasks": ["1.1" ] }` → "The dependency graph cannot be read: its JSON does not parse (…). …"
 */
export const invalidDagJson = graphRule('invalid-dag-json', 'json');

/** The JSON parses but is no list of waves: `{ "order": "1, 2" }`. */
export const invalidDagStructure = graphRule('invalid-dag-structure', 'structure');

/** A graph without waves: `{ "waves": [] }`. */
export const emptyDagJson = graphRule('empty-dag-json', 'empty');

function graphRule(name: string, kind: 'json' | 'structure' | 'empty'): Rule {
  return {
    name,
    documents: ['tasks.md'],
    severity: 'error',
    scope: 'document',
    check({ document, report }) {
      const graph = document.name === 'tasks.md' ? document.graph : undefined;
      if (graph?.problem?.kind === kind) {
        report(
          { ...graph.place, end: graph.place.start },
          `The dependency graph cannot be read: ${graph.problem.message}. ${shape}`,
        );
      }
    },
  };
}
