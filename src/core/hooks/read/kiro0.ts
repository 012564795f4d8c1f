/** Hooks of Kiro 0.x: one a file, `when` and `then`. */
import { agentOf } from '../actions/agent';
import type { Hook, Step, Trigger } from '../model';
import { checkTools, type HookFileInfo, identified, mendedPatterns, readHead, readTriggerName } from './common';
import { complain, durationOf, isMap, keySpot, listed, numberOf, type Reading, textOf, textsOf } from './fields';
import { childOf, type Located } from './located';

/** True for what has the shape of 0.x, whatever the file is called. */
export function isKiro0(value: unknown): boolean {
  return isMap(value) && ('when' in value || 'then' in value);
}

/** Reads the hook of a file; none after an error. */
export function readKiro0(reading: Reading, file: HookFileInfo, root: Located): readonly Hook[] {
  const trigger = readWhen(reading, root);
  const steps = readThen(reading, root);
  if (trigger === undefined || steps === undefined) return [];
  const when = childOf(root, 'when');
  const debounceMs = when === undefined ? undefined : numberOf(reading, when, 'debounceMs');
  const parts = {
    ...readHead(reading, root),
    confirm: false,
    trigger,
    conditions: [],
    steps,
    ...(debounceMs === undefined ? {} : { debounceMs }),
  };
  return [identified(file, 'kiro-0', parts, { index: 0, map: root, text: reading.text }, new Set())];
}

function readWhen(reading: Reading, root: Located): Trigger | undefined {
  const when = childOf(root, 'when');
  if (when === undefined || !isMap(when.value)) {
    complain(
      reading,
      'missing-trigger',
      'This hook has no "when", so nothing would ever start it.',
      when?.spot ?? root.spot,
    );
    return undefined;
  }
  const kind = readTriggerName(reading, when, 'type');
  if (kind === undefined) return undefined;
  const patterns = mendedPatterns(reading, when, 'patterns', textsOf(reading, when, 'patterns') ?? []);
  const tools = checkTools(reading, when, 'toolTypes', textsOf(reading, when, 'toolTypes') ?? []);
  if (kind.about !== 'files' && patterns.length > 0)
    complain(
      reading,
      'unused-pattern',
      `"patterns" means nothing for ${kind.aliases[0] ?? kind.name}: it is not about files.`,
      keySpot(when, 'patterns'),
      'info',
    );
  return { name: kind.name, patterns: kind.about === 'files' ? patterns : [], matchers: [], tools };
}

function readThen(reading: Reading, root: Located): readonly Step[] | undefined {
  const then = childOf(root, 'then');
  if (then === undefined || !isMap(then.value)) {
    complain(reading, 'missing-action', 'This hook has no "then", so it would do nothing.', then?.spot ?? root.spot);
    return undefined;
  }
  const type = textOf(reading, then, 'type');
  if (type === 'askAgent') {
    const action = agentOf(reading, then, 'prompt', 'running');
    if (action === undefined && childOf(then, 'prompt') === undefined)
      complain(reading, 'empty-prompt', 'askAgent needs a "prompt".', then.spot);
    return action && [{ action }];
  }
  if (type === 'runCommand') {
    const command = textOf(reading, then, 'command');
    if (command === undefined || command.trim() === '') {
      complain(reading, 'empty-command', 'runCommand needs a "command".', childOf(then, 'command')?.spot ?? then.spot);
      return undefined;
    }
    const timeoutMs = durationOf(reading, then, 'timeout');
    return [{ action: { kind: 'run', command, ...(timeoutMs === undefined ? {} : { timeoutMs }) } }];
  }
  const known = listed(['askAgent', 'runCommand']);
  complain(reading, 'unknown-action', `"then.type" must be ${known}.`, childOf(then, 'type')?.spot ?? then.spot);
  return undefined;
}
