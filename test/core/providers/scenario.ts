/** What a scenario of the conformance suite is, and the kinds of it that come often. */
import { expect } from 'vitest';
import type { ModelFailure } from '../../../src/core/messages';
import type { ProviderEvent } from '../../../src/core/providers/provider';
import type { FakeTurn } from '../../support/loopback';
import type { SourceOptions } from '../../support/models';
import type { Rig, Run } from './rig';

export interface Scenario {
  readonly name: string;
  readonly only?: string;
  readonly script: (rig: Rig) => readonly FakeTurn[];
  readonly more?: SourceOptions;
  readonly run: (run: Run, rig: Rig) => Promise<void>;
}

export const readTool = {
  name: 'read_file',
  description: 'Reads a file',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
};
export const listTool = { name: 'list', description: 'Lists', inputSchema: { type: 'object', properties: {} } };
export const hello: FakeTurn = { blocks: [{ text: 'Hello' }] };

export function stopOf(events: readonly ProviderEvent[]) {
  const stops = events.filter((event) => event.type === 'stop');
  expect(stops).toHaveLength(1);
  expect(events.at(-1)).toBe(stops[0]);
  const [stop] = stops;
  if (stop?.type !== 'stop') throw new Error('no stop');
  return stop;
}

export function failureOf(events: readonly ProviderEvent[]): ModelFailure {
  const { failure } = stopOf(events);
  if (failure === undefined) throw new Error(`no failure in ${JSON.stringify(stopOf(events))}`);
  return failure;
}

export function textOf(events: readonly ProviderEvent[]): string {
  return events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
}

export function waitsOf(events: readonly ProviderEvent[]) {
  return events.flatMap((event) => (event.type === 'waiting' ? [event] : []));
}

export function fails(
  name: string,
  error: (rig: Rig) => FakeTurn['error'],
  kind: ModelFailure['kind'],
  sentence: (rig: Rig) => string | RegExp,
): Scenario {
  return {
    name,
    script: (rig) => [{ error: error(rig) ?? { status: 500, type: 'none' } }],
    run: async ({ ask, server }, rig) => {
      const events = await ask();
      const failure = failureOf(events);
      expect(failure.kind).toBe(kind);
      expect(failure.message).toMatch(sentence(rig));
      expect(waitsOf(events)).toEqual([]);
      expect(server.requests).toHaveLength(1);
    },
  };
}

/** The first answer breaks in some way, the second is good. */
export function recovers(
  name: string,
  broken: (rig: Rig) => FakeTurn,
  kind: ModelFailure['kind'],
  more?: SourceOptions,
): Scenario {
  return {
    name: `${name}: asked again`,
    script: (rig) => [broken(rig), { blocks: [{ text: 'Second try' }] }],
    ...(more ? { more } : {}),
    run: async ({ ask, server, clock }) => {
      const events = await ask();
      expect(waitsOf(events)).toMatchObject([{ attempt: 2, of: 5, delayMs: 500, reason: { kind, retryable: true } }]);
      expect(clock.sleeps).toEqual([500]);
      const stop = stopOf(events);
      expect(stop).toMatchObject({ reason: 'end', message: { content: [{ type: 'text', text: 'Second try' }] } });
      expect(stop.failure).toBeUndefined();
      expect(server.requests).toHaveLength(2);
    },
  };
}

/** With no attempts left, a broken stream is truncated, with what arrived, and never an end. */
export function truncates(
  name: string,
  broken: FakeTurn,
  kind: ModelFailure['kind'],
  settings: SourceOptions['settings'] = {},
): Scenario {
  return {
    name: `${name}: never taken for a finished answer`,
    script: () => [broken],
    more: { settings: { 'request.attempts': 1, ...settings } },
    run: async ({ ask, server }) => {
      const stop = stopOf(await ask());
      expect(stop.reason).toBe('truncated');
      expect(stop.failure?.kind).toBe(kind);
      expect(stop.failure?.message).toMatch(/What arrived is kept/);
      expect(stop.message.content).toEqual([{ type: 'text', text: 'abcdefghijklmnopqrstuvwx' }]);
      await server.socketsClosed();
    },
  };
}

export const alphabet = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz';

export function brokenAfterTwo(kind: 'cut' | 'stall' | 'end' | 'malformed'): FakeTurn {
  return { blocks: [{ text: alphabet }], breaks: { after: 2, kind } };
}
