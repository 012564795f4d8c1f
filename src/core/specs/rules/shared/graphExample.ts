/** Documents with a graph, for the examples of rules. */

/** A tasks.md: tasks, and waves in JSON below them. */
export const withGraph = (tasks: string, waves: string): string =>
  `${tasks}## Task Dependency Graph\n\`\`\`json\n{"waves":[${waves}]}\n\`\`\`\n`;

/** Two tasks, and a wave for each. */
export const two = '- [ ] 1.1 A\n- [ ] 1.2 B\n';
export const both = '{"id":0,"tasks":["1.1"]},{"id":1,"tasks":["1.2"]}';
