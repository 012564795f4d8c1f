/** Sample answers to the runner: the tasks of the version endpoint, built in the sample workspace. */
import { type BuildConversation, frame, looksAgain } from '../conversation';
import type { Names } from './files';
import { checkpointLeg, correctionLeg, rejectedLeg, routeLeg, settingsLeg, type Turn } from './legs';

/** The sentence that a task of another spec is answered with. */
export const buildsOnly =
  'Sample answers build one spec only, “Add a /version endpoint”, in the sample workspace. To build this one, set up a model with “Tracewright: Set Up a Model”.';

const title = /^(?:[-*] \[.\]\*? )?(\d+)\. (.*)$/mu;

/** The turn that is due; undefined where no sample answer builds this. */
export function buildTurn(conversation: BuildConversation): Turn | undefined {
  const task = title.exec(frame(conversation.task, 'task') ?? '');
  const legs = task === null ? undefined : legsOf(task[1] ?? '', task[2] ?? '', namesIn(conversation.task));
  if (legs === undefined) return undefined;
  const { leg, made, unread } = conversation;
  if (unread.length > 0)
    return { says: looksAgain, uses: unread.map((path) => ({ name: 'read_file', input: { path } })) };
  const turns = legs(leg);
  return turns[made] ?? { says: 'Everything that sample answers can do here is done.', uses: [] };
}

type Legs = (leg: BuildConversation['leg']) => readonly Turn[];

function legsOf(number: string, words: string, names: Names): Legs | undefined {
  const first: Readonly<Record<string, readonly [RegExp, (names: Names) => readonly Turn[]]>> = {
    1: [/^Read the version at the start/u, settingsLeg],
    2: [/^Answer GET \/version/u, routeLeg],
    3: [/^Checkpoint/u, checkpointLeg],
  };
  const known = first[number];
  if (known === undefined || !known[0].test(words) || (number === '3' && !/version/u.test(names.spec)))
    return undefined;
  return (leg) => {
    if (leg.kind === 'task') return known[1](names);
    if (leg.kind === 'failed') return number === '2' ? correctionLeg(names) : checkpointLeg(names);
    return rejectedLeg(leg.paths, number, names);
  };
}

/** The ids that the task's message gives the criteria, found by their words. */
function namesIn(message: string): Names {
  const criteria = frame(message, 'criteria') ?? '';
  const idOf = (words: RegExp, otherwise: string) => {
    const line = criteria.split('\n').find((each) => words.test(each));
    return /\b(\d+\.\d+)\b/u.exec(line ?? '')?.[1] ?? otherwise;
  };
  return {
    spec: /^Build this task of the spec "([^"]+)"/mu.exec(message)?.[1] ?? 'version-endpoint',
    answer: idOf(/answer 200/u, '1.1'),
    started: idOf(/started with until/u, '1.2'),
    missing: idOf(/exit code 1/u, '1.3'),
  };
}
