import type { Action, HookBudget } from '../model';
import { complain, numberOf, type Reading, textOf, textsOf, wordOf } from '../read/fields';
import { childOf, type Located } from '../read/located';
import { type ActionKind, type ActionResult, type HookAgentEnd, ok, shortened } from './action';
import { fillText } from './placeholders';

export const agent: ActionKind<'agent'> = {
  kind: 'agent',
  key: 'agent',
  keys: ['session', 'tools', 'model', 'budget'],
  help: 'Asks an agent, in a session of its own or in the one that the event came from.',
  schema: {
    agent: {
      type: 'string',
      minLength: 1,
      description: 'What the agent is asked; placeholders such as {file} and {output}.',
    },
    session: { enum: ['own', 'running'], description: 'A session of its own, or the running conversation.' },
    tools: {
      type: ['string', 'array'],
      items: { type: 'string' },
      description: 'Categories of tools that it may use: read, write, shell.',
    },
    model: { enum: ['planning', 'building', 'quick'], description: 'Which of your models; building unless told.' },
    budget: {
      type: 'object',
      properties: { money: { type: 'number' }, turns: { type: 'number' }, minutes: { type: 'number' } },
      additionalProperties: false,
      description: 'The most it may use: money in US dollars, turns, minutes.',
    },
  },
  read: (reading, map) => agentOf(reading, map, 'agent', 'own'),
  label: ({ prompt }) => `Ask an agent: ${shortened(prompt, 60)}`,
  run: async (action, { hook, output, cause, awaited, deps, amend, ...about }, signal) => {
    const shown = await deps.shown(about);
    if (shown === undefined)
      return {
        outcome: 'warning',
        output: '',
        problem: 'Its files are kept from models (.kiroignore or context.hide), so no agent was asked.',
        noModel: true,
      };
    const { event, files } = shown;
    const prompt = fillText(action.prompt, { event, files, output });
    const asked = { action, prompt, hook, event, cause, awaited, amend: (end: HookAgentEnd) => amend(resultOf(end)) };
    return resultOf(await deps.agent(asked, signal));
  },
};

function resultOf(end: HookAgentEnd): ActionResult {
  if (end.kind === 'stopped') return { outcome: 'stopped', output: '', problem: 'It was stopped.' };
  const { session, dollars } = end;
  const more = {
    ...(session === undefined ? {} : { session }),
    ...(dollars === undefined ? {} : { cost: dollars }),
  };
  if (end.kind === 'done') return { ...ok(end.text), ...more };
  return { outcome: 'warning', output: '', problem: end.message, ...(end.noModel && { noModel: true }), ...more };
}

/** Reads an agent action whose prompt stands under `key`; undefined after a complaint. */
export function agentOf(
  reading: Reading,
  map: Located,
  key: string,
  session: 'own' | 'running',
): Extract<Action, { kind: 'agent' }> | undefined {
  const prompt = textOf(reading, map, key);
  if (prompt === undefined) return undefined;
  if (prompt.trim() === '') {
    complain(
      reading,
      'empty-prompt',
      'The prompt is empty, so there is nothing to ask an agent.',
      childOf(map, key)?.spot ?? map.spot,
    );
    return undefined;
  }
  const tools = textsOf(reading, map, 'tools');
  const model = wordOf(reading, map, 'model', ['planning', 'building', 'quick'] as const);
  const budget = budgetOf(reading, childOf(map, 'budget'));
  return {
    kind: 'agent',
    prompt,
    session: wordOf(reading, map, 'session', ['own', 'running'] as const) ?? session,
    ...(tools === undefined ? {} : { tools }),
    ...(model === undefined ? {} : { model }),
    ...(budget === undefined ? {} : { budget }),
  };
}

function budgetOf(reading: Reading, map: Located | undefined): HookBudget | undefined {
  if (map === undefined) return undefined;
  const money = numberOf(reading, map, 'money');
  const turns = numberOf(reading, map, 'turns');
  const minutes = numberOf(reading, map, 'minutes');
  return {
    ...(money === undefined ? {} : { money }),
    ...(turns === undefined ? {} : { turns }),
    ...(minutes === undefined ? {} : { minutes }),
  };
}
