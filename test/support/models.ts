/** What tests need to ask real providers at fake servers: parts from their sources, a clock that doesn't wait. */
import type { Clock, Host, Parts, Secrets } from '../../src/core/host';
import type { ModelRequest, ProviderEvent } from '../../src/core/providers/provider';
import type { ResolveSource } from '../../src/core/providers/resolve';
import { mergeSettings, readSettings } from '../../src/core/settings';

/** Heavy parts from their sources, as bundles would serve them. */
export const loadPart: Host['loadPart'] = async <Name extends keyof Parts>(name: Name): Promise<Parts[Name]> => {
  const sources: { readonly [Each in 'anthropic' | 'bedrock' | 'redact']: () => Promise<Parts[Each]> } = {
    anthropic: async () => (await import('../../src/core/providers/anthropic.part')).part,
    bedrock: async () => (await import('../../src/core/providers/bedrock.part')).part,
    redact: async () => (await import('../../src/core/providers/redact.part')).part,
  };
  const source = Object.entries(sources).find(([each]) => each === name)?.[1];
  if (source === undefined) throw new Error(`There is no part ${name}.`);
  return (await source()) as Parts[Name];
};

/** Sleeps are recorded and take no time; `random` always answers one half. */
export interface TestClock extends Clock {
  readonly sleeps: readonly number[];
}

export function testClock(): TestClock {
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => Date.now(),
    sleep: async (ms, signal) => {
      sleeps.push(ms);
      signal?.throwIfAborted();
    },
    random: () => 0.5,
    uuid: () => '00000000-0000-4000-8000-000000000000',
  };
}

export function testSecrets(values: Readonly<Record<string, string>> = {}): Secrets {
  const kept = new Map(Object.entries(values));
  return {
    get: async (name) => kept.get(name),
    set: async (name, value) => void kept.set(name, value),
    delete: async (name) => void kept.delete(name),
  };
}

export interface SourceOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

/** Nothing of the machine's own environment is in it. */
export function sourceOf({ settings = {}, secrets = {}, env = {}, clock = testClock() }: SourceOptions): ResolveSource {
  const read = mergeSettings(readSettings(settings, 'user'));
  if (read.invalid.length > 0) throw new Error(read.invalid.join(' '));
  return { settings: read.settings, secrets: testSecrets(secrets), env: (name) => env[name], clock, loadPart };
}

export function requestOf(model: string, change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model,
    system: ['You write specs.', 'Steering: be short.'],
    tools: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    maxTokens: 4_000,
    cache: true,
    ...change,
  };
}

export async function collect(events: AsyncIterable<ProviderEvent>): Promise<readonly ProviderEvent[]> {
  const all: ProviderEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
