/** A hook in words: what it waits for, and exactly what it would run. For lists, and for the question whether it may. */
import { labelOf } from './actions/index';
import type { Action, Condition, Hook, OnFailure } from './model';

/** "PostFileSave src/**" */
export function triggerWords({ trigger }: Hook): string {
  const about = [
    ...trigger.patterns,
    ...trigger.matchers,
    ...trigger.tools,
    ...(trigger.cron === undefined ? [] : [trigger.cron]),
  ];
  return [trigger.name, about.join(', ')].filter((each) => each !== '').join(' ');
}

/** One line a condition: "branch: main". */
export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'glob':
      return `files: ${condition.patterns.join(', ')}`;
    case 'regex':
      return `text matches ${condition.pattern}`;
    case 'changedLines':
      return condition.pattern === undefined
        ? `at least ${condition.atLeast ?? 1} changed lines`
        : `a changed line matches ${condition.pattern}`;
    case 'branch':
      return `branch: ${condition.patterns.join(', ')}`;
    case 'document':
      return `document: ${condition.documents.join(', ')}`;
    case 'exitCode':
      return `ended: ${condition.codes.join(', ')}`;
    case 'language':
      return `language: ${condition.languages.join(', ')}`;
    case 'testsExist':
      return condition.expected ? 'tests are there' : 'no tests are there';
  }
}

/** What each step would do, to the letter: whole command lines, whole prompts. */
export function stepWords({ steps }: Hook): readonly string[] {
  return steps.flatMap(({ action, onFailure }) => [actionWords(action), ...failureWords(onFailure)]);
}

function actionWords(action: Action): string {
  if (action.kind === 'run') return `run: ${action.command}`;
  if (action.kind !== 'agent') return labelOf(action);
  const tools = action.tools === undefined ? '' : ` (tools: ${action.tools.join(', ')})`;
  return `ask an agent${tools}: ${action.prompt}`;
}

function failureWords(onFailure: OnFailure | undefined): readonly string[] {
  if (onFailure === undefined) return [];
  if (onFailure.kind !== 'agent') return [`if that fails: ${onFailure.kind}`];
  const times = onFailure.retries === 1 ? 'once' : `${onFailure.retries} times`;
  return [`if that fails: ask an agent, and try again ${times}: ${onFailure.prompt}`];
}
