import type { Rule } from '../rule';

const shape = 'Write {"waves":[{"id":0,"tasks":["1.1"]}]}.';

/**
 * The graph is there but its JSON does not parse.
 *
 * not ok: `{ "waves": [ { "id": 0, "tasks": ["1.1" ] }` → "The dependency graph cannot be read: its JSON does not parse (…). …"
 */
export const invalidDagJson = graphRule(
  'invalid-dag-json',
  'json',
  '{ "waves": [ { "id": 0, "tasks": "1.1" ] }',
  undefined,
);

/** The JSON parses but is no list of waves: `{ "order": "1, 2" }`. */
export const invalidDagStructure = graphRule(
  'invalid-dag-structure',
  'structure',
  '{ "order": "1, 2" }',
  'it is no object with "waves"',
);

/** A graph without waves: `{ "waves": [] }`. */
export const emptyDagJson = graphRule('empty-dag-json', 'empty', '{ "waves": [] }', 'it has no waves');

function inGraph(json: string): string {
  return `- [ ] 1.1 A\n## Task Dependency Graph\n\`\`\`json\n${json}\n\`\`\`\n`;
}

function graphRule(
  name: string,
  kind: 'json' | 'structure' | 'empty',
  example: string,
  problem: string | undefined,
): Rule {
  return {
    name,
    documents: ['tasks.md'],
    about: 'meaning',
    severity: 'error',
    kiro: 'error',
    scope: 'document',
    why: 'A graph that nobody can read is no graph: Kiro runs the tasks one after the other without a word, and Tracewright does not guess.',
    bad: [
      {
        files: { 'tasks.md': inGraph(example) },
        // How an engine words what is wrong with JSON differs from version to version.
        ...(problem === undefined ? {} : { finds: [`The dependency graph cannot be read: ${problem}. ${shape}`] }),
      },
    ],
    good: [{ files: { 'tasks.md': inGraph('{"waves":[{"id":0,"tasks":["1.1"]}]}') } }],
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
