/** Hooks of Kiro 1.x: several a file, `version: "v1"` and `hooks`. */
import { agentOf } from '../actions/agent';
import type { Hook, Step, Trigger } from '../model';
import type { TriggerKind } from '../triggers/trigger';
import {
  checkRegex,
  checkTools,
  type HookFileInfo,
  identified,
  type ListedHook,
  readHead,
  readList,
  readTriggerName,
} from './common';
import { complain, durationOf, flagOf, isMap, keySpot, type Reading, textOf, textsOf } from './fields';
import { childOf, type Located } from './located';

/** True for what has the shape of 1.x. */
export function isKiro1(value: unknown): boolean {
  return isMap(value) && Array.isArray(value.hooks);
}

/** Reads all hooks of a file; one that is wrong is passed over with a complaint, the others are read. */
export function readKiro1(reading: Reading, file: HookFileInfo, root: Located): readonly Hook[] {
  const version = childOf(root, 'version');
  if (version?.value !== 'v1')
    complain(
      reading,
      'version',
      'Kiro reads this file only with "version": "v1"; here it is read all the same.',
      version?.spot ?? keySpot(root, 'hooks'),
      'warning',
    );
  return readList(reading, file, childOf(root, 'hooks'), readOne);
}

function readOne({ reading, file, map, index, taken }: ListedHook): Hook | undefined {
  if (!isMap(map.value)) {
    complain(reading, 'wrong-type', 'A hook must be an object with "trigger" and "action".', map.spot);
    return undefined;
  }
  const kind = readTriggerName(reading, map, 'trigger');
  const steps = readAction(reading, map);
  const trigger = kind && readMatcher(reading, map, kind);
  if (trigger === undefined || steps === undefined) return undefined;
  const parts = {
    ...readHead(reading, map),
    confirm: flagOf(reading, map, 'confirm') ?? false,
    trigger,
    conditions: [],
    steps,
  };
  return identified(file, 'kiro-1', parts, { index, map, text: reading.text }, taken);
}

function readMatcher(reading: Reading, map: Located, kind: TriggerKind): Trigger | undefined {
  const none: Trigger = { name: kind.name, patterns: [], matchers: [], tools: [] };
  const words = (textsOf(reading, map, 'matcher') ?? []).filter((each) => each !== '');
  if (words.length === 0) return none;
  if (kind.about === 'tool') {
    const tools = checkTools(reading, map, 'matcher', words);
    return tools.length === words.length ? { ...none, tools } : undefined;
  }
  if (words.length === 1 && words[0] === '*') return none;
  if (kind.about !== 'files' && kind.about !== 'prompt') {
    complain(reading, 'unused-matcher', `"matcher" means nothing for ${kind.name}.`, keySpot(map, 'matcher'), 'info');
    return none;
  }
  return words.every((word) => checkRegex(reading, map, 'matcher', word)) ? { ...none, matchers: words } : undefined;
}

function readAction(reading: Reading, map: Located): readonly Step[] | undefined {
  const action = childOf(map, 'action');
  if (action === undefined || !isMap(action.value)) {
    complain(reading, 'missing-action', 'This hook has no "action", so it would do nothing.', action?.spot ?? map.spot);
    return undefined;
  }
  const type = textOf(reading, action, 'type');
  const typeSpot = childOf(action, 'type')?.spot ?? action.spot;
  if (type === 'command' || type === 'runCommand') {
    if (type === 'runCommand')
      complain(reading, 'old-name', 'In v1 this type is called "command".', typeSpot, 'warning');
    const command = textOf(reading, action, 'command');
    if (command === undefined || command.trim() === '') {
      complain(
        reading,
        'empty-command',
        'This action needs a "command".',
        childOf(action, 'command')?.spot ?? action.spot,
      );
      return undefined;
    }
    const timeoutMs = durationOf(reading, map, 'timeout') ?? durationOf(reading, action, 'timeout');
    return [{ action: { kind: 'run', command, ...(timeoutMs === undefined ? {} : { timeoutMs }) } }];
  }
  if (type === 'agent' || type === 'prompt' || type === 'askAgent') {
    if (type !== 'agent')
      complain(reading, 'old-name', 'This type is called "agent"; Kiro does not run it as it is.', typeSpot, 'warning');
    const agent = agentOf(reading, action, 'prompt', 'running');
    if (agent === undefined && childOf(action, 'prompt') === undefined)
      complain(reading, 'empty-prompt', 'This action needs a "prompt".', action.spot);
    return agent && [{ action: agent }];
  }
  complain(reading, 'unknown-action', '"action.type" must be command or agent.', typeSpot);
  return undefined;
}
