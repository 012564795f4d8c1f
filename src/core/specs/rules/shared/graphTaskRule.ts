/** Rules about one task that the graph names. */
import type { Task, TasksDocument } from '../../model';
import type { Rule, RuleContext } from '../../rule';
import { placeInGraph, removal, taskKey, tasksByKey } from './graph';

/** A tasks.md with one task and a graph of this text. */
export function graphOfText(json: string): string {
  return `- [ ] 1.1 A\n## Task Dependency Graph\n\`\`\`json\n${json}\n\`\`\`\n`;
}

/** A tasks.md with one task and one wave. */
export function graphExample(tasks: string): string {
  return graphOfText(`{"waves":[{"id":0,"tasks":${tasks}}]}`);
}

/** A rule that judges each task of the graph: its id, the tasks of that number, and how often the graph named it before. */
export function graphTaskRule(
  name: string,
  why: string,
  bad: readonly (readonly [text: string, finds: string, mended: string])[],
  judge: (id: string, tasks: readonly Task[], earlier: number) => string | undefined,
): Rule {
  return {
    name,
    documents: ['tasks.md'],
    about: 'meaning',
    severity: 'error',
    scope: 'document',
    why,
    bad: bad.map(([text, finds, mended]) => ({ files: { 'tasks.md': text }, finds: [finds], mended })),
    good: [{ files: { 'tasks.md': graphExample('["1.1"]') } }],
    check({ document, report }) {
      if (document.name === 'tasks.md') {
        judgeGraph(document, judge, report);
      }
    },
  };
}

function judgeGraph(
  document: TasksDocument,
  judge: (id: string, tasks: readonly Task[], earlier: number) => string | undefined,
  report: RuleContext['report'],
): void {
  if (document.graph === undefined) return;
  const byId = tasksByKey(document);
  const earlier = new Map<string, number>();
  for (const id of document.graph.waves.flatMap(({ tasks }) => tasks)) {
    const key = taskKey(id);
    const count = earlier.get(key) ?? 0;
    earlier.set(key, count + 1);
    const message = judge(id, byId.get(key) ?? [], count);
    if (message !== undefined) {
      const place = placeInGraph(document, id, count);
      report(place, message, { fix: removal(document, place, `Remove ${id} from the graph`) });
    }
  }
}
