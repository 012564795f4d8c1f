/** Measures in one process, in turn and on texts that neither has seen, and prints medians in milliseconds of CPU. */
import { flattenTasks, parseSpec, type SpecDocument } from '../../../src/core/specs';
import { structureOf } from '../../../src/core/specs/document';
import { scanLines } from '../../../src/core/specs/scan';
import { kiroRequirements, openRequirements, tasks } from './specs';

const [library = '', size = '', rounds = ''] = process.argv.slice(2);
const [requirements = 0, taskCount = 0] = size.split('x').map(Number);

const load = (path: string) => import(`${library}/dist/${path}`);
const { MarkdownParser } = await load('core/parsers/markdown-parser.js');
const { Validator } = await load('core/validation/validator.js');
const { parseTaskLines } = await load('utils/task-progress.js');

const validator = new Validator(true);
const list = tasks(taskCount, 'Shop');
const known = kiroRequirements(requirements, 'Shop');
const files = (text: string, plan: string) => ({ path: '/s', files: { 'requirements.md': text, 'tasks.md': plan } });

/**
 * What OpenSpec's parser gives, too: what each requirement and criterion says, and each task's words and state. The rest
 * of a document waits until somebody asks.
 */
function saidBy(document: SpecDocument): readonly unknown[] {
  if (document.name === 'tasks.md') return flattenTasks(document.tasks).map(({ title, state }) => [title, state]);
  return 'requirements' in document
    ? document.requirements.map(({ title, criteria }) => [title, criteria.map(({ text }) => text)])
    : [];
}

type Measured = Readonly<Record<string, (round: number) => () => unknown>>;

/** What is measured makes its text first, outside the measure. */
const inTurn: Measured = {
  parse: (round) => {
    const [text, plan] = [kiroRequirements(requirements, `Shop${round}`), tasks(taskCount, `Shop${round}`)];
    return () => [
      saidBy(structureOf('requirements.md', scanLines(text))),
      saidBy(structureOf('tasks.md', scanLines(plan))),
    ];
  },
  peerParse: (round) => {
    const [text, plan] = [openRequirements(requirements, `Shop${round}`), tasks(taskCount, `Shop${round}`)];
    return () => [new MarkdownParser(text).parseSpec('shop'), parseTaskLines(plan)];
  },
  check: (round) => {
    const [text, plan] = [kiroRequirements(requirements, `Store${round}`), tasks(taskCount, `Store${round}`)];
    return () => parseSpec(files(text, plan));
  },
  peerCheck: (round) => {
    const [text, plan] = [openRequirements(requirements, `Store${round}`), tasks(taskCount, `Store${round}`)];
    return () => [validator.validateSpecContent('shop', text), parseTaskLines(plan)];
  },
};

/** Somebody types in one spec, and nothing else is read meanwhile. */
const typing: readonly Measured[] = [
  {
    recheck: (round) => {
      const text = known.replace('has no name, THEN', `has no name number ${round}, THEN`);
      return () => parseSpec(files(text, list));
    },
  },
  {
    recheckTasks: (round) => {
      const plan = list.replace('with what it needs', `with number ${round}`);
      return () => parseSpec(files(known, plan));
    },
  },
];

const times: Record<string, number[]> = {};
async function measure(measured: Measured): Promise<void> {
  for (let round = 0; round < Number(rounds); round++) {
    for (const [name, prepare] of Object.entries(measured)) {
      const act = prepare(round);
      const before = process.cpuUsage();
      await act();
      const { user, system } = process.cpuUsage(before);
      times[name] = [...(times[name] ?? []), (user + system) / 1000];
    }
  }
}
await measure(inTurn);
for (const each of typing) {
  parseSpec(files(known, list));
  await measure(each);
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))));
