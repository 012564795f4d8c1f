/** A hook in words: what it waits for, and exactly what it would run. For lists, and for the question whether it may. */
import { labelOf } from './actions/index';
import type { Action, Condition, Hook, OnFailure } from './model';
import { scriptLines } from './scriptLines';
import { kindOf } from './triggers/index';

/** "On save (src/**)", "On save (any file)", "Before commit" */
export function triggerWords({ trigger }: Hook): string {
  const { title, about, gathers } = kindOf(trigger.name);
  const only = [
    ...trigger.patterns,
    ...trigger.matchers.map((each) => `/${each}/`),
    ...trigger.tools,
    ...(trigger.cron === undefined ? [] : [trigger.cron]),
  ].join(', ');
  const words = only === '' && about === 'files' && gathers ? 'any file' : visible(only);
  return words === '' ? title : `${title} (${words})`;
}

/**
 * Everything that a hook waits for and would do, one thing a line: "When: On save (src/**)", "Then run: npm test"; where
 * somebody looked, also what its commands run of the project.
 */
export function hookLines(hook: Hook): readonly string[] {
  return [
    `When: ${triggerWords(hook)}`,
    ...hook.conditions.map((each) => visible(`If: ${conditionWords(each)}`)),
    ...hook.steps.flatMap(({ action, onFailure }) =>
      [`Then ${actionWords(action)}`, ...failureWords(onFailure)].map(visible),
    ),
    ...scriptLines(hook.scripts ?? []).map(visible),
  ];
}

/** "the branch is main" */
function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'glob':
      return `one of the files fits ${condition.patterns.join(', ')}`;
    case 'regex':
      return `the text has /${condition.pattern}/`;
    case 'changedLines':
      return condition.pattern === undefined
        ? `at least ${condition.atLeast ?? 1} changed ${(condition.atLeast ?? 1) === 1 ? 'line' : 'lines'}`
        : `a changed line has /${condition.pattern}/`;
    case 'branch':
      return `the branch is ${condition.patterns.join(' or ')}`;
    case 'document':
      return `the document is ${condition.documents.join(' or ')}`;
    case 'exitCode':
      return `it ended ${condition.codes.map(endOf).join(' or ')}`;
    case 'language':
      return `the language is ${condition.languages.join(' or ')}`;
    case 'testsExist':
      return condition.expected ? 'there are tests for it' : 'there are no tests for it';
  }
}

function endOf(code: number | 'ok' | 'failed'): string {
  if (code === 'ok') return 'well';
  return code === 'failed' ? 'badly' : `with exit code ${code}`;
}

/** To the letter: the whole command line, the whole prompt. */
function actionWords(action: Action): string {
  if (action.kind === 'run') return `run: ${action.command}`;
  if (action.kind === 'notify') return `tell you: ${action.message}`;
  if (action.kind !== 'agent') {
    const label = labelOf(action);
    return label.charAt(0).toLowerCase() + label.slice(1);
  }
  const tools = action.tools === undefined ? '' : ` (tools: ${action.tools.join(', ')})`;
  return `ask an agent${tools}: ${action.prompt}`;
}

function failureWords(onFailure: OnFailure | undefined): readonly string[] {
  if (onFailure === undefined) return [];
  if (onFailure.kind === 'block') return ['If that fails: stop what was about to happen'];
  if (onFailure.kind === 'warn') return ['If that fails: tell you, and go on'];
  const times = onFailure.retries === 1 ? 'once' : `${onFailure.retries} times`;
  const blocks = onFailure.afterwards === 'block' ? '; then stop what was about to happen' : '';
  return [`If that fails: ask an agent and try again, ${times} at most${blocks}: ${onFailure.prompt}`];
}

/** Letters that are not seen, or turn the order of others round, are named: nobody agrees to what they can't see. */
export function visible(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`);
}
