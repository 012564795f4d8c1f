/** Rules about a graph that cannot be read, one for each way. */
import type { Rule } from '../../rule';
import { graphExample, graphOfText } from './graphTaskRule';

const shape = 'Write {"waves":[{"id":0,"tasks":["1.1"]}]}.';

/** A rule about one way; `example` is the JSON that is wrong, `problem` what is said of it where that is always the same. */
export function unreadableGraphRule(
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
        files: { 'tasks.md': graphOfText(example) },
        // How an engine words what is wrong with JSON differs from version to version.
        ...(problem === undefined ? {} : { finds: [`The dependency graph cannot be read: ${problem}. ${shape}`] }),
      },
    ],
    good: [{ files: { 'tasks.md': graphExample('["1.1"]') } }],
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
