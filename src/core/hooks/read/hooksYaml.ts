/** `.kiro/hooks.yaml`: several hooks in one readable file. */
import { agentOf } from '../actions/agent';
import { actions } from '../actions/index';
import { conditionKeys, readConditions } from '../conditions';
import { readCron } from '../cron';
import type { Action, Hook, OnFailure, Step, Trigger } from '../model';
import type { TriggerKind } from '../triggers/trigger';
import {
  checkRegex,
  checkTools,
  type HookFileInfo,
  identified,
  type ListedHook,
  mendedPatterns,
  readHead,
  readList,
  readTriggerName,
} from './common';
import {
  complain,
  durationOf,
  flagOf,
  isMap,
  keySpot,
  listed,
  numberOf,
  type Reading,
  textOf,
  textsOf,
  unknownKeys,
  wordOf,
} from './fields';
import { childOf, type Located } from './located';

/** Keys of a hook besides those of its action. */
export const hookKeys: readonly string[] = [
  'name',
  'description',
  'enabled',
  'confirm',
  'trigger',
  'pattern',
  'patterns',
  'matcher',
  'tools',
  'cron',
  'if',
  'action',
  'steps',
  'on_failure',
  'debounce',
];

/** A step is tried again at most so often. */
const mostRetries = 10;

const actionKeys = actions.flatMap(({ key, keys }) => [key, ...keys]);

/** Reads all hooks; one that is wrong is passed over with a complaint, the others are read. */
export function readHooksYaml(reading: Reading, file: HookFileInfo, root: Located): readonly Hook[] {
  const list = isMap(root.value) ? childOf(root, 'hooks') : undefined;
  if (root.value === undefined || root.value === null) return [];
  if (list === undefined || !Array.isArray(list.value)) {
    complain(reading, 'no-hooks', 'This file needs a list under "hooks".', list?.spot ?? { start: 0, end: 0 });
    return [];
  }
  unknownKeys(reading, root, ['hooks', 'version']);
  return readList(reading, file, list, readOne);
}

function readOne({ reading, file, map, index, taken }: ListedHook): Hook | undefined {
  if (!isMap(map.value)) {
    complain(reading, 'wrong-type', 'A hook must have at least "trigger" and an action.', map.spot);
    return undefined;
  }
  unknownKeys(reading, map, [...hookKeys, ...actionKeys]);
  const kind = readTriggerName(reading, map, 'trigger');
  const trigger = kind && readTrigger(reading, map, kind);
  const conditions = readIf(reading, map);
  const steps = readSteps(reading, map);
  if (trigger === undefined || conditions === undefined || steps === undefined) return undefined;
  const debounceMs = durationOf(reading, map, 'debounce');
  const parts = {
    ...readHead(reading, map),
    confirm: flagOf(reading, map, 'confirm') ?? false,
    trigger,
    conditions,
    steps,
    ...(debounceMs === undefined ? {} : { debounceMs }),
  };
  return identified(file, 'yaml', parts, { index, map, text: reading.text }, taken);
}

function readTrigger(reading: Reading, map: Located, kind: TriggerKind): Trigger | undefined {
  const key = childOf(map, 'patterns') === undefined ? 'pattern' : 'patterns';
  const patterns = mendedPatterns(reading, map, key, textsOf(reading, map, key) ?? []);
  const matchers = textsOf(reading, map, 'matcher') ?? [];
  const tools = textsOf(reading, map, 'tools') ?? [];
  const cron = textOf(reading, map, 'cron');
  const aboutTools = kind.about === 'tool';
  if (kind.about === 'cron' && cron === undefined) {
    complain(reading, 'missing-cron', 'A schedule needs "cron", for example "0 9 * * 1-5".', keySpot(map, 'trigger'));
    return undefined;
  }
  const wrong = cron === undefined ? undefined : readCron(cron);
  if (wrong !== undefined && 'message' in wrong) {
    complain(reading, 'wrong-cron', wrong.message, childOf(map, 'cron')?.spot ?? map.spot);
    return undefined;
  }
  if (!matchers.every((each) => checkRegex(reading, map, 'matcher', each))) return undefined;
  const own = aboutTools ? [...tools, ...matchers] : [];
  // `tools` of another trigger are those of its agent.
  if (aboutTools && checkTools(reading, map, 'tools', tools).length !== tools.length) return undefined;
  return {
    name: kind.name,
    patterns,
    matchers: aboutTools ? [] : matchers,
    tools: own,
    ...(cron === undefined ? {} : { cron }),
  };
}

function readIf(reading: Reading, map: Located): ReturnType<typeof readConditions> | undefined {
  const found = childOf(map, 'if');
  if (found === undefined) return [];
  if (!isMap(found.value)) {
    complain(reading, 'wrong-type', `"if" must hold conditions: ${listed(conditionKeys)}.`, found.spot);
    return undefined;
  }
  const before = reading.diagnostics.length;
  unknownKeys(reading, found, conditionKeys);
  const conditions = readConditions(reading, found);
  // A condition that can't be read would otherwise let the hook fire too often.
  return reading.diagnostics.length > before ? undefined : conditions;
}

function readSteps(reading: Reading, map: Located): readonly Step[] | undefined {
  const onFailure = readOnFailure(reading, map);
  if (onFailure === 'wrong') return undefined;
  const list = childOf(map, 'steps');
  const single = readAction(reading, map, true);
  if (single === 'wrong') return undefined;
  if (list === undefined) {
    if (single !== undefined) return [withFailure({ action: single }, onFailure)];
    const known = listed(['action', 'steps', ...actions.map(({ key }) => key)]);
    complain(reading, 'missing-action', `This hook does nothing: it needs ${known}.`, map.spot);
    return undefined;
  }
  if (single !== undefined || !Array.isArray(list.value) || list.value.length === 0) {
    const message =
      single === undefined ? '"steps" must be a list of steps.' : 'A hook has either "steps" or one action.';
    complain(reading, 'wrong-steps', message, keySpot(map, 'steps'));
    return undefined;
  }
  const steps = (list.value as readonly unknown[]).map((_, index) => readStep(reading, list, index));
  if (!steps.every((each) => each !== undefined)) return undefined;
  return steps.map((step) => (step.onFailure === undefined ? withFailure(step, onFailure) : step));
}

function readStep(reading: Reading, list: Located, index: number): Step | undefined {
  const step = childOf(list, index);
  if (step === undefined) {
    complain(reading, 'wrong-steps', `Step ${index + 1} is empty.`, list.spot);
    return undefined;
  }
  if (typeof step.value === 'string') return { action: { kind: 'agent', prompt: step.value, session: 'own' } };
  if (!isMap(step.value)) {
    complain(reading, 'wrong-steps', 'A step is a sentence for an agent, or has one action.', step.spot);
    return undefined;
  }
  unknownKeys(reading, step, ['action', 'on_failure', 'name', ...actionKeys]);
  const onFailure = readOnFailure(reading, step);
  const action = readAction(reading, step, false);
  if (action === undefined)
    complain(
      reading,
      'missing-action',
      `Step ${index + 1} does nothing: it needs ${listed(actions.map(({ key }) => key))}.`,
      step.spot,
    );
  return action === undefined || action === 'wrong' || onFailure === 'wrong'
    ? undefined
    : withFailure({ action }, onFailure);
}

function withFailure(step: Step, onFailure: OnFailure | undefined): Step {
  return onFailure === undefined ? step : { ...step, onFailure };
}

/** The one action of a hook or step; `tools` of a hook about tools is not the agent's. */
function readAction(reading: Reading, map: Located, hook: boolean): Action | undefined | 'wrong' {
  const sentence = childOf(map, 'action');
  const kinds = actions.filter(({ key }) => childOf(map, key) !== undefined);
  if (kinds.length + (sentence === undefined ? 0 : 1) > 1) {
    complain(
      reading,
      'two-actions',
      `${hook ? 'A hook' : 'A step'} has one action; use "steps" for several.`,
      map.spot,
    );
    return 'wrong';
  }
  if (sentence !== undefined && isMap(sentence.value))
    return readAction(reading, sentence, false) ?? noAction(reading, sentence);
  if (sentence !== undefined) return agentOf(reading, map, 'action', 'own') ?? 'wrong';
  const [kind] = kinds;
  if (kind === undefined) return undefined;
  const before = reading.diagnostics.length;
  const action = kind.read(reading, map);
  if (action === undefined && reading.diagnostics.length === before)
    complain(
      reading,
      'wrong-value',
      `"${kind.key}" is empty or off, so there is nothing to do.`,
      keySpot(map, kind.key),
    );
  return action ?? 'wrong';
}

function noAction(reading: Reading, map: Located): 'wrong' {
  complain(
    reading,
    'unknown-action',
    `"action" must be a sentence, or have ${listed(actions.map(({ key }) => key))}.`,
    map.spot,
  );
  return 'wrong';
}

function readOnFailure(reading: Reading, map: Located): OnFailure | undefined | 'wrong' {
  const found = childOf(map, 'on_failure');
  if (found === undefined) return undefined;
  if (found.value === 'block' || found.value === 'warn') return { kind: found.value };
  if (isMap(found.value)) {
    unknownKeys(reading, found, ['agent', 'retries', 'then']);
    const prompt = textOf(reading, found, 'agent');
    const retries = numberOf(reading, found, 'retries') ?? 1;
    const afterwards = wordOf(reading, found, 'then', ['warn', 'block'] as const);
    // What is mistyped would otherwise let through what it is to stop.
    if (afterwards === undefined && childOf(found, 'then') !== undefined) return 'wrong';
    if (retries > mostRetries)
      complain(reading, 'wrong-value', `"retries" is at most ${mostRetries}.`, keySpot(found, 'retries'), 'warning');
    if (prompt !== undefined && prompt.trim() !== '')
      return {
        kind: 'agent',
        prompt,
        retries: Math.min(Math.round(retries), mostRetries),
        afterwards: afterwards ?? 'warn',
      };
  }
  complain(
    reading,
    'wrong-value',
    '"on_failure" must be block, warn, or { agent: "what to do", retries: 2 }.',
    found.spot,
  );
  return 'wrong';
}
